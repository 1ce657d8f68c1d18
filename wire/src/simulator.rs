//! The simulator: deliberate faults, the simulated DNS, simulated activity, and scenarios.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    id::{AccountId, AttachmentId, ContainerId, ExportId, MessageId, PrincipalId},
};

/// A fault to create in the file store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FaultKind {
    /// The file is missing.
    MissingBlob,
    /// One byte of the file is changed.
    CorruptBlob,
}

/// Body that creates a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFault {
    /// The kind of fault.
    pub kind: FaultKind,
    /// The attachment whose file to break. If absent, the server picks an attachment whose file few others share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<AttachmentId>,
}

/// A fault in the file store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fault {
    /// The kind of fault.
    pub kind: FaultKind,
    /// Lower-case hex SHA-256 of the original file.
    pub sha256: String,
    /// Number of attachments in the world that share this file.
    pub attachments: u64,
}

/// A TXT record of the simulated DNS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DnsRecord {
    /// Identifies the record.
    pub id: String,
    /// Its full name, lower-case, without a trailing dot.
    pub name: String,
    /// Its value.
    pub value: String,
    /// When lookups find it: DNS changes take time to propagate.
    pub visible_at: Timestamp,
    /// True if lookups find it now.
    pub visible: bool,
}

/// Body that adds a TXT record to the simulated DNS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDnsRecord {
    /// Its full name.
    pub name: String,
    /// Its value, at most 255 bytes.
    pub value: String,
}

/// Deliberate faults of the infrastructure, apart from single files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Machinery {
    /// Delay of every read from the file store in wall milliseconds, at most [`MAX_SLOWNESS_MILLIS`]; 0 means no delay.
    pub store_delay_millis: u32,
    /// Calls of the API that fail; if absent, none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_errors: Option<ApiErrors>,
    /// Seconds by which the clocks of the pipeline's worker are ahead (positive) or behind (negative), at most
    /// [`MAX_WORKER_SKEW_SECONDS`] either way. If absent, they are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker_skew_seconds: Option<i32>,
}

/// Maximum delay of the file store in milliseconds.
pub const MAX_SLOWNESS_MILLIS: u32 = 10_000;
/// Maximum skew of the worker's clocks in seconds, either way: a day.
pub const MAX_WORKER_SKEW_SECONDS: i32 = 86_400;

/// Calls of the API that fail on purpose, instead of doing what they would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiErrors {
    /// Share of the calls that fail, 1 to 100 percent.
    pub percent: u8,
    /// HTTP status of their responses: 500 or 503.
    pub status: u16,
    /// The operation that fails, as the audit log names it (such as `chime:ListUsers`). If absent, all do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
}

/// Whether users chat, upload files and create rooms as simulated time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activity {
    /// True if they do.
    pub enabled: bool,
}

/// Maximum size of an attachment in bytes: 50 MB, as Amazon Chime documented it.
pub const MAX_ATTACHMENT_BYTES: u64 = 50_000_000;
/// Minimum members of a group conversation: two people have a 1:1 conversation.
pub const MIN_GROUP_MEMBERS: usize = 3;
/// Maximum members of a group conversation, as Amazon Chime documented it.
pub const MAX_GROUP_MEMBERS: usize = 50;

/// Body that starts a group conversation in the simulated chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGroup {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// E-mail addresses of [`MIN_GROUP_MEMBERS`] to [`MAX_GROUP_MEMBERS`] distinct users who have signed in.
    pub members: Vec<String>,
}

/// Body that creates a chat room in the simulated chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRoom {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// E-mail address of its creator and first administrator.
    pub creator: String,
    /// E-mail addresses of the other members, if any.
    #[serde(default)]
    pub members: Vec<String>,
}

/// A conversation or room created in the simulated chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeContainer {
    /// Its id.
    pub id: ContainerId,
}

/// A file uploaded to the simulated chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Uploaded {
    /// The attachment's id.
    pub attachment_id: AttachmentId,
    /// The message's id.
    pub message_id: MessageId,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Lower-case hex SHA-256 of its bytes.
    pub sha256: String,
}

/// A state that the console was designed for. One click launches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Scenario {
    /// A Team account, which cannot request attachments.
    Team,
    /// An Enterprise account that can.
    Available,
    /// A request is being processed.
    Processing,
    /// A request is ready.
    Ready,
    /// A request is ready, but some files were left out.
    ReadyWithErrors,
    /// A request has failed.
    Failed,
    /// A request was revoked: no file, and the window is still closed.
    CoolingDown,
    /// The links have expired and the window is still closed.
    DeadWindow,
    /// The links have expired and a new request is allowed.
    Expired,
    /// The links were revoked and a new request is allowed.
    Revoked,
    /// A principal who may view but not request.
    Denied,
}

impl Scenario {
    /// Every scenario, in the order in which the console offers them.
    pub const ALL: [Self; 11] = [
        Self::Available,
        Self::Processing,
        Self::Ready,
        Self::ReadyWithErrors,
        Self::Failed,
        Self::CoolingDown,
        Self::DeadWindow,
        Self::Expired,
        Self::Revoked,
        Self::Team,
        Self::Denied,
    ];
}

/// Body that launches a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LaunchScenario {
    /// The scenario.
    pub scenario: Scenario,
}

/// Where to view a launched scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Launched {
    /// The id of the account in this state.
    pub account_id: AccountId,
    /// The id of the request in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export_id: Option<ExportId>,
    /// The id of the principal to sign in as, if not the current one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in_as: Option<PrincipalId>,
}

/// Body that resets the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetWorld {
    /// The word `reset`, to prevent accidents.
    pub confirm: String,
}

impl ResetWorld {
    /// The required value of `confirm`.
    pub const WORD: &str = "reset";
}
