//! Breadcrumbs: the path to this page.

use leptos::prelude::*;

use super::name::name;

/// One step of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// The name.
    pub label: String,
    /// The address; `None` for the current page.
    pub href: Option<String>,
}

impl Crumb {
    /// Creates a link to a parent page.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: Some(href.into()),
        }
    }

    /// Creates the entry for the current page.
    pub fn here(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: None,
        }
    }
}

/// The path from the top to this page.
#[component]
pub fn Breadcrumbs(
    /// The steps, from the top.
    #[prop(into)]
    crumbs: Signal<Vec<Crumb>>,
) -> AnyView {
    let steps = move || {
        let step = |crumb: Crumb| match crumb.href {
            Some(href) => view! { <li><a href=href>{name(&crumb.label)}</a></li> }.into_any(),
            None => view! { <li><span aria-current="page">{name(&crumb.label)}</span></li> }.into_any(),
        };
        crumbs.get().into_iter().map(step).collect::<Vec<_>>()
    };
    view! { <nav aria-label="Breadcrumbs"><ol class="breadcrumbs">{steps}</ol></nav> }.into_any()
}
