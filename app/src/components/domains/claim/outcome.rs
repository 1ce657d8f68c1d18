//! The outcome of a claim: the last lookup's finding, the next step and the time of the next check.

use attache_wire::{Timestamp, account::DomainStatus, domain::DomainDetail, id::AccountId};
use leptos::prelude::*;

use super::diagnosis;
use crate::{
    components::labels,
    routes,
    state::sim_clock::millis,
    ui::{
        banner::Banner,
        button::{ButtonLink, Kind},
        key_values::{KeyValue, KeyValues},
        status::Tone,
        time::{RelativeTime, Time},
    },
};

/// Shows the state of a claim. Screen readers announce the result of each check.
#[component]
pub fn Outcome(
    /// The account's id.
    account: AccountId,
    /// The claim; `None` while it loads.
    #[prop(into)]
    detail: Signal<Option<DomainDetail>>,
    /// Simulated time, in milliseconds since 1970.
    now: Signal<f64>,
) -> AnyView {
    let message = move || {
        let detail = detail.get()?;
        Some(match detail.domain.status {
            DomainStatus::Verified => verified(&account, &detail),
            DomainStatus::Failed => failed(&detail),
            DomainStatus::PendingVerification => pending(&detail),
        })
    };
    let facts = move || {
        let detail = detail.get()?;
        Some(vec![
            fact("Claimed", Some(&detail.domain.claimed_at), now),
            fact("Verified", detail.domain.verified_at.as_ref(), now),
            fact("Last checked", detail.checked_at.as_ref(), now),
            fact("Next check", detail.next_check_at.as_ref(), now),
            fact("Claim expires", detail.gives_up_at.as_ref(), now),
        ])
    };
    view! {
        <div class="stack">
            <div class="stack" role="status">{message}</div>
            <KeyValues>{facts}</KeyValues>
        </div>
    }
    .into_any()
}

/// Shows when an event happened or will happen; `None` if it has no time.
fn fact(label: &'static str, at: Option<&Timestamp>, now: Signal<f64>) -> Option<AnyView> {
    let at = millis(at?);
    let fact = view! {
        <KeyValue label>
            <RelativeTime at now /> " " <span class="soft">"("<Time at />")"</span>
        </KeyValue>
    };
    Some(fact.into_any())
}

/// Says what verification changed.
fn verified(account: &str, detail: &DomainDetail) -> AnyView {
    // The users that a removal would release, and the suspended ones.
    let managed = detail.removal.released.saturating_add(detail.removal.suspended);
    let people = labels::counted(managed, "person", "people");
    let request = routes::account(account);
    view! {
        <Banner tone=Tone::Success title="The domain is verified.">
            "This is now an Enterprise account. "
            <strong>{people}</strong>
            " with an address in the domain "
            {if managed == 1 { "is" } else { "are" }}
            " managed by it. Anyone who signs in with an address in this domain joins the account \
             automatically. You can delete the TXT record."
        </Banner>
        <div class="row">
            <ButtonLink kind=Kind::Primary href=request>"Request attachments"</ButtonLink>
            <ButtonLink href=routes::users(account)>"View users"</ButtonLink>
        </div>
    }
    .into_any()
}

fn failed(detail: &DomainDetail) -> AnyView {
    let Some(finding) = detail.finding else {
        return view! {
            <Banner tone=Tone::Error title="The domain was not verified in time.">
                "Add the record below, then check again to reopen the claim."
            </Banner>
        }
        .into_any();
    };
    let advice = diagnosis::advice(finding, detail);
    view! {
        <Banner tone=Tone::Error title=diagnosis::title(finding)>{advice}</Banner>
        <p>"The claim has expired. Fix the record, then check again to reopen the claim."</p>
    }
    .into_any()
}

fn pending(detail: &DomainDetail) -> AnyView {
    let Some(finding) = detail.finding else {
        return view! {
            <Banner tone=Tone::Pending title="Not checked yet.">
                "Add the record below, then check. Attaché also checks every hour until the record is found \
                 or the claim expires."
            </Banner>
        }
        .into_any();
    };
    let advice = diagnosis::advice(finding, detail);
    view! { <Banner tone=Tone::Warning title=diagnosis::title(finding)>{advice}</Banner> }.into_any()
}
