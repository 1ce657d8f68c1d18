//! A list of facts: names and values.

use leptos::prelude::*;

/// A grid of [`KeyValue`]s.
#[component]
pub fn KeyValues(
    /// The facts.
    children: Children,
) -> AnyView {
    view! { <dl class="key-values">{children()}</dl> }.into_any()
}

/// One fact.
#[component]
pub fn KeyValue(
    /// The name.
    #[prop(into)]
    label: String,
    /// The value.
    children: Children,
) -> AnyView {
    view! { <div class="key-value"><dt>{label}</dt><dd>{children()}</dd></div> }.into_any()
}
