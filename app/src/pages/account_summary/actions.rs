//! The *Account actions* menu.

use attache_wire::{permission::Action, request::MayRequest};
use leptos::prelude::*;

use crate::{
    components::{
        accounts::actions::{AccountActions, DeleteItem, RenameItem},
        exports::wording,
        permission::MissingLinkToAny,
    },
    state::{account_scope::AccountScope, sim_clock::millis},
    ui::{
        icon::Icon,
        menu::{Menu, MenuItem},
    },
};

/// The actions on the account. A disabled one says why.
#[component]
pub(super) fn AccountActions(
    scope: AccountScope,
    may_request: Memo<Option<MayRequest>>,
    now: Signal<f64>,
    request: Callback<()>,
    actions: AccountActions,
) -> impl IntoView {
    let account = Memo::new(move |_| scope.summary().map(|summary| summary.account.clone()));
    let left = move || {
        let opens = scope
            .summary()
            .map(|summary| summary.next_allowed_at.clone())
            .flatten();
        opens
            .map(|opens| wording::countdown(millis(&opens), now.get()))
            .unwrap_or_default()
    };
    let why_not = Memo::new(move |_| match may_request.get() {
        None => Some("The account is still loading.".to_owned()),
        Some(answer) => wording::why_not(answer, &left()),
    });
    view! {
        <Menu label="Account actions">
            <RenameItem actions account />
            <MenuItem picture=Icon::Paperclip disabled_reason=why_not on_select=request>
                "Request attachments"
            </MenuItem>
            <DeleteItem actions account />
            <MissingLinkToAny actions=&[Action::RenameAccount, Action::StartDataExport, Action::DeleteAccount] />
        </Menu>
    }
    .into_any()
}
