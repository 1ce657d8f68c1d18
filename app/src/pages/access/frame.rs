//! The frame of all pages below `/access`: the tabs for its four parts.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{components::page::Page, routes, ui::breadcrumbs::Crumb};

/// A page below `/access`.
#[component]
pub(super) fn AccessPage(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] above: Signal<Vec<Crumb>>,
    #[prop(optional, into)] actions: ViewFn,
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |label: &'static str, href: String, deep: bool| {
        let here = href.clone();
        let current = move || {
            let path = path.read();
            if *path == here {
                Some("page")
            } else {
                (deep && path.starts_with(&here)).then_some("true")
            }
        };
        view! { <a class="tab" href=href aria-current=current>{label}</a> }.into_any()
    };
    let tabs = vec![
        tab("You", routes::ACCESS.to_owned(), false),
        tab("Principals", routes::principals(), true),
        tab("Policies", routes::policies(), true),
        tab("Simulator", routes::simulator("", ""), true),
    ];
    view! {
        <Page title above actions>
            <nav class="tab-list" aria-label="Access">{tabs}</nav>
            {children()}
        </Page>
    }
    .into_any()
}

/// Returns the breadcrumbs of a page below one of the parts.
pub(super) fn crumbs(part: &'static str, href: String) -> Signal<Vec<Crumb>> {
    Signal::stored(vec![
        Crumb::link("Access", routes::ACCESS),
        Crumb::link(part, href),
    ])
}
