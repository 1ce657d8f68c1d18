//! The people of the simulated chat, to choose in whose name to act.

use attache_wire::{
    assistant::AssistantUser,
    page::Page,
    paths::{self, with_query},
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    ui::{field::search::SearchField, status::Badge, table::Column},
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

/// The list, with a search of everybody.
#[component]
pub(crate) fn ChatPeople(
    /// How many are shown at once; as many as in other lists if it is not said.
    #[prop(optional)]
    limit: &'static str,
    /// Who is shown without a search.
    hint: &'static str,
    /// What is said when there are none.
    nothing_yet: (&'static str, &'static str),
    /// Draws one of them, see [`cells`].
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

/// Somebody, with a link to what is done in their name.
pub(crate) fn cells(user: AssistantUser, href: fn(&str) -> String) -> Vec<AnyView> {
    let managed = match user.managed_by {
        Some(account) => view! { <Badge label=account /> }.into_any(),
        None => "Nobody".into_any(),
    };
    vec![
        view! { <a href=href(&user.id)><bdi>{user.display_name}</bdi></a> }.into_any(),
        view! { <bdi>{user.email}</bdi> }.into_any(),
        managed,
    ]
}
