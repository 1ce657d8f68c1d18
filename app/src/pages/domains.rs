//! `/accounts/:account/identity/domains` and below: an account's domains, claiming one, and one domain's details.

mod claim;
mod domain;

use attache_wire::{
    account::Domain,
    page,
    paths::{self, with_query},
    permission::Action,
};
use leptos::prelude::*;

pub(crate) use self::{claim::ClaimDomainPage, domain::DomainPage};
use crate::{
    api::Remote,
    components::{
        domains::claim::both_names,
        exports::state_status::ClaimStatus,
        list::{List, ListData},
        page::Page,
        permission::PermitLink,
    },
    routes::{self, url_query::UrlQuery},
    state::{account_scope::AccountScope, session::CurrentSession, sim_clock::millis},
    ui::{button::Kind, format, table::Column, time::Time},
};

const COLUMNS: &[Column] = &[
    Column::new("Domain"),
    Column::new("Status"),
    Column::new("Claimed").secondary(),
    Column::new("Verified").secondary(),
    Column::new("Users").number(),
];

/// The list of an account's domains.
#[component]
pub(crate) fn Domains() -> impl IntoView {
    let scope = AccountScope::from_context();
    let url = UrlQuery::here();
    let domains = Remote::<page::Page<Domain>>::new(move || {
        let path = paths::domains(&scope.id().get()?);
        Some(with_query(&path, &[("cursor", &url.get("cursor"))]))
    });
    let permitted = CurrentSession::from_context().permits(Action::AddDomain);
    let href = Signal::derive(move || routes::claim_domain(&scope.id().get().unwrap_or_default()));
    let claim = move || {
        view! {
            <PermitLink action=Action::AddDomain permitted href kind=Kind::Primary>"Claim a new domain"</PermitLink>
        }
    };
    view! {
        <Page title="Domains" above=scope.crumbs() actions=claim>
            <p class="soft">
                "Everyone who signs in with an address in a verified domain joins the account and is managed \
                 by it."
            </p>
            <List
                label="Domains"
                data=ListData::new(COLUMNS, domains, url, &[], cells)
                url
                nothing_yet=(
                    "No domains",
                    "This is a Team account. Claiming a domain makes it an Enterprise account, whose \
                    administrators can request attachments.",
                )
            />
        </Page>
    }
    .into_any()
}

fn cells(domain: Domain) -> Vec<AnyView> {
    let verified = match &domain.verified_at {
        Some(at) => view! { <Time at=millis(at) /> }.into_any(),
        None => "–".into_any(),
    };
    let account = AccountScope::from_context()
        .id()
        .get_untracked()
        .unwrap_or_default();
    vec![
        view! { <a href=routes::domain(&account, &domain.id)>{both_names(&domain)}</a> }.into_any(),
        view! { <ClaimStatus status=domain.status /> }.into_any(),
        view! { <Time at=millis(&domain.claimed_at) /> }.into_any(),
        verified,
        format::number(domain.users).into_any(),
    ]
}
