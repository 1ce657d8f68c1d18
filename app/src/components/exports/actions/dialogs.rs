//! The dialogs that confirm cancelling a request, revoking its links or downloading its file.

use std::pin::Pin;

use attache_wire::{export::Export, id::ExportId};
use leptos::{prelude::*, task::spawn_local};

use super::{
    ExportAsks,
    bearer::{Bearer, BearerWarning},
};
use crate::{
    api::{Api, ApiError},
    components::exports::calls,
    ui::{dialog::ConfirmDialog, format},
};

type Mutation = Pin<Box<dyn Future<Output = Result<Export, ApiError>>>>;

/// The request that the dialogs are about, and which dialog is open. Buttons open the dialogs.
#[derive(Clone, Copy)]
pub(crate) struct Questions {
    api: Api,
    about: RwSignal<Option<Export>>,
    cancel: RwSignal<bool>,
    revoke: RwSignal<bool>,
    bearer: Bearer,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ApiError>>,
}

impl Questions {
    /// Starts with every dialog closed.
    pub(crate) fn none() -> Self {
        Self {
            api: Api::from_context(),
            about: RwSignal::new(None),
            cancel: RwSignal::new(false),
            revoke: RwSignal::new(false),
            bearer: Bearer::none(),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    /// Returns the callbacks for the buttons.
    pub(crate) fn asks(self) -> ExportAsks {
        ExportAsks {
            cancel: Callback::new(move |export| self.ask(export, self.cancel)),
            revoke: Callback::new(move |export| self.ask(export, self.revoke)),
            download: Callback::new(move |(export, format)| self.bearer.download(export, format)),
        }
    }

    fn ask(self, export: Export, dialog: RwSignal<bool>) {
        self.refused.set(None);
        self.about.set(Some(export));
        dialog.set(true);
    }

    /// Runs the mutation unless one is already running. Closes the dialog on success.
    fn settle(
        self,
        dialog: RwSignal<bool>,
        done: Callback<Export>,
        mutation: impl FnOnce(Api, ExportId) -> Mutation,
    ) {
        let Some(export) = self.about.get_untracked().filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        let mutation = mutation(self.api, export.id);
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = mutation.await;
            self.busy.try_set(false);
            match answer {
                Ok(export) => {
                    dialog.try_set(false);
                    done.try_run(export);
                }
                Err(error) => {
                    self.refused.try_set(Some(error));
                }
            }
        });
    }
}

/// The dialogs. `account_name` is the text that you must type to revoke. `done` receives the changed request.
#[component]
pub(crate) fn ExportDialogs(
    questions: Questions,
    #[prop(into)] account_name: Signal<String>,
    done: Callback<Export>,
) -> impl IntoView {
    let busy = questions.busy;
    let error = Signal::derive(move || questions.refused.get().map(|error| error.sentence()));
    let links = move || {
        let about = questions.about.get();
        format::number(about.map_or(0, |export| export.items.saturating_sub(export.errors)))
    };
    let cancel = move |()| {
        questions.settle(questions.cancel, done, |api, id| {
            Box::pin(async move { calls::cancel(api, &id).await })
        });
    };
    let revoke = move |()| {
        questions.settle(questions.revoke, done, |api, id| {
            Box::pin(async move { calls::revoke(api, &id).await })
        });
    };
    view! {
        <ConfirmDialog
            open=questions.cancel
            title="Cancel this request?"
            confirm="Cancel request"
            danger=true
            busy
            error
            on_confirm=cancel
        >
            <p>
                "The work so far is discarded and no file is created. A cancelled request does not count \
                 towards the 7-day limit: you can make another one immediately."
            </p>
        </ConfirmDialog>
        <ConfirmDialog
            open=questions.revoke
            title="Revoke the links?"
            confirm="Revoke links"
            danger=true
            type_name=account_name
            busy
            error
            on_confirm=revoke
        >
            <p>
                "All "
                <strong>{links}</strong>
                " links stop working immediately, in every copy of the file. This cannot be undone. The \
                 request still counts towards the 7-day limit."
            </p>
        </ConfirmDialog>
        <BearerWarning bearer=questions.bearer />
    }
    .into_any()
}
