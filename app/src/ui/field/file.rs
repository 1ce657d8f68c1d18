//! A file field.

use leptos::{ev::Event, prelude::*};
use web_sys::{File, HtmlInputElement};

use super::Ties;

/// A field for one file.
#[component]
pub fn FileField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The chosen file.
    file: RwSignal<Option<File>, LocalStorage>,
    /// Which files are allowed.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with the file.
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
