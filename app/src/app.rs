//! The root: what is there on every page, and which page an address leads to.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Router, Routes};

use crate::{
    api::Api,
    components::shell::{Shell, signed_out_layout::Bare},
    lean::route::Route,
    pages::{self, accounts::Accounts, not_found::NotFound, sign_in::SignIn},
    routes,
    state::title::Visited,
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
    view! {
        <Router>
            <Routes fallback=|| view! { <Bare><NotFound /></Bare> }>
                <Route path="/sign-in" view=SignIn />
                <ParentRoute path=() view=Shell>
                    <Route path="/" view=|| view! { <Redirect path=routes::ACCOUNTS /> } />
                    <Route path="/accounts" view=Accounts />
                    <Route path="/accounts/:account/users" view=pages::users />
                    <Route path="/accounts/:account/users/:user" view=pages::user />
                    <Route path="/accounts/:account/settings/account" view=pages::account_summary />
                    <Route path="/accounts/:account/settings/retention" view=pages::retention />
                    <Route path="/accounts/:account/identity/domains" view=pages::domains />
                    <Route path="/accounts/:account/identity/domains/new" view=pages::claim_domain />
                    <Route path="/accounts/:account/identity/domains/:domain" view=pages::domain />
                    <Route path="/accounts/:account/exports" view=pages::exports />
                    <Route path="/accounts/:account/exports/:export" view=pages::export />
                    <Route path="/accounts/:account/activity" view=pages::activity />
                    <Route path="/activity" view=pages::activity />
                    <Route path="/access" view=pages::access />
                    <Route path="/access/principals" view=pages::principals />
                    <Route path="/access/principals/:principal" view=pages::principal />
                    <Route path="/access/policies" view=pages::policies />
                    <Route path="/access/policies/new" view=pages::new_policy />
                    <Route path="/access/policies/:policy" view=pages::policy />
                    <Route path="/access/simulator" view=pages::simulator />
                    <Route path="/assistant" view=pages::assistant />
                    <Route path="/assistant/:user" view=pages::assistant_chat />
                    <Route path="/sessions" view=pages::sessions />
                    <Route path="/demo" view=pages::demo />
                    <Route path="/demo/chat/:user" view=pages::chat />
                    <Route path="/*any" view=NotFound />
                </ParentRoute>
            </Routes>
        </Router>
        <ToastRegion />
    }
}
