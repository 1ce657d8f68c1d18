//! `/accounts`: every account.

use attache_wire::{
    account::Account,
    page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{
        list::{List, ListData},
        page::Page,
        routes,
        sim_clock::millis,
        url_query::UrlQuery,
        words,
    },
    ui::{
        format::{self, TimeStyle},
        table::Column,
        time::Time,
    },
};

const COLUMNS: &[Column] = &[
    Column::new("Account name"),
    Column::new("Type"),
    Column::new("Domains").secondary(),
    Column::new("Users").number(),
    Column::new("Managed users").number(),
    Column::new("Created").secondary(),
];

/// The accounts.
#[component]
pub(crate) fn Accounts() -> impl IntoView {
    let url = UrlQuery::here();
    let accounts = Remote::<page::Page<Account>>::new(move || {
        Some(with_query(&paths::accounts(), &[("cursor", &url.get("cursor"))]))
    });
    view! {
        <Page title="Accounts">
            <List
                label="Accounts"
                data=ListData::new(COLUMNS, accounts, url, &[], cells)
                url
                nothing_yet=("No accounts yet", "An account holds an organisation's users and their chat.")
            />
        </Page>
    }
    .into_any()
}

fn cells(account: Account) -> Vec<AnyView> {
    let domains = if account.domains.is_empty() {
        "–".to_owned()
    } else {
        account.domains.join(", ")
    };
    vec![
        view! { <a href=routes::account(&account.id)>{account.name}</a> }.into_any(),
        words::account_type(account.account_type).into_any(),
        domains.into_any(),
        format::number(account.users).into_any(),
        format::number(account.managed_users).into_any(),
        view! { <Time at=millis(&account.created_at) show=TimeStyle::Date /> }.into_any(),
    ]
}
