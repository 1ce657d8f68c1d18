//! Errors of the server's modules: a refusal that the caller may read, or a failure that only the log may contain.

use std::io::{self, ErrorKind};

use attache_wire::{
    Timestamp,
    error::{ErrorCode, FieldError},
    id::ExportId,
    permission::Action,
    state::ExportState,
};

use crate::store;

/// The result of the server's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an operation failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refuse it. The caller receives the whole refusal.
    #[error("{}: {}", .0.code.title(), .0.detail)]
    Refused(Box<Refusal>),
    /// The database failed. The caller learns only that something failed.
    #[error("database: {0}")]
    Database(#[from] store::Error),
    /// The blob store failed.
    #[error("blob store: {0}")]
    Blobs(#[from] object_store::Error),
    /// An invariant is broken.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// Returns true if the database was too busy to answer in time, or is shutting down.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Database(error) if store::is_busy(error))
    }

    /// Returns true if the disk is full.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Database(error) => store::is_full(error),
            Self::Blobs(error) => is_full(error),
            Self::Refused(_) | Self::Internal(_) => false,
        }
    }
}

/// Returns true if a full disk, a quota or a limit on a file's size caused the error.
fn is_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let full = [
        ErrorKind::StorageFull,
        ErrorKind::QuotaExceeded,
        ErrorKind::FileTooLarge,
    ];
    std::iter::successors(Some(error), |error| error.source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| full.contains(&error.kind()))
}

/// A refusal, with the fields of the API's `Problem`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of refusal.
    pub code: ErrorCode,
    /// What was refused and how to fix it, for people.
    pub detail: String,
    /// The action that the caller's policies do not allow.
    pub missing_action: Option<Action>,
    /// Seconds to wait before the next try.
    pub retry_after: Option<u64>,
    /// When the next request is possible.
    pub next_allowed_at: Option<Timestamp>,
    /// The conflicting export.
    pub export_id: Option<ExportId>,
    /// The conflicting state.
    pub state: Option<ExportState>,
    /// The invalid fields.
    pub errors: Vec<FieldError>,
}

impl Refusal {
    /// Creates a refusal with only a code and a detail.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            missing_action: None,
            retry_after: None,
            next_allowed_at: None,
            export_id: None,
            state: None,
            errors: Vec::new(),
        }
    }

    /// Refuses something that does not exist, or that the caller may not know of.
    pub fn not_found(what: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("No such {what}."))
    }

    /// Refuses a cursor that is malformed or belongs to another list.
    pub fn wrong_cursor() -> Self {
        Self::new(
            ErrorCode::BadRequest,
            "The cursor does not belong to this list. Start again without a cursor.",
        )
    }

    /// Refuses one field of the body or query.
    pub fn invalid(field: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let errors = vec![FieldError::new(field, detail.as_str())];
        Self {
            errors,
            ..Self::new(ErrorCode::Invalid, detail)
        }
    }

    /// Adds the conflicting state.
    #[must_use]
    pub fn with_state(mut self, state: ExportState) -> Self {
        self.state = Some(state);
        self
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
