//! The dialogs about accounts, and which one is open.

use attache_wire::{
    account::{Account, MAX_ACCOUNT_NAME_CHARS, NameAccount},
    paths,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::delete::{DeleteDialogs, obstacle};
use crate::{
    api::Api,
    components::mutation::{Mutation, NameForm},
    routes,
    ui::dialog::Dialog,
};

/// The account that the dialogs are about, and which dialog is open.
#[derive(Clone, Copy)]
pub(crate) struct AccountActions {
    pub(super) about: RwSignal<Option<Account>>,
    create: RwSignal<bool>,
    rename: RwSignal<bool>,
    pub(super) delete: RwSignal<bool>,
    /// Whether the dialog that explains the obstacle to a deletion is open.
    pub(super) in_the_way: RwSignal<bool>,
    name: RwSignal<String>,
    pub(super) mutation: Mutation,
}

impl AccountActions {
    /// Starts with every dialog closed.
    pub(crate) fn new() -> Self {
        let closed = || RwSignal::new(false);
        Self {
            about: RwSignal::new(None),
            create: closed(),
            rename: closed(),
            delete: closed(),
            in_the_way: closed(),
            name: RwSignal::new(String::new()),
            mutation: Mutation::new(),
        }
    }

    /// Opens the dialog that creates an account.
    pub(crate) fn ask_create(self) {
        self.name.set(String::new());
        self.ask(None, self.create);
    }

    pub(super) fn ask_rename(self, account: Account) {
        self.name.set(account.name.clone());
        self.ask(Some(account), self.rename);
    }

    pub(super) fn ask_delete(self, account: Account) {
        let dialog = if obstacle(&account).is_some() {
            self.in_the_way
        } else {
            self.delete
        };
        self.ask(Some(account), dialog);
    }

    fn ask(self, about: Option<Account>, dialog: RwSignal<bool>) {
        self.mutation.clear();
        self.about.set(about);
        dialog.set(true);
    }
}

/// The dialogs. Creating an account opens its summary.
#[component]
pub(crate) fn AccountDialogs(actions: AccountActions) -> impl IntoView {
    let api = Api::from_context();
    let navigate = StoredValue::new_local(use_navigate());
    let create = Callback::new(move |name: String| {
        actions.mutation.run(async move {
            let body = NameAccount { name };
            let made: Account = api.post(&paths::accounts()).body(&body).fetch().await?;
            actions.create.try_set(false);
            navigate.try_with_value(|go| go(&routes::account(&made.id), NavigateOptions::default()));
            Ok(())
        });
    });
    let rename = Callback::new(move |name: String| {
        let Some(account) = actions.about.get_untracked() else {
            return;
        };
        actions.mutation.run(async move {
            let path = paths::account(&account.id);
            let _: Account = api.patch(&path).body(&NameAccount { name }).fetch().await?;
            actions.rename.try_set(false);
            Ok(())
        });
    });
    let form = move |dialog: RwSignal<bool>, confirm, on_submit| {
        view! {
            <NameForm
                label="Account name"
                hint="1 to 100 characters. Visible to administrators. You can change it later."
                value=actions.name
                max=MAX_ACCOUNT_NAME_CHARS
                missing="Enter a name."
                confirm
                mutation=actions.mutation
                on_submit
                cancel=move |()| dialog.set(false)
            />
        }
    };
    view! {
        <Dialog open=actions.create title="New account">
            <p class="soft">
                "New accounts are Team accounts without users. Claim a domain to make it an Enterprise account."
            </p>
            <p class="soft">
                "Enterprise accounts with a directory or OpenID Connect cannot be created here: their provider is \
                 connected outside this console."
            </p>
            {form(actions.create, "Create account", create)}
        </Dialog>
        <Dialog open=actions.rename title="Rename account">
            {form(actions.rename, "Rename account", rename)}
        </Dialog>
        <DeleteDialogs actions />
    }
    .into_any()
}
