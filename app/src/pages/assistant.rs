//! `/assistant` and below: the simulated chat, in which people who belong to no account talk to the Assistant.

mod chat;

use attache_wire::{
    assistant::AssistantUser,
    page,
    paths::{self, with_query},
};
use leptos::prelude::*;

pub(crate) use self::chat::AssistantChat;
use crate::{
    api::Remote,
    components::{
        list::{List, ListData},
        page::Page,
        routes,
        simulated::{InDemo, Simulated},
        url_query::UrlQuery,
    },
    ui::{field::search::SearchField, status::Badge, table::Column},
};

const COLUMNS: &[Column] = &[
    Column::new("Display name"),
    Column::new("Email address").secondary(),
    Column::new("Managed by"),
];
const FILTERS: &[&str] = &["q"];

/// What stands above both pages.
const ABOUT: &str = "This stands in for the chat that people use; it is no part of the console. Whoever is signed in to this \
    demo can write in anybody's name. What comes of it is real: the file, its links and their end.";

/// In whose name to write.
#[component]
pub(crate) fn AssistantPeople() -> impl IntoView {
    let people = || {
        let url = UrlQuery::here();
        let users = Remote::<page::Page<AssistantUser>>::new(move || {
            let [q, cursor] = ["q", "cursor"].map(|name| url.get(name));
            Some(with_query(
                &paths::assistant_users(),
                &[("q", &q), ("cursor", &cursor)],
            ))
        });
        let tools = move || {
            view! {
                <SearchField
                    label="Search everybody"
                    value=url.signal("q")
                    on_search=move |q: String| url.replace(&[("q", &q)])
                />
                <span class="soft">"Without a search: people whom no account manages, whom the Assistant serves."</span>
            }
        };
        view! {
            <List
                label="People"
                data=ListData::new(COLUMNS, users, url, FILTERS, cells)
                url
                tools
                nothing_yet=(
                    "Everybody is managed",
                    "The Assistant serves those who were removed from a Team account or released with a domain. \
                    Others can be found by searching.",
                )
                filters=FILTERS
            />
        }
        .into_any()
    };
    view! {
        <Page title="Assistant">
            <InChat title="Who writes to the Assistant?" children=people />
        </Page>
    }
    .into_any()
}

fn cells(user: AssistantUser) -> Vec<AnyView> {
    let managed = match user.managed_by {
        Some(account) => view! { <Badge label=account /> }.into_any(),
        None => "Nobody".into_any(),
    };
    vec![
        view! { <a href=routes::assistant(&user.id)><bdi>{user.display_name}</bdi></a> }.into_any(),
        view! { <bdi>{user.email}</bdi> }.into_any(),
        managed,
    ]
}

/// The simulated chat, where there is one: nobody writes in the name of others where people have passwords.
#[component]
fn InChat(#[prop(into)] title: Signal<String>, #[prop(into)] children: ViewFn) -> impl IntoView {
    let chat = move || {
        let children = children.clone();
        view! { <Simulated title about=ABOUT>{children.run()}</Simulated> }
    };
    view! { <InDemo missing="There is no simulated chat here" children=chat /> }
}
