//! The page for unknown addresses.

use leptos::prelude::*;

use crate::{
    components::page::Page,
    routes,
    ui::{button::ButtonLink, empty::EmptyState, icon::Icon},
};

/// Says that the address does not exist.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <Page title="Page not found">
            <EmptyState
                picture=Icon::SearchX
                title="Page not found"
                actions=|| view! { <ButtonLink href=routes::ACCOUNTS>"Go to accounts"</ButtonLink> }
            >
                "Check the address. The page may have been removed."
            </EmptyState>
        </Page>
    }
    .into_any()
}
