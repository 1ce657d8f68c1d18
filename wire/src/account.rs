//! Accounts, their domains, and the estimate of a request.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    export::Export,
    id::{AccountId, DomainId},
    item::Rule,
};

/// The type of an account, as Amazon Chime documented it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AccountType {
    /// Not centrally managed. It has no claimed domain and cannot request attachments.
    Team,
    /// Enterprise through claimed domains; people sign in on their own.
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

    /// Returns the spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "Team",
            Self::EnterpriseLWA => "EnterpriseLWA",
            Self::EnterpriseDirectory => "EnterpriseDirectory",
            Self::EnterpriseOIDC => "EnterpriseOIDC",
        }
    }

    /// Returns the type with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Returns true if the account has claimed a domain and so may request attachments.
    pub const fn is_enterprise(self) -> bool {
        !matches!(self, Self::Team)
    }
}

/// The status of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AccountStatus {
    /// In use.
    Active,
    /// Switched off.
    Suspended,
}

impl AccountStatus {
    /// Returns the status with this spelling in storage; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "Active" => Some(Self::Active),
            "Suspended" => Some(Self::Suspended),
            _ => None,
        }
    }
}

/// An account, as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Stable id.
    pub id: AccountId,
    /// 1 to 100 characters.
    pub name: String,
    /// Team or one of the Enterprise types.
    #[serde(rename = "type")]
    pub account_type: AccountType,
    /// Active or Suspended.
    pub status: AccountStatus,
    /// When it was created.
    pub created_at: Timestamp,
    /// Users of any registration status.
    pub users: u64,
    /// Managed users: registered or suspended.
    pub managed_users: u64,
    /// Names of its verified domains, sorted.
    pub domains: Vec<String>,
}

/// Maximum length of an account name in characters.
pub const MAX_ACCOUNT_NAME_CHARS: usize = 100;

/// Body that creates or renames an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NameAccount {
    /// 1 to [`MAX_ACCOUNT_NAME_CHARS`] characters without control characters. Surrounding white space is trimmed.
    pub name: String,
}

/// The account summary: an account and the status of its attachment requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountSummary {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// Number of exports so far.
    pub exports: u64,
    /// The running export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running: Option<Export>,
    /// The export submitted last, in any state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<Export>,
    /// When the 7-day window opens again; absent if it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_allowed_at: Option<Timestamp>,
}

/// The status of a domain's claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DomainStatus {
    /// Claimed; the TXT record has not been found yet.
    PendingVerification,
    /// The TXT record was found; users with addresses in the domain are managed.
    Verified,
    /// The TXT record was wrong or missing for too long.
    Failed,
}

impl DomainStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::PendingVerification, Self::Verified, Self::Failed];

    /// Returns the spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PendingVerification => "PendingVerification",
            Self::Verified => "Verified",
            Self::Failed => "Failed",
        }
    }

    /// Returns the status with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A domain that an account has claimed or verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Domain {
    /// Stable id.
    pub id: DomainId,
    /// Lower-case DNS name, ASCII.
    pub name: String,
    /// The name in its own script, if that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unicode_name: Option<String>,
    /// The claim's status.
    pub status: DomainStatus,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// When the TXT record was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at: Option<Timestamp>,
    /// Users of the account whose address is in this domain.
    pub users: u64,
}

/// The attachments that a request submitted now would contain. Does not use up the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Estimate {
    /// When the scope was evaluated.
    pub at: Timestamp,
    /// Attachments in scope.
    pub attachments: u64,
    /// Their total size in bytes.
    pub bytes: u64,
    /// Distinct users who uploaded them.
    pub users: u64,
    /// Distinct chat rooms they are in.
    pub rooms: u64,
    /// Distinct 1:1 and group conversations they are in.
    pub conversations: u64,
    /// The largest attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub largest: Option<LargestFile>,
    /// Attachments included, by clause of the scope rule.
    pub inclusions: Vec<Inclusion>,
    /// Attachments left out, by reason. Counts attachments that a managed user uploaded or that are in a container with
    /// a managed member.
    pub exclusions: Vec<Exclusion>,
}

/// The largest attachment in scope. Omits its name, which readers of the estimate have no permission to view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LargestFile {
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes.
    pub size_bytes: u64,
}

/// Attachments included by one clause of the scope rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inclusion {
    /// The clause.
    pub rule: Rule,
    /// Number of attachments.
    pub attachments: u64,
    /// Their total size in bytes.
    pub bytes: u64,
}

/// Attachments left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exclusion {
    /// The reason.
    pub reason: ExclusionReason,
    /// Number of attachments.
    pub attachments: u64,
}

/// Why an attachment is not in scope: the first of these reasons that applies.
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
    /// It is in a chat room whose creator is not managed by the account.
    RoomCreatorNotManaged,
    /// It was uploaded in a conversation by a user who was released from the account.
    UploaderReleased,
    /// It was uploaded in a conversation by a user whom the account does not manage.
    UploaderNotManaged,
}

impl ExclusionReason {
    /// Every reason, in the order of evaluation.
    pub const ALL: [Self; 7] = [
        Self::MeetingChat,
        Self::RoomDeleted,
        Self::MessageRedacted,
        Self::RetentionExpired,
        Self::RoomCreatorNotManaged,
        Self::UploaderReleased,
        Self::UploaderNotManaged,
    ];

    /// Returns the spelling used in JSON and by the scope query.
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

    /// Returns the reason with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}
