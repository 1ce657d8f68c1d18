//! The account's facts.

use attache_wire::account::AccountSummary;
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::labels,
    routes,
    state::sim_clock::millis,
    ui::{
        card::Card,
        format::{self, TimeStyle},
        key_values::{KeyValue, KeyValues},
        name::name,
        time::Time,
    },
};

/// The account's name, type, domains, users and age.
#[component]
pub(super) fn Facts(summary: Remote<AccountSummary>) -> impl IntoView {
    let account = Memo::new(move |_| summary.map(|summary| summary.account.clone()));
    move || {
        let account = account.get()?;
        let domains = labels::domains(&account.domains).unwrap_or_else(|| "none".to_owned());
        Some(view! {
            <Card>
                <KeyValues>
                    <KeyValue label="Account name">{name(&account.name)}</KeyValue>
                    <KeyValue label="Type">{labels::account_type(account.account_type)}</KeyValue>
                    <KeyValue label="Domains">
                        <a href=routes::domains(&account.id)>{domains}</a>
                    </KeyValue>
                    <KeyValue label="Managed users">
                        {format::number(account.managed_users)}
                        " "
                        <span class="soft">{format!("of {}", format::number(account.users))}</span>
                    </KeyValue>
                    <KeyValue label="Created"><Time at=millis(&account.created_at) show=TimeStyle::Date /></KeyValue>
                </KeyValues>
            </Card>
        })
    }
}
