//! Table rows for requests.

use attache_wire::{export::Export, page::Page, state::ExportState};
use leptos::prelude::*;

use super::state_status::StateStatus;
use crate::{
    api::Remote,
    ui::{
        format::{self, TimeStyle},
        name::name,
        table::Column,
        time::Time,
    },
};
use crate::{
    routes,
    state::{
        account_scope::AccountScope,
        live::{Live, Merge},
        sim_clock::millis,
    },
};

/// The columns of a request table.
pub(crate) const COLUMNS: &[Column] = &[
    Column::new("Submitted"),
    Column::new("Requested by"),
    Column::new("State"),
    Column::new("Reason").secondary(),
    Column::new("Attachments").number(),
    Column::new("Size").number(),
    Column::new("Links expire").secondary(),
];

/// Returns the cells of one request.
pub(crate) fn cells(export: Export) -> Vec<AnyView> {
    let account = export.account_id.clone().unwrap_or_default();
    let href = routes::export(&account, &export.id);
    // Totals are unknown until the snapshot is complete.
    let known = export.items > 0 || !export.state.is_running();
    let amount = |text: String| if known { text } else { "…".to_owned() };
    let expires = match &export.links_expire_at {
        // Revoked links never reach their expiry.
        Some(_) if export.state == ExportState::Revoked => "–".into_any(),
        Some(at) => view! { <Time at=millis(at) /> }.into_any(),
        None => "–".into_any(),
    };
    vec![
        view! { <a href=href>{format::time(millis(&export.submitted_at), TimeStyle::DateTime)}</a> }
            .into_any(),
        name(&export.requested_by.name),
        view! { <StateStatus state=export.state errors=export.errors /> }.into_any(),
        name(export.reason.as_deref().unwrap_or("–")),
        amount(format::number(export.items)).into_any(),
        amount(format::bytes(export.bytes)).into_any(),
        expires,
    ]
}

/// Keeps an account's request list up to date: replaces a changed row in place, and reloads the list for a request
/// that it lacks.
pub(crate) fn follow(exports: Remote<Page<Export>>, scope: AccountScope) {
    Live::from_context().follow(exports, move |page, export| {
        if export.account_id != scope.id().get_untracked() {
            return Merge::Unrelated;
        }
        match page.items.iter_mut().find(|row| row.id == export.id) {
            Some(row) => {
                row.clone_from(export);
                Merge::Complete
            }
            None => Merge::Stale,
        }
    });
}
