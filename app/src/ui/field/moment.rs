//! Fields for a date and time in UTC.

use leptos::prelude::*;

use super::Ties;
use crate::ui::id;

/// A date and time in UTC. Reports the value once it is complete.
#[component]
pub fn MomentField(
    /// The label, before the control on the same line.
    #[prop(into)]
    label: String,
    /// RFC 3339 in UTC (`2026-01-22T01:10:00Z`), or empty.
    #[prop(into)]
    value: Signal<String>,
    /// Receives the new value in the same format.
    #[prop(into)]
    on_change: Callback<String>,
) -> AnyView {
    let control = id::unique("moment");
    view! {
        <div class="field" data-inline="">
            <label for=control.clone()>{label}</label>
            <input
                type="datetime-local"
                class="input"
                id=control
                prop:value=move || value.with(|value| value.trim_end_matches('Z').to_owned())
                on:change=move |event| on_change.run(utc(event_target_value(&event)))
            />
        </div>
    }
    .into_any()
}

/// A date and time in UTC in a form, with a hint and an error.
#[component]
pub fn MomentInput(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// A hint about what to enter.
    #[prop(into)]
    hint: String,
    /// RFC 3339 in UTC (`2026-01-22T01:10:00Z`), or empty.
    value: RwSignal<String>,
    /// What is wrong with the value.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> AnyView {
    let ties = Ties::new();
    let control = view! {
        <input
            type="datetime-local"
            class="input"
            id=ties.control.clone()
            prop:value=move || value.with(|value| value.trim_end_matches('Z').to_owned())
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=ties.described(true, error)
            on:change=move |event| value.set(utc(event_target_value(&event)))
        />
    };
    ties.wrap(label, Some(hint), error, control.into_any())
}

/// Converts the control's value (`2026-01-22T01:10`, with seconds only if they are not zero) to RFC 3339.
fn utc(mut local: String) -> String {
    const WITHOUT_SECONDS: usize = 16;
    if local.len() == WITHOUT_SECONDS {
        local.push_str(":00");
    }
    if !local.is_empty() {
        local.push('Z');
    }
    local
}
