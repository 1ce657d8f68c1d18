//! Grey placeholders for contents that are loading.

use leptos::prelude::*;

/// The shape of a placeholder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    /// A line of text.
    #[default]
    Line,
    /// A heading.
    Title,
    /// An image or a panel.
    Block,
}

/// One grey placeholder. Screen readers skip it: say once, nearby, that something is loading.
#[component]
pub fn Skeleton(
    /// The shape.
    #[prop(optional)]
    shape: Shape,
) -> AnyView {
    let shape = match shape {
        Shape::Line => None,
        Shape::Title => Some("title"),
        Shape::Block => Some("block"),
    };
    view! { <span class="skeleton" data-shape=shape aria-hidden="true"></span> }.into_any()
}

/// Placeholder lines, with a text for screen readers.
#[component]
pub fn Loading(
    /// The text, e.g. "Loading users".
    #[prop(into)]
    label: String,
    /// The number of lines.
    #[prop(default = 3)]
    lines: usize,
) -> AnyView {
    let lines = (0..lines)
        .map(|_| view! { <Skeleton/> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <div class="stack" role="status"><span class="visually-hidden">{label}</span>{lines}</div>
    }
    .into_any()
}
