//! Any address that leads nowhere.

use leptos::prelude::*;

use crate::{
    components::page::Page,
    routes,
    ui::{button::ButtonLink, empty::EmptyState, icon::Icon},
};

/// The page of addresses that have none.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <Page title="Page not found">
            <EmptyState
                picture=Icon::SearchX
                title="There is no such page"
                actions=|| view! { <ButtonLink href=routes::ACCOUNTS>"Go to the accounts"</ButtonLink> }
            >
                "The address may be mistyped, or lead to something that is gone."
            </EmptyState>
        </Page>
    }
    .into_any()
}
