//! Users of the chat.

mod change;

pub use change::{
    AssignTier, ChangeOutcome, ChangedUser, ChangedUsers, ChosenUsers, InvitationOutcome, InviteUsers,
    Invited, InvitedAddress, MAX_INVITATIONS, MAX_USERS_AT_ONCE, UserChange, split_addresses,
};
use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    id::{ContainerId, UserId},
    item::ContainerKind,
};

/// Maximum number of months in a user's upload history: twenty years.
pub const MAX_MONTHS: usize = 240;

/// A user's registration status, as Amazon Chime documented it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Registration {
    /// Has signed in; managed.
    Registered,
    /// Invited, but has never signed in.
    Unregistered,
    /// Signed out and blocked by an administrator; still managed.
    Suspended,
    /// No longer belongs to the account.
    Released,
}

impl Registration {
    /// Every status.
    pub const ALL: [Self; 4] = [
        Self::Registered,
        Self::Unregistered,
        Self::Suspended,
        Self::Released,
    ];

    /// Returns the spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "Registered",
            Self::Unregistered => "Unregistered",
            Self::Suspended => "Suspended",
            Self::Released => "Released",
        }
    }

    /// Returns the status with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Returns true if the account manages users with this status.
    pub const fn is_managed(self) -> bool {
        matches!(self, Self::Registered | Self::Suspended)
    }
}

/// The status of a user's invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Invitation {
    /// Sent, but not answered.
    Pending,
    /// Accepted.
    Accepted,
    /// Could not be delivered.
    Failed,
}

impl Invitation {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Accepted, Self::Failed];

    /// Returns the spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Accepted => "Accepted",
            Self::Failed => "Failed",
        }
    }

    /// Returns the status with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What a user may do in meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Tier {
    /// Attends.
    Basic,
    /// Attends and shares.
    Plus,
    /// Hosts.
    Pro,
    /// Hosts, for 30 days.
    ProTrial,
}

impl Tier {
    /// Every tier.
    pub const ALL: [Self; 4] = [Self::Basic, Self::Plus, Self::Pro, Self::ProTrial];

    /// Returns the spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "Basic",
            Self::Plus => "Plus",
            Self::Pro => "Pro",
            Self::ProTrial => "ProTrial",
        }
    }

    /// Returns the tier with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.as_str() == text)
    }
}

/// A user, as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Stable id.
    pub id: UserId,
    /// Name shown in the chat. Untrusted: show it as plain text only.
    pub display_name: String,
    /// E-mail address, unique.
    pub email: String,
    /// Registration status.
    pub registration: Registration,
    /// Invitation status.
    pub invitation: Invitation,
    /// Permission tier.
    pub tier: Tier,
    /// When they were invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<Timestamp>,
    /// When they first signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<Timestamp>,
    /// When they were last active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<Timestamp>,
    /// The PIN of their meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_pin: Option<String>,
    /// Privacy setting: true if only users of the account can find them.
    pub private: bool,
    /// Phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Chat messages sent.
    pub messages_sent: u64,
    /// Meetings attended.
    pub meetings_attended: u64,
    /// Meetings organised.
    pub meetings_organised: u64,
}

/// The sort keys of the user list. A leading `-` in the query sorts in descending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserSort {
    /// Display name.
    Name,
    /// E-mail address.
    Email,
    /// Joined.
    Joined,
    /// Last active.
    LastActive,
}

impl UserSort {
    /// Every key.
    pub const ALL: [Self; 4] = [Self::Name, Self::Email, Self::Joined, Self::LastActive];

    /// Returns the spelling used in the query.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Joined => "joined",
            Self::LastActive => "lastActive",
        }
    }

    /// Returns the key with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }
}

/// A user with their attachments in scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserDetail {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// Number of 1:1 conversations they are in.
    pub direct_conversations: u64,
    /// Number of group conversations they are in.
    pub group_conversations: u64,
    /// Number of chat rooms they are in, without deleted ones.
    pub rooms: u64,
    /// When the scope was evaluated.
    pub scope_at: Timestamp,
    /// Number of attachments in scope now that they uploaded.
    pub attachments: u64,
    /// Their total size in bytes.
    pub bytes: u64,
    /// The same by month of upload (UTC), oldest first, from the first such upload to now. Includes empty months;
    /// limited to the latest [`MAX_MONTHS`].
    pub months: Vec<MonthOfUploads>,
}

/// A user's uploads in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthOfUploads {
    /// The month, e.g. `2026-01`.
    pub month: String,
    /// Attachments in scope.
    pub attachments: u64,
    /// Their total size in bytes.
    pub bytes: u64,
}

/// A conversation or chat room that a user is in. Contains no message text and no file names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserContainer {
    /// Stable id.
    pub id: ContainerId,
    /// 1:1, group or room.
    pub kind: ContainerKind,
    /// Its name. Untrusted: show it as plain text only.
    pub name: String,
    /// True if the user created it (rooms only).
    pub created: bool,
    /// Number of members.
    pub members: u64,
    /// Number of messages the user sent in it.
    pub messages: u64,
    /// Number of attachments the user uploaded in it, in scope or not.
    pub attachments: u64,
}
