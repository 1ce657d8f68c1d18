//! Diagnosis of a DNS lookup: what it found, and how to fix it.

use attache_wire::domain::{DomainDetail, DomainFinding};
use leptos::prelude::*;

use super::record::relative;
use crate::ui::name::visible;

/// Returns the finding in a few words.
pub(super) fn title(finding: DomainFinding) -> &'static str {
    match finding {
        DomainFinding::NoRecord => "No TXT record found.",
        DomainFinding::WrongValue => "The TXT record has the wrong value.",
        DomainFinding::DecoratedValue => "The value has characters around it.",
        DomainFinding::DoubledSuffix => "The record's name contains the domain twice.",
        DomainFinding::AtDomain => "The record is at the domain itself.",
        DomainFinding::HeldByAnother => "Another account owns this domain.",
        DomainFinding::NoAnswer => "The DNS lookup got no answer.",
    }
}

/// Explains the finding and how to fix it.
pub(super) fn advice(finding: DomainFinding, detail: &DomainDetail) -> AnyView {
    let name = detail.record.name.clone();
    let found = detail.found.clone();
    match finding {
        DomainFinding::NoRecord => view! {
            "No record was found at " <code>{name}</code>
            ". Add the record below. If you have just added it, wait: DNS changes take time to spread."
        }
        .into_any(),
        DomainFinding::WrongValue => {
            let values = found
                .into_iter()
                .map(|value| view! { <li><code>{visible(&value)}</code></li> });
            view! {
                "Found at " <code>{name}</code> ":"
                <ul class="found">{values.collect_view()}</ul>
                "Replace the value with the one below, exactly as shown."
            }
            .into_any()
        }
        DomainFinding::DecoratedValue => view! {
            "Found: "
            {found.into_iter().next().map(|value| view! { <code>{visible(&value)}</code> })}
            ". Enter the value below without quotes and without a dot at the end."
        }
        .into_any(),
        DomainFinding::AtDomain => view! {
            "The correct value was found at " <code>{detail.domain.name.clone()}</code>
            ". Add the record at " <code>{name}</code> " instead."
        }
        .into_any(),
        DomainFinding::DoubledSuffix => view! {
            "The correct value was found at "
            {found.into_iter().next().map(|doubled| view! { <code>{visible(&doubled)}</code> })}
            ": your DNS provider appends the domain automatically. Change the name you entered there to "
            <code>{relative(&name, &detail.domain.name)}</code>
            "."
        }
        .into_any(),
        DomainFinding::HeldByAnother => view! {
            "Your record is correct, but another account has already verified this domain. Ask that \
             account's administrators to remove it, then check again."
        }
        .into_any(),
        DomainFinding::NoAnswer => view! {
            "This does not mean that your record is wrong. Check again later. If it keeps failing, ask your \
             DNS provider whether the domain's name servers are working."
        }
        .into_any(),
    }
}
