//! The items of an export: one for each attachment in scope at submission.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    id::{AttachmentId, ContainerId, MessageId},
};

/// The clause of the scope rule that included an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Rule {
    /// Uploaded in a 1:1 or group conversation by a managed user.
    UploaderManaged,
    /// Uploaded, by anyone, in a chat room that a managed user created.
    RoomCreatorManaged,
}

impl Rule {
    /// Every clause.
    pub const ALL: [Self; 2] = [Self::UploaderManaged, Self::RoomCreatorManaged];

    /// Returns the spelling used in JSON, CSV and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UploaderManaged => "uploader-managed",
            Self::RoomCreatorManaged => "room-creator-managed",
        }
    }

    /// Returns the clause with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == text)
    }
}

/// The kinds of container that can be in scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ContainerKind {
    /// A 1:1 conversation.
    Direct,
    /// A group conversation of up to 50 people.
    Group,
    /// A chat room; it has a creator.
    Room,
}

impl ContainerKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Group, Self::Room];

    /// Returns the spelling used in JSON, CSV and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
            Self::Room => "room",
        }
    }

    /// Returns the kind with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The status of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ItemStatus {
    /// Its file has not been checked yet.
    Pending,
    /// Its file is intact. The manifest has a link to it.
    Ok,
    /// Its file is missing, damaged or unreadable. It is left out of the manifest.
    Error,
}

impl ItemStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Ok, Self::Error];

    /// Returns the spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Ok => "ok",
            Self::Error => "error",
        }
    }

    /// Returns the status with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Why an item was left out of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ItemError {
    /// The store has no such file.
    Missing,
    /// The file's length differs from the uploaded length.
    LengthMismatch,
    /// The file's SHA-256 differs from that of the upload.
    DigestMismatch,
    /// The store repeatedly returned an error.
    Unreadable,
}

impl ItemError {
    /// Every error.
    pub const ALL: [Self; 4] = [
        Self::Missing,
        Self::LengthMismatch,
        Self::DigestMismatch,
        Self::Unreadable,
    ];

    /// Returns the spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::LengthMismatch => "lengthMismatch",
            Self::DigestMismatch => "digestMismatch",
            Self::Unreadable => "unreadable",
        }
    }

    /// Returns the error with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| error.as_str() == text)
    }
}

/// One attachment of an export, as of the export's submission. Contains no link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    /// The attachment's id; unique within the export.
    pub attachment_id: AttachmentId,
    /// The name it was uploaded under. Untrusted: show it as plain text only.
    pub file_name: String,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Lower-case hex SHA-256 of its bytes.
    pub sha256: String,
    /// Who uploaded it.
    pub uploader_email: String,
    /// The kind of container it was shared in.
    pub container_kind: ContainerKind,
    /// The room's or conversation's name.
    pub container_name: String,
    /// The room's or conversation's id.
    pub container_id: ContainerId,
    /// Who created the room; absent for conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_creator_email: Option<String>,
    /// The message that carried it.
    pub message_id: MessageId,
    /// When it was uploaded.
    pub uploaded_at: Timestamp,
    /// The clause that included it.
    pub rule: Rule,
    /// Suggested path to save it to: unique in the export and safe on every system. Empty until the export is sealed.
    pub path: String,
    /// Its status.
    pub status: ItemStatus,
    /// Why it was left out, if `status` is `error`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ItemError>,
    /// How often it was downloaded to its end through its link.
    #[serde(default)]
    pub downloads: u32,
    /// When it was last downloaded so; absent if never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub downloaded_at: Option<Timestamp>,
}
