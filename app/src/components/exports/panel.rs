//! The Attachments panel of the account summary: the latest request, and whether another one is allowed now. A pure
//! component: its output depends only on its inputs, and its actions are callbacks.

pub(crate) mod ended;
pub(crate) mod estimate;
pub(crate) mod life;
pub(crate) mod processing;
pub(crate) mod ready;
mod request;

use attache_wire::{
    account::{AccountSummary, Estimate},
    export::Export,
};
use leptos::prelude::*;

use self::{life::Life, request::RequestAxis};
use super::availability::{Latest, may_request};
use super::{
    actions::{ExportAsks, ExportButtons, Permissions},
    state_status::StateStatus,
};
use crate::routes;
use crate::{
    api::Load,
    ui::{
        button::{ButtonLink, Kind},
        card::Card,
    },
};

/// The panel's callbacks.
#[derive(Clone, Copy)]
pub struct PanelAsks {
    /// Opens the dialog that requests attachments.
    pub request: Callback<()>,
    /// Reads the estimate again.
    pub retry_estimate: Callback<()>,
    /// Actions on the latest request.
    pub export: ExportAsks,
}

/// The panel.
#[component]
pub fn AttachmentsPanel(
    /// The account and its latest request.
    #[prop(into)]
    summary: Signal<AccountSummary>,
    /// The estimate; read only while a request is possible.
    #[prop(into)]
    estimate: Signal<Load<Estimate>>,
    /// The principal's permissions.
    permissions: Permissions,
    /// Simulated time, in milliseconds since 1970.
    #[prop(into)]
    now: Signal<f64>,
    /// The panel's callbacks.
    asks: PanelAsks,
) -> impl IntoView {
    let export = Memo::new(move |_| summary.with(|summary| summary.latest.clone()));
    let latest = Memo::new(move |_| export.with(|export| Latest::of(export.as_ref(), now.get())));
    let may_request =
        Memo::new(move |_| summary.with(|summary| may_request(summary, permissions.start.get(), now.get())));
    let state = move || {
        let errors = export.with(|export| export.as_ref().map_or(0, |export| export.errors));
        latest
            .get()
            .state()
            .map(|state| view! { <StateStatus state errors /> })
    };
    let view_request = move || {
        summary.with(|summary| {
            let export = summary.latest.as_ref()?;
            let href = routes::export(&summary.account.id, &export.id);
            Some(view! { <ButtonLink kind=Kind::Ghost href>"View request"</ButtonLink> })
        })
    };
    view! {
        <Card
            title="Attachments"
            beside=move || view! { {state} }
            actions=move || {
                view! {
                    {view_request}
                    <ExportButtons latest export permissions asks=asks.export />
                }
            }
        >
            <LatestRequest latest export now />
            <RequestAxis summary may_request estimate now asks />
        </Card>
    }
    .into_any()
}

/// The first axis: the latest request in its state's view, with its timeline.
#[component]
pub(crate) fn LatestRequest(
    latest: Memo<Latest>,
    #[prop(into)] export: Signal<Option<Export>>,
    now: Signal<f64>,
) -> impl IntoView {
    move || {
        let kind = latest.get();
        let export = settled(export)?;
        let body = match kind {
            Latest::None => return None,
            Latest::Processing => view! { <processing::Processing export now /> }.into_any(),
            Latest::Ready | Latest::ReadyWithErrors => view! { <ready::Ready export now /> }.into_any(),
            Latest::Failed | Latest::Cancelled | Latest::Revoked | Latest::Expired => {
                view! { <ended::Ended kind export /> }.into_any()
            }
        };
        Some(view! {
            {body}
            <Life export now />
        })
    }
}

/// Returns the export, or its last value once it is gone: a view about to be removed may read it once more. `None`
/// if there is no export yet.
fn settled(export: Signal<Option<Export>>) -> Option<Signal<Export>> {
    let first = export.get_untracked()?;
    Some(
        Memo::new(move |last: Option<&Export>| {
            export
                .get()
                .or_else(|| last.cloned())
                .unwrap_or_else(|| first.clone())
        })
        .into(),
    )
}
