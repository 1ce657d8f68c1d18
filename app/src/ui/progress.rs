//! Progress of a running task.

use leptos::prelude::*;

use super::format::plain;

/// A progress bar; indeterminate without a value.
#[component]
pub fn Progress(
    /// What is running.
    #[prop(into)]
    label: String,
    /// How much is done; `None` if unknown.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// How much there is to do in total.
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
