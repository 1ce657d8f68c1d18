//! The states of the contract as statuses: one total mapping each, from state to tone and word.

use attache_wire::{
    account::{AccountStatus, DomainStatus},
    item::{ItemError, ItemStatus},
    state::ExportState,
    user::{Invitation, Registration},
};
use leptos::prelude::*;

use crate::components::labels;
use crate::ui::status::{Status, Tone};

/// What a state of an export means.
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

/// An export's state; with errors, how many.
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

/// Whether a user takes part.
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

/// Where a user's invitation stands.
#[component]
pub(crate) fn InvitationStatus(invitation: Invitation) -> impl IntoView {
    let tone = match invitation {
        Invitation::Pending => Tone::Pending,
        Invitation::Accepted => Tone::Success,
        Invitation::Failed => Tone::Error,
    };
    view! { <Status tone label=invitation.as_str() /> }
}

/// Whether an account is in use.
#[component]
pub(crate) fn AccountState(status: AccountStatus) -> impl IntoView {
    let (tone, label) = match status {
        AccountStatus::Active => (Tone::Success, "Active"),
        AccountStatus::Suspended => (Tone::Warning, "Suspended"),
    };
    view! { <Status tone label /> }
}

/// Where a domain's claim stands.
#[component]
pub(crate) fn ClaimStatus(status: DomainStatus) -> impl IntoView {
    let tone = match status {
        DomainStatus::PendingVerification => Tone::Pending,
        DomainStatus::Verified => Tone::Success,
        DomainStatus::Failed => Tone::Error,
    };
    view! { <Status tone label=labels::domain(status) /> }
}

/// What became of an item, and why.
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
