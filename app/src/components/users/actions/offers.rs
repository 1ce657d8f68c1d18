//! The buttons and menu items that offer the changes. What cannot be done says why.

use attache_wire::permission::Action;
use leptos::prelude::*;

use super::{Change, Person, UserActions, why_not};
use crate::{
    components::permission::{MissingLinkToAny, PermitButton, missing},
    lean::memo::Memo,
    state::{account_scope::AccountScope, session::CurrentSession},
    ui::menu::MenuItem,
};

/// Why the change cannot be made, by somebody who may make it.
fn reason(change: Change, people: Memo<Vec<Person>>) -> Memo<Option<String>> {
    let summary = AccountScope::get().summary();
    Memo::new(move |_| {
        let enterprise = summary.map(|summary| summary.account.account_type.is_enterprise());
        people
            .with(|people| why_not(change, enterprise, people))
            .map(str::to_owned)
    })
}

/// A button for each change.
#[component]
pub(crate) fn ChangeButtons(actions: UserActions, people: Memo<Vec<Person>>) -> impl IntoView {
    let session = CurrentSession::get();
    let button = |change: Change| {
        view! {
            <PermitButton
                action=change.action()
                permitted=session.permits(change.action())
                disabled_reason=reason(change, people)
                small=true
                on_click=move |()| actions.ask(change, people.get_untracked())
            >
                {change.label()}
            </PermitButton>
        }
        .into_any()
    };
    Vec::from(Change::ALL.map(button))
}

/// A menu item for each change.
#[component]
pub(crate) fn ChangeItems(actions: UserActions, people: Memo<Vec<Person>>) -> impl IntoView {
    let session = CurrentSession::get();
    let item = |change: Change| {
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
                picture=change.picture()
                danger=change == Change::Remove
                disabled_reason=why_not
                on_select=move |()| actions.ask(change, people.get_untracked())
            >
                {change.label()}
            </MenuItem>
        }
        .into_any()
    };
    view! {
        {Vec::from(Change::ALL.map(item))}
        <MissingLinkToAny actions=&[Action::UpdateUserLicenses, Action::SuspendUsers, Action::ActivateUsers] />
    }
    .into_any()
}
