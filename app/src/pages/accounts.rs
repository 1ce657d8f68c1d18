//! `/accounts`: all accounts.

use attache_wire::{
    account::Account,
    page,
    paths::{self, with_query},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::{
        accounts::actions::{AccountActions, AccountDialogs, DeleteItem, RenameItem},
        exports::state_status::AccountState,
        labels,
        list::{List, ListData},
        page::Page,
        permission::{MissingLinkToAny, PermitButton},
    },
    pages,
    routes::{self, url_query::UrlQuery},
    state::{session::CurrentSession, sim_clock::millis},
    ui::{
        button::Kind,
        field::search::SearchField,
        format::{self, TimeStyle},
        icon::{Icon, icon},
        menu::Menu,
        name::{isolated, name},
        table::Column,
        time::Time,
    },
};

const COLUMNS: &[Column] = &[
    Column::new("Account name"),
    Column::new("Type"),
    Column::new("Status").secondary(),
    Column::new("Domains").secondary(),
    Column::new("Users").number(),
    Column::new("Managed users").number().secondary(),
    Column::new("Created").secondary(),
    Column::new("Actions").hidden_label(),
];

const FILTERS: &[&str] = &["q"];

/// The list of accounts.
#[component]
pub(crate) fn Accounts() -> impl IntoView {
    pages::prefetch_account();
    let url = UrlQuery::here();
    let actions = AccountActions::new();
    // For the rows, which are rendered below.
    provide_context(actions);
    let accounts = Remote::<page::Page<Account>>::new(move || {
        let [q, cursor] = ["q", "cursor"].map(|name| url.get(name));
        Some(with_query(&paths::accounts(), &[("q", &q), ("cursor", &cursor)]))
    });
    let permitted = CurrentSession::from_context().permits(Action::CreateAccount);
    let new_account = move || {
        view! {
            <PermitButton
                action=Action::CreateAccount
                permitted
                kind=Kind::Primary
                on_click=move |()| actions.ask_create()
            >
                "New account"
            </PermitButton>
        }
    };
    view! {
        <Page title="Accounts" actions=new_account>
            <List
                label="Accounts"
                data=ListData::new(COLUMNS, accounts, url, FILTERS, cells)
                url
                tools=move || view! {
                    <SearchField
                        label="Search accounts"
                        value=url.signal("q")
                        on_search=move |q: String| url.replace(&[("q", &q)])
                    />
                }
                filters=FILTERS
                nothing_yet=("No accounts yet", "An account contains an organisation's users and their chat.")
            />
        </Page>
        <AccountDialogs actions />
    }
    .into_any()
}

fn cells(account: Account) -> Vec<AnyView> {
    let domains = labels::domains(&account.domains).unwrap_or_else(|| "–".to_owned());
    let known = Signal::stored(Some(account.clone()));
    let menu = use_context::<AccountActions>().map(|actions| {
        view! {
            <Menu
                label=format!("Actions for {}", isolated(&account.name))
                kind=Kind::Ghost
                small=true
                trigger=|| icon(Icon::Ellipsis)
            >
                <RenameItem actions account=known />
                <DeleteItem actions account=known />
                <MissingLinkToAny actions=&[Action::RenameAccount, Action::DeleteAccount] />
            </Menu>
        }
    });
    vec![
        view! { <a href=routes::account(&account.id)>{name(&account.name)}</a> }.into_any(),
        labels::account_type(account.account_type).into_any(),
        view! { <AccountState status=account.status /> }.into_any(),
        domains.into_any(),
        format::number(account.users).into_any(),
        format::number(account.managed_users).into_any(),
        view! { <Time at=millis(&account.created_at) show=TimeStyle::Date /> }.into_any(),
        menu.into_any(),
    ]
}
