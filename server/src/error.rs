//! Errors of the server's own modules: a refusal that the caller may read, or a cause that only the log may hold.

use attache_wire::{
    Timestamp,
    error::{ErrorCode, FieldError},
    id::ExportId,
    permission::Action,
    state::ExportState,
};

use crate::store;

/// What a module's function gives or why it did not.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refuse it; the caller is told all of this.
    #[error("{}: {}", .0.code.title(), .0.detail)]
    Refused(Box<Refusal>),
    /// The database failed. The caller is told only that something did.
    #[error("database: {0}")]
    Database(#[from] store::Error),
    /// The blob store failed.
    #[error("blob store: {0}")]
    Blobs(#[from] object_store::Error),
    /// Something that ought not to happen.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// Whether the database was too busy to answer in time, or is shutting down.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Database(error) if store::is_busy(error))
    }

    /// Whether the disk is full.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Database(error) if store::is_full(error))
    }
}

/// A refusal, ready to be shown: the fields of the API's `Problem`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind.
    pub code: ErrorCode,
    /// What and what can be done, for people.
    pub detail: String,
    /// The action that no policy allows.
    pub missing_action: Option<Action>,
    /// Seconds after which to try again.
    pub retry_after: Option<u64>,
    /// When the next request is possible.
    pub next_allowed_at: Option<Timestamp>,
    /// The export in the way.
    pub export_id: Option<ExportId>,
    /// The state in the way.
    pub state: Option<ExportState>,
    /// The fields in the way.
    pub errors: Vec<FieldError>,
}

impl Refusal {
    /// A refusal with nothing but words.
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

    /// There is no such thing, or none that the caller may know of.
    pub fn not_found(what: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("No such {what}."))
    }

    /// The cursor is of another list, or of none.
    pub fn wrong_cursor() -> Self {
        Self::new(
            ErrorCode::BadRequest,
            "The cursor does not belong to this list. Start again without a cursor.",
        )
    }

    /// One field of the body or query is refused.
    pub fn invalid(field: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let errors = vec![FieldError::new(field, detail.as_str())];
        Self {
            errors,
            ..Self::new(ErrorCode::Invalid, detail)
        }
    }

    /// The same with the state in the way.
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
