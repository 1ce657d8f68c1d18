//! Cards: titled boxes, one per subject of a page.

use leptos::prelude::*;

use super::id;

/// A titled section of a page.
#[component]
pub fn Card(
    /// The heading; without it, the card has no head.
    #[prop(optional, into)]
    title: Option<String>,
    /// Contents beside the heading, e.g. a [`super::status::Status`].
    #[prop(optional, into)]
    beside: Option<ViewFnOnce>,
    /// Actions on the subject, at the end of the head.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Whether the contents reach the card's edges, as a table's do.
    #[prop(optional)]
    flush: bool,
    /// Contents below everything else, e.g. a pager.
    #[prop(optional, into)]
    foot: Option<ViewFnOnce>,
    /// The contents.
    children: Children,
) -> AnyView {
    let heading = id::unique("card");
    let labelled = title.is_some().then(|| heading.clone());
    let head = title.map(|title| {
        view! {
            <header class="card-head">
                <div class="card-title"><h2 id=heading>{title}</h2>{beside.map(ViewFnOnce::run)}</div>
                {actions.map(|actions| view! { <div class="row">{actions.run()}</div> })}
            </header>
        }
    });
    view! {
        <section class="card" aria-labelledby=labelled>
            {head}
            <div class=if flush { "card-flush" } else { "card-body" }>{children()}</div>
            {foot.map(|foot| view! { <footer class="card-foot">{foot.run()}</footer> })}
        </section>
    }
    .into_any()
}
