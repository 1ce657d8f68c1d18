//! A field for a file of the person's own.

use leptos::{ev::Event, prelude::*};
use web_sys::{File, HtmlInputElement};

use super::Ties;

/// One file.
#[component]
pub fn FileField(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// Takes the file that was chosen.
    file: RwSignal<Option<File>, LocalStorage>,
    /// What can be chosen.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> AnyView {
    let ties = Ties::new();
    let choose = move |event: Event| {
        let input: HtmlInputElement = event_target(&event);
        file.set(input.files().and_then(|files| files.get(0)));
    };
    let control = view! {
        <input
            type="file"
            class="input"
            id=ties.control.clone()
            aria-required="true"
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=ties.described(hint.is_some(), error)
            on:change=choose
        />
    };
    ties.wrap(label, hint, error, control.into_any())
}
