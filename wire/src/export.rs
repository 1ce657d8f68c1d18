//! Exports: what the console labels "Attachment requests".

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    id::{AccountId, ExportId},
    item::ContainerKind,
    state::{ExportState, Step},
};

/// Lifetime of links in seconds, from delivery: 6 days, as Amazon Chime documented it.
pub const LINK_LIFE_SECONDS: u64 = 6 * 24 * 60 * 60;
/// Minimum seconds between requests, from submission: 7 days, as Amazon Chime documented it.
pub const WINDOW_SECONDS: u64 = 7 * 24 * 60 * 60;

/// Body of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmitExport {
    /// 2 to 64 characters of `[-_a-zA-Z0-9]`, unique for each intended request. Repeating a token returns the same
    /// export.
    pub client_request_token: String,
    /// The reason for the request, for the record; at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Maximum length of a reason in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// Returns true if the text is a valid client request token.
pub fn is_client_request_token(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Whose attachments an export contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subject {
    /// An account, or one (unmanaged) user.
    pub kind: SubjectKind,
    /// The account's or user's id.
    pub id: String,
}

/// The kinds of subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SubjectKind {
    /// All attachments in the account's scope.
    Account,
    /// One user's own attachments.
    User,
}

/// The actor: who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Actor {
    /// A principal of the console, a user of the chat, or the system.
    pub kind: ActorKind,
    /// The principal's or user's id; `system` for the system.
    pub id: String,
    /// The actor's name at that time.
    pub name: String,
}

/// The kinds of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActorKind {
    /// A principal, who signs in to the console.
    Principal,
    /// A user of the chat.
    User,
    /// Attaché itself.
    System,
}

/// An export, as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Export {
    /// Stable id.
    pub id: ExportId,
    /// Whose attachments it contains.
    pub subject: Subject,
    /// The account's id, if the subject is an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// Its state.
    pub state: ExportState,
    /// Who submitted the export.
    pub requested_by: Actor,
    /// The reason for the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was submitted. This time fixes the scope and starts the window.
    pub submitted_at: Timestamp,
    /// When it was delivered, to the second. The lifetime of its links starts here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// When the links expire or expired; known from delivery on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links_expire_at: Option<Timestamp>,
    /// When it ended (failed, was cancelled, expired or was revoked).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// When this export allows the next one: submission + 7 days or, if it failed or was cancelled, when it ended.
    pub next_allowed_at: Timestamp,
    /// Number of attachments in scope, including those with errors; 0 until the set is fixed.
    pub items: u64,
    /// Total bytes of the attachments listed in the file; while the export runs, of all in scope.
    pub bytes: u64,
    /// Number of attachments left out because of an error.
    pub errors: u64,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Its progress while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
}

/// Why an export failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Failure {
    /// A stable code.
    pub code: FailureCode,
    /// Human-readable description.
    pub detail: String,
}

/// Why an export can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FailureCode {
    /// A step failed repeatedly.
    Internal,
    /// The file store could not be reached.
    StoreUnavailable,
}

impl FailureCode {
    /// Every code.
    pub const ALL: [Self; 2] = [Self::Internal, Self::StoreUnavailable];

    /// Returns the spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::StoreUnavailable => "storeUnavailable",
        }
    }

    /// Returns the code with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }
}

/// The progress of a running export. Contains only facts that the pipeline knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    /// The step it is in.
    pub step: Step,
    /// When each step started and ended, in order; steps that have not started are absent.
    pub steps: Vec<StepTimes>,
    /// Number of attachments whose file has been checked.
    pub items_checked: u64,
    /// Total bytes of the checked attachments.
    pub bytes_checked: u64,
    /// The earliest likely delivery.
    pub ready_earliest: Timestamp,
    /// The latest likely delivery.
    pub ready_latest: Timestamp,
}

/// When a step started and ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepTimes {
    /// The step.
    pub step: Step,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
}

/// An export with everything on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportDetail {
    /// The export.
    #[serde(flatten)]
    pub export: Export,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// When each step started and ended; kept after the export has ended.
    pub steps: Vec<StepTimes>,
    /// Length and SHA-256 of the CSV manifest at delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<ManifestFacts>,
    /// Attachments by container kind; empty until the set is fixed.
    pub by_container: Vec<ContainerCount>,
    /// Attachments by media type, largest count first; empty until the set is fixed.
    pub by_file_type: Vec<FileTypeCount>,
}

/// Length and hash of the CSV manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManifestFacts {
    /// Length of the file in bytes.
    pub size_bytes: u64,
    /// Lower-case hex SHA-256 of the file.
    pub sha256: String,
}

/// Attachments shared in one kind of container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContainerCount {
    /// The kind.
    pub kind: ContainerKind,
    /// Number of attachments.
    pub items: u64,
    /// Their total size in bytes.
    pub bytes: u64,
}

/// Attachments of one media type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileTypeCount {
    /// The media type.
    pub content_type: String,
    /// Number of attachments.
    pub items: u64,
    /// Their total size in bytes.
    pub bytes: u64,
}

/// Something that happened to an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// The state it entered.
    pub state: ExportState,
    /// Who caused it.
    pub actor: Actor,
    /// Human-readable details.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The formats in which the file can be downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ManifestFormat {
    /// RFC 4180 with a header row, safe to open in a spreadsheet.
    Csv,
    /// One URL per line.
    Txt,
    /// One JSON object per line, raw values.
    Ndjson,
}

impl ManifestFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Txt, Self::Ndjson];

    /// Returns the file extension.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Txt => "txt",
            Self::Ndjson => "ndjson",
        }
    }

    /// The format with this extension.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == text)
    }
}
