//! The world's rows as the database stores them. Times are in Unix milliseconds.

use attache_wire::{
    account::AccountType,
    retention::Retention,
    user::{Invitation, Registration, Tier},
};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct AccountRow {
    pub id: &'static str,
    pub name: &'static str,
    pub account_type: AccountType,
    pub created_at: i64,
    pub retention: Retention,
}

/// A domain; verified if `verified_at` is set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct DomainRow {
    pub id: &'static str,
    pub account_id: &'static str,
    pub name: &'static str,
    pub claimed_at: i64,
    pub verified_at: Option<i64>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct UserRow {
    pub id: String,
    pub account_id: Option<&'static str>,
    pub email: String,
    pub display_name: String,
    pub registration: Registration,
    pub invitation: Invitation,
    pub tier: Tier,
    pub invited_at: Option<i64>,
    pub joined_at: Option<i64>,
    pub last_active_at: Option<i64>,
    pub personal_pin: Option<String>,
    pub private: bool,
    pub phone: Option<String>,
    pub messages_sent: u32,
    pub meetings_attended: u32,
    pub meetings_organised: u32,
}

/// The kind of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A 1:1 conversation.
    Direct,
    /// A group conversation.
    Group,
    /// A chat room.
    Room,
    /// A meeting's chat.
    Meeting,
}

impl PlaceKind {
    /// Returns the stored form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
            Self::Room => "room",
            Self::Meeting => "meeting",
        }
    }
}

/// A container.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct ContainerRow {
    pub id: String,
    pub kind: PlaceKind,
    pub name: String,
    pub creator_id: Option<String>,
    pub created_at: i64,
    pub deleted_at: Option<i64>,
}

/// A user's membership of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct MembershipRow {
    pub container_id: String,
    pub user_id: String,
    pub administrator: bool,
}

/// A distinct file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct BlobRow {
    pub sha256: String,
    pub size_bytes: u32,
}

/// A message with its only attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the two tables")]
pub struct UploadRow {
    pub message_id: String,
    pub attachment_id: String,
    pub container_id: String,
    pub sender_id: String,
    pub sent_at: i64,
    pub redacted_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub sha256: String,
    pub size_bytes: u32,
    pub file_name: String,
    pub content_type: String,
}

/// A policy that exists from the first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedPolicy {
    /// Stable id.
    pub id: &'static str,
    /// Its name in the console.
    pub name: &'static str,
    /// True if the policy ships with Attaché and cannot be changed.
    pub managed: bool,
    /// The policy document.
    pub document: &'static str,
}

/// A principal that exists from the first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedPrincipal {
    /// Stable id, used for demo sign-in.
    pub id: &'static str,
    /// The person's name.
    pub name: &'static str,
    /// The principal's purpose, in one sentence.
    pub description: &'static str,
    /// Tags (key and value), which conditions refer to as `aws:PrincipalTag/KEY`.
    pub tags: &'static [(&'static str, &'static str)],
    /// Ids of the attached policies.
    pub policies: &'static [&'static str],
}
