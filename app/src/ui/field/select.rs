//! A native `<select>`.

use leptos::prelude::*;

use crate::ui::{id, name::visible};

/// One choice of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value reported when it is chosen.
    pub value: String,
    /// The label.
    pub label: String,
}

impl Choice {
    /// Creates a choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// A field with a few choices.
#[component]
pub fn Select(
    /// The label.
    #[prop(into)]
    label: String,
    /// Whether the label is before the control on the same line, as in a table's tools.
    #[prop(optional)]
    inline: bool,
    /// The choices.
    choices: Vec<Choice>,
    /// The value of the chosen choice.
    #[prop(into)]
    value: Signal<String>,
    /// Receives the value of the new choice.
    #[prop(into)]
    on_change: Callback<String>,
) -> AnyView {
    let control = id::unique("select");
    let options = choices
        .into_iter()
        .map(|choice| {
            let own = choice.value.clone();
            view! {
                <option value=choice.value prop:selected=move || value.with(|value| *value == own)>
                    {visible(&choice.label)}
                </option>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field" data-inline=inline.then_some("")>
            <label for=control.clone()>{label}</label>
            <select class="input" id=control on:change=move |event| on_change.run(event_target_value(&event))>
                {options}
            </select>
        </div>
    }
    .into_any()
}
