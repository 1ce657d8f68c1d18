//! The grey shapes of what is on its way.

use leptos::prelude::*;

/// What is on its way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    /// A line of text.
    #[default]
    Line,
    /// A heading.
    Title,
    /// A picture or a panel.
    Block,
}

/// One grey shape. Screen readers pass over it: say once, near it, that something loads.
#[component]
pub fn Skeleton(
    /// What is on its way.
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

/// Some lines on their way, and the words that say so.
#[component]
pub fn Loading(
    /// What loads, e.g. "Loading users".
    #[prop(into)]
    label: String,
    /// How many lines.
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
