//! The Assistant: where people who belong to no account ask for their own attachments.
//!
//! The conversation is part of the chat, which is simulated here; anyone signed in to the demo can write in the name
//! of any user. What comes of it is not simulated.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Timestamp, state::ExportState};

/// A code is valid this long: 10 minutes, as Amazon Chime documented it.
pub const CODE_LIFE_SECONDS: u64 = 10 * 60;
/// Letters of a code, as Amazon Chime documented it.
pub const CODE_LETTERS: usize = 6;
/// The most characters of a message.
pub const MAX_MESSAGE_CHARS: usize = 1_000;

/// Asks for one's own attachments.
pub const GET_MY_ATTACHMENTS: &str = "Get my attachments";
/// Asks to be deleted.
pub const DELETE_ME: &str = "Delete me";
/// Asks what there is to ask.
pub const HELP: &str = "Help";

/// Somebody in whose name one can write to the Assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantUser {
    /// The user's id.
    pub id: String,
    /// Name shown in the chat. Hostile until shown as text.
    pub display_name: String,
    /// E-mail address.
    pub email: String,
    /// The name of the account that manages them; absent for those whom the Assistant serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<String>,
}

/// Who wrote a message.
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
    /// Rises with time.
    pub id: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// What it says: plain text, in which a line end begins a new paragraph. Hostile until shown as text.
    pub text: String,
    /// A command to send next, exactly like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The file that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<AssistantFile>,
}

/// A file that the Assistant has made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantFile {
    /// Where its export is in its life.
    pub state: ExportState,
    /// Attachments in it.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Attachments that are missing in it because their files could not be read.
    pub errors: u64,
    /// When its links die, its own included.
    pub links_expire_at: Timestamp,
    /// Pre-signed link to the file as CSV, while it lives. A secret: anyone who has it has the attachments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv_url: Option<String>,
    /// Pre-signed link to the file as plain text, one link per line, while it lives. A secret as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_url: Option<String>,
}

/// The conversation with the Assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssistantThread {
    /// With whom.
    pub user: AssistantUser,
    /// The last 200 messages, oldest first.
    pub messages: Vec<AssistantMessage>,
    /// When the user may ask for attachments again; absent when now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_allowed_at: Option<Timestamp>,
    /// Whether the user's request is being processed.
    pub processing: bool,
    /// Whether they had the Assistant delete them: they write nothing any more.
    pub deleted: bool,
}

/// Body that writes to the Assistant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WriteToAssistant {
    /// 1 to [`MAX_MESSAGE_CHARS`] characters. Commands are read without regard to case and white space around them.
    pub text: String,
}

/// Without the text and the command, which may hold a code.
impl fmt::Debug for AssistantMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssistantMessage")
            .field("id", &self.id)
            .field("author", &self.author)
            .finish_non_exhaustive()
    }
}

/// Without the links.
impl fmt::Debug for AssistantFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssistantFile")
            .field("state", &self.state)
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}

/// Without the text, which may hold a code.
impl fmt::Debug for WriteToAssistant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteToAssistant").finish_non_exhaustive()
    }
}
