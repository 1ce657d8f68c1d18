//! How long an Enterprise account keeps chat messages and the attachments in them.

use serde::{Deserialize, Serialize};

/// The fewest days of retention, as Amazon Chime documented it.
pub const MIN_RETENTION_DAYS: u32 = 1;
/// The most days of retention, as Amazon Chime documented it.
pub const MAX_RETENTION_DAYS: u32 = 5_475;
/// What retention has hidden can be brought back for so many days (by a longer retention); then it is gone, as Amazon
/// Chime documented it.
pub const GRACE_DAYS: u32 = 30;
/// A conversation with somebody outside the account is kept for so many days, whatever is set, as Amazon Chime
/// documented it.
pub const OUTSIDER_CONVERSATION_DAYS: u32 = 90;

/// How long messages are kept, in days ([`MIN_RETENTION_DAYS`] to [`MAX_RETENTION_DAYS`]); absent = for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retention {
    /// Of 1:1 and group conversations among the account's own users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_days: Option<u32>,
    /// Of chat rooms that the account's users created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_days: Option<u32>,
}

/// Body that changes the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveRetention {
    /// See [`Retention`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_days: Option<u32>,
    /// See [`Retention`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_days: Option<u32>,
    /// The settings that were edited. 409 `conflict` if the account has others by now.
    pub replaces: Retention,
}

impl SaveRetention {
    /// Changes `replaces` into `wanted`.
    pub const fn new(wanted: Retention, replaces: Retention) -> Self {
        Self {
            conversation_days: wanted.conversation_days,
            room_days: wanted.room_days,
            replaces,
        }
    }

    /// The settings that are wanted.
    pub const fn wanted(&self) -> Retention {
        Retention {
            conversation_days: self.conversation_days,
            room_days: self.room_days,
        }
    }
}

/// What other settings would do at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetentionEffect {
    /// Messages that are visible now and would be hidden.
    pub hidden_messages: u64,
    /// Attachments in them.
    pub hidden_attachments: u64,
    /// Messages that are hidden now and would be visible again.
    pub restored_messages: u64,
    /// Attachments in them.
    pub restored_attachments: u64,
    /// Messages, visible or hidden now, that can be restored now and could not any more: they would be older than the
    /// grace, and the next clean-up deletes them for good.
    pub deleted_messages: u64,
    /// Attachments in them.
    pub deleted_attachments: u64,
}
