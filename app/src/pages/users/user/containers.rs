//! The user's conversations and chat rooms: names and counts, never messages.

use attache_wire::{
    page,
    paths::{self, with_query},
    user::UserContainer,
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{
        labels,
        list::{List, ListData},
    },
    routes::url_query::UrlQuery,
    state::account_scope::AccountScope,
    ui::{format, name::name, table::Column},
};

const COLUMNS: &[Column] = &[
    Column::new("Name"),
    Column::new("Kind"),
    Column::new("Members").number().secondary(),
    Column::new("Messages").number().secondary(),
    Column::new("Attachments").number(),
    Column::new("Created by this user").secondary(),
];

/// The table of containers.
#[component]
pub(super) fn Containers(scope: AccountScope, id: Memo<String>) -> impl IntoView {
    let url = UrlQuery::here();
    let containers = Remote::<page::Page<UserContainer>>::new(move || {
        let path = paths::user_containers(&scope.id().get()?, &id.get());
        Some(with_query(&path, &[("cursor", &url.get("cursor"))]))
    });
    view! {
        <section class="stack" data-gap="small">
            <h2>"Conversations and chat rooms"</h2>
            <List
                label="Conversations and chat rooms"
                data=ListData::new(COLUMNS, containers, url, &[], cells)
                url
                nothing_yet=("No conversations", "This user is not in any conversation or chat room.")
            />
        </section>
    }
    .into_any()
}

fn cells(container: UserContainer) -> Vec<AnyView> {
    vec![
        name(&container.name),
        labels::container(container.kind).into_any(),
        format::number(container.members).into_any(),
        format::number(container.messages).into_any(),
        format::number(container.attachments).into_any(),
        if container.created { "Yes" } else { "–" }.into_any(),
    ]
}
