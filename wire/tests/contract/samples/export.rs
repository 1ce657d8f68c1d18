use attache_wire::{
    export::{
        Actor, ActorKind, ContainerCount, Export, ExportDetail, Failure, FailureCode, FileTypeCount,
        ManifestFacts, ManifestFormat, Progress, StepTimes, Subject, SubjectKind, SubmitExport,
        TimelineEntry,
    },
    item::ContainerKind,
    state::{ExportState, Step},
};

use super::{ACCOUNT, DELIVERED, EXPIRES, EXPORT, NEXT_ALLOWED, SHA256, SUBMITTED};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .object(&SubmitExport {
            client_request_token: "case-2291".into(),
            reason: Some("Case 2291".into()),
        })
        .object(&subject())
        .variants::<SubjectKind>()
        .object(&actor())
        .variants::<ActorKind>()
        .object(&export())
        .object(&failure())
        .variants::<FailureCode>()
        .object(&progress())
        .object(&times())
        .object(&ExportDetail {
            export: export(),
            timeline: vec![entry()],
            steps: vec![times()],
            manifest: Some(manifest()),
            by_container: vec![by_container()],
            by_file_type: vec![by_file_type()],
        })
        .object(&manifest())
        .object(&by_container())
        .object(&by_file_type())
        .object(&entry())
        .variants::<ManifestFormat>()
}

/// Returns an export with every field set, which no real export has.
pub fn export() -> Export {
    Export {
        id: EXPORT.into(),
        subject: subject(),
        account_id: Some(ACCOUNT.into()),
        state: ExportState::Processing,
        requested_by: actor(),
        reason: Some("Case 2291".into()),
        submitted_at: SUBMITTED.into(),
        delivered_at: Some(DELIVERED.into()),
        links_expire_at: Some(EXPIRES.into()),
        ended_at: Some(EXPIRES.into()),
        next_allowed_at: NEXT_ALLOWED.into(),
        items: 1_652,
        bytes: 48_213_004,
        errors: 2,
        failure: Some(failure()),
        progress: Some(progress()),
    }
}

fn subject() -> Subject {
    Subject {
        kind: SubjectKind::Account,
        id: ACCOUNT.into(),
    }
}

pub fn actor() -> Actor {
    Actor {
        kind: ActorKind::Principal,
        id: "full-access".into(),
        name: "Avery Lindqvist".into(),
    }
}

fn failure() -> Failure {
    Failure {
        code: FailureCode::StoreUnavailable,
        detail: "The file store could not be reached.".into(),
    }
}

fn progress() -> Progress {
    Progress {
        step: Step::Collect,
        steps: vec![times()],
        items_checked: 800,
        bytes_checked: 20_000_000,
        ready_earliest: DELIVERED.into(),
        ready_latest: DELIVERED.into(),
    }
}

fn times() -> StepTimes {
    StepTimes {
        step: Step::Snapshot,
        started_at: SUBMITTED.into(),
        finished_at: Some(SUBMITTED.into()),
    }
}

fn manifest() -> ManifestFacts {
    ManifestFacts {
        size_bytes: 1_310_720,
        sha256: SHA256.into(),
    }
}

fn by_container() -> ContainerCount {
    ContainerCount {
        kind: ContainerKind::Room,
        items: 900,
        bytes: 25_000_000,
    }
}

fn by_file_type() -> FileTypeCount {
    FileTypeCount {
        content_type: "application/pdf".into(),
        items: 310,
        bytes: 12_000_000,
    }
}

fn entry() -> TimelineEntry {
    TimelineEntry {
        at: SUBMITTED.into(),
        state: ExportState::Submitted,
        actor: actor(),
        detail: Some("Case 2291".into()),
    }
}
