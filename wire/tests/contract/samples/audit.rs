use attache_wire::audit::{AuditEvent, AuditFault, AuditFaultKind, AuditOutcome, AuditVerification};

use super::{ACCOUNT, SUBMITTED};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .variants::<AuditOutcome>()
        .object(&AuditEvent {
            sequence: 42,
            id: "e42".into(),
            at: SUBMITTED.into(),
            source: "chime".into(),
            name: "StartDataExport".into(),
            principal: "read-only".into(),
            principal_name: "Noor Castellan".into(),
            outcome: AuditOutcome::Denied,
            read_only: false,
            error_code: Some("accessDenied".into()),
            address: Some("203.0.113.7".into()),
            account_id: Some(ACCOUNT.into()),
            record: r#"{"eventName":"StartDataExport"}"#.into(),
        })
        .object(&AuditVerification {
            intact: 41,
            checked_at: SUBMITTED.into(),
            fault: Some(fault()),
        })
        .object(&fault())
        .variants::<AuditFaultKind>()
}

fn fault() -> AuditFault {
    AuditFault {
        kind: AuditFaultKind::Altered,
        sequence: 42,
        id: Some("e42".into()),
        at: Some(SUBMITTED.into()),
        detail: "Record 42 is not what was written.".into(),
    }
}
