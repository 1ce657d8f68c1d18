use attache_wire::simulator::{
    Activity, ApiErrors, DnsRecord, Fault, FaultKind, LaunchScenario, Launched, Machinery, MadeContainer,
    NewDnsRecord, NewFault, NewGroup, NewRoom, ResetWorld, Scenario, Uploaded,
};

use super::{ACCOUNT, EXPORT, SHA256, SUBMITTED};
use crate::collection::Samples;

pub fn samples() -> Samples {
    let faults = Samples::new()
        .variants::<FaultKind>()
        .object(&NewFault {
            kind: FaultKind::MissingBlob,
            attachment_id: Some("a1".into()),
        })
        .object(&Fault {
            kind: FaultKind::CorruptBlob,
            sha256: SHA256.into(),
            attachments: 2,
        })
        .object(&Machinery {
            store_delay_millis: 250,
            api_errors: Some(api_errors()),
            worker_skew_seconds: Some(-90),
        })
        .object(&api_errors())
        .object(&DnsRecord {
            id: "t1".into(),
            name: "_attache.juniper.example".into(),
            value: "attache-verification=abc".into(),
            visible_at: SUBMITTED.into(),
            visible: false,
        })
        .object(&NewDnsRecord {
            name: "_attache.juniper.example".into(),
            value: "attache-verification=abc".into(),
        });
    demo(chat(faults))
}

fn api_errors() -> ApiErrors {
    ApiErrors {
        percent: 25,
        status: 503,
        operation: Some("chime:ListUsers".into()),
    }
}

fn chat(samples: Samples) -> Samples {
    let people = || vec!["kim@juniper.example".into(), "lee@juniper.example".into()];
    samples
        .object(&Activity { enabled: true })
        .object(&NewGroup {
            name: "Night shift".into(),
            members: people(),
        })
        .object(&NewRoom {
            name: "Customs".into(),
            creator: "lee@juniper.example".into(),
            members: people(),
        })
        .object(&MadeContainer { id: "r3".into() })
        .object(&Uploaded {
            attachment_id: "a1".into(),
            message_id: "m9".into(),
            size_bytes: 88_120,
            sha256: SHA256.into(),
        })
}

fn demo(samples: Samples) -> Samples {
    samples
        .variants::<Scenario>()
        .object(&LaunchScenario {
            scenario: Scenario::Ready,
        })
        .object(&Launched {
            account_id: ACCOUNT.into(),
            export_id: Some(EXPORT.into()),
            sign_in_as: Some("read-only".into()),
        })
        .object(&ResetWorld {
            confirm: ResetWorld::WORD.into(),
        })
}
