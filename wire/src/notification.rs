//! The notification centre: each principal's news about attachment requests.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    export::Actor,
    id::{AccountId, ExportId},
    state::ExportState,
};

/// Something that happened to an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    /// Its number: larger is newer.
    pub id: u64,
    /// When it happened.
    pub at: Timestamp,
    /// The state that the export entered.
    pub state: ExportState,
    /// The export.
    pub export_id: ExportId,
    /// Its account.
    pub account_id: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The actor.
    pub actor: Actor,
    /// Human-readable details.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// True if the caller has not read it yet.
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
    /// Number of unread notifications, on all pages.
    pub unread: u64,
}

/// Body that marks notifications as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarkRead {
    /// The id of the newest notification to mark as read. All older ones are marked too.
    pub up_to: u64,
}
