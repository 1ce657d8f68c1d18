//! `/access/principals`: the principals, and their policies.

use attache_wire::{
    page::Page,
    paths::{self, with_query},
    permission::Action,
    session::Principal,
};
use leptos::prelude::*;

use super::frame::AccessPage;
use crate::{
    api::Remote,
    components::{
        access::policy::PolicyNames,
        list::{List, ListData},
        problem::Permitted,
    },
    routes::{self, url_query::UrlQuery},
    ui::{
        name::name,
        status::{Badge, Status, Tone},
        table::Column,
    },
};

const COLUMNS: &[Column] = &[
    Column::new("Principal"),
    Column::new("Policies"),
    Column::new("Tags").secondary(),
    Column::new("Sign-in").secondary(),
];

/// The list of principals.
#[component]
pub(crate) fn Principals() -> impl IntoView {
    view! {
        <AccessPage title="Principals">
            <Permitted action=Action::ListPrincipals>
                <All />
            </Permitted>
        </AccessPage>
    }
    .into_any()
}

#[component]
fn All() -> impl IntoView {
    let url = UrlQuery::here();
    let principals = Remote::<Page<Principal>>::new(move || {
        let cursor = url.get("cursor");
        Some(with_query(&paths::access_principals(), &[("cursor", &cursor)]))
    });
    view! {
        <List
            label="Principals"
            data=ListData::new(COLUMNS, principals, url, &[], cells)
            url
            nothing_yet=("No principals", "No one can sign in to this console.")
        />
    }
    .into_any()
}

fn cells(principal: Principal) -> Vec<AnyView> {
    let tag = |(key, value): (String, String)| view! { <Badge label=format!("{key} = {value}") /> " " };
    let tags = principal.tags.into_iter().map(|tag| (tag.key, tag.value));
    let tags = tags.map(tag).collect_view();
    vec![
        view! {
            <a href=routes::principal(&principal.id)>{name(&principal.name)}</a>
            <span class="soft"><code>{principal.id.to_string()}</code></span>
        }
        .into_any(),
        view! { <PolicyNames policies=principal.policies /> }.into_any(),
        tags.into_any(),
        sign_in(principal.disabled),
    ]
}

/// Returns a status: whether the principal may sign in.
pub(super) fn sign_in(disabled: bool) -> AnyView {
    let (tone, label) = if disabled {
        (Tone::Stopped, "Disabled")
    } else {
        (Tone::Success, "Enabled")
    };
    view! { <Status tone label /> }.into_any()
}
