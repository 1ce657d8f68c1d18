//! The warning that anyone with the file can download its attachments. Each principal confirms it once per request,
//! before the first download.

use attache_wire::{
    access::ExportAccess,
    export::{Export, ManifestFormat},
    id::PrincipalId,
    paths,
    permission::Action,
};
use leptos::{prelude::*, task::spawn_local};

use super::download::{is_confirmed, remember, save};
use crate::{
    api::Api,
    components::labels,
    state::{session::CurrentSession, sim_clock::millis},
    ui::{
        dialog::ConfirmDialog,
        format::{self, TimeStyle},
        status::Tone,
        toasts::Toasts,
    },
};

/// The pending download, and whether the warning is open.
#[derive(Clone, Copy)]
pub(super) struct Bearer {
    api: Api,
    toasts: Toasts,
    session: CurrentSession,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    about: RwSignal<Option<Export>>,
    format: RwSignal<ManifestFormat>,
}

impl Bearer {
    /// Starts with no pending download.
    pub(super) fn none() -> Self {
        Self {
            api: Api::from_context(),
            toasts: Toasts::from_context(),
            session: CurrentSession::from_context(),
            open: RwSignal::new(false),
            busy: RwSignal::new(false),
            about: RwSignal::new(None),
            format: RwSignal::new(ManifestFormat::Csv),
        }
    }

    fn person(self) -> PrincipalId {
        let session = untrack(|| self.session.value());
        session.map(|session| session.principal.id).unwrap_or_default()
    }

    /// Downloads the file. Warns first unless the principal has confirmed the warning for this request.
    pub(super) fn download(self, export: Export, format: ManifestFormat) {
        if self.busy.get_untracked() {
            return;
        }
        let person = self.person();
        if is_confirmed(&person, &export.id) {
            return save(&export.id, format);
        }
        let warn = move |export| {
            self.format.set(format);
            self.about.set(Some(export));
            self.open.set(true);
        };
        // Reading the confirmations, which may come from another browser, needs this permission.
        if !untrack(|| self.session.may(Action::SimulatePolicy)) {
            return warn(export);
        }
        self.busy.set(true);
        spawn_local(async move {
            let path = paths::export_access(&export.id);
            let access = self.api.get(&path).fetch::<ExportAccess>().await;
            if self.busy.try_set(false).is_some() {
                // The page was closed meanwhile.
                return;
            }
            let confirmed = access.is_ok_and(|access| {
                access
                    .acknowledgements
                    .iter()
                    .any(|entry| entry.principal == person)
            });
            if confirmed {
                remember(&person, &export.id);
                save(&export.id, format);
            } else {
                warn(export);
            }
        });
    }

    /// Records the confirmation and downloads the file. If recording fails, the download still starts, and the next
    /// one asks again.
    fn confirm(self) {
        let about = self.about.get_untracked();
        let Some(export) = about.filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        let (person, format) = (self.person(), self.format.get_untracked());
        self.busy.set(true);
        spawn_local(async move {
            let path = paths::acknowledgements(&export.id);
            match self.api.post(&path).send().await {
                Ok(()) => remember(&person, &export.id),
                Err(error) => {
                    let text = "Your confirmation could not be saved; you will be asked again. ";
                    self.toasts
                        .show(Tone::Warning, [text, &error.sentence()].concat());
                }
            }
            self.busy.try_set(false);
            self.open.try_set(false);
            save(&export.id, format);
        });
    }
}

/// The dialog of a [`Bearer`].
#[component]
pub(super) fn BearerWarning(bearer: Bearer) -> impl IntoView {
    view! {
        <BearerDialog
            open=bearer.open
            about=bearer.about
            format=bearer.format
            busy=bearer.busy
            confirm=Callback::new(move |()| bearer.confirm())
        />
    }
    .into_any()
}

/// Warns, and asks for the confirmation.
#[component]
pub fn BearerDialog(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// The request whose file will be downloaded.
    #[prop(into)]
    about: Signal<Option<Export>>,
    /// The format of the file.
    #[prop(into)]
    format: Signal<ManifestFormat>,
    /// True while the confirmation is being recorded.
    #[prop(into)]
    busy: Signal<bool>,
    /// Records the confirmation and downloads the file.
    confirm: Callback<()>,
) -> AnyView {
    let label = Signal::derive(move || ["Download ", labels::format(format.get()).0].concat());
    let dies = move || {
        let dies = about.with(|about| about.as_ref()?.links_expire_at.as_ref().map(millis))?;
        Some([" on ", &format::time(dies, TimeStyle::DateTime)].concat())
    };
    view! {
        <ConfirmDialog
            open
            title="Before you download the file"
            confirm=label
            agree="I will store this file where only people who need it can read it"
            busy
            on_confirm=confirm
        >
            <p>
                <strong>"Anyone who has this file can download every attachment in it,"</strong>
                " without signing in, until the links expire"
                {dies}
                " or are revoked."
            </p>
            <p>
                "Share it only with people who need it. Your confirmation and every download are recorded."
            </p>
        </ConfirmDialog>
    }
    .into_any()
}
