//! `/accounts/:account/users/:user`: one user, without what they wrote.

mod containers;
mod in_scope;

use attache_wire::{
    paths,
    user::{UserChange, UserDetail},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

use self::{containers::Containers, in_scope::InScope};
use super::columns::{address, ago, date, text};
use crate::{
    api::{Load, Remote},
    components::{
        exports::state_status::{InvitationStatus, RegistrationStatus},
        labels,
        page::Page,
        problem::Problem,
        users::actions::{ChangeItems, ChosenUser, UserActions, UserDialog},
    },
    routes,
    state::account_scope::AccountScope,
    ui::{
        card::Card,
        format,
        key_values::{KeyValue, KeyValues},
        menu::Menu,
        skeleton::Loading,
    },
};

/// One user.
#[component]
pub(crate) fn UserPage() -> impl IntoView {
    let scope = AccountScope::from_context();
    let params = use_params_map();
    let navigate = StoredValue::new_local(use_navigate());
    let id = Memo::new(move |_| params.with(|params| params.get("user")).unwrap_or_default());
    let detail = Remote::<UserDetail>::new(move || Some(paths::user(&scope.id().get()?, &id.get())));
    let title = Memo::new(move |_| {
        let name = detail.map(|detail| detail.user.display_name.clone());
        name.filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| "User".to_owned())
    });
    let registration = Memo::new(move |_| detail.map(|detail| detail.user.registration));
    let people = Memo::new(move |_| {
        let person = detail.map(|detail| ChosenUser::from(&detail.user));
        person.into_iter().collect::<Vec<_>>()
    });
    let actions = UserActions::provide();
    let done = move |change| {
        // A removed user has no page here any more.
        if let (UserChange::Remove, Some(account)) = (change, scope.id().get_untracked()) {
            navigate.try_with_value(|go| go(&routes::users(&account), NavigateOptions::default()));
        }
    };
    let stage = detail.stage();
    let retry = Callback::new(move |()| detail.reload());
    let body = move || match stage.get() {
        Load::Loading => view! { <Loading label="Loading the user" lines=8 /> }.into_any(),
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Ready(()) => view! {
            <Facts detail />
            <InScope scope detail />
            <Containers scope id />
        }
        .into_any(),
    };
    let known = Memo::new(move |_| registration.get().is_some());
    let menu = move || {
        known.get().then(|| {
            view! { <Menu label="User actions"><ChangeItems actions people /></Menu> }
        })
    };
    view! {
        <Page
            title
            above=scope.user_crumbs()
            beside=move || view! {
                {move || registration.get().map(|registration| view! { <RegistrationStatus registration /> })}
            }
            actions=move || view! { {menu} }
        >
            {body}
        </Page>
        <UserDialog actions account=scope.id() done />
    }
    .into_any()
}

/// The user's entry in the directory.
#[component]
fn Facts(detail: Remote<UserDetail>) -> impl IntoView {
    let user = Memo::new(move |_| detail.map(|detail| detail.user.clone()));
    move || {
        let user = user.get()?;
        let count = |number| format::number(number);
        Some(view! {
            <Card title="Details">
                <KeyValues>
                    <KeyValue label="Email address">
                        <span class="user-address">{address(&user.email)}</span>
                    </KeyValue>
                    <KeyValue label="Registration"><RegistrationStatus registration=user.registration /></KeyValue>
                    <KeyValue label="Invitation"><InvitationStatus invitation=user.invitation /></KeyValue>
                    <KeyValue label="Permission tier">{user.tier.as_str()}</KeyValue>
                    <KeyValue label="Invited">{date(&user.invited_at)}</KeyValue>
                    <KeyValue label="Joined">{date(&user.joined_at)}</KeyValue>
                    <KeyValue label="Last active">{ago(&user.last_active_at)}</KeyValue>
                    <KeyValue label="Personal PIN">{text(&user.personal_pin)}</KeyValue>
                    <KeyValue label="Privacy setting">{labels::privacy(user.private)}</KeyValue>
                    <KeyValue label="Phone number">{text(&user.phone)}</KeyValue>
                    <KeyValue label="Chat messages sent">{count(user.messages_sent)}</KeyValue>
                    <KeyValue label="Meetings attended">{count(user.meetings_attended)}</KeyValue>
                    <KeyValue label="Meetings organised">{count(user.meetings_organised)}</KeyValue>
                </KeyValues>
            </Card>
        })
    }
}
