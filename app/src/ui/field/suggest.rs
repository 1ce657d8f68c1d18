//! A field for a text of which some are known: the browser suggests them.

use leptos::prelude::*;

use super::select::Choice;
use crate::ui::id;

/// A text, taken when it is complete: on Enter, when a suggestion is chosen, or when the field is left.
#[component]
pub fn SuggestField(
    /// Its name, before the control in the same line.
    #[prop(into)]
    label: String,
    /// What it holds now; the field follows it when it changes elsewhere (back button).
    #[prop(into)]
    value: Signal<String>,
    /// What is suggested. Anything else can be typed as well.
    #[prop(into)]
    suggestions: Signal<Vec<Choice>>,
    /// Takes the new text, trimmed.
    #[prop(into)]
    on_change: Callback<String>,
) -> AnyView {
    let control = id::unique("suggest");
    let list = format!("{control}-list");
    let option = |choice: Choice| view! { <option value=choice.value>{choice.label}</option> }.into_any();
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
