//! The audit log: who did what, when and from where, and the outcome.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, id::AccountId};

/// The outcome of an audited call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuditOutcome {
    /// It was allowed and succeeded.
    Allowed,
    /// No policy allowed it, or one denied it; or a link was refused.
    Denied,
    /// It was allowed, but refused for another reason or failed.
    Failed,
}

impl AuditOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Allowed, Self::Denied, Self::Failed];

    /// Returns the spelling in JSON, in queries and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }

    /// Returns the outcome with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// An audit event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEvent {
    /// Its number in the log: 1, 2, 3, … without gaps.
    pub sequence: u64,
    /// Unique id.
    pub id: String,
    /// When it happened.
    pub at: Timestamp,
    /// The service, e.g. `chime`.
    pub source: String,
    /// The operation's name without its service, e.g. `CancelDataExport`; `GetObject` (of `s3`) for the use of a link;
    /// `ConsoleLogin` (of `signin`) for a sign-in.
    pub name: String,
    /// The actor: a principal's id, `system`, or, for the use of a link, an export's id.
    pub principal: String,
    /// The actor's name at that time.
    pub principal_name: String,
    /// The outcome.
    pub outcome: AuditOutcome,
    /// True for a read that was allowed: the operation can change nothing.
    #[serde(default)]
    pub read_only: bool,
    /// The error code of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The caller's IP address, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The account concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// The complete record: JSON text in CloudTrail's format, exactly as hashed in the chain.
    pub record: String,
}

/// The result of verifying the whole log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditVerification {
    /// Number of unaltered records, counted from the first.
    pub intact: u64,
    /// When the verification ended (wall clock).
    pub checked_at: Timestamp,
    /// The first fault; `None` if the log is intact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<AuditFault>,
}

/// The first fault in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditFault {
    /// The kind of fault.
    pub kind: AuditFaultKind,
    /// The number of the first record that is altered or out of place.
    pub sequence: u64,
    /// The id of the record found there, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The time in the record found there, which is its place in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Human-readable description.
    pub detail: String,
}

/// The kinds of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuditFaultKind {
    /// The record, or a column used for searching, was altered, or the record does not belong here.
    Altered,
    /// Records are missing before this one.
    Missing,
    /// The log ends before the last record written.
    CutOff,
    /// The head, which is stored separately, is missing or altered, so a log that was cut off cannot be detected.
    HeadLost,
}
