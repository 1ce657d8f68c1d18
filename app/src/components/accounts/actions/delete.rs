//! Deleting an account: the obstacles, the consequences and the confirmation.

use attache_wire::{account::Account, paths};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::AccountActions;
use crate::{
    api::Api,
    components::labels,
    routes,
    ui::{
        button::{Button, ButtonLink, Kind},
        dialog::{ConfirmDialog, Dialog, DialogActions},
        name,
        status::Tone,
        toasts::Toasts,
    },
};

/// How many domains the dialog names. It only counts the rest.
const NAMED: usize = 3;

/// An obstacle to deleting an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A Team account still has users: the number of managed users.
    Users(u64),
    /// An Enterprise account still has domains: their names.
    Domains(Vec<String>),
}

/// Returns the obstacle to deleting the account that the console knows of. The server checks more, such as
/// invitations, and refuses the deletion if one remains.
pub fn obstacle(account: &Account) -> Option<Obstacle> {
    if !account.account_type.is_enterprise() {
        (account.managed_users > 0).then_some(Obstacle::Users(account.managed_users))
    } else {
        (!account.domains.is_empty()).then(|| Obstacle::Domains(account.domains.clone()))
    }
}

/// The dialog that explains the obstacle, and the dialog that confirms the deletion.
#[component]
pub(super) fn DeleteDialogs(actions: AccountActions) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let navigate = StoredValue::new_local(use_navigate());
    let name = Signal::derive(move || {
        actions
            .about
            .get()
            .map(|account| account.name)
            .unwrap_or_default()
    });
    let delete = move |()| {
        let Some(account) = actions.about.get_untracked() else {
            return;
        };
        actions.mutation.run(async move {
            api.delete(&paths::account(&account.id)).send().await?;
            actions.delete.try_set(false);
            toasts.show(
                Tone::Success,
                format!("The account {} was deleted.", name::isolated(&account.name)),
            );
            // The account's pages no longer exist.
            navigate.try_with_value(|go| go(routes::ACCOUNTS, NavigateOptions::default()));
            Ok(())
        });
    };
    let why_not = move || {
        let account = actions.about.get()?;
        Some(explain(obstacle(&account)?))
    };
    view! {
        <Dialog
            open=actions.in_the_way
            title=Signal::derive(move || format!("{} cannot be deleted yet", name::isolated(&name.get())))
        >
            {why_not}
            <DialogActions>
                <Button on_click=move |()| actions.in_the_way.set(false)>"Close"</Button>
                {way_out(actions)}
            </DialogActions>
        </Dialog>
        <ConfirmDialog
            open=actions.delete
            title=Signal::derive(move || format!("Delete {}?", name::isolated(&name.get())))
            confirm="Delete account"
            danger=true
            type_name=name
            busy=actions.mutation.busy()
            error=actions.mutation.sentence()
            on_confirm=delete
        >
            <ul class="consequences">
                <li>"Delivered files are revoked: every link in them stops working immediately."</li>
                <li>"The account and its requests are no longer shown. The audit log keeps its records."</li>
                <li>"This cannot be undone."</li>
            </ul>
        </ConfirmDialog>
    }
    .into_any()
}

fn explain(obstacle: Obstacle) -> AnyView {
    match obstacle {
        Obstacle::Users(users) => view! {
            <p>
                "A Team account can be deleted once it has no users. "
                <strong>{labels::counted(users, "person is", "people are")}</strong>
                " still in this account. Remove users and withdraw invitations first."
            </p>
        }
        .into_any(),
        Obstacle::Domains(domains) => {
            let more = domains.len().saturating_sub(NAMED);
            let links = domains
                .into_iter()
                .take(NAMED)
                .map(|name| view! { <li>{name::name(&name)}</li> });
            let links = links.collect_view();
            view! {
                <p>"An Enterprise account can be deleted once it has no domains. Remove these first:"</p>
                <ul class="consequences">
                    {links}
                    {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
                </ul>
                <p class="soft">
                    "Removing the last domain turns it back into a Team account and releases its registered \
                     users."
                </p>
            }
            .into_any()
        }
    }
}

/// Links to the page where you can remove the obstacle.
fn way_out(actions: AccountActions) -> impl IntoView {
    move || {
        let account = actions.about.get()?;
        let (href, label) = match obstacle(&account)? {
            Obstacle::Users(_) => (routes::users(&account.id), "View users"),
            Obstacle::Domains(_) => (routes::domains(&account.id), "View domains"),
        };
        Some(view! { <ButtonLink kind=Kind::Primary href>{label}</ButtonLink> })
    }
}
