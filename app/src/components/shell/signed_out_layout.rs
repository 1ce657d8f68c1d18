//! The frame of a page that needs no session.

use leptos::prelude::*;

use crate::routes;
use crate::ui::shell::AppShell;

/// The product's name above the page, without navigation.
#[component]
pub(crate) fn Bare(children: Children) -> impl IntoView {
    view! {
        <AppShell brand="Attaché" home=routes::ACCOUNTS>
            {children()}
        </AppShell>
    }
    .into_any()
}
