//! A field that searches while you type.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use crate::ui::{
    icon::{Icon, icon},
    id,
};

/// A search field. Reports the text after a pause in typing, and at once on Enter or when cleared.
#[component]
pub fn SearchField(
    /// The placeholder, and label for screen readers, e.g. "Search users".
    #[prop(into)]
    label: String,
    /// The current search. The field follows it when it changes elsewhere, e.g. with the back button.
    #[prop(into)]
    value: Signal<String>,
    /// How long to wait after the last keystroke.
    #[prop(default = Duration::from_millis(250))]
    debounce: Duration,
    /// Receives the new text, trimmed.
    #[prop(into)]
    on_search: Callback<String>,
) -> AnyView {
    let control = id::unique("search");
    let typed = RwSignal::new(value.get_untracked());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let report = move || {
        stop();
        let text = typed.with_untracked(|typed| typed.trim().to_owned());
        if value.with_untracked(|value| *value != text) {
            on_search.run(text);
        }
    };
    Effect::new(move |_| {
        let value = value.get();
        if typed.with_untracked(|typed| typed.trim() != value) {
            typed.set(value);
        }
    });
    on_cleanup(stop);
    view! {
        <div class="search" role="search">
            <label class="visually-hidden" for=control.clone()>{label.clone()}</label>
            {icon(Icon::Search)}
            <input
                type="search"
                class="input"
                id=control
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                prop:value=move || typed.get()
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    stop();
                    if typed.with_untracked(String::is_empty) {
                        report();
                    } else {
                        waiting.set_value(set_timeout_with_handle(report, debounce).ok());
                    }
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        report();
                    }
                }
            />
        </div>
    }
    .into_any()
}
