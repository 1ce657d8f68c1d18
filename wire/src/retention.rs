//! How long an Enterprise account keeps chat messages and the attachments in them.

use serde::{Deserialize, Serialize};

/// Minimum retention in days, as Amazon Chime documented it.
pub const MIN_RETENTION_DAYS: u32 = 1;
/// Maximum retention in days, as Amazon Chime documented it.
pub const MAX_RETENTION_DAYS: u32 = 5_475;
/// Days for which a longer retention can restore hidden messages, as Amazon Chime documented it. After that they are
/// deleted.
pub const GRACE_DAYS: u32 = 30;
/// Days for which a conversation with anyone outside the account is kept, whatever the settings, as Amazon Chime
/// documented it.
pub const OUTSIDER_CONVERSATION_DAYS: u32 = 90;

/// How long messages are kept, in days ([`MIN_RETENTION_DAYS`] to [`MAX_RETENTION_DAYS`]); absent means forever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retention {
    /// For 1:1 and group conversations among the account's own users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_days: Option<u32>,
    /// For chat rooms that the account's users created.
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
    /// The settings you edited. 409 `conflict` if they have changed since.
    pub replaces: Retention,
}

impl SaveRetention {
    /// Creates a body that changes `replaces` to `wanted`.
    pub const fn new(wanted: Retention, replaces: Retention) -> Self {
        Self {
            conversation_days: wanted.conversation_days,
            room_days: wanted.room_days,
            replaces,
        }
    }

    /// Returns the new settings.
    pub const fn wanted(&self) -> Retention {
        Retention {
            conversation_days: self.conversation_days,
            room_days: self.room_days,
        }
    }
}

/// The immediate effect of other settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetentionEffect {
    /// Visible messages that would be hidden.
    pub hidden_messages: u64,
    /// Attachments in those messages.
    pub hidden_attachments: u64,
    /// Hidden messages that would be visible again.
    pub restored_messages: u64,
    /// Attachments in those messages.
    pub restored_attachments: u64,
    /// Visible or restorable messages that would be past the grace period. The next clean-up would delete them
    /// permanently.
    pub deleted_messages: u64,
    /// Attachments in those messages.
    pub deleted_attachments: u64,
}
