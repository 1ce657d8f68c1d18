//! The side navigation: pages of the current account, then pages of the whole console.

use attache_wire::account::AccountSummary;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    routes,
    state::{account_scope::AccountScope, session::CurrentSession},
    ui::{
        format,
        shell::{NavGroup, NavLink},
    },
};

/// The side navigation.
#[component]
pub(super) fn Navigation(scope: AccountScope) -> impl IntoView {
    let path = use_location().pathname;
    let at = move |href: &str| {
        let href = href.to_owned();
        Signal::derive(move || *path.read() == href)
    };
    // Detail pages belong to their list: a request to the requests, a user to the users, and so on.
    let below = move |href: &str| {
        let href = href.to_owned();
        Signal::derive(move || path.read().starts_with(&href))
    };
    let count = move |part: fn(&AccountSummary) -> u64| {
        Signal::derive(move || scope.summary().map(part).map(format::number).unwrap_or_default())
    };
    let account = move || {
        let id = scope.id().get()?;
        let [users, exports, account, retention, domains, activity] = [
            routes::users,
            routes::exports,
            routes::account,
            routes::retention,
            routes::domains,
            routes::activity,
        ]
        .map(|route| route(&id));
        Some(view! {
            <NavGroup>
                <NavLink current=below(&users) href=users label="Users" count=count(|s| s.account.users) />
                <NavLink
                    current=below(&exports)
                    href=exports
                    label="Attachment requests"
                    count=count(|s| s.exports)
                />
                <NavLink current=at(&activity) href=activity label="Audit log" />
            </NavGroup>
            <NavGroup label="Settings">
                <NavLink current=at(&account) href=account label="Account" />
                <NavLink current=at(&retention) href=retention label="Retention" />
            </NavGroup>
            <NavGroup label="Identity">
                <NavLink
                    current=below(&domains)
                    href=domains
                    label="Domains"
                    count=count(|s| s.account.domains.len() as u64)
                />
            </NavGroup>
        })
    };
    let simulated = move || {
        CurrentSession::from_context().is_demo().then(|| {
            view! {
                <NavGroup label="Simulated">
                    <NavLink current=below(routes::ASSISTANT) href=routes::ASSISTANT label="Assistant" />
                    <NavLink current=at(routes::DEMO) href=routes::DEMO label="Demo panel" />
                </NavGroup>
            }
        })
    };
    view! {
        {account}
        <NavGroup label="Console">
            <NavLink current=at(routes::ACCOUNTS) href=routes::ACCOUNTS label="Accounts" />
            <NavLink current=below(routes::ACCESS) href=routes::ACCESS label="Access" />
            <NavLink current=at(routes::ACTIVITY) href=routes::ACTIVITY label="All audit events" />
        </NavGroup>
        {simulated}
    }
    .into_any()
}
