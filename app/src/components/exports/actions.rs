//! Actions on a request, wherever it is shown: cancel it, revoke its links, download its file. The buttons, and the
//! dialogs that confirm.

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

/// What the signed-in principal's policies allow.
#[derive(Clone, Copy)]
pub struct Permissions {
    /// `chime:StartDataExport`: submit, cancel and revoke.
    pub start: Signal<bool>,
    /// `chime:RetrieveDataExport`: download the file.
    pub retrieve: Signal<bool>,
}

impl Permissions {
    /// Reads the permissions of the session's principal.
    pub(crate) fn of(session: CurrentSession) -> Self {
        Self {
            start: session.permits(Action::StartDataExport).into(),
            retrieve: session.permits(Action::RetrieveDataExport).into(),
        }
    }
}

/// Callbacks for actions on a request. They ask for confirmation where it is needed.
#[derive(Clone, Copy)]
pub struct ExportAsks {
    /// Cancels the running request.
    pub cancel: Callback<Export>,
    /// Revokes the request's links.
    pub revoke: Callback<Export>,
    /// Downloads the request's file in a format.
    pub download: Callback<(Export, ManifestFormat)>,
}
