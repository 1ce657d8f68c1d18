//! The users of the simulated chat, to choose whom to act as.

use attache_wire::{
    assistant::AssistantUser,
    page::Page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    ui::{
        field::search::SearchField,
        name::{isolated, name},
        status::Badge,
        table::Column,
    },
};
use crate::{
    components::list::{List, ListData},
    routes::url_query::UrlQuery,
};

const COLUMNS: &[Column] = &[
    Column::new("Display name"),
    Column::new("Email address").secondary(),
    Column::new("Managed by"),
];
const FILTERS: &[&str] = &["q"];

/// The list of users, with a search over all of them.
#[component]
pub(crate) fn ChatPeople(
    /// How many users to show per page. Empty means the default.
    #[prop(optional)]
    limit: &'static str,
    /// Which users appear without a search.
    hint: &'static str,
    /// The title and text shown if there are no users.
    nothing_yet: (&'static str, &'static str),
    /// Renders one row; see [`cells`].
    cells: fn(AssistantUser) -> Vec<AnyView>,
) -> impl IntoView {
    let url = UrlQuery::here();
    let users = Remote::<Page<AssistantUser>>::new(move || {
        let [q, cursor] = ["q", "cursor"].map(|name| url.get(name));
        let pairs = [("q", &*q), ("cursor", &cursor), ("limit", limit)];
        Some(with_query(&paths::assistant_users(), &pairs))
    });
    let tools = move || {
        view! {
            <SearchField
                label="Search all users"
                value=url.signal("q")
                on_search=move |q: String| url.replace(&[("q", &q)])
            />
            <span class="soft">{hint}</span>
        }
    };
    view! {
        <List
            label="People"
            data=ListData::new(COLUMNS, users, url, FILTERS, cells)
            url
            tools
            nothing_yet
            filters=FILTERS
        />
    }
    .into_any()
}

/// Returns a user's row, with a link to the page where you act as them.
pub(crate) fn cells(user: AssistantUser, href: fn(&str) -> String) -> Vec<AnyView> {
    let managed = match user.managed_by {
        Some(account) => view! { <Badge label=isolated(&account) /> }.into_any(),
        None => "Not managed".into_any(),
    };
    vec![
        view! { <a href=href(&user.id)>{name(&user.display_name)}</a> }.into_any(),
        name(&user.email),
        managed,
    ]
}
