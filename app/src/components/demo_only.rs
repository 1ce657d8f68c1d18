//! Frames for simulated external systems such as the chat, marked so that nobody takes them for the product.

use leptos::prelude::*;

use crate::state::session::CurrentSession;
use crate::ui::{empty::EmptyState, icon::Icon, id, status::Badge};

/// Frames a simulated system so that nobody takes it for the product. `about` says which system it simulates.
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

/// Returns a link to a page that uses [`InDemo`], or plain text outside demo mode.
pub(crate) fn demo_link(href: &'static str, words: &'static str) -> AnyView {
    let session = CurrentSession::from_context();
    let demo = Memo::new(move |_| session.is_demo());
    let link = move || {
        if demo.get() {
            view! { <a href=href>{words}</a> }.into_any()
        } else {
            words.into_any()
        }
    };
    link.into_any()
}

/// Shows its children in demo mode only. `missing` is the title shown otherwise.
#[component]
pub(crate) fn InDemo(missing: &'static str, #[prop(into)] children: ViewFn) -> impl IntoView {
    let session = CurrentSession::from_context();
    let demo = Memo::new(move |_| session.is_demo());
    move || {
        if demo.get() {
            return children.run();
        }
        view! {
            <EmptyState picture=Icon::Lock title=missing>
                "Available in demo mode only. This server uses password sign-in."
            </EmptyState>
        }
        .into_any()
    }
}
