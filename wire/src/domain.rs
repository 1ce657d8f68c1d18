//! Claiming domains, and the effect of removing one.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, account::Domain, id::ExportId};

/// Body that claims a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimDomain {
    /// The domain's name, in any script or as `xn--…`, in any case, with or without a trailing dot.
    pub name: String,
}

/// The TXT record that proves a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TxtRecord {
    /// Its full name, without a trailing dot.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What the last DNS lookup found instead of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DomainFinding {
    /// There is no TXT record at the name.
    NoRecord,
    /// There are TXT records at the name, but none has the value.
    WrongValue,
    /// The value is right, but in quotes or with a dot at its end.
    DecoratedValue,
    /// The record is at `name.domain.domain`, or at the name below a part of the domain: the provider appended its zone to
    /// a name that already included it.
    DoubledSuffix,
    /// The record is at the domain itself.
    AtDomain,
    /// The record is correct, but another account has since verified the domain.
    HeldByAnother,
    /// The DNS did not answer.
    NoAnswer,
}

impl DomainFinding {
    /// Every finding.
    pub const ALL: [Self; 7] = [
        Self::NoRecord,
        Self::WrongValue,
        Self::DecoratedValue,
        Self::DoubledSuffix,
        Self::AtDomain,
        Self::HeldByAnother,
        Self::NoAnswer,
    ];

    /// Returns the spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoRecord => "noRecord",
            Self::WrongValue => "wrongValue",
            Self::DecoratedValue => "decoratedValue",
            Self::DoubledSuffix => "doubledSuffix",
            Self::AtDomain => "atDomain",
            Self::HeldByAnother => "heldByAnother",
            Self::NoAnswer => "noAnswer",
        }
    }

    /// Returns the finding with this spelling; `None` if unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.as_str() == text)
    }
}

/// A domain, its verification, and the effect of removing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DomainDetail {
    /// The domain.
    pub domain: Domain,
    /// The record to add at the DNS provider.
    pub record: TxtRecord,
    /// When the last DNS lookup was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<Timestamp>,
    /// When the next DNS lookup is due; absent if none is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_check_at: Option<Timestamp>,
    /// When a pending claim fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives_up_at: Option<Timestamp>,
    /// What the last lookup found; absent before the first lookup, and if it found the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<DomainFinding>,
    /// The values found instead of the expected one, at most 5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<String>,
    /// The effect of removing it.
    pub removal: Removal,
}

/// The effect of removing a domain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Removal {
    /// Number of registered users who would be released.
    pub released: u64,
    /// Number of suspended users, who would stay suspended.
    pub suspended: u64,
    /// Number of invited users, who would lose their invitation.
    pub uninvited: u64,
    /// True for the account's last domain: removing it turns the account back into a Team account.
    pub becomes_team: bool,
    /// The running request that would be cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancels: Option<ExportId>,
}
