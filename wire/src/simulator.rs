//! The simulator: faults made on purpose, the simulated DNS, the life of the chat, and designed states.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A fault to put into the file store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FaultKind {
    /// The file is gone.
    MissingBlob,
    /// One byte of the file is not what it was.
    CorruptBlob,
}

/// Body of a request for a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFault {
    /// What to do to the file.
    pub kind: FaultKind,
    /// The attachment whose file it is; without it, an attachment with a file that few others share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<String>,
}

/// A fault that is in the file store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fault {
    /// What was done.
    pub kind: FaultKind,
    /// Lower-case hex SHA-256 of the file as it should be.
    pub sha256: String,
    /// How many attachments of the world have this file.
    pub attachments: u64,
}

/// A TXT record of the simulated DNS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DnsRecord {
    /// Names the record.
    pub id: String,
    /// Its full name, lower-case, without a dot at the end.
    pub name: String,
    /// Its value.
    pub value: String,
    /// When the world sees it: changes of the DNS take a while.
    pub visible_at: Timestamp,
    /// Whether the world sees it by now.
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

/// What is wrong with the machinery on purpose, besides single files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Machinery {
    /// Every read of the file store waits so long (wall milliseconds, at most [`MAX_SLOWNESS_MILLIS`]); 0 = not slow.
    pub store_delay_millis: u32,
}

/// The slowest that the file store can be made.
pub const MAX_SLOWNESS_MILLIS: u32 = 10_000;

/// Whether people chat, upload and make rooms as simulated time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activity {
    /// Whether they do.
    pub enabled: bool,
}

/// The largest attachment: 50 MB, as Amazon Chime documented it.
pub const MAX_ATTACHMENT_BYTES: u64 = 50_000_000;
/// The fewest people of a group conversation: two have a 1:1 conversation.
pub const MIN_GROUP_MEMBERS: usize = 3;
/// The most people of a group conversation, as Amazon Chime documented it.
pub const MAX_GROUP_MEMBERS: usize = 50;

/// Body that begins a group conversation in the simulated chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGroup {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// E-mail addresses of [`MIN_GROUP_MEMBERS`] to [`MAX_GROUP_MEMBERS`] different people who have signed in.
    pub members: Vec<String>,
}

/// Body that makes a chat room in the simulated chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRoom {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// E-mail address of who creates it, and is its first administrator.
    pub creator: String,
    /// E-mail addresses of the others, if any.
    #[serde(default)]
    pub members: Vec<String>,
}

/// A conversation or room that was made in the simulated chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeContainer {
    /// Its id.
    pub id: String,
}

/// A file that was put into the simulated chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Uploaded {
    /// The attachment's id.
    pub attachment_id: String,
    /// The message's id.
    pub message_id: String,
    /// Its size.
    pub size_bytes: u64,
    /// Lower-case hex SHA-256 of its bytes.
    pub sha256: String,
}

/// A state that the console was designed for, to be brought about by one click.
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
    /// A request is ready and some files are missing in it.
    ReadyWithErrors,
    /// A request has failed.
    Failed,
    /// A request was revoked: no file, and the window is not open yet.
    CoolingDown,
    /// The links are dead and the window is not open yet.
    DeadWindow,
    /// The links are dead and a new request is possible.
    Expired,
    /// The links were revoked and a new request is possible.
    Revoked,
    /// Somebody who may look and not request.
    Denied,
}

impl Scenario {
    /// Every scenario, in the order in which they are offered.
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

/// Body that brings a scenario about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LaunchScenario {
    /// Which.
    pub scenario: Scenario,
}

/// Where a scenario can be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Launched {
    /// The account that is in it.
    pub account_id: String,
    /// The request that is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export_id: Option<String>,
    /// As whom to look at it: a principal's id, where another than the present one is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in_as: Option<String>,
}

/// Body that resets the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetWorld {
    /// The word `reset`: nobody does it by accident.
    pub confirm: String,
}

impl ResetWorld {
    /// What has to be said.
    pub const WORD: &str = "reset";
}
