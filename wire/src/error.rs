//! Errors of the API: `application/problem+json` with a code from a closed list.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, permission::Action, state::ExportState};

/// What went wrong. The list is closed: a client may match on all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ErrorCode {
    /// 400: the request cannot be read (malformed JSON, bad cursor, bad parameter).
    BadRequest,
    /// 401: nobody is signed in, or the session ended.
    Unauthorized,
    /// 401: no such principal, a wrong password, or a disabled principal; the answer does not say which.
    SignInFailed,
    /// 403: no attached policy allows the action, or one denies it; see `missingAction`.
    AccessDenied,
    /// 403: a state-changing call that did not come from the console's own page.
    CrossSite,
    /// 403: Team accounts cannot request attachments.
    TeamAccount,
    /// 404: no such account, export, page or route.
    NotFound,
    /// 405: the path exists, the method does not.
    MethodNotAllowed,
    /// 409: an export of the account is running; see `exportId`.
    ExportRunning,
    /// 409: the export has no file yet, or never had one; see `state`.
    ExportNotReady,
    /// 409: the export cannot be cancelled or revoked in its present state; see `state`.
    IllegalTransition,
    /// 409: in use, or changed by somebody else meanwhile.
    Conflict,
    /// 409: policies that come with Attaché cannot be changed.
    ManagedPolicy,
    /// 409: nobody could change policies any more afterwards.
    Lockout,
    /// 410: the links reached the end of their life.
    ExportExpired,
    /// 410: the links were revoked.
    ExportRevoked,
    /// 413: the body is larger than this call allows: 64 KiB, an attachment 50 MB.
    PayloadTooLarge,
    /// 415: the body is not `application/json`.
    UnsupportedMediaType,
    /// 421: neither the console's nor the files site's host.
    MisdirectedRequest,
    /// 422: the body was understood and refused; see `errors`.
    Invalid,
    /// 422: the token was used with another body.
    TokenReused,
    /// 422: the simulated clock never runs backwards.
    ClockBackwards,
    /// 429: the 7-day window has not passed; see `retryAfter` and `nextAllowedAt`.
    ExportWindow,
    /// 429: too many failed sign-ins; see `retryAfter`.
    TooManyAttempts,
    /// 500: our fault; the cause is in the server's log under `requestId`.
    Internal,
    /// 503: overloaded, out of disk space or shutting down; try again.
    Unavailable,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [Self; 26] = [
        Self::BadRequest,
        Self::Unauthorized,
        Self::SignInFailed,
        Self::AccessDenied,
        Self::CrossSite,
        Self::TeamAccount,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::ExportRunning,
        Self::ExportNotReady,
        Self::IllegalTransition,
        Self::Conflict,
        Self::ManagedPolicy,
        Self::Lockout,
        Self::ExportExpired,
        Self::ExportRevoked,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::MisdirectedRequest,
        Self::Invalid,
        Self::TokenReused,
        Self::ClockBackwards,
        Self::ExportWindow,
        Self::TooManyAttempts,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The HTTP status that carries it.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthorized | Self::SignInFailed => 401,
            Self::AccessDenied | Self::CrossSite | Self::TeamAccount => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::ExportRunning
            | Self::ExportNotReady
            | Self::IllegalTransition
            | Self::Conflict
            | Self::ManagedPolicy
            | Self::Lockout => 409,
            Self::ExportExpired | Self::ExportRevoked => 410,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::MisdirectedRequest => 421,
            Self::Invalid | Self::TokenReused | Self::ClockBackwards => 422,
            Self::ExportWindow | Self::TooManyAttempts => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// A short title, the same for every occurrence.
    pub const fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "The request could not be read",
            Self::Unauthorized => "Sign in first",
            Self::SignInFailed => "Not signed in",
            Self::AccessDenied => "Not permitted",
            Self::CrossSite => "Refused from another site",
            Self::TeamAccount => "Not available to Team accounts",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::ExportRunning => "A request is running",
            Self::ExportNotReady => "The file is not ready yet",
            Self::IllegalTransition => "Not possible in this state",
            Self::Conflict => "Conflicts with the current state",
            Self::ManagedPolicy => "Managed policies cannot be changed",
            Self::Lockout => "No one could change policies any more",
            Self::ExportExpired => "The links have expired",
            Self::ExportRevoked => "The links were revoked",
            Self::PayloadTooLarge => "The body is too large",
            Self::UnsupportedMediaType => "The body must be JSON",
            Self::MisdirectedRequest => "Wrong host",
            Self::Invalid => "The request is not valid",
            Self::TokenReused => "The token was used before",
            Self::ClockBackwards => "The clock never runs backwards",
            Self::ExportWindow => "Too early for the next request",
            Self::TooManyAttempts => "Too many failed attempts",
            Self::Internal => "Something went wrong",
            Self::Unavailable => "Temporarily unavailable",
        }
    }
}

/// The body of every error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What went wrong.
    pub code: ErrorCode,
    /// The code's short title.
    pub title: String,
    /// What went wrong this time, and what can be done, for people.
    pub detail: String,
    /// Finds the request in the server's log.
    pub request_id: String,
    /// The action that no policy allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_action: Option<Action>,
    /// Try again after this many seconds (see the `Retry-After` header).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// When the next request is possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_allowed_at: Option<Timestamp>,
    /// The export that is in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export_id: Option<String>,
    /// The state that is in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ExportState>,
    /// Which fields were refused and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// A field that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's name in the body or query.
    pub field: String,
    /// What is wrong with it, for people.
    pub detail: String,
    /// Where in the field's text, for those that have lines: the line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The character in that line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl FieldError {
    /// An error about a field as a whole.
    pub fn new(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            detail: detail.into(),
            line: None,
            column: None,
        }
    }
}
