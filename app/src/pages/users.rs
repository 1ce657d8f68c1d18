//! `/accounts/:account/users` and below: an account's users, with search, filters, sorting and pages in the
//! address; changes to them; and each user's page.

mod columns;
mod user;

use attache_wire::{
    page,
    paths::{self, with_query},
    permission::Action,
    user::{Registration, User},
};
use leptos::prelude::*;

use self::columns::{COLUMNS, cells};
pub(crate) use self::user::UserPage;
use crate::{
    api::Remote,
    components::{
        demo_only::demo_link,
        labels,
        list::{List, ListData},
        page::Page,
        permission::PermitButton,
        users::{
            actions::{ChangeButtons, ChosenUser, UserActions, UserDialog},
            invite::InviteDialog,
        },
    },
    routes::{self, url_query::UrlQuery},
    state::{account_scope::AccountScope, session::CurrentSession},
    ui::{
        button::{Button, Kind},
        field::{
            search::SearchField,
            select::{Choice, Select},
        },
        format,
        table::{
            preferences::{ChooseColumns, Preferences},
            selection::Selection,
        },
    },
};

const FILTERS: &[&str] = &["q", "status"];
/// The query parameters that decide which rows are shown.
const PLACE: [&str; 4] = ["q", "status", "sort", "cursor"];

/// The list of an account's users.
#[component]
pub(crate) fn Users() -> impl IntoView {
    let scope = AccountScope::from_context();
    let url = UrlQuery::here();
    let preferences = Preferences::provide("users", COLUMNS);
    let users = Remote::<page::Page<User>>::new(move || {
        let path = paths::users(&scope.id().get()?);
        let limit = format::plain(f64::from(preferences.rows()), 0);
        let [q, status, sort, cursor] = PLACE.map(|name| url.get(name));
        let query = [
            ("q", &q),
            ("status", &status),
            ("sort", &sort),
            ("cursor", &cursor),
            ("limit", &limit),
        ];
        Some(with_query(
            &path,
            &query.map(|(name, value)| (name, value.as_str())),
        ))
    });
    let selection = Selection::provide(Memo::new(move |_| {
        let ids = users.map(|page| page.items.iter().map(|user| user.id.to_string()).collect());
        ids.unwrap_or_default()
    }));
    Effect::new(move |_| {
        for name in PLACE {
            url.get(name);
        }
        scope.id().get();
        selection.clear();
    });
    let chosen = Memo::new(move |_| {
        let ids = selection.ids();
        let people = users.map(|page| {
            let chosen = page
                .items
                .iter()
                .filter(|user| ids.iter().any(|id| user.id == **id));
            chosen.map(ChosenUser::from).collect()
        });
        people.unwrap_or_default()
    });
    let actions = UserActions::provide();
    let inviting = RwSignal::new(false);
    let invite = move || {
        let permitted = CurrentSession::from_context().permits(Action::InviteUsers);
        view! {
            <PermitButton
                action=Action::InviteUsers
                permitted
                kind=Kind::Primary
                on_click=move |()| inviting.set(true)
            >
                "Invite users"
            </PermitButton>
        }
    };
    view! {
        <Page title="Users" above=scope.crumbs() actions=invite>
            <TeamNote scope />
            <List
                label="Users"
                data=ListData::new(COLUMNS, users, url, FILTERS, cells).as_preferred(preferences)
                url
                tools=move || view! { <Tools url preferences /> }
                bar=move || view! { <SelectionBar selection actions chosen /> }
                nothing_yet=("No users yet", "Invite users to this account to get started.")
                filters=FILTERS
            />
        </Page>
        <InviteDialog open=inviting />
        <UserDialog actions account=scope.id() done=move |_| selection.clear() />
    }
    .into_any()
}

/// Says what removing users from a Team account is for.
#[component]
fn TeamNote(scope: AccountScope) -> impl IntoView {
    let team = Memo::new(move |_| {
        scope
            .summary()
            .map(|summary| !summary.account.account_type.is_enterprise())
    });
    move || {
        (team.get() == Some(true)).then(|| {
            view! {
                <p class="soft">
                    "Team accounts cannot request attachments. Users you remove become unmanaged and can ask "
                    {demo_link(routes::ASSISTANT, "the Assistant")}
                    " for their own attachments."
                </p>
            }
        })
    }
}

#[component]
fn Tools(url: UrlQuery, preferences: Preferences) -> impl IntoView {
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
        <ChooseColumns preferences on_rows=move |()| url.set(&[]) />
    }
}

fn statuses() -> Vec<Choice> {
    let one = |status: Registration| Choice::new(status.as_str(), status.as_str());
    let all = Choice::new("", "All");
    std::iter::once(all).chain(Registration::ALL.map(one)).collect()
}

/// The number of selected users, and the actions on them.
#[component]
fn SelectionBar(selection: Selection, actions: UserActions, chosen: Memo<Vec<ChosenUser>>) -> impl IntoView {
    let count = Memo::new(move |_| selection.counts());
    let words = move || match count.get() {
        (0, _) => "No users selected".to_owned(),
        (chosen, all) => [
            format::number(chosen as u64).as_str(),
            " of ",
            &labels::counted(all as u64, "user", "users"),
            " on this page selected",
        ]
        .concat(),
    };
    let clear = move || {
        (count.get().0 > 0).then(|| {
            view! {
                <Button kind=Kind::Ghost small=true on_click=move |()| selection.clear()>"Clear selection"</Button>
            }
        })
    };
    view! {
        <div class="selection-bar" role="group" aria-label="Selected users">
            <span class="selection-count" role="status">{words}</span>
            <ChangeButtons actions people=chosen />
            {clear}
        </div>
    }
    .into_any()
}
