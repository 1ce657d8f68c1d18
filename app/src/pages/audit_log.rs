//! `/accounts/:account/activity`, and `/activity` for the whole organisation: the audit log with filters and pages
//! in the address, each event's details, and the log's integrity.

mod details;
mod filters;
mod integrity;
mod labels;
mod rows;

use attache_wire::{audit::AuditEvent, page, paths, permission::Action};
use leptos::prelude::*;

use self::{
    details::Details,
    filters::{FILTERS, Filters, Tools},
    integrity::Integrity,
    rows::{COLUMNS, cells},
};
use crate::{
    api::Remote,
    components::{
        list::{List, ListData},
        page::Page,
        problem::Forbidden,
    },
    routes::{self, url_query::UrlQuery},
    state::{account_scope::AccountScope, session::CurrentSession},
    ui::{button::ButtonLink, card::Card, icon::Icon},
};

/// The audit log, if you may read it.
#[component]
pub(crate) fn AuditLog() -> impl IntoView {
    let scope = AccountScope::from_context();
    let may = CurrentSession::from_context().permits(Action::LookupEvents);
    let filters = Filters::new(UrlQuery::here(), scope.id());
    let above = Signal::derive(move || match scope.id().get() {
        Some(_) => scope.crumbs().get(),
        None => Vec::new(),
    });
    let title = Signal::derive(move || match scope.id().get() {
        Some(_) => "Audit log",
        None => "All audit events",
    });
    let actions = move || {
        let file = |extension| {
            let path = paths::audit_file(extension);
            Signal::derive(move || filters.file(&path))
        };
        may.get().then(|| {
            view! {
                <Everything scope />
                <ButtonLink icon=Icon::Download download=true href=file("csv")>"Export CSV"</ButtonLink>
                <ButtonLink icon=Icon::Download download=true href=file("ndjson")>"Export NDJSON"</ButtonLink>
            }
        })
    };
    let contents = move || {
        if may.get() {
            view! { <Log filters /> }.into_any()
        } else {
            view! { <Card><Forbidden action=Action::LookupEvents /></Card> }.into_any()
        }
    };
    view! {
        <Page title=Signal::derive(move || title.get().to_owned()) above actions=move || view! { {actions} }>
            {contents}
        </Page>
    }
    .into_any()
}

/// Links from an account's log to the organisation's, which includes events of no account, such as sign-ins.
#[component]
fn Everything(scope: AccountScope) -> impl IntoView {
    move || {
        let in_account = scope.id().get().is_some();
        in_account.then(|| view! { <ButtonLink href=routes::ACTIVITY>"All audit events"</ButtonLink> })
    }
}

#[component]
fn Log(filters: Filters) -> impl IntoView {
    let url = filters.url();
    let events = Remote::<page::Page<AuditEvent>>::new(filters.page());
    let shown = Memo::new(move |_| {
        let id = url.get("event");
        events
            .map(|page| page.items.iter().find(|event| event.id == id).cloned())
            .flatten()
    });
    // For the cells, which a plain function renders.
    provide_context(url);
    view! {
        <Integrity />
        <List
            label="Audit log"
            data=ListData::new(COLUMNS, events, url, FILTERS, cells)
            url
            tools=move || view! { <Tools filters events /> }
            nothing_yet=("Nothing yet", "No changes or refusals recorded.")
            filters=FILTERS
        />
        <Details event=shown url />
    }
    .into_any()
}
