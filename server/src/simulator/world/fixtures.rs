//! The named part of the world, which tests, the demo and the documentation refer to. Its ids never change and do not
//! depend on the seed. Times are ages, counted back from the start of the simulated clock.

pub mod awkward;
pub mod cases;
pub mod containers;
pub mod people;
pub mod uploads;

use attache_wire::{account::AccountType, retention::Retention};

/// The account in most stories: Enterprise, two verified domains.
pub const JUNIPER: &str = "juniper-freight";
/// A Team account: it has no domain, so it cannot request attachments.
pub const KITE: &str = "kite-studio";
/// Another Enterprise account, whose users talk to Juniper's.
pub const HARBOR: &str = "harbor-health";
/// An Enterprise account with a directory. Its users talk among themselves only, and none of them has a name that
/// anything refers to.
pub const LINDEN: &str = "linden-college";

/// The account that a person belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Home {
    /// Juniper Freight.
    Juniper,
    /// Kite Studio.
    Kite,
    /// Harbor Health.
    Harbor,
    /// No account.
    Outside,
    /// Linden College.
    Linden,
}

impl Home {
    /// Returns the account's id.
    pub const fn account(self) -> Option<&'static str> {
        match self {
            Self::Juniper => Some(JUNIPER),
            Self::Kite => Some(KITE),
            Self::Harbor => Some(HARBOR),
            Self::Linden => Some(LINDEN),
            Self::Outside => None,
        }
    }

    /// Returns the account if it is an Enterprise account.
    pub(super) fn enterprise(self) -> Option<&'static CastAccount> {
        let id = self.account()?;
        let account = ACCOUNTS.iter().find(|account| account.id == id)?;
        account.account_type.is_enterprise().then_some(account)
    }
}

/// A named account. Days are before the start.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct CastAccount {
    pub id: &'static str,
    pub name: &'static str,
    pub account_type: AccountType,
    pub created_days_ago: u32,
    pub retention: Retention,
}

/// Everything is kept for ever.
const FOR_EVER: Retention = Retention {
    conversation_days: None,
    room_days: None,
};

/// The accounts.
pub const ACCOUNTS: [CastAccount; 4] = [
    CastAccount {
        id: JUNIPER,
        name: "Juniper Freight",
        account_type: AccountType::EnterpriseLWA,
        created_days_ago: 2_500,
        retention: FOR_EVER,
    },
    CastAccount {
        id: KITE,
        name: "Kite Studio",
        account_type: AccountType::Team,
        created_days_ago: 2_200,
        retention: FOR_EVER,
    },
    CastAccount {
        id: HARBOR,
        name: "Harbor Health",
        account_type: AccountType::EnterpriseOIDC,
        created_days_ago: 2_400,
        retention: Retention {
            conversation_days: Some(365),
            room_days: Some(365),
        },
    },
    CastAccount {
        id: LINDEN,
        name: "Linden College",
        account_type: AccountType::EnterpriseDirectory,
        created_days_ago: 2_000,
        retention: FOR_EVER,
    },
];

/// A named domain. Days are before the start.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct CastDomain {
    pub id: &'static str,
    pub account_id: &'static str,
    pub name: &'static str,
    pub claimed_days_ago: u32,
    pub verified_days_ago: Option<u32>,
}

/// The domain of most of Juniper's users.
pub const JUNIPER_DOMAIN: &str = "juniperfreight.example";
/// Juniper's second domain.
pub const LOGISTICS_DOMAIN: &str = "juniper-logistics.example";
/// A domain that Juniper gave up: users who were registered under it are released.
pub const FORMER_DOMAIN: &str = "juniper-rail.example";
/// Harbor's domain.
pub const HARBOR_DOMAIN: &str = "harborhealth.example";
/// Linden's domain.
pub const LINDEN_DOMAIN: &str = "lindencollege.example";
/// The domain of Kite's addresses, which nobody has claimed.
pub const KITE_DOMAIN: &str = "kitestudio.example";

/// The claimed domains: two of Juniper's, one of Harbor's and one of Linden's are verified, one claim of Juniper's is pending.
pub const DOMAINS: [CastDomain; 5] = [
    CastDomain {
        id: "dom-juniperfreight",
        account_id: JUNIPER,
        name: JUNIPER_DOMAIN,
        claimed_days_ago: 2_499,
        verified_days_ago: Some(2_498),
    },
    CastDomain {
        id: "dom-juniper-logistics",
        account_id: JUNIPER,
        name: LOGISTICS_DOMAIN,
        claimed_days_ago: 2_300,
        verified_days_ago: Some(2_299),
    },
    CastDomain {
        id: "dom-juniper-air",
        account_id: JUNIPER,
        name: "juniper-air.example",
        claimed_days_ago: 2,
        verified_days_ago: None,
    },
    CastDomain {
        id: "dom-harborhealth",
        account_id: HARBOR,
        name: HARBOR_DOMAIN,
        claimed_days_ago: 2_399,
        verified_days_ago: Some(2_398),
    },
    CastDomain {
        id: "dom-lindencollege",
        account_id: LINDEN,
        name: LINDEN_DOMAIN,
        claimed_days_ago: 1_999,
        verified_days_ago: Some(1_998),
    },
];
