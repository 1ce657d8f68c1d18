//! The layout of a page: breadcrumbs, the only `h1`, actions and contents.

use leptos::prelude::*;

use crate::state::title::use_title;
use crate::ui::{
    breadcrumbs::{Breadcrumbs, Crumb},
    name::visible,
    shell::PageHead,
};

/// A page of the console. `above` lists its parent pages, from the top.
#[component]
pub(crate) fn Page(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] above: Signal<Vec<Crumb>>,
    #[prop(optional, into)] beside: ViewFn,
    #[prop(optional, into)] actions: ViewFn,
    children: Children,
) -> impl IntoView {
    let title = Signal::derive(move || visible(&title.get()));
    use_title(title);
    let crumbs = Signal::derive(move || {
        let mut crumbs = above.get();
        if !crumbs.is_empty() {
            crumbs.push(Crumb::here(title.get()));
        }
        crumbs
    });
    let way = move || {
        crumbs
            .with(|crumbs| !crumbs.is_empty())
            .then(|| view! { <Breadcrumbs crumbs /> })
    };
    view! {
        <div class="page">
            <PageHead title above=move || view! { {way} } beside actions />
            {children()}
        </div>
    }
    .into_any()
}
