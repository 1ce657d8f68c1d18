//! Menu items for actions on an account. An item that you lack the permission for says so.

use attache_wire::{account::Account, permission::Action};
use leptos::prelude::*;

use super::AccountActions;
use crate::{
    components::permission,
    state::session::CurrentSession,
    ui::{icon::Icon, menu::MenuItem},
};

/// The menu item that renames an account.
#[component]
pub(crate) fn RenameItem(
    actions: AccountActions,
    #[prop(into)] account: Signal<Option<Account>>,
) -> impl IntoView {
    view! {
        <DeedItem
            label="Rename account"
            picture=Icon::Pencil
            action=Action::RenameAccount
            account
            on_select=move |account| actions.ask_rename(account)
        />
    }
    .into_any()
}

/// The menu item that deletes an account.
#[component]
pub(crate) fn DeleteItem(
    actions: AccountActions,
    #[prop(into)] account: Signal<Option<Account>>,
) -> impl IntoView {
    view! {
        <DeedItem
            label="Delete account"
            picture=Icon::Trash
            danger=true
            action=Action::DeleteAccount
            account
            on_select=move |account| actions.ask_delete(account)
        />
    }
    .into_any()
}

#[component]
fn DeedItem(
    label: &'static str,
    picture: Icon,
    #[prop(optional)] danger: bool,
    action: Action,
    account: Signal<Option<Account>>,
    #[prop(into)] on_select: Callback<Account>,
) -> impl IntoView {
    let permitted = CurrentSession::from_context().permits(action);
    let why_not = Signal::derive(move || {
        if !permitted.get() {
            Some(permission::missing(action))
        } else {
            let unknown = account.with(Option::is_none);
            unknown.then(|| "The account is still loading.".to_owned())
        }
    });
    let select = move |()| {
        if let Some(account) = account.get_untracked() {
            on_select.run(account);
        }
    };
    view! {
        <MenuItem picture danger disabled_reason=why_not on_select=select>
            {label}
        </MenuItem>
    }
    .into_any()
}
