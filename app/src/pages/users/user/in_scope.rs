//! The user's uploads that a request would include: how many, how large, and from when.

use attache_wire::user::{MonthOfUploads, UserDetail};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{demo_only::demo_link, labels},
    routes,
    state::{account_scope::AccountScope, sim_clock::millis},
    ui::{
        bar_chart::Bar,
        button::ButtonLink,
        card::Card,
        column_chart::ColumnChart,
        empty::EmptyState,
        format::{self, TimeStyle},
        stat::{Stat, Stats},
        time::Time,
    },
};

/// What of the user's uploads is in scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Team,
    NotManaged,
    Nothing,
    Something,
}

/// The card.
#[component]
pub(super) fn InScope(scope: AccountScope, detail: Remote<UserDetail>) -> impl IntoView {
    let state = Memo::new(move |_| {
        let enterprise = scope
            .summary()
            .map(|summary| summary.account.account_type.is_enterprise())?;
        detail.map(|detail| match detail {
            _ if !enterprise => Scope::Team,
            detail if !detail.user.registration.is_managed() => Scope::NotManaged,
            detail if detail.attachments == 0 => Scope::Nothing,
            _ => Scope::Something,
        })
    });
    let claim = move || {
        let href = routes::claim_domain(&scope.id().get_untracked().unwrap_or_default());
        view! { <ButtonLink href>"Claim a domain"</ButtonLink> }
    };
    let contents = move || {
        match state.get()? {
        Scope::Team => Some(view! {
            <EmptyState title="Nothing is in scope" actions=claim>
                "Team accounts cannot request attachments until they claim a domain. Removed users can ask "
                {demo_link(routes::ASSISTANT, "the Assistant")}
                " for their own."
            </EmptyState>
        }
        .into_any()),
        Scope::NotManaged => Some(view! {
            <EmptyState title="Nothing is in scope">
                "This user is not managed. Requests contain only uploads of registered and suspended users."
            </EmptyState>
        }
        .into_any()),
        Scope::Nothing => Some(view! {
            <EmptyState title="Nothing is in scope">
                "This user has no attachments in scope."
            </EmptyState>
        }
        .into_any()),
        Scope::Something => Some(view! { <Amount detail /> }.into_any()),
    }
    };
    view! { <Card title="Attachments in scope">{contents}</Card> }.into_any()
}

#[component]
fn Amount(detail: Remote<UserDetail>) -> impl IntoView {
    let totals = Memo::new(move |_| {
        let totals = detail.map(|detail| (detail.attachments, detail.bytes));
        totals.unwrap_or_default()
    });
    let at = Memo::new(move |_| detail.map(|detail| detail.scope_at.clone()).unwrap_or_default());
    let months = Memo::new(move |_| detail.map(|detail| detail.months.clone()).unwrap_or_default());
    let columns = Signal::derive(move || months.with(|months| months.iter().map(bar).collect::<Vec<_>>()));
    let label = Signal::derive(move || {
        let most = months.with(|months| months.iter().max_by_key(|month| month.attachments).map(bar));
        let most = most.map(|bar| [". Most in ", &bar.label, ": ", &bar.text].concat());
        [
            "Attachments in scope by month of upload",
            &most.unwrap_or_default(),
        ]
        .concat()
    });
    view! {
        <Stats>
            <Stat value=Signal::derive(move || format::number(totals.get().0))>"attachments uploaded"</Stat>
            <Stat value=Signal::derive(move || format::bytes(totals.get().1))>"in all"</Stat>
        </Stats>
        <ColumnChart label headings=["Month", "Attachments"] columns />
        <p class="soft small">
            "This user's attachments in scope, as of "
            <Time at=Signal::derive(move || at.with(millis)) />
            ". Uploads by others in this user's chat rooms are also in scope but not counted here."
        </p>
    }
    .into_any()
}

fn bar(month: &MonthOfUploads) -> Bar {
    let at = format::parse_time(&month.month).unwrap_or(f64::NAN);
    let count = labels::counted(month.attachments, "attachment", "attachments");
    Bar {
        label: format::time(at, TimeStyle::Month),
        value: month.attachments as f64,
        text: if month.attachments == 0 {
            count
        } else {
            [&count, " · ", &format::bytes(month.bytes)].concat()
        },
    }
}
