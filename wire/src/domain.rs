//! Claiming domains, and what removing one means.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, account::Domain};

/// Body that claims a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimDomain {
    /// The domain's name, in letters of any script or as `xn--…`; in any case, with or without a dot at the end.
    pub name: String,
}

/// The TXT record that proves a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TxtRecord {
    /// Its full name, without a dot at the end.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What the last look at the DNS found, when that was not the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DomainFinding {
    /// There is no TXT record at the name.
    NoRecord,
    /// There are TXT records at the name, none with the value.
    WrongValue,
    /// The record is at `name.domain.domain`: the provider appended the domain to a name that had it already.
    DoubledSuffix,
    /// The record is right, but another account has verified the domain meanwhile.
    HeldByAnother,
    /// The DNS did not answer.
    NoAnswer,
}

impl DomainFinding {
    /// Every finding.
    pub const ALL: [Self; 5] = [
        Self::NoRecord,
        Self::WrongValue,
        Self::DoubledSuffix,
        Self::HeldByAnother,
        Self::NoAnswer,
    ];

    /// The spelling used in JSON and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoRecord => "noRecord",
            Self::WrongValue => "wrongValue",
            Self::DoubledSuffix => "doubledSuffix",
            Self::HeldByAnother => "heldByAnother",
            Self::NoAnswer => "noAnswer",
        }
    }

    /// The finding with this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.as_str() == text)
    }
}

/// A domain, how it is verified, and what removing it would mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DomainDetail {
    /// The domain.
    pub domain: Domain,
    /// The record to add at the DNS provider.
    pub record: TxtRecord,
    /// When the DNS was looked at last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<Timestamp>,
    /// When it is looked at again; absent when it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_check_at: Option<Timestamp>,
    /// When a pending claim fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gives_up_at: Option<Timestamp>,
    /// What the last look found; absent before it, and when it found the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<DomainFinding>,
    /// The values found instead of the right one, at most 5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<String>,
    /// What removing it would mean.
    pub removal: Removal,
}

/// What removing a domain would mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Removal {
    /// Registered users who would be released.
    pub released: u64,
    /// Suspended users, who would stay suspended.
    pub suspended: u64,
    /// Invited users, who would lose their invitation.
    pub uninvited: u64,
    /// It is the last one: the account would turn back into a Team account.
    pub becomes_team: bool,
    /// The running request that would be cancelled with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancels: Option<String>,
}
