//! The root component: the layout of every page, and the routes.

use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

use crate::{
    api::Api,
    components::shell::{Shell, signed_out_layout::Bare},
    pages::{self, accounts::Accounts, not_found::NotFound, sign_in::SignIn},
    routes,
    state::title::Visited,
    ui::{
        boot::{install_panic_hook, remove_shell},
        toasts::{ToastRegion, Toasts},
    },
};

/// Mounts the console, replacing the shell painted before it loaded.
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
                <Route path=path!("/sign-in") view=SignIn />
                <ParentRoute path=() view=Shell>
                    <Route path=path!("/") view=|| view! { <Redirect path=routes::ACCOUNTS /> } />
                    <Route path=path!("/accounts") view=Accounts />
                    <Route path=path!("/accounts/:account/users") view=pages::users />
                    <Route path=path!("/accounts/:account/users/:user") view=pages::user />
                    <Route path=path!("/accounts/:account/settings/account") view=pages::account_summary />
                    <Route path=path!("/accounts/:account/settings/retention") view=pages::retention />
                    <Route path=path!("/accounts/:account/identity/domains") view=pages::domains />
                    <Route path=path!("/accounts/:account/identity/domains/new") view=pages::claim_domain />
                    <Route path=path!("/accounts/:account/identity/domains/:domain") view=pages::domain />
                    <Route path=path!("/accounts/:account/exports") view=pages::exports />
                    <Route path=path!("/accounts/:account/exports/:export") view=pages::export />
                    <Route path=path!("/accounts/:account/activity") view=pages::activity />
                    <Route path=path!("/activity") view=pages::activity />
                    <Route path=path!("/access") view=pages::access />
                    <Route path=path!("/access/principals") view=pages::principals />
                    <Route path=path!("/access/principals/:principal") view=pages::principal />
                    <Route path=path!("/access/policies") view=pages::policies />
                    <Route path=path!("/access/policies/new") view=pages::new_policy />
                    <Route path=path!("/access/policies/:policy") view=pages::policy />
                    <Route path=path!("/access/simulator") view=pages::simulator />
                    <Route path=path!("/assistant") view=pages::assistant />
                    <Route path=path!("/assistant/:user") view=pages::assistant_chat />
                    <Route path=path!("/sessions") view=pages::sessions />
                    <Route path=path!("/demo") view=pages::demo />
                    <Route path=path!("/demo/chat/:user") view=pages::chat />
                    <Route path=path!("/*any") view=NotFound />
                </ParentRoute>
            </Routes>
        </Router>
        <ToastRegion />
    }
}
