//! How far something is.

use leptos::prelude::*;

use super::format::plain;

/// A progress bar. Without a value it says only that something goes on.
#[component]
pub fn Progress(
    /// What goes on.
    #[prop(into)]
    label: String,
    /// How much is done, if that is known.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// How much there is to do.
    #[prop(into)]
    max: Signal<f64>,
) -> AnyView {
    view! {
        <progress
            class="progress"
            aria-label=label
            value=move || value.get().map(|value| plain(value, 0))
            max=move || plain(max.get().max(1.0), 0)
        ></progress>
    }
    .into_any()
}
