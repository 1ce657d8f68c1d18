//! The frame of a page for which nobody must be signed in, or is yet.

use leptos::prelude::*;

use crate::routes;
use crate::ui::shell::AppShell;

/// The product's name above the page, and no navigation.
#[component]
pub(crate) fn Bare(children: Children) -> impl IntoView {
    view! {
        <AppShell brand="Attaché" home=routes::ACCOUNTS>
            {children()}
        </AppShell>
    }
    .into_any()
}
