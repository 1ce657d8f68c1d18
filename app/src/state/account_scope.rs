//! The account named by the address, read once for the navigation and the pages, and kept up to date by live
//! events.

use attache_wire::{account::AccountSummary, export::Export, id::AccountId, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::Remote,
    routes,
    state::live::{Live, Merge},
    ui::breadcrumbs::Crumb,
};

/// The current account, provided as context.
#[derive(Clone, Copy)]
pub(crate) struct AccountScope {
    id: Memo<Option<AccountId>>,
    summary: Remote<AccountSummary>,
}

impl AccountScope {
    /// Follows the address and live events, and provides itself as context.
    pub(crate) fn provide(live: Live) -> Self {
        let path = use_location().pathname;
        let id = Memo::new(move |_| account_of(&path.read()));
        let summary = Remote::<AccountSummary>::new(move || id.get().map(|id| paths::account(&id)));
        let scope = Self { id, summary };
        live.follow(summary, move |summary, export| {
            if export.account_id == id.get_untracked() {
                merge(summary, export)
            } else {
                Merge::Unrelated
            }
        });
        provide_context(scope);
        scope
    }

    /// Returns the scope from the context.
    pub(crate) fn from_context() -> Self {
        use_context().unwrap_or_else(|| Self::provide(Live::from_context()))
    }

    /// Returns the account's id; `None` on pages about no account.
    pub(crate) fn id(self) -> Memo<Option<AccountId>> {
        self.id
    }

    /// Returns the account's summary.
    pub(crate) fn summary(self) -> Remote<AccountSummary> {
        self.summary
    }

    /// Returns the account's name; empty until it is loaded.
    pub(crate) fn name(self) -> Memo<String> {
        Memo::new(move |_| {
            self.summary
                .map(|summary| summary.account.name.clone())
                .unwrap_or_default()
        })
    }

    /// Returns the breadcrumbs above the account's pages.
    pub(crate) fn crumbs(self) -> Signal<Vec<Crumb>> {
        let name = self.name();
        Signal::derive(move || {
            let id = self.id.get().unwrap_or_default();
            let name = name.get();
            let name = if name.is_empty() { id.to_string() } else { name };
            vec![
                Crumb::link("Accounts", routes::ACCOUNTS),
                Crumb::link(name, routes::account(&id)),
            ]
        })
    }

    /// Returns the breadcrumbs above a request's page.
    pub(crate) fn export_crumbs(self) -> Signal<Vec<Crumb>> {
        self.crumbs_below("Attachment requests", routes::exports)
    }

    /// Returns the breadcrumbs above a domain's page.
    pub(crate) fn domain_crumbs(self) -> Signal<Vec<Crumb>> {
        self.crumbs_below("Domains", routes::domains)
    }

    /// Returns the breadcrumbs above a user's page.
    pub(crate) fn user_crumbs(self) -> Signal<Vec<Crumb>> {
        self.crumbs_below("Users", routes::users)
    }

    fn crumbs_below(self, label: &'static str, route: fn(&str) -> String) -> Signal<Vec<Crumb>> {
        let above = self.crumbs();
        Signal::derive(move || {
            let mut crumbs = above.get();
            crumbs.push(Crumb::link(label, route(&self.id.get().unwrap_or_default())));
            crumbs
        })
    }
}

/// Puts progress of a known export into the summary. A new export or state changes more than the export.
fn merge(summary: &mut AccountSummary, export: &Export) -> Merge {
    let mut merged = Merge::Stale;
    for known in [&mut summary.running, &mut summary.latest].into_iter().flatten() {
        if known.id == export.id && known.state == export.state {
            known.clone_from(export);
            merged = Merge::Complete;
        }
    }
    merged
}
/// Returns the account that a console path names.
fn account_of(path: &str) -> Option<AccountId> {
    let segment = path.strip_prefix("/accounts/")?.split('/').next()?;
    let decoded = js_sys::decode_uri_component(segment).ok()?;
    Some(AccountId::from(String::from(decoded))).filter(|id| !id.is_empty())
}
