//! A field for an optional limit.

use leptos::prelude::*;

use super::Ties;
use crate::ui::{
    icon::{Icon, icon},
    id,
};

/// Two radio buttons: no limit, or a number. Typing a number chooses the second.
#[component]
pub fn LimitField(
    /// What the limit applies to.
    #[prop(into)]
    label: String,
    /// A hint about the limit.
    #[prop(into)]
    hint: String,
    /// The first choice's label, e.g. "Keep for ever".
    unlimited: &'static str,
    /// The words before and after the number, e.g. "Keep for" and "days".
    words: (&'static str, &'static str),
    /// Whether the limit is chosen.
    limited: RwSignal<bool>,
    /// The number, as typed.
    number: RwSignal<String>,
    /// What is wrong with the number.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> AnyView {
    let ties = Ties::new();
    let described = ties.described(true, error);
    let hint_id = ties.hint.clone();
    let name = id::unique("limit");
    let radio = |limits: bool, words: &'static str| {
        view! {
            <label class="checkbox">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || limited.get() == limits
                    on:change=move |_| limited.set(limits)
                />
                <span>{words}</span>
            </label>
        }
        .into_any()
    };
    let type_number = move |event| {
        number.set(event_target_value(&event));
        limited.set(true);
    };
    view! {
        <fieldset class="field limit" aria-describedby=ties.hint>
            <legend>{label.clone()}</legend>
            <div class="field-hint" id=hint_id>{hint}</div>
            {radio(false, unlimited)}
            <div class="row">
                {radio(true, words.0)}
                <input
                    type="text"
                    inputmode="numeric"
                    class="input"
                    id=ties.control
                    autocomplete="off"
                    aria-label=[&label, ": ", words.1].concat()
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    prop:value=move || number.get()
                    on:input=type_number
                />
                <span aria-hidden="true">{words.1}</span>
            </div>
            {move || error.get().map(|error| view! {
                <div class="field-error" id=ties.error.clone()>{icon(Icon::CircleAlert)}{error}</div>
            })}
        </fieldset>
    }
    .into_any()
}
