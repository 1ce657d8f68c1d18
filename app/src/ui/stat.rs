//! Prominent figures.

use leptos::prelude::*;

/// [`Stat`]s beside each other.
#[component]
pub fn Stats(
    /// The figures.
    children: Children,
) -> AnyView {
    view! { <dl class="stats">{children()}</dl> }.into_any()
}

/// A figure with its label.
#[component]
pub fn Stat(
    /// The figure.
    #[prop(into)]
    value: Signal<String>,
    /// The label.
    children: Children,
) -> AnyView {
    view! {
        <div class="stat"><dt>{children()}</dt><dd>{move || value.get()}</dd></div>
    }
    .into_any()
}
