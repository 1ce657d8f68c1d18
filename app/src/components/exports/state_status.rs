//! Status widgets for the contract's states. Each mapping from state to tone and label is exhaustive.

use attache_wire::{
    account::{AccountStatus, DomainStatus},
    item::{ItemError, ItemStatus},
    state::ExportState,
    user::{Invitation, Registration},
};
use leptos::prelude::*;

use crate::components::labels;
use crate::ui::status::{Status, Tone};

/// Returns the tone of an export's state.
pub(crate) fn tone(state: ExportState) -> Tone {
    match state {
        ExportState::Submitted => Tone::Pending,
        ExportState::Processing => Tone::Progress,
        ExportState::Ready => Tone::Success,
        ExportState::ReadyWithErrors => Tone::Warning,
        ExportState::Failed => Tone::Error,
        ExportState::Cancelled | ExportState::Expired | ExportState::Revoked => Tone::Stopped,
    }
}

/// Shows an export's state and, with errors, their number.
#[component]
pub(crate) fn StateStatus(state: ExportState, #[prop(optional)] errors: u64) -> impl IntoView {
    let label = match (state, errors) {
        (ExportState::ReadyWithErrors, 1..) => {
            format!("Ready, {}", labels::counted(errors, "error", "errors"))
        }
        _ => labels::state(state).to_owned(),
    };
    view! { <Status tone=tone(state) label /> }
}

/// Shows a user's registration.
#[component]
pub(crate) fn RegistrationStatus(registration: Registration) -> impl IntoView {
    let tone = match registration {
        Registration::Registered => Tone::Success,
        Registration::Unregistered => Tone::Pending,
        Registration::Suspended => Tone::Warning,
        Registration::Released => Tone::Stopped,
    };
    view! { <Status tone label=registration.as_str() /> }
}

/// Shows the state of a user's invitation.
#[component]
pub(crate) fn InvitationStatus(invitation: Invitation) -> impl IntoView {
    let tone = match invitation {
        Invitation::Pending => Tone::Pending,
        Invitation::Accepted => Tone::Success,
        Invitation::Failed => Tone::Error,
    };
    view! { <Status tone label=invitation.as_str() /> }
}

/// Shows an account's status.
#[component]
pub(crate) fn AccountState(status: AccountStatus) -> impl IntoView {
    let (tone, label) = match status {
        AccountStatus::Active => (Tone::Success, "Active"),
        AccountStatus::Suspended => (Tone::Warning, "Suspended"),
    };
    view! { <Status tone label /> }
}

/// Shows the status of a domain's claim.
#[component]
pub(crate) fn ClaimStatus(status: DomainStatus) -> impl IntoView {
    let tone = match status {
        DomainStatus::PendingVerification => Tone::Pending,
        DomainStatus::Verified => Tone::Success,
        DomainStatus::Failed => Tone::Error,
    };
    view! { <Status tone label=labels::domain(status) /> }
}

/// Shows an item's status, and the error if it has one.
#[component]
pub(crate) fn ItemOutcome(status: ItemStatus, error: Option<ItemError>) -> impl IntoView {
    let tone = match status {
        ItemStatus::Pending => Tone::Pending,
        ItemStatus::Ok => Tone::Success,
        ItemStatus::Error => Tone::Error,
    };
    let why = error.map(|error| view! { <span class="soft">{labels::item_error(error)}</span> });
    view! {
        <Status tone label=labels::item_status(status) />
        {why}
    }
}
