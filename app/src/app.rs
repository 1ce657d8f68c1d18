//! The root: what is there on every page, and which page an address leads to.

use leptos::prelude::*;

use crate::{
    api::Api,
    components::{
        navigation::{Navigation, Step},
        routes::{ACCOUNTS, Place},
        shell::Shell,
        title::Visited,
    },
    pages::{
        access::Access, account_summary::AccountSummaryPage, accounts::Accounts, domains::Domains,
        export::ExportPage, exports::Exports, not_found::NotFound, sign_in::SignIn, users::Users,
    },
    ui::{
        boot::{install_panic_hook, remove_shell},
        toasts::{ToastRegion, Toasts},
    },
};

/// Mounts the console on the page, in the place of what was painted before it arrived.
pub fn start() {
    install_panic_hook();
    leptos::mount::mount_to_body(App);
    remove_shell();
}

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    Api::provide();
    Toasts::provide();
    Visited::provide();
    let navigation = Navigation::provide();
    let path = navigation.path();
    let place = Memo::new(move |_| Place::of(&path.read()));
    let signing_in = Memo::new(move |_| place.get() == Place::SignIn);
    Effect::new(move |_| {
        if place.get() == Place::Root {
            navigation.go(ACCOUNTS, Step::Replace);
        }
    });
    let page = move || move || draw(place.get());
    let whole = move || {
        if signing_in.get() {
            view! { <SignIn /> }.into_any()
        } else {
            view! { <Shell page /> }.into_any()
        }
    };
    view! {
        {whole}
        <ToastRegion />
    }
}

/// The page of a place.
fn draw(place: Place) -> AnyView {
    match place {
        // Signing in has no shell; the root leads on to the accounts.
        Place::SignIn | Place::Root => ().into_any(),
        Place::Accounts => view! { <Accounts /> }.into_any(),
        Place::Users => view! { <Users /> }.into_any(),
        Place::Account => view! { <AccountSummaryPage /> }.into_any(),
        Place::Domains => view! { <Domains /> }.into_any(),
        Place::Exports => view! { <Exports /> }.into_any(),
        Place::Export => view! { <ExportPage /> }.into_any(),
        Place::Access => view! { <Access /> }.into_any(),
        Place::Nowhere => view! { <NotFound /> }.into_any(),
    }
}
