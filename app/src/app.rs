//! The root: what is there on every page, and which page an address leads to.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Router, Routes};

use crate::{
    api::Api,
    components::{bare::Bare, route::Route, routes, shell::Shell, title::Visited},
    pages::{
        access::{Access, NewPolicy, PolicyList, PolicyPage, PrincipalPage, Principals, Simulator},
        account_summary::AccountSummaryPage,
        accounts::Accounts,
        activity::Activity,
        domains::{ClaimDomainPage, DomainPage, Domains},
        export::ExportPage,
        exports::Exports,
        not_found::NotFound,
        sessions::Sessions,
        sign_in::SignIn,
        users::Users,
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
    view! {
        <Router>
            <Routes fallback=|| view! { <Bare><NotFound /></Bare> }>
                <Route path="/sign-in" view=SignIn />
                <ParentRoute path=() view=Shell>
                    <Route path="/" view=|| view! { <Redirect path=routes::ACCOUNTS /> } />
                    <Route path="/accounts" view=Accounts />
                    <Route path="/accounts/:account/users" view=Users />
                    <Route path="/accounts/:account/settings/account" view=AccountSummaryPage />
                    <Route path="/accounts/:account/identity/domains" view=Domains />
                    <Route path="/accounts/:account/identity/domains/new" view=ClaimDomainPage />
                    <Route path="/accounts/:account/identity/domains/:domain" view=DomainPage />
                    <Route path="/accounts/:account/exports" view=Exports />
                    <Route path="/accounts/:account/exports/:export" view=ExportPage />
                    <Route path="/accounts/:account/activity" view=Activity />
                    <Route path="/activity" view=Activity />
                    <Route path="/access" view=Access />
                    <Route path="/access/principals" view=Principals />
                    <Route path="/access/principals/:principal" view=PrincipalPage />
                    <Route path="/access/policies" view=PolicyList />
                    <Route path="/access/policies/new" view=NewPolicy />
                    <Route path="/access/policies/:policy" view=PolicyPage />
                    <Route path="/access/simulator" view=Simulator />
                    <Route path="/sessions" view=Sessions />
                    <Route path="/*any" view=NotFound />
                </ParentRoute>
            </Routes>
        </Router>
        <ToastRegion />
    }
}
