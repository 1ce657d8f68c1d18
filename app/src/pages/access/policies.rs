//! `/access/policies`: the policies, and the principals that have them.

use attache_wire::{
    access::PolicyEntry,
    page::Page,
    paths::{self, with_query},
    permission::Action,
};
use leptos::prelude::*;

use super::frame::AccessPage;
use crate::{
    api::Remote,
    components::{
        access::policy::origin,
        labels::counted,
        list::{List, ListData},
        permission::PermitLink,
        problem::Permitted,
    },
    routes::{self, url_query::UrlQuery},
    state::session::CurrentSession,
    ui::{button::Kind, format, name::name, table::Column},
};

const COLUMNS: &[Column] = &[
    Column::new("Policy"),
    Column::new("Origin"),
    Column::new("Attached to"),
    Column::new("Characters").number().secondary(),
];

/// The list of policies.
#[component]
pub(crate) fn PolicyList() -> impl IntoView {
    let may_make = CurrentSession::from_context().permits(Action::PutPolicy);
    let make = move || {
        view! {
            <PermitLink
                action=Action::PutPolicy
                permitted=may_make
                href=routes::new_policy("")
                kind=Kind::Primary
            >
                "New policy"
            </PermitLink>
        }
    };
    view! {
        <AccessPage title="Policies" actions=make>
            <Permitted action=Action::ListPolicies>
                <All />
            </Permitted>
        </AccessPage>
    }
    .into_any()
}

#[component]
fn All() -> impl IntoView {
    let url = UrlQuery::here();
    let policies = Remote::<Page<PolicyEntry>>::new(move || {
        let cursor = url.get("cursor");
        Some(with_query(&paths::policies(), &[("cursor", &cursor)]))
    });
    view! {
        <List
            label="Policies"
            data=ListData::new(COLUMNS, policies, url, &[], cells)
            url
            nothing_yet=("No policies", "Without policies, every action is denied.")
        />
    }
    .into_any()
}

fn cells(entry: PolicyEntry) -> Vec<AnyView> {
    let PolicyEntry {
        policy, principals, ..
    } = entry;
    let attached = match principals.len() as u64 {
        0 => "nobody".to_owned(),
        count => counted(count, "principal", "principals"),
    };
    vec![
        view! { <a href=routes::policy(&policy.id)>{name(&policy.name)}</a> }.into_any(),
        origin(policy.managed).into_any(),
        attached.into_any(),
        format::number(policy.document.chars().count() as u64).into_any(),
    ]
}
