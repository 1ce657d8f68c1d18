//! The buttons and menu items for the changes. A disabled one says why.

use attache_wire::{permission::Action, user::UserChange};
use leptos::prelude::*;

use super::{ChosenUser, UserActions, change, why_not};
use crate::{
    components::permission::{MissingLinkToAny, PermitButton, missing},
    state::{account_scope::AccountScope, session::CurrentSession},
    ui::menu::MenuItem,
};

/// Explains why the change cannot be made, apart from permissions.
fn reason(change: UserChange, people: Memo<Vec<ChosenUser>>) -> Memo<Option<String>> {
    let summary = AccountScope::from_context().summary();
    Memo::new(move |_| {
        let account = summary.map(|summary| summary.account.account_type);
        people
            .with(|people| why_not(change, account, people))
            .map(str::to_owned)
    })
}

/// A button for each change.
#[component]
pub(crate) fn ChangeButtons(actions: UserActions, people: Memo<Vec<ChosenUser>>) -> impl IntoView {
    let session = CurrentSession::from_context();
    let button = |change: UserChange| {
        view! {
            <PermitButton
                action=change.action()
                permitted=session.permits(change.action())
                disabled_reason=reason(change, people)
                small=true
                on_click=move |()| actions.ask(change, people.get_untracked())
            >
                {change::label(change)}
            </PermitButton>
        }
        .into_any()
    };
    Vec::from(UserChange::ALL.map(button))
}

/// A menu item for each change.
#[component]
pub(crate) fn ChangeItems(actions: UserActions, people: Memo<Vec<ChosenUser>>) -> impl IntoView {
    let session = CurrentSession::from_context();
    let item = |change: UserChange| {
        let (permitted, reason) = (session.permits(change.action()), reason(change, people));
        let why_not = Signal::derive(move || {
            if permitted.get() {
                reason.get()
            } else {
                Some(missing(change.action()))
            }
        });
        view! {
            <MenuItem
                picture=change::icon(change)
                danger=change == UserChange::Remove
                disabled_reason=why_not
                on_select=move |()| actions.ask(change, people.get_untracked())
            >
                {change::label(change)}
            </MenuItem>
        }
        .into_any()
    };
    view! {
        {Vec::from(UserChange::ALL.map(item))}
        <MissingLinkToAny actions=&[Action::UpdateUserLicenses, Action::SuspendUsers, Action::ActivateUsers] />
    }
    .into_any()
}
