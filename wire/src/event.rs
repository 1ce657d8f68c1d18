//! What the server tells a console that listens: `GET /api/v1/events`, server-sent events.

use serde::{Deserialize, Serialize};

use crate::{clock::Clock, export::Export};

/// The `event:` name of a change of the clock; `data:` is a [`Clock`].
pub const CLOCK: &str = "clock";
/// The `event:` name of an export's progress or change of state; `data:` is an [`Export`].
pub const EXPORT: &str = "export";
/// The `event:` name of news in somebody's conversation with the Assistant; `data:` is an [`AssistantNews`].
pub const ASSISTANT: &str = "assistant";
/// The `event:` name that says that something else changed (an account, its domains or its users), that events were missed,
/// or that a resume was too late: read everything again.
pub const RESYNC: &str = "resync";

/// In whose conversation with the Assistant something is new. What, is read there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssistantNews {
    /// The user's id.
    pub user_id: String,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "event", content = "data")]
pub enum Event {
    /// The clock changed.
    Clock(Clock),
    /// An export moved on.
    Export(Box<Export>),
    /// The Assistant or the user wrote, or the user's request moved on.
    Assistant(AssistantNews),
    /// Something else changed, or events were missed.
    Resync,
}
