//! What can be done to a request, wherever it is shown: cancel it, take its links back, download its file.
//! The buttons, and the dialogs that ask before anything is done.

mod bearer;
mod buttons;
mod dialogs;
mod download;

use attache_wire::{
    export::{Export, ManifestFormat},
    permission::Action,
};
use leptos::prelude::*;

pub use self::bearer::BearerDialog;
pub(crate) use self::{
    buttons::ExportButtons,
    dialogs::{ExportDialogs, Questions},
};
use crate::state::session::CurrentSession;

/// What the person may do, by the policies attached to them.
#[derive(Clone, Copy)]
pub struct Permissions {
    /// `chime:StartDataExport`: submit, cancel and revoke.
    pub start: Signal<bool>,
    /// `chime:RetrieveDataExport`: download the file.
    pub retrieve: Signal<bool>,
}

impl Permissions {
    /// What the policies of the session's principal allow.
    pub(crate) fn of(session: CurrentSession) -> Self {
        Self {
            start: session.permits(Action::StartDataExport).into(),
            retrieve: session.permits(Action::RetrieveDataExport).into(),
        }
    }
}

/// Asks for something to be done to a request.
#[derive(Clone, Copy)]
pub struct ExportAsks {
    /// Cancel it while it runs.
    pub cancel: Callback<Export>,
    /// Take its links back.
    pub revoke: Callback<Export>,
    /// Download its file in this form.
    pub download: Callback<(Export, ManifestFormat)>,
}
