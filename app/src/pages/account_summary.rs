//! `/accounts/:account/settings/account`: the account's facts, and its attachments.

mod actions;
mod facts;
mod recent;
mod request_dialog;

use attache_wire::{account::Estimate, export::Export, paths, request::MayRequest};
use leptos::prelude::*;

use self::{actions::AccountActions, facts::Facts, recent::RecentRequests, request_dialog::RequestDialog};
use crate::{
    api::{Load, Remote},
    components::{
        accounts::actions::{AccountActions, AccountDialogs},
        exports::{
            actions::{ExportDialogs, Permissions, Questions},
            availability::may_request,
            panel::{AttachmentsPanel, PanelAsks},
        },
        page::Page,
        problem::Problem,
    },
    state::{account_scope::AccountScope, session::CurrentSession, sim_clock::SimClock},
    ui::skeleton::Loading,
};

/// The account summary.
#[component]
pub(crate) fn AccountSummaryPage() -> impl IntoView {
    let scope = AccountScope::from_context();
    let summary = scope.summary();
    let now = SimClock::from_context().now();
    let permissions = Permissions::of(CurrentSession::from_context());
    let may_request =
        Memo::new(move |_| summary.map(|summary| may_request(summary, permissions.start.get(), now.get())));
    // Read only while a request is possible; the server refuses it without the permission.
    let estimate = Remote::<Estimate>::new(move || {
        let id = scope.id().get()?;
        (may_request.get() == Some(MayRequest::Yes)).then(|| paths::estimate(&id))
    });
    let asking = RwSignal::new(false);
    let questions = Questions::none();
    let actions = AccountActions::new();
    let asks = PanelAsks {
        request: Callback::new(move |()| asking.set(true)),
        retry_estimate: Callback::new(move |()| estimate.reload()),
        export: questions.asks(),
    };
    let reload = Callback::new(move |()| summary.reload());
    let changed = Callback::new(move |_: Export| summary.reload());
    let stage = summary.stage();
    let body = move || match stage.get() {
        Load::Loading => view! { <Loading lines=8 label="Loading the account" /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry=reload /> }.into_any(),
        Load::Ready(()) => view! {
            <Facts summary />
            <Panel scope estimate permissions now asks />
            <RecentRequests scope />
        }
        .into_any(),
    };
    view! {
        <Page
            title="Account summary"
            above=scope.crumbs()
            actions=move || view! { <AccountActions scope may_request now request=asks.request actions /> }
        >
            {body}
        </Page>
        <RequestDialog open=asking scope estimate done=changed />
        <AccountDialogs actions />
        <ExportDialogs questions account_name=scope.name() done=changed />
    }
    .into_any()
}

/// The panel, once the summary is loaded. Keeps the last summary while you leave the page.
#[component]
fn Panel(
    scope: AccountScope,
    estimate: Remote<Estimate>,
    permissions: Permissions,
    now: Signal<f64>,
    asks: PanelAsks,
) -> impl IntoView {
    let first = untrack(|| scope.summary().value())?;
    let summary = Memo::new(move |last: Option<&_>| {
        scope
            .summary()
            .value()
            .or_else(|| last.cloned())
            .unwrap_or_else(|| first.clone())
    });
    Some(view! { <AttachmentsPanel summary estimate=estimate.load() permissions now asks /> })
}
