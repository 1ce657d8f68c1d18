//! `/accounts/:account/users`: the account's users, searched, filtered, sorted and paged in the address.

use attache_wire::{
    page,
    paths::{self, with_query},
    user::{Registration, User, UserSort},
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{
        account_scope::AccountScope,
        list::{List, ListData},
        page::Page,
        sim_clock::{SimClock, millis},
        state_status::RegistrationStatus,
        url_query::UrlQuery,
    },
    ui::{
        field::{
            search::SearchField,
            select::{Choice, Select},
        },
        format::TimeStyle,
        table::Column,
        time::{RelativeTime, Time},
    },
};

const COLUMNS: &[Column] = &[
    Column::new("Display name").sortable(UserSort::Name.as_str()),
    Column::new("Email address").sortable(UserSort::Email.as_str()),
    Column::new("Registration"),
    Column::new("Permission tier").secondary(),
    Column::new("Joined")
        .sortable(UserSort::Joined.as_str())
        .secondary(),
    Column::new("Last active")
        .sortable(UserSort::LastActive.as_str())
        .secondary(),
];
const FILTERS: &[&str] = &["q", "status"];

/// The users of an account.
#[component]
pub(crate) fn Users() -> impl IntoView {
    let scope = AccountScope::get();
    let url = UrlQuery::here();
    let users = Remote::<page::Page<User>>::new(move || {
        let path = paths::users(&scope.id().get()?);
        let [q, status, sort, cursor] = ["q", "status", "sort", "cursor"].map(|name| url.get(name));
        Some(with_query(
            &path,
            &[
                ("q", &q),
                ("status", &status),
                ("sort", &sort),
                ("cursor", &cursor),
            ],
        ))
    });
    let tools = move || {
        view! {
            <SearchField
                label="Search users"
                value=url.signal("q")
                on_search=move |q: String| url.replace(&[("q", &q)])
            />
            <Select
                label="Registration"
                inline=true
                choices=statuses()
                value=url.signal("status")
                on_change=move |status: String| url.set(&[("status", &status)])
            />
        }
    };
    view! {
        <Page title="Users" above=scope.crumbs()>
            <List
                label="Users"
                data=ListData::new(COLUMNS, users, url, FILTERS, cells)
                url
                tools
                nothing_yet=("No users yet", "Nobody has been invited to this account.")
                filters=FILTERS
            />
        </Page>
    }
    .into_any()
}

fn statuses() -> Vec<Choice> {
    let one = |status: Registration| Choice::new(status.as_str(), status.as_str());
    let all = Choice::new("", "All");
    std::iter::once(all).chain(Registration::ALL.map(one)).collect()
}

fn cells(user: User) -> Vec<AnyView> {
    let now = SimClock::get().now();
    let joined = match &user.joined_at {
        Some(at) => view! { <Time at=millis(at) show=TimeStyle::Date /> }.into_any(),
        None => "–".into_any(),
    };
    let active = match &user.last_active_at {
        Some(at) => view! { <RelativeTime at=millis(at) now /> }.into_any(),
        None => "–".into_any(),
    };
    vec![
        view! { <bdi>{user.display_name}</bdi> }.into_any(),
        view! { <bdi>{user.email}</bdi> }.into_any(),
        view! { <RegistrationStatus registration=user.registration /> }.into_any(),
        user.tier.as_str().into_any(),
        joined,
        active,
    ]
}
