//! Users of the chat.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, item::ContainerKind};

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

/// The most addresses that can be invited at once, as Amazon Chime documented it.
pub const MAX_INVITATIONS: usize = 50;

/// The most users that one call can change: a page of the list.
pub const MAX_USERS_AT_ONCE: usize = 200;

/// The most months that a user's uploads are told by: twenty years.
pub const MAX_MONTHS: usize = 240;

/// The addresses of a pasted list: separated by `;`, `,` or line ends, without the white space around them.
pub fn split_addresses(text: &str) -> Vec<String> {
    text.split([';', ',', '\n', '\r'])
        .map(str::trim)
        .filter(|address| !address.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Body that invites people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteUsers {
    /// 1 to [`MAX_INVITATIONS`] e-mail addresses, each judged on its own.
    pub emails: Vec<String>,
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InvitationOutcome {
    /// Invited; the person has yet to sign in.
    Invited,
    /// The person uses the chat already and has joined.
    Joined,
    /// The person was invited before: the invitation was sent again.
    InvitedAgain,
    /// The person is in the account already.
    Member,
    /// The person is in the account and suspended.
    Suspended,
    /// The person belongs to another account.
    ElsewhereManaged,
    /// Another account holds the address' domain.
    DomainHeldByAnother,
    /// An Enterprise account invites addresses of its verified domains only.
    NotYourDomain,
    /// Not an e-mail address.
    NotAnAddress,
    /// The address was in the list before.
    Repeated,
}

impl InvitationOutcome {
    /// Whether the person is in the account, or invited to it, because of this call.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Invited | Self::Joined | Self::InvitedAgain)
    }
}

/// What became of one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitedAddress {
    /// The address as it was given, without the white space around it.
    pub email: String,
    /// What became of it.
    pub outcome: InvitationOutcome,
    /// The user, where there is one in this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// What became of each address, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    /// One for each address.
    pub results: Vec<InvitedAddress>,
}

/// Body that names users: to remove, suspend or un-suspend them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChosenUsers {
    /// 1 to [`MAX_USERS_AT_ONCE`] ids of users of the account, each judged on its own.
    pub user_ids: Vec<String>,
}

/// Body that gives users a permission tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignTier {
    /// 1 to [`MAX_USERS_AT_ONCE`] ids of users of the account, each judged on its own.
    pub user_ids: Vec<String>,
    /// [`Tier::Basic`] or [`Tier::Pro`].
    pub tier: Tier,
}

/// What became of one user in a call that changes many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChangeOutcome {
    /// Changed.
    Done,
    /// Was so already.
    Unchanged,
    /// The account has no such user.
    NotFound,
    /// Not with this registration status (for example: to suspend somebody who has never signed in).
    WrongStatus,
}

/// What became of one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedUser {
    /// The user.
    pub user_id: String,
    /// What became of them.
    pub outcome: ChangeOutcome,
}

/// What became of each user, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedUsers {
    /// One for each id.
    pub results: Vec<ChangedUser>,
}

/// A user with what a request would contain of theirs.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_is_split_at_what_separates_addresses() {
        assert_eq!(
            split_addresses(" a@x.example; b@x.example,\r\nc@x.example ;; "),
            ["a@x.example", "b@x.example", "c@x.example"]
        );
        assert!(split_addresses(" ;\n").is_empty());
    }
}
