//! The pages, one module each, named after their addresses.

pub(crate) mod access;
pub(crate) mod account_summary;
pub(crate) mod accounts;
pub(crate) mod assistant;
pub(crate) mod audit_log;
pub(crate) mod demo;
pub(crate) mod domains;
pub(crate) mod export;
pub(crate) mod exports;
pub(crate) mod not_found;
pub(crate) mod on_demand;
pub(crate) mod retention;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod users;

use leptos::task::spawn_local;

use crate::pages::on_demand::{NotFetched, on_demand};

// Pages that you don't need to choose an account.
on_demand! {
    account:
    account_summary = account_summary::AccountSummaryPage,
    users = users::Users,
    user = users::UserPage,
    retention = retention::RetentionPage,
    exports = exports::Exports,
    export = export::ExportPage,
    domains = domains::Domains,
    claim_domain = domains::ClaimDomainPage,
    domain = domains::DomainPage,
    activity = audit_log::AuditLog,
    sessions = sessions::Sessions,
}

on_demand! {
    access:
    access = access::Access,
    principals = access::Principals,
    principal = access::PrincipalPage,
    policies = access::PolicyList,
    new_policy = access::NewPolicy,
    policy = access::PolicyPage,
    simulator = access::Simulator,
}

on_demand! {
    demo:
    assistant = assistant::AssistantPeople,
    assistant_chat = assistant::AssistantChat,
    demo = demo::DemoPanel,
    chat = demo::ChatPage,
}

/// Fetches an account's pages before they are needed. A failure shows only once a page is opened.
pub(crate) fn prefetch_account() {
    #[cfg_attr(split, wasm_split_helpers::wasm_split(account, fallible))]
    fn prefetched() -> Result<(), NotFetched> {
        Ok(())
    }

    spawn_local(async {
        #[cfg(split)]
        let fetching = prefetched();
        #[cfg(not(split))]
        let fetching = std::future::ready(prefetched());
        _ = fetching.await;
    });
}
