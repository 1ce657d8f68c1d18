//! Saving the settings. Hiding or deleting messages needs a confirmation.

use attache_wire::{
    error::ErrorCode,
    id::AccountId,
    paths,
    retention::{Retention, RetentionEffect, SaveRetention},
};
use leptos::{html, prelude::*};

use super::effect_path;
use crate::{
    api::{Api, ApiError, Remote},
    components::{
        mutation::Mutation,
        retention::{Draft, destroys, question, sentences},
    },
    state::account_scope::AccountScope,
    ui::{dialog::ConfirmDialog, dom::focus, status::Tone, toasts::Toasts},
};

/// The state of saving.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    api: Api,
    toasts: Toasts,
    scope: AccountScope,
    saved: Remote<Retention>,
    draft: Draft,
    /// Saves the settings, or opens the confirmation.
    pub(super) asking: Mutation,
    /// Saves the settings after the confirmation.
    confirmed: Mutation,
    open: RwSignal<bool>,
    /// The effect to confirm.
    about: RwSignal<RetentionEffect>,
    /// Where a conflict is shown.
    pub(super) conflict: NodeRef<html::Div>,
}

impl Saving {
    pub(super) fn new(scope: AccountScope, saved: Remote<Retention>, draft: Draft) -> Self {
        Self {
            api: Api::from_context(),
            toasts: Toasts::from_context(),
            scope,
            saved,
            draft,
            asking: Mutation::new(),
            confirmed: Mutation::new(),
            open: RwSignal::new(false),
            about: RwSignal::new(RetentionEffect::default()),
            conflict: NodeRef::new(),
        }
    }

    fn what(self) -> Option<(AccountId, SaveRetention)> {
        let account = self.scope.id().get_untracked()?;
        let wanted = self.draft.wanted().get_untracked()?;
        let replaces = self.draft.base().get_untracked();
        Some((account, SaveRetention::new(wanted, replaces)))
    }

    /// Saves, or asks for confirmation. Reads the effect again, because the numbers on the page may belong to other
    /// settings.
    pub(super) fn ask(self) -> Callback<()> {
        Callback::new(move |()| {
            let Some((account, save)) = self.what() else {
                return;
            };
            self.asking.run(async move {
                let path = effect_path(&account, &save.wanted());
                let effect = self.api.get(&path).fetch::<RetentionEffect>().await?;
                if !destroys(&effect) {
                    return self.put(account, save).await;
                }
                self.confirmed.clear();
                self.about.try_set(effect);
                self.open.try_set(true);
                Ok(())
            });
        })
    }

    async fn put(self, account: AccountId, save: SaveRetention) -> Result<(), ApiError> {
        let path = paths::retention(&account);
        let kept: Retention = match self.api.put(&path).body(&save).fetch().await {
            Ok(kept) => kept,
            Err(error) => return self.refuse(error, &path, &save.replaces).await,
        };
        self.saved.put(kept);
        self.draft.take(kept);
        self.open.try_set(false);
        self.toasts.show(Tone::Success, "Retention saved.");
        Ok(())
    }

    /// Handles a refusal. After a conflict, the page shows the newer settings beside the draft, which is message
    /// enough.
    async fn refuse(self, error: ApiError, path: &str, replaces: &Retention) -> Result<(), ApiError> {
        if error.code() != Some(ErrorCode::Conflict) {
            return Err(error);
        }
        let newer: Retention = self.api.get(path).fetch().await?;
        if newer == *replaces {
            return Err(error);
        }
        self.saved.put(newer);
        self.open.try_set(false);
        // Move the focus here: the pressed button is below, or was removed with its dialog.
        request_animation_frame(move || {
            if let Some(place) = self.conflict.try_get_untracked().flatten() {
                focus(&place);
            }
        });
        Ok(())
    }
}

/// The confirmation dialog.
#[component]
pub(super) fn SavingDialog(saving: Saving) -> impl IntoView {
    let about = saving.about;
    let title = Memo::new(move |_| question(&about.read()));
    let lines = move || {
        let lines = sentences(&about.read()).into_iter();
        lines
            .map(|line| view! { <li>{line}</li> }.into_any())
            .collect::<Vec<_>>()
    };
    let save = move |()| {
        if let Some((account, save)) = saving.what() {
            saving.confirmed.run(saving.put(account, save));
        }
    };
    view! {
        <ConfirmDialog
            open=saving.open
            title
            confirm="Save retention"
            danger=true
            busy=saving.confirmed.busy()
            error=saving.confirmed.sentence()
            on_confirm=save
        >
            <ul class="consequences">{lines}</ul>
        </ConfirmDialog>
    }
    .into_any()
}
