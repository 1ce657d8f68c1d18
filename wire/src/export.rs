//! Exports: what the console labels "Attachment requests".

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    item::ContainerKind,
    state::{ExportState, Step},
};

/// Links live this long, from delivery: 6 days, as Amazon Chime documented it.
pub const LINK_LIFE_SECONDS: u64 = 6 * 24 * 60 * 60;
/// A request is possible once in this long, from submission: 7 days, as Amazon Chime documented it.
pub const WINDOW_SECONDS: u64 = 7 * 24 * 60 * 60;

/// Body of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmitExport {
    /// 2 to 64 characters of `[-_a-zA-Z0-9]`, new for each intended request. Sending the same one again
    /// gives the same export again.
    pub client_request_token: String,
    /// Why it is made, for the record; at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The most characters of a reason.
pub const MAX_REASON_CHARS: usize = 500;

/// Whether a client request token has the documented form.
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

/// What an export can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SubjectKind {
    /// Everything that the account's managed users put into the chat.
    Account,
    /// One user's own.
    User,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Actor {
    /// A principal of the console, a user of the chat, or the system.
    pub kind: ActorKind,
    /// The principal's or user's id; `system` for the system.
    pub id: String,
    /// The name as it was then.
    pub name: String,
}

/// What kind of actor it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActorKind {
    /// Somebody who signs in to the console.
    Principal,
    /// A user of the chat.
    User,
    /// Attaché itself.
    System,
}

/// An export as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Export {
    /// Stable id.
    pub id: String,
    /// Whose attachments it contains.
    pub subject: Subject,
    /// The account, when the subject is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Where it is in its life.
    pub state: ExportState,
    /// Who submitted it.
    pub requested_by: Actor,
    /// Why it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was submitted: the instant at which its scope was fixed and from which the window runs.
    pub submitted_at: Timestamp,
    /// When it was delivered: a whole second, from which the links' life runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// When the links die, or died by age; known from delivery on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links_expire_at: Option<Timestamp>,
    /// When it left its last live state (failed, was cancelled, expired or was revoked).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// When this export allows the next one: submission + 7 days; for one that failed or was cancelled,
    /// the moment it ended.
    pub next_allowed_at: Timestamp,
    /// Attachments in scope, those with errors included; 0 until the set is fixed.
    pub items: u64,
    /// Bytes of the attachments that the file lists; while it runs, of all in scope.
    pub bytes: u64,
    /// Attachments left out because of an error.
    pub errors: u64,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// How far it has come, while it runs.
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
    /// The same for people.
    pub detail: String,
}

/// The ways in which an export can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FailureCode {
    /// A step ended in an error again and again.
    Internal,
    /// The file store could not be reached.
    StoreUnavailable,
}

impl FailureCode {
    /// Every code.
    pub const ALL: [Self; 2] = [Self::Internal, Self::StoreUnavailable];

    /// The spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::StoreUnavailable => "storeUnavailable",
        }
    }

    /// The code with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }
}

/// How far a running export has come. It claims nothing that the pipeline cannot know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    /// The step it is in.
    pub step: Step,
    /// When each step began and ended, in order; steps that have not begun are absent.
    pub steps: Vec<StepTimes>,
    /// Attachments whose file has been checked.
    pub items_checked: u64,
    /// Bytes of those.
    pub bytes_checked: u64,
    /// The earliest likely delivery.
    pub ready_earliest: Timestamp,
    /// The latest likely delivery.
    pub ready_latest: Timestamp,
}

/// When a step began and ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepTimes {
    /// The step.
    pub step: Step,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
}

/// An export with all that its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportDetail {
    /// The export.
    #[serde(flatten)]
    pub export: Export,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// When each step began and ended; kept after the export is over.
    pub steps: Vec<StepTimes>,
    /// The manifest (CSV form): its length and SHA-256 as they were at delivery.
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
    /// Length of the file.
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
    /// Attachments.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Attachments of one media type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileTypeCount {
    /// The media type.
    pub content_type: String,
    /// Attachments.
    pub items: u64,
    /// Their bytes.
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
    /// More, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The forms in which the file can be downloaded.
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

    /// The file extension.
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
