//! Accounts, their domains, and the estimate of what a request would contain.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, export::Export, item::Rule};

/// What kind of account it is, as Amazon Chime documented them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AccountType {
    /// Not centrally managed: has claimed no domain, cannot request attachments.
    Team,
    /// Enterprise by claimed domains; people sign in on their own.
    EnterpriseLWA,
    /// Enterprise connected to a directory.
    EnterpriseDirectory,
    /// Enterprise connected to an OpenID Connect provider.
    EnterpriseOIDC,
}

impl AccountType {
    /// Every type.
    pub const ALL: [Self; 4] = [
        Self::Team,
        Self::EnterpriseLWA,
        Self::EnterpriseDirectory,
        Self::EnterpriseOIDC,
    ];

    /// The spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "Team",
            Self::EnterpriseLWA => "EnterpriseLWA",
            Self::EnterpriseDirectory => "EnterpriseDirectory",
            Self::EnterpriseOIDC => "EnterpriseOIDC",
        }
    }

    /// The type with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether the account has claimed a domain and so may request attachments.
    pub const fn is_enterprise(self) -> bool {
        !matches!(self, Self::Team)
    }
}

/// Whether an account is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AccountStatus {
    /// In use.
    Active,
    /// Switched off.
    Suspended,
}

/// An account as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Stable id.
    pub id: String,
    /// 1 to 100 characters.
    pub name: String,
    /// Team or one of the Enterprise types.
    #[serde(rename = "type")]
    pub account_type: AccountType,
    /// Active or Suspended.
    pub status: AccountStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// Users of any registration status.
    pub users: u64,
    /// Users that are managed: registered or suspended.
    pub managed_users: u64,
    /// Names of its verified domains, sorted.
    pub domains: Vec<String>,
}

/// The longest name of an account, in characters.
pub const MAX_ACCOUNT_NAME_CHARS: usize = 100;

/// Body that makes an account or renames one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NameAccount {
    /// 1 to [`MAX_ACCOUNT_NAME_CHARS`] characters, none of them a control character; white space around it is cut off.
    pub name: String,
}

/// The account summary: an account and where its attachment requests stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountSummary {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// How many exports it has had.
    pub exports: u64,
    /// The export that is running now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running: Option<Export>,
    /// The export submitted last, whatever became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<Export>,
    /// When the 7-day window opens again; absent when it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_allowed_at: Option<Timestamp>,
}

/// Where a domain's claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DomainStatus {
    /// Claimed; the TXT record has not been seen yet.
    PendingVerification,
    /// The TXT record was seen: its people are managed.
    Verified,
    /// The TXT record was wrong or missing for too long.
    Failed,
}

impl DomainStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::PendingVerification, Self::Verified, Self::Failed];

    /// The spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PendingVerification => "PendingVerification",
            Self::Verified => "Verified",
            Self::Failed => "Failed",
        }
    }

    /// The status with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A domain that an account claims or holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Domain {
    /// Stable id.
    pub id: String,
    /// Lower-case DNS name, ASCII.
    pub name: String,
    /// The name in its own script, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unicode_name: Option<String>,
    /// Where the claim stands.
    pub status: DomainStatus,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// When the TXT record was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    /// Users of the account whose address is in this domain.
    pub users: u64,
}

/// What an attachment request would contain if it were submitted now. Burns nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Estimate {
    /// The instant at which the scope was judged.
    pub at: Timestamp,
    /// Attachments in scope.
    pub attachments: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Different people who uploaded them.
    pub users: u64,
    /// Different chat rooms they lie in.
    pub rooms: u64,
    /// Different 1:1 and group conversations they lie in.
    pub conversations: u64,
    /// The largest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub largest: Option<LargestFile>,
    /// How many each clause of the scope rule brings in.
    pub inclusions: Vec<Inclusion>,
    /// How many are left out, by reason, among the attachments that a managed user uploaded or that lie in
    /// a container with a managed member.
    pub exclusions: Vec<Exclusion>,
}

/// The largest attachment in scope. Without its name, which readers of the estimate have no permission to view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LargestFile {
    /// Its media type.
    pub content_type: String,
    /// Its size.
    pub size_bytes: u64,
}

/// Attachments that one clause of the scope rule brings in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inclusion {
    /// The clause.
    pub rule: Rule,
    /// Attachments.
    pub attachments: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Attachments that one reason leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exclusion {
    /// The reason.
    pub reason: ExclusionReason,
    /// Attachments.
    pub attachments: u64,
}

/// Why an attachment is not in scope. The first that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ExclusionReason {
    /// It was shared in a meeting's chat.
    MeetingChat,
    /// Its chat room was deleted.
    RoomDeleted,
    /// Its message was redacted.
    MessageRedacted,
    /// Its message was removed by retention.
    RetentionExpired,
    /// It lies in a chat room that was not created by a user managed by the account.
    RoomCreatorNotManaged,
    /// It was uploaded in a conversation by somebody who was released from the account.
    UploaderReleased,
    /// It was uploaded in a conversation by somebody who is not managed by the account.
    UploaderNotManaged,
}

impl ExclusionReason {
    /// Every reason, in the order in which they are judged.
    pub const ALL: [Self; 7] = [
        Self::MeetingChat,
        Self::RoomDeleted,
        Self::MessageRedacted,
        Self::RetentionExpired,
        Self::RoomCreatorNotManaged,
        Self::UploaderReleased,
        Self::UploaderNotManaged,
    ];

    /// The spelling used in JSON and by the scope query.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MeetingChat => "meetingChat",
            Self::RoomDeleted => "roomDeleted",
            Self::MessageRedacted => "messageRedacted",
            Self::RetentionExpired => "retentionExpired",
            Self::RoomCreatorNotManaged => "roomCreatorNotManaged",
            Self::UploaderReleased => "uploaderReleased",
            Self::UploaderNotManaged => "uploaderNotManaged",
        }
    }

    /// The reason with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}
