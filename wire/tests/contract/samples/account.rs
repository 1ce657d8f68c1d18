use attache_wire::{
    account::{
        Account, AccountStatus, AccountSummary, AccountType, Domain, DomainStatus, Estimate, Exclusion,
        ExclusionReason, Inclusion, LargestFile, NameAccount,
    },
    item::Rule,
};

use super::{ACCOUNT, NEXT_ALLOWED, SUBMITTED, export};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .variants::<AccountType>()
        .variants::<AccountStatus>()
        .object(&account())
        .object(&NameAccount {
            name: "Juniper Freight".into(),
        })
        .object(&AccountSummary {
            account: account(),
            exports: 3,
            running: Some(export::export()),
            latest: Some(export::export()),
            next_allowed_at: Some(NEXT_ALLOWED.into()),
        })
        .variants::<DomainStatus>()
        .object(&domain())
        .object(&Estimate {
            at: SUBMITTED.into(),
            attachments: 1_652,
            bytes: 48_213_004,
            users: 31,
            rooms: 12,
            conversations: 40,
            largest: Some(largest()),
            inclusions: vec![inclusion()],
            exclusions: vec![exclusion()],
        })
        .object(&largest())
        .object(&inclusion())
        .object(&exclusion())
        .variants::<ExclusionReason>()
}

fn account() -> Account {
    Account {
        id: ACCOUNT.into(),
        name: "Juniper Freight".into(),
        account_type: AccountType::EnterpriseLWA,
        status: AccountStatus::Active,
        created_at: SUBMITTED.into(),
        users: 36,
        managed_users: 31,
        domains: vec!["juniper.example".into()],
    }
}

pub fn domain() -> Domain {
    Domain {
        id: "d1".into(),
        name: "xn--jnper-kva.example".into(),
        unicode_name: Some("jünper.example".into()),
        status: DomainStatus::Verified,
        claimed_at: SUBMITTED.into(),
        verified_at: Some(SUBMITTED.into()),
        users: 31,
    }
}

fn largest() -> LargestFile {
    LargestFile {
        content_type: "application/pdf".into(),
        size_bytes: 4_200_000,
    }
}

fn inclusion() -> Inclusion {
    Inclusion {
        rule: Rule::UploaderManaged,
        attachments: 1_200,
        bytes: 30_000_000,
    }
}

fn exclusion() -> Exclusion {
    Exclusion {
        reason: ExclusionReason::MeetingChat,
        attachments: 17,
    }
}
