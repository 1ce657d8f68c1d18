//! What stands in for another system, such as the chat: plainly no part of the product.

use leptos::prelude::*;

use crate::ui::{id, status::Badge};

/// A frame that nobody takes for the product's own. `about`: what it stands in for.
#[component]
pub(crate) fn Simulated(
    #[prop(into)] title: Signal<String>,
    about: &'static str,
    children: Children,
) -> impl IntoView {
    let heading = id::unique("simulated");
    let labelled = heading.clone();
    view! {
        <section class="simulated" aria-labelledby=labelled>
            <header class="row">
                <h2 id=heading>{move || title.get()}</h2>
                <Badge label="Simulator" />
            </header>
            <p class="soft">{about}</p>
            {children()}
        </section>
    }
    .into_any()
}
