//! The Assistant, which gives users without an account their own attachments.
//!
//! The conversation is part of the simulated chat: anyone signed in to the demo can write as any user. Its effects are
//! real.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Timestamp, id::UserId, state::ExportState};

/// How long a code is valid, in seconds: 10 minutes, as Amazon Chime documented it.
pub const CODE_LIFE_SECONDS: u64 = 10 * 60;
/// Number of letters in a code, as Amazon Chime documented it.
pub const CODE_LETTERS: usize = 6;
/// Maximum length of a message in characters.
pub const MAX_MESSAGE_CHARS: usize = 1_000;

/// The command that requests the user's attachments.
pub const GET_MY_ATTACHMENTS: &str = "Get my attachments";
/// The command that deletes the user.
pub const DELETE_ME: &str = "Delete me";
/// The command that lists the commands.
pub const HELP: &str = "Help";

/// A user as whom you can write to the Assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantUser {
    /// The user's id.
    pub id: UserId,
    /// Name shown in the chat. Untrusted: show it as plain text only.
    pub display_name: String,
    /// E-mail address.
    pub email: String,
    /// The name of the account that manages them; absent if the Assistant serves them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
}

/// The author of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Author {
    /// The user.
    User,
    /// The Assistant.
    Assistant,
}

/// A message of the conversation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantMessage {
    /// Increases with time.
    pub id: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Its author.
    pub author: Author,
    /// Plain text; each line is a paragraph. Untrusted: show it as plain text only.
    pub text: String,
    /// The command to send next, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The file it announces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<AssistantFile>,
}

/// A file from the Assistant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantFile {
    /// The state of its export.
    pub state: ExportState,
    /// Number of attachments in it.
    pub items: u64,
    /// Their total size in bytes.
    pub bytes: u64,
    /// Attachments left out because their files could not be read.
    pub errors: u64,
    /// When its links expire, including those to the file itself.
    pub links_expire_at: Timestamp,
    /// Pre-signed link to the CSV file, until it expires. Secret: anyone who has it can download the attachments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv_url: Option<String>,
    /// Pre-signed link to the text file, one link per line, until it expires. Also secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_url: Option<String>,
}

/// The conversation with the Assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantThread {
    /// The user.
    pub user: AssistantUser,
    /// The last 200 messages, oldest first.
    pub messages: Vec<AssistantMessage>,
    /// When the user may request attachments again; absent if now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_allowed_at: Option<Timestamp>,
    /// Whether the user's request is being processed.
    pub processing: bool,
    /// True if the user was deleted at their own request. Deleted users cannot write.
    pub deleted: bool,
}

/// Body that writes to the Assistant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WriteToAssistant {
    /// 1 to [`MAX_MESSAGE_CHARS`] characters. Commands ignore case and surrounding white space.
    pub text: String,
}

/// Omits the text and the command, which may contain a code.
impl fmt::Debug for AssistantMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssistantMessage")
            .field("id", &self.id)
            .field("author", &self.author)
            .finish_non_exhaustive()
    }
}

/// Omits the links.
impl fmt::Debug for AssistantFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssistantFile")
            .field("state", &self.state)
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}

/// Omits the text, which may contain a code.
impl fmt::Debug for WriteToAssistant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteToAssistant").finish_non_exhaustive()
    }
}
