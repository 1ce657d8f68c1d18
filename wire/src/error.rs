//! Errors of the API: `application/problem+json` with a code from a closed list.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, id::ExportId, permission::Action, state::ExportState};

/// An error code. The list is closed: a client may match it exhaustively.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ErrorCode {
    /// 400: the request cannot be read (malformed JSON, bad cursor, bad parameter).
    BadRequest,
    /// 401: not signed in, or the session has ended.
    Unauthorized,
    /// 401: unknown principal, wrong password or disabled principal; the response does not say which.
    SignInFailed,
    /// 403: no attached policy allows the action, or one denies it; see `missingAction`.
    AccessDenied,
    /// 403: a state-changing call from outside the console's own pages.
    CrossSite,
    /// 403: Team accounts cannot request attachments.
    TeamAccount,
    /// 404: no such account, export, page or route.
    NotFound,
    /// 405: the path exists, but not with this method.
    MethodNotAllowed,
    /// 409: the account has a running export; see `exportId`.
    ExportRunning,
    /// 409: the export has no file yet, or ended without one; see `state`.
    ExportNotReady,
    /// 409: the export cannot be cancelled or revoked in its current state; see `state`.
    IllegalTransition,
    /// 409: in use, or changed by someone else in the meantime.
    Conflict,
    /// 409: policies that come with Attaché cannot be changed.
    ManagedPolicy,
    /// 409: afterwards no principal could change policies.
    Lockout,
    /// 410: the links have expired.
    ExportExpired,
    /// 410: the links were revoked.
    ExportRevoked,
    /// 413: the body is larger than 64 KiB or, for an attachment, 50 MB.
    PayloadTooLarge,
    /// 415: the body is not `application/json`.
    UnsupportedMediaType,
    /// 421: the host is neither the console's nor the files site's.
    MisdirectedRequest,
    /// 422: the body was understood and refused; see `errors`.
    Invalid,
    /// 422: the token was already used with another body.
    TokenReused,
    /// 422: the simulated clock cannot move backwards.
    ClockBackwards,
    /// 429: the 7-day window is still closed; see `retryAfter` and `nextAllowedAt`.
    ExportWindow,
    /// 429: too many failed sign-ins; see `retryAfter`.
    TooManyAttempts,
    /// 500: an internal error; the server's log has the cause under `requestId`.
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

    /// Returns its HTTP status.
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

    /// Returns a short title, the same for every occurrence.
    pub const fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "The request could not be read",
            Self::Unauthorized => "Sign in first",
            Self::SignInFailed => "Not signed in",
            Self::AccessDenied => "Not permitted",
            Self::CrossSite => "Cross-site request refused",
            Self::TeamAccount => "Not available to Team accounts",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::ExportRunning => "A request is running",
            Self::ExportNotReady => "The file is not ready yet",
            Self::IllegalTransition => "Not possible in this state",
            Self::Conflict => "Conflicts with the current state",
            Self::ManagedPolicy => "Managed policies cannot be changed",
            Self::Lockout => "No one could change policies",
            Self::ExportExpired => "The links have expired",
            Self::ExportRevoked => "The links were revoked",
            Self::PayloadTooLarge => "The body is too large",
            Self::UnsupportedMediaType => "The body must be JSON",
            Self::MisdirectedRequest => "Wrong host",
            Self::Invalid => "The request is not valid",
            Self::TokenReused => "Token already used",
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
    /// The error code.
    pub code: ErrorCode,
    /// The code's short title.
    pub title: String,
    /// Human-readable: what went wrong this time, and what you can do.
    pub detail: String,
    /// Identifies the request in the server's log.
    pub request_id: String,
    /// The action that policies do not allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_action: Option<Action>,
    /// Seconds to wait before retrying (also in the `Retry-After` header).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// When the next request is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_allowed_at: Option<Timestamp>,
    /// The export that prevents the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export_id: Option<ExportId>,
    /// The state that prevents the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ExportState>,
    /// The invalid fields, each with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// An invalid field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's name in the body or query.
    pub field: String,
    /// Human-readable: what is wrong with it.
    pub detail: String,
    /// For fields with lines: the line of the error, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The character within that line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl FieldError {
    /// Creates an error about a whole field.
    pub fn new(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            detail: detail.into(),
            line: None,
            column: None,
        }
    }
}
