//! The result for each user, if results differ.

use attache_wire::user::{ChangeOutcome, ChangedUser, UserChange};
use leptos::prelude::*;

use super::ChosenUser;
use crate::ui::{
    name,
    status::{Status, Tone},
};

fn in_words(change: UserChange, outcome: ChangeOutcome) -> (Tone, &'static str) {
    match (outcome, change) {
        (ChangeOutcome::Done, UserChange::AssignTier) => (Tone::Success, "Tier assigned"),
        (ChangeOutcome::Done, UserChange::Suspend) => (Tone::Success, "Suspended"),
        (ChangeOutcome::Done, UserChange::Activate) => (Tone::Success, "Un-suspended"),
        (ChangeOutcome::Done, UserChange::Remove) => (Tone::Success, "Removed"),
        (ChangeOutcome::Unchanged, _) => (Tone::Info, "No change needed"),
        (ChangeOutcome::NotFound, _) => (Tone::Error, "No longer in the account"),
        (ChangeOutcome::WrongStatus, UserChange::Suspend) => {
            (Tone::Error, "Not registered; cannot be suspended")
        }
        (ChangeOutcome::WrongStatus, UserChange::Activate) => (Tone::Error, "Was not suspended"),
        (ChangeOutcome::WrongStatus, _) => (Tone::Error, "Not possible in this status"),
    }
}

/// Lists each user's result, failures first.
pub(super) fn list(change: UserChange, people: &[ChosenUser], results: &[ChangedUser]) -> AnyView {
    let line = |result: &ChangedUser| {
        let person = people.iter().find(|person| person.id == result.user_id);
        let name = person.map_or_else(|| result.user_id.to_string(), |person| person.name.clone());
        let (tone, label) = in_words(change, result.outcome);
        view! { <li class="result">{name::name(&name)}<Status tone label /></li> }.into_any()
    };
    let (good, bad): (Vec<_>, Vec<_>) = results.iter().partition(|result| is_well(result));
    let lines = bad.into_iter().chain(good).map(line).collect::<Vec<_>>();
    view! { <ul class="results">{lines}</ul> }.into_any()
}

/// Returns true if the user is now in the wanted state.
pub(super) fn is_well(result: &ChangedUser) -> bool {
    matches!(result.outcome, ChangeOutcome::Done | ChangeOutcome::Unchanged)
}
