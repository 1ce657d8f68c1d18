//! Facts about one thing: names and values.

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
    /// Its name.
    #[prop(into)]
    label: String,
    /// Its value.
    children: Children,
) -> AnyView {
    view! { <div class="key-value"><dt>{label}</dt><dd>{children()}</dd></div> }.into_any()
}
