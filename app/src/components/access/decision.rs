//! What policies say of an action, and by which statement.

use attache_wire::access::{DecidingStatement, Ruling};
use leptos::prelude::*;

use crate::routes;
use crate::ui::status::{Status, Tone};

/// An answer of the policies: its picture and its word.
#[component]
pub fn DecisionStatus(
    /// The answer.
    ruling: Ruling,
) -> AnyView {
    let (tone, label) = match ruling {
        Ruling::Allowed => (Tone::Success, "Allowed"),
        Ruling::DeniedByDefault => (Tone::Stopped, "Not allowed"),
        Ruling::ExplicitlyDenied => (Tone::Error, "Denied"),
    };
    view! { <Status tone label /> }.into_any()
}

/// The statement that decided, by its policy's name and its number, with the way to its lines; words in its
/// place when no statement speaks of the action.
#[component]
pub fn StatementLink(
    /// The statement.
    statement: Option<DecidingStatement>,
) -> AnyView {
    let Some(statement) = statement else {
        return view! { <span class="soft">"No matching statement"</span> }.into_any();
    };
    let number = statement.statement.to_string();
    view! {
        <a href=routes::policy_lines(&statement.policy_id, statement.first_line, statement.last_line)>
            {statement.policy_name}
            ", statement "
            {number}
            {statement.sid.map(|sid| format!(" ({sid})"))}
        </a>
    }
    .into_any()
}
