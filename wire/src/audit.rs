//! The audit log: who did what, when, from where, with what outcome.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// How an audited call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuditOutcome {
    /// It was allowed and done.
    Allowed,
    /// No policy allowed it, or one denied it; or a link was refused.
    Denied,
    /// It was allowed, and then refused for another reason or failed.
    Failed,
}

impl AuditOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Allowed, Self::Denied, Self::Failed];

    /// The spelling in JSON, in queries and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }

    /// The outcome with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// An audit event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEvent {
    /// Its number in the log: 1, 2, 3, … without a gap.
    pub sequence: u64,
    /// Unique id.
    pub id: String,
    /// When it happened.
    pub at: Timestamp,
    /// The service, e.g. `chime`.
    pub source: String,
    /// The action's name without its service, e.g. `StartDataExport`; `GetObject` (of `s3`) for the use of a link,
    /// `ConsoleLogin` (of `signin`) for a sign-in.
    pub name: String,
    /// Who: a principal's id, `system`, or an export's id for the use of a link.
    pub principal: String,
    /// Their name at that time.
    pub principal_name: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// The code of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The address that the call came from, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The account that it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The whole record as JSON text in CloudTrail's shape, exactly as the chain covers it.
    pub record: String,
}

/// What a check of the whole log found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditVerification {
    /// Records that were found to be as they were written, from the first on.
    pub intact: u64,
    /// When the check ended (wall clock).
    pub checked_at: Timestamp,
    /// The first thing that is wrong; `None` when the log is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<AuditFault>,
}

/// The first thing that is wrong with the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditFault {
    /// What it is.
    pub kind: AuditFaultKind,
    /// The number of the record that it shows at: the first that is not where or what it was.
    pub sequence: u64,
    /// The id of the record found there, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When, as the record found there has it now: where it is in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// What was found, for people.
    pub detail: String,
}

/// Kinds of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuditFaultKind {
    /// The record (or a column that is searched by) differs from what was written, or does not belong here.
    Altered,
    /// Records are missing before this one.
    Missing,
    /// The log ends before the last record that was written.
    CutOff,
    /// The head, which is kept apart, is missing or was altered: whether the end was cut off cannot be told.
    HeadLost,
}
