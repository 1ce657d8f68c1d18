//! Server-sent events from `GET /api/v1/events`.

use serde::{Deserialize, Serialize};

use crate::{clock::Clock, export::Export, id::UserId};

/// The `event:` name of a clock change; `data:` is a [`Clock`].
pub const CLOCK: &str = "clock";
/// The `event:` name of an export's progress or state change; `data:` is an [`Export`].
pub const EXPORT: &str = "export";
/// The `event:` name of news in a user's conversation with the Assistant; `data:` is an [`AssistantNews`].
pub const ASSISTANT: &str = "assistant";
/// The `event:` name that tells the client to read everything again: something else changed (an account, its domains or
/// its users), events were missed, or a resume came too late.
pub const RESYNC: &str = "resync";

/// Announces news in a user's conversation with the Assistant. The client reads the conversation for the content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssistantNews {
    /// The user's id.
    pub user_id: UserId,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "event", content = "data")]
pub enum Event {
    /// The clock changed.
    Clock(Clock),
    /// An export made progress or changed state.
    Export(Box<Export>),
    /// The Assistant or the user wrote, or the user's request made progress.
    Assistant(AssistantNews),
    /// Something else changed, or events were missed.
    Resync,
}
