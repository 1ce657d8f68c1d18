//! The notification centre: what happened to attachment requests, for each principal.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, export::Actor, state::ExportState};

/// Something that happened to an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    /// Its number: larger is newer.
    pub id: u64,
    /// When it happened.
    pub at: Timestamp,
    /// The state that the export went into.
    pub state: ExportState,
    /// The export.
    pub export_id: String,
    /// Its account.
    pub account_id: String,
    /// The account's name.
    pub account_name: String,
    /// Who did it.
    pub actor: Actor,
    /// More about it, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The caller has not seen it yet.
    pub unread: bool,
}

/// The newest notifications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notifications {
    /// One page of them, newest first.
    pub items: Vec<Notification>,
    /// Pass it as `cursor` to get older ones; absent on the last page. Opaque.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many are unread, of all.
    pub unread: u64,
}

/// Body that marks notifications as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarkRead {
    /// This one and all older ones are read.
    pub up_to: u64,
}
