//! The account that the address names: read once for the navigation and every page of it, and kept up to
//! date by events.

use attache_wire::{account::AccountSummary, export::Export, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{api::Remote, routes, state::live::Live, ui::breadcrumbs::Crumb};

/// The account of the context.
#[derive(Clone, Copy)]
pub(crate) struct AccountScope {
    id: Memo<Option<String>>,
    summary: Remote<AccountSummary>,
}

impl AccountScope {
    /// Follows the address and the events, and puts the scope into the context.
    pub(crate) fn provide(live: Live) -> Self {
        let path = use_location().pathname;
        let id = Memo::new(move |_| account_of(&path.read()));
        let summary = Remote::<AccountSummary>::new(move || id.get().map(|id| paths::account(&id)));
        let scope = Self { id, summary };
        Effect::new(move |_| {
            if let Some(export) = live.export().get() {
                scope.take(export);
            }
        });
        provide_context(scope);
        scope
    }

    /// The scope of the context.
    pub(crate) fn from_context() -> Self {
        use_context().unwrap_or_else(|| Self::provide(Live::from_context()))
    }

    /// The account's id; absent on pages that are about no account.
    pub(crate) fn id(self) -> Memo<Option<String>> {
        self.id
    }

    /// The account's summary.
    pub(crate) fn summary(self) -> Remote<AccountSummary> {
        self.summary
    }

    /// The account's name; empty until it is known.
    pub(crate) fn name(self) -> Memo<String> {
        Memo::new(move |_| {
            self.summary
                .map(|summary| summary.account.name.clone())
                .unwrap_or_default()
        })
    }

    /// What lies above a page of the account.
    pub(crate) fn crumbs(self) -> Signal<Vec<Crumb>> {
        let name = self.name();
        Signal::derive(move || {
            let id = self.id.get().unwrap_or_default();
            let name = name.get();
            let name = if name.is_empty() { id.clone() } else { name };
            vec![
                Crumb::link("Accounts", routes::ACCOUNTS),
                Crumb::link(name, routes::account(&id)),
            ]
        })
    }

    /// What lies above a page of one of its requests.
    pub(crate) fn export_crumbs(self) -> Signal<Vec<Crumb>> {
        self.crumbs_below("Attachment requests", routes::exports)
    }

    /// What lies above a page of one of its domains.
    pub(crate) fn domain_crumbs(self) -> Signal<Vec<Crumb>> {
        self.crumbs_below("Domains", routes::domains)
    }

    /// What lies above the page of one of its users.
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

    fn take(self, export: Export) {
        if export.account_id != self.id.get_untracked() {
            return;
        }
        let mut progress_only = false;
        self.summary.amend(|summary| {
            progress_only = apply(summary, &export);
            progress_only
        });
        if !progress_only {
            self.summary.reload();
        }
    }
}

/// Puts mere progress of a known export into the summary. Says whether that was all there was to it; a new
/// export or another state changes more than the export, and is read from the server.
fn apply(summary: &mut AccountSummary, export: &Export) -> bool {
    let mut known = false;
    for place in [&mut summary.running, &mut summary.latest].into_iter().flatten() {
        if place.id == export.id && place.state == export.state {
            *place = export.clone();
            known = true;
        }
    }
    known
}

/// The account that a path of the console is about.
fn account_of(path: &str) -> Option<String> {
    let segment = path.strip_prefix("/accounts/")?.split('/').next()?;
    let decoded = js_sys::decode_uri_component(segment).ok()?;
    Some(String::from(decoded)).filter(|id| !id.is_empty())
}
