use attache_wire::domain::{ClaimDomain, DomainDetail, DomainFinding, Removal, TxtRecord};

use super::{EXPORT, SUBMITTED, account};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .object(&ClaimDomain {
            name: "juniper.example".into(),
        })
        .object(&record())
        .variants::<DomainFinding>()
        .object(&DomainDetail {
            domain: account::domain(),
            record: record(),
            checked_at: Some(SUBMITTED.into()),
            next_check_at: Some("2026-01-22T02:10:00Z".into()),
            gives_up_at: Some("2026-01-25T01:10:00Z".into()),
            finding: Some(DomainFinding::WrongValue),
            found: vec!["attache-verification=other".into()],
            removal: removal(),
        })
        .object(&removal())
}

fn record() -> TxtRecord {
    TxtRecord {
        name: "_attache.juniper.example".into(),
        value: "attache-verification=abc".into(),
    }
}

fn removal() -> Removal {
    Removal {
        released: 29,
        suspended: 2,
        uninvited: 5,
        becomes_team: true,
        cancels: Some(EXPORT.into()),
    }
}
