//! Users of the chat.

mod change;

pub use change::{
    AssignTier, ChangeOutcome, ChangedUser, ChangedUsers, ChosenUsers, InvitationOutcome, InviteUsers,
    Invited, InvitedAddress, MAX_INVITATIONS, MAX_USERS_AT_ONCE, UserChange, split_addresses,
};
use serde::{Deserialize, Serialize};

use crate::{Timestamp, item::ContainerKind};

/// The most months that a user's uploads are told by: twenty years.
pub const MAX_MONTHS: usize = 240;

/// Whether a user takes part, as Amazon Chime documented it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Registration {
    /// Has signed in: managed.
    Registered,
    /// Invited, has never signed in.
    Unregistered,
    /// Signed out and blocked by an administrator: still managed.
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

    /// The spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "Registered",
            Self::Unregistered => "Unregistered",
            Self::Suspended => "Suspended",
            Self::Released => "Released",
        }
    }

    /// The status with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether a user of an account with this status is managed by it.
    pub const fn is_managed(self) -> bool {
        matches!(self, Self::Registered | Self::Suspended)
    }
}

/// Where a user's invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Invitation {
    /// Sent, not answered.
    Pending,
    /// Accepted.
    Accepted,
    /// Could not be delivered.
    Failed,
}

impl Invitation {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Accepted, Self::Failed];

    /// The spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Accepted => "Accepted",
            Self::Failed => "Failed",
        }
    }

    /// The status with this spelling.
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

    /// The spelling used in JSON and storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "Basic",
            Self::Plus => "Plus",
            Self::Pro => "Pro",
            Self::ProTrial => "ProTrial",
        }
    }

    /// The tier with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.as_str() == text)
    }
}

/// A user as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Stable id.
    pub id: String,
    /// Name shown in the chat. Hostile until shown as text.
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
    /// Privacy setting: whether only people of the account find them.
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

/// What the list of users can be sorted by. A leading `-` in the query sorts downwards.
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

    /// The spelling used in the query.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Joined => "joined",
            Self::LastActive => "lastActive",
        }
    }

    /// The key with this spelling.
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
    /// 1:1 conversations that they are in.
    pub direct_conversations: u64,
    /// Group conversations that they are in.
    pub group_conversations: u64,
    /// Chat rooms that they are in, deleted ones left out.
    pub rooms: u64,
    /// The instant at which the scope was judged.
    pub scope_at: Timestamp,
    /// Attachments that they uploaded and that a request would contain now.
    pub attachments: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The same by month of upload (UTC), oldest first, from the first such upload to now; months without any included, and
    /// the latest [`MAX_MONTHS`] at most.
    pub months: Vec<MonthOfUploads>,
}

/// What somebody uploaded in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthOfUploads {
    /// `2026-01`.
    pub month: String,
    /// Attachments in scope.
    pub attachments: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A conversation or chat room that a user is in. No message text, no file names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserContainer {
    /// Stable id.
    pub id: String,
    /// 1:1, group or room.
    pub kind: ContainerKind,
    /// Its name. Hostile until shown as text.
    pub name: String,
    /// Whether the user created it (rooms only).
    pub created: bool,
    /// People in it.
    pub members: u64,
    /// Messages that the user sent in it.
    pub messages: u64,
    /// Attachments that the user uploaded in it, in scope or not.
    pub attachments: u64,
}
