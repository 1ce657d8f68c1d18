//! A policy decision: the ruling on an action, and the statement that decided it.

use attache_wire::access::{DecidingStatement, Ruling};
use leptos::prelude::*;

use crate::routes;
use crate::ui::{
    name::{isolated, name},
    status::{Status, Tone},
};

/// Shows a ruling as an icon and a word.
#[component]
pub fn DecisionStatus(
    /// The ruling.
    ruling: Ruling,
) -> AnyView {
    let (tone, label) = match ruling {
        Ruling::Allowed => (Tone::Success, "Allowed"),
        Ruling::DeniedByDefault => (Tone::Stopped, "Not allowed"),
        Ruling::ExplicitlyDenied => (Tone::Error, "Denied"),
    };
    view! { <Status tone label /> }.into_any()
}

/// Links to the lines of the statement that decided, by policy name and statement number. Says so in plain text if
/// no statement covers the action.
#[component]
pub fn StatementLink(
    /// The statement; `None` if no statement covers the action.
    statement: Option<DecidingStatement>,
) -> AnyView {
    let Some(statement) = statement else {
        return view! { <span class="soft">"No matching statement"</span> }.into_any();
    };
    let number = statement.statement.to_string();
    view! {
        <a href=routes::policy_lines(&statement.policy_id, statement.first_line, statement.last_line)>
            {name(&statement.policy_name)}
            ", statement "
            {number}
            {statement.sid.map(|sid| format!(" ({})", isolated(&sid)))}
        </a>
    }
    .into_any()
}
