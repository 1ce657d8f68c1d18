//! The result for each address.

use attache_wire::user::{InvitationOutcome, InvitedAddress};
use leptos::prelude::*;

use crate::{
    components::labels,
    ui::{
        button::{Button, Kind},
        dialog::{Announced, DialogActions},
        format,
        name::name,
        status::{Status, Tone},
    },
};

fn in_words(outcome: InvitationOutcome) -> (Tone, &'static str) {
    match outcome {
        InvitationOutcome::Invited => (Tone::Success, "Invited"),
        InvitationOutcome::Joined => (Tone::Success, "Joined (already used the chat)"),
        InvitationOutcome::InvitedAgain => (Tone::Success, "Invited again"),
        InvitationOutcome::Member => (Tone::Info, "Already in the account"),
        InvitationOutcome::Suspended => (Tone::Warning, "Suspended in this account"),
        InvitationOutcome::ElsewhereManaged => (Tone::Error, "Belongs to another account"),
        InvitationOutcome::DomainHeldByAnother => (Tone::Error, "Domain owned by another account"),
        InvitationOutcome::NotYourDomain => (Tone::Error, "Domain not verified by this account"),
        InvitationOutcome::NotAnAddress => (Tone::Error, "Not a valid email address"),
        InvitationOutcome::Repeated => (Tone::Info, "Duplicate"),
    }
}

/// Returns the failed addresses worth trying again: not duplicates, and not existing or suspended users.
pub fn to_try_again(results: &[InvitedAddress]) -> Vec<String> {
    use InvitationOutcome::{Member, Repeated, Suspended};
    let failed = results.iter().filter(|result| {
        !result.outcome.is_success() && !matches!(result.outcome, Member | Repeated | Suspended)
    });
    failed.map(|result| result.email.clone()).collect()
}

/// Shows the results: the number invited, the failures, the successes and the next steps.
pub(super) fn report(results: &[InvitedAddress], again: Callback<()>, open: RwSignal<bool>) -> AnyView {
    let (good, bad): (Vec<_>, Vec<_>) = results.iter().partition(|result| result.outcome.is_success());
    let was = if good.len() == 1 || results.len() == 1 {
        " was"
    } else {
        " were"
    };
    let words = [
        format::number(good.len() as u64).as_str(),
        " of ",
        &labels::counted(results.len() as u64, "address", "addresses"),
        was,
        " invited.",
    ]
    .concat();
    let failed = to_try_again(results).len() as u64;
    let retry = (failed > 0).then(|| {
        let label = [
            "Invite ",
            &labels::counted(failed, "address", "addresses"),
            " again…",
        ]
        .concat();
        view! { <Button on_click=again>{label}</Button> }
    });
    view! {
        <Announced>{words}</Announced>
        {group("Not invited", &bad)}
        {group("Invited", &good)}
        <DialogActions>
            {retry}
            <Button kind=Kind::Primary on_click=move |()| open.set(false)>"Close"</Button>
        </DialogActions>
    }
    .into_any()
}

fn group(title: &'static str, results: &[&InvitedAddress]) -> AnyView {
    if results.is_empty() {
        return ().into_any();
    }
    let line = |result: &&InvitedAddress| {
        let (tone, label) = in_words(result.outcome);
        view! { <li class="result">{name(&result.email)}<Status tone label /></li> }.into_any()
    };
    let heading = [title, " (", &format::number(results.len() as u64), ")"].concat();
    view! {
        <section class="stack" data-gap="small">
            <h3>{heading}</h3>
            <ul class="results" aria-label=title>{results.iter().map(line).collect::<Vec<_>>()}</ul>
        </section>
    }
    .into_any()
}
