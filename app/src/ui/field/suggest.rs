//! A text field with suggestions from the browser.

use leptos::prelude::*;

use super::select::Choice;
use crate::ui::{id, name::visible};

/// A text field. Reports the text on Enter, when a suggestion is chosen, or when it loses the focus.
#[component]
pub fn SuggestField(
    /// The label, before the control on the same line.
    #[prop(into)]
    label: String,
    /// The current text. The field follows it when it changes elsewhere, e.g. with the back button.
    #[prop(into)]
    value: Signal<String>,
    /// The suggestions. Any other text is allowed.
    #[prop(into)]
    suggestions: Signal<Vec<Choice>>,
    /// Receives the new text, trimmed.
    #[prop(into)]
    on_change: Callback<String>,
) -> AnyView {
    let control = id::unique("suggest");
    let list = format!("{control}-list");
    let option =
        |choice: Choice| view! { <option value=choice.value>{visible(&choice.label)}</option> }.into_any();
    view! {
        <div class="field" data-inline="">
            <label for=control.clone()>{label}</label>
            <input
                type="text"
                class="input"
                id=control
                list=list.clone()
                autocomplete="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:change=move |event| on_change.run(event_target_value(&event).trim().to_owned())
            />
            <datalist id=list>
                {move || suggestions.get().into_iter().map(option).collect::<Vec<_>>()}
            </datalist>
        </div>
    }
    .into_any()
}
