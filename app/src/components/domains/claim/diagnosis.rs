//! What a look at the DNS found, and what to do about it.

use attache_wire::domain::{DomainDetail, DomainFinding};
use leptos::prelude::*;

use super::record::relative;

/// What was found, in a few words.
pub(super) fn title(finding: DomainFinding) -> &'static str {
    match finding {
        DomainFinding::NoRecord => "There is no TXT record at the name.",
        DomainFinding::WrongValue => "The TXT record has another value.",
        DomainFinding::DoubledSuffix => "The domain is twice in the record's name.",
        DomainFinding::HeldByAnother => "Another account holds this domain.",
        DomainFinding::NoAnswer => "The DNS did not answer.",
    }
}

/// What exactly, and what to do.
pub(super) fn advice(finding: DomainFinding, detail: &DomainDetail) -> AnyView {
    let name = detail.record.name.clone();
    let found = detail.found.clone();
    match finding {
        DomainFinding::NoRecord => view! {
            "Nothing was found at " <code>{name}</code>
            ". Add the record below. If you have, wait a little: a change takes a while until it is seen."
        }
        .into_any(),
        DomainFinding::WrongValue => {
            let values = found.into_iter().map(|value| view! { <li><code>{value}</code></li> });
            view! {
                "At " <code>{name}</code> " there is:"
                <ul class="found">{values.collect_view()}</ul>
                "Put the value below there, all of it and nothing else."
            }
            .into_any()
        }
        DomainFinding::DoubledSuffix => view! {
            "The right value is at "
            {found.into_iter().next().map(|doubled| view! { <code>{doubled}</code> })}
            ": your DNS provider appends the domain by itself. Change the name that you entered there to "
            <code>{relative(&name, &detail.domain.name)}</code>
            "."
        }
        .into_any(),
        DomainFinding::HeldByAnother => view! {
            "Your record is right, but another account has verified the domain meanwhile, and only one can hold it. \
            Once that account's administrators have removed it, check again."
        }
        .into_any(),
        DomainFinding::NoAnswer => view! {
            "That says nothing about your record. Check again in a while; if it stays so, ask your DNS provider whether \
            the domain's name servers work."
        }
        .into_any(),
    }
}
