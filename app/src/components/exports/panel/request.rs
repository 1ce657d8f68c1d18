//! The panel's request axis: the estimate and the button, or why no request is possible and what to do.

use attache_wire::{
    account::{AccountSummary, Estimate},
    id::AccountId,
    permission::Action,
    request::MayRequest,
};
use leptos::prelude::*;

use super::{PanelAsks, estimate::EstimateView};
use crate::components::{exports::wording, permission::MissingPermission};
use crate::{
    api::Load,
    components::demo_only::demo_link,
    routes,
    state::sim_clock::millis,
    ui::{
        banner::Banner,
        button::{Button, ButtonLink, Kind},
        format::{self, TimeStyle},
    },
};

/// The panel's second axis.
#[component]
pub(crate) fn RequestAxis(
    summary: Signal<AccountSummary>,
    may_request: Memo<MayRequest>,
    estimate: Signal<Load<Estimate>>,
    now: Signal<f64>,
    asks: PanelAsks,
) -> impl IntoView {
    let id = Memo::new(move |_| summary.with(|summary| summary.account.id.clone()));
    move || match may_request.get() {
        MayRequest::Yes => view! { <Available estimate asks /> }.into_any(),
        MayRequest::TeamAccount => view! { <TeamAccount id /> }.into_any(),
        MayRequest::NotPermitted => view! { <NotPermitted /> }.into_any(),
        MayRequest::WindowClosed => view! { <CoolingDown summary now /> }.into_any(),
        // The stages of the running request explain enough.
        MayRequest::Running => ().into_any(),
    }
}

#[component]
fn Available(estimate: Signal<Load<Estimate>>, asks: PanelAsks) -> impl IntoView {
    view! {
        <div class="panel-axis stack">
            <div class="row" data-justify="between">
                <h3>"Current scope of a request"</h3>
                <Button kind=Kind::Primary on_click=asks.request>
                    "Request attachments"
                </Button>
            </div>
            <EstimateView estimate retry=asks.retry_estimate />
        </div>
    }
    .into_any()
}

/// Says why a Team account cannot request attachments, and the two ways out.
#[component]
fn TeamAccount(id: Memo<AccountId>) -> impl IntoView {
    view! {
        <div class="panel-axis stack">
            <Banner title="Team accounts cannot request attachments.">
                "Only an account that owns its users' email domain can collect their attachments. There are \
                 two ways to get them:"
            </Banner>
            <ul class="ways">
                <li class="way">
                    <h3>"Claim a domain"</h3>
                    <p>
                        "Prove that your organisation owns your users' email domain. The account becomes an \
                         Enterprise account, and its administrators can request all attachments."
                    </p>
                    <ButtonLink href=Signal::derive(move || routes::claim_domain(&id.get()))>"Claim a domain"</ButtonLink>
                </li>
                <li class="way">
                    <h3>"Remove users"</h3>
                    <p>
                        "Removed users are no longer managed and can ask "
                        {demo_link(routes::ASSISTANT, "the Assistant")}
                        " in the chat for their own attachments."
                    </p>
                    <ButtonLink href=Signal::derive(move || routes::users(&id.get()))>"Remove users"</ButtonLink>
                </li>
            </ul>
        </div>
    }
    .into_any()
}

#[component]
fn NotPermitted() -> impl IntoView {
    view! {
        <Banner title="You don't have permission to request attachments.">
            <MissingPermission action=Action::StartDataExport /> " "
            <a href=routes::missing(Action::StartDataExport)>"View your permissions"</a>
        </Banner>
    }
    .into_any()
}

/// Says when the next request is possible.
#[component]
fn CoolingDown(summary: Signal<AccountSummary>, now: Signal<f64>) -> impl IntoView {
    let opens =
        Memo::new(move |_| summary.with(|summary| summary.next_allowed_at.as_ref().map_or(f64::NAN, millis)));
    let left = Memo::new(move |_| wording::countdown(opens.get(), now.get()));
    let why_not = Signal::derive(move || Some(wording::window_closed(&left.get())));
    // Don't repeat the time if local time is UTC.
    let local = move || {
        let local = format::time(opens.get(), TimeStyle::Local);
        let differs = local != format::time(opens.get(), TimeStyle::DateTime);
        differs.then(|| format!(" ({local})"))
    };
    view! {
        <div class="panel-axis row" data-justify="between">
            <p>
                "The next request opens in "
                <strong>{move || left.get()}</strong>
                ": "
                {move || format::time(opens.get(), TimeStyle::DateTime)}
                <span class="soft">{local}</span>
            </p>
            <Button kind=Kind::Primary disabled_reason=why_not>
                "Request attachments"
            </Button>
        </div>
    }
    .into_any()
}
