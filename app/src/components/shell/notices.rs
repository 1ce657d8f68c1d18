//! Tells of requests that change state, wherever somebody is in the console.

use attache_wire::{export::Export, state::ExportState};

use crate::{
    components::{routes, state_status},
    ui::toasts::Toasts,
};

/// A toast that says what became of a request, with the way to it.
pub(super) fn tell(toasts: Toasts, export: &Export) {
    let Some(text) = sentence(export) else { return };
    let account = export.account_id.clone().unwrap_or_default();
    let href = routes::export(&account, &export.id);
    toasts.show_with_link(state_status::tone(export.state), text, "View request", href);
}

/// What became of it; nothing for a step that nobody waits for.
fn sentence(export: &Export) -> Option<String> {
    Some(match export.state {
        ExportState::Submitted | ExportState::Processing => return None,
        ExportState::Ready => "The attachments are ready to download.".to_owned(),
        ExportState::ReadyWithErrors if export.errors == 1 => {
            "The attachments are ready; one was left out.".to_owned()
        }
        ExportState::ReadyWithErrors => {
            format!("The attachments are ready; {} were left out.", export.errors)
        }
        ExportState::Failed => "The attachment request failed.".to_owned(),
        ExportState::Cancelled => "The attachment request was cancelled.".to_owned(),
        ExportState::Expired => "The links of an attachment request have expired.".to_owned(),
        ExportState::Revoked => "The links of an attachment request were revoked.".to_owned(),
    })
}
