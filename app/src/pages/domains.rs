//! `/accounts/:account/identity/domains`: the domains that the account claims or holds.

use attache_wire::{
    account::Domain,
    page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{
        account_scope::AccountScope,
        list::{List, ListData},
        page::Page,
        sim_clock::millis,
        state_status::ClaimStatus,
        url_query::UrlQuery,
    },
    ui::{format, table::Column, time::Time},
};

const COLUMNS: &[Column] = &[
    Column::new("Domain"),
    Column::new("Status"),
    Column::new("Claimed").secondary(),
    Column::new("Verified").secondary(),
    Column::new("Users").number(),
];

/// The domains of an account.
#[component]
pub(crate) fn Domains() -> impl IntoView {
    let scope = AccountScope::get();
    let url = UrlQuery::here();
    let domains = Remote::<page::Page<Domain>>::new(move || {
        let path = paths::domains(&scope.id().get()?);
        Some(with_query(&path, &[("cursor", &url.get("cursor"))]))
    });
    view! {
        <Page title="Domains" above=scope.crumbs()>
            <p class="soft">
                "Everybody who signs in with an address of a verified domain belongs to the account and is \
                managed by it."
            </p>
            <List
                label="Domains"
                data=ListData::new(COLUMNS, domains, url, &[], cells)
                url
                nothing_yet=(
                    "No domains",
                    "This is a Team account. Claiming a domain makes it an Enterprise account, whose \
                    administrators can request attachments; this version shows domains but cannot claim them yet.",
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
    vec![
        view! { <bdi>{domain.name}</bdi> }.into_any(),
        view! { <ClaimStatus status=domain.status /> }.into_any(),
        view! { <Time at=millis(&domain.claimed_at) /> }.into_any(),
        verified,
        format::number(domain.users).into_any(),
    ]
}
