//! The account switcher.

use attache_wire::{account::Account, page::Page, paths};
use leptos::prelude::*;

use crate::{
    api::Remote,
    components::labels,
    routes,
    state::account_scope::AccountScope,
    ui::{
        button::Kind,
        icon::{Icon, icon},
        menu::{Menu, MenuLink, MenuSeparator},
        name::{isolated, name},
    },
};

/// The menu beside the product's name. Hidden if there are no accounts or you may not view them.
#[component]
pub(super) fn AccountSwitcher(scope: AccountScope) -> impl IntoView {
    let accounts = Remote::<Page<Account>>::new(|| Some(paths::accounts()));
    let current = Memo::new(move |_| {
        scope.summary().map(|summary| {
            (
                summary.account.name.clone(),
                labels::account_kind(summary.account.account_type),
            )
        })
    });
    let label = Signal::derive(move || match current.get() {
        Some((name, kind)) => format!("{} {kind}: choose an account", isolated(&name)),
        None => "Accounts: choose one".to_owned(),
    });
    let known = Memo::new(move |_| accounts.map(|page| page.items.clone()).unwrap_or_default());
    move || {
        let accounts = known.get();
        if accounts.is_empty() {
            return None;
        }
        let links = accounts
            .into_iter()
            .map(|account| {
                let id = account.id.clone();
                let current = Signal::derive(move || scope.id().with(|here| here.as_ref() == Some(&id)));
                view! {
                    <MenuLink href=routes::account(&account.id) current hint=labels::account_kind(account.account_type)>
                        {name(&account.name)}
                    </MenuLink>
                }
            })
            .collect_view();
        Some(view! {
            <Menu
                label
                kind=Kind::Bar
                trigger=move || view! {
                    <span class="bar-name">{move || current.get().map_or_else(|| "Accounts".into_any(), |(text, _)| name(&text))}</span>
                    " "
                    <span class="bar-soft">{move || current.get().map(|(_, kind)| kind)}</span>
                    {icon(Icon::ChevronsUpDown)}
                }
            >
                {links}
                <MenuSeparator />
                <MenuLink href=routes::ACCOUNTS.to_owned()>"All accounts"</MenuLink>
            </Menu>
        })
    }
}
