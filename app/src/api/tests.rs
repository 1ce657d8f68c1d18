//! The browser's JSON against `serde_json`, which is what the server writes and reads.

use attache_wire::{
    Timestamp,
    access::{PolicyCheck, PolicyFault},
    account::{Account, AccountStatus, AccountSummary, AccountType},
    clock::{Clock, Speed},
    error::{ErrorCode, FieldError, Problem},
    export::{
        Actor, ActorKind, ContainerCount, Export, ExportDetail, ManifestFacts, Progress, StepTimes, Subject,
        SubjectKind, TimelineEntry,
    },
    item::ContainerKind,
    page::Page,
    permission::Action,
    state::{ExportState, Step},
};
use leptos::prelude::{GetUntracked, Owner};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::Api;
use crate::lean::json;

wasm_bindgen_test_configure!(run_in_browser);

/// The value as the console reads it after the server has written it.
fn received<T: Serialize + DeserializeOwned>(value: &T) -> Option<T> {
    json::from_str(&serde_json::to_string(value).unwrap()).ok()
}

fn export() -> Export {
    let step = StepTimes {
        step: Step::Snapshot,
        started_at: "2026-01-21T01:10:00Z".into(),
        finished_at: None,
    };
    Export {
        id: "export \"1\" \u{1F4CE}".into(),
        subject: Subject {
            kind: SubjectKind::Account,
            id: "juniper".into(),
        },
        account_id: Some("juniper".into()),
        state: ExportState::ReadyWithErrors,
        requested_by: Actor {
            kind: ActorKind::Principal,
            id: "full-access".into(),
            name: "Ada".into(),
        },
        reason: None,
        submitted_at: "2026-01-21T01:10:00Z".into(),
        delivered_at: Some("2026-01-22T01:10:00Z".into()),
        links_expire_at: None,
        ended_at: None,
        next_allowed_at: "2026-01-28T01:10:00Z".into(),
        items: 1930,
        bytes: 9_007_199_254_740_991,
        errors: 1,
        failure: None,
        progress: Some(Progress {
            step: Step::Snapshot,
            steps: vec![step],
            items_checked: 0,
            bytes_checked: 0,
            ready_earliest: Timestamp::default(),
            ready_latest: Timestamp::default(),
        }),
    }
}

#[wasm_bindgen_test]
fn what_the_server_writes_is_what_the_console_reads() {
    let page = Page {
        items: vec![export(), export()],
        next_cursor: Some("next".into()),
    };
    assert_eq!(received(&page), Some(page));

    let problem = Problem {
        status: 403,
        code: ErrorCode::AccessDenied,
        title: "Not permitted".into(),
        detail: String::new(),
        request_id: "r".into(),
        missing_action: Some(Action::StartDataExport),
        retry_after: Some(5),
        next_allowed_at: None,
        export_id: None,
        state: Some(ExportState::Ready),
        errors: vec![FieldError {
            line: Some(3),
            ..FieldError::new("reason", "too long")
        }],
    };
    assert_eq!(received(&problem), Some(problem));

    let check = PolicyCheck {
        fault: Some(PolicyFault {
            line: 7,
            column: 12,
            message: "unknown element".into(),
        }),
        characters: 6_144,
    };
    assert_eq!(received(&check), Some(check));

    for speed in [Speed::AUTO, Speed::Constant(0.5), Speed::Constant(1440.0)] {
        let clock = Clock {
            now: "2026-01-21T01:10:00Z".into(),
            speed,
            rate: 1.0,
            paused: false,
            next_event: None,
        };
        assert_eq!(received(&clock), Some(clock));
    }
}

#[wasm_bindgen_test]
fn answers_with_another_types_fields_are_read_whole() {
    let detail = ExportDetail {
        export: export(),
        timeline: vec![TimelineEntry {
            at: "2026-01-21T01:10:00Z".into(),
            state: ExportState::Submitted,
            actor: export().requested_by,
            detail: Some("first".into()),
        }],
        steps: Vec::new(),
        manifest: Some(ManifestFacts {
            size_bytes: 12,
            sha256: "ab".into(),
        }),
        by_container: vec![ContainerCount {
            kind: ContainerKind::Room,
            items: 3,
            bytes: 4,
        }],
        by_file_type: Vec::new(),
    };
    assert_eq!(received(&detail), Some(detail));

    let summary = AccountSummary {
        account: Account {
            id: "juniper".into(),
            name: "Juniper Freight".into(),
            account_type: AccountType::EnterpriseLWA,
            status: AccountStatus::Active,
            created_at: "2025-01-21T01:10:00Z".into(),
            users: 240,
            managed_users: 200,
            domains: vec!["juniper.example".into()],
        },
        exports: 1,
        running: None,
        latest: Some(export()),
        next_allowed_at: Some("2026-01-28T01:10:00Z".into()),
    };
    assert_eq!(received(&summary), Some(summary));
}

#[wasm_bindgen_test]
fn what_is_not_in_the_contract_is_refused() {
    let read = |text: &str| json::from_str::<ContainerCount>(text).ok();
    assert!(read(r#"{"kind":"room","items":1,"bytes":2,"new":[]}"#).is_some());
    for text in [
        "",
        "null",
        "[]",
        r#""room""#,
        r#"{"kind":"room","items":1}"#,
        r#"{"kind":"attic","items":1,"bytes":2}"#,
        r#"{"kind":0,"items":1,"bytes":2}"#,
        r#"{"kind":"room","items":-1,"bytes":2}"#,
        r#"{"kind":"room","items":1.5,"bytes":2}"#,
        r#"{"kind":"room","items":"1","bytes":2}"#,
        r#"{"kind":"room","items":1e300,"bytes":2}"#,
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[wasm_bindgen_test]
fn nothing_is_read_again_until_the_last_mutation_is_done_and_then_once() {
    Owner::new().with(|| {
        let api = Api::provide();
        api.pause_refresh();
        api.pause_refresh();
        api.refresh_all();
        api.resume_refresh();
        api.refresh_all();
        assert_eq!(api.epoch().get_untracked(), 0);
        api.resume_refresh();
        assert_eq!(api.epoch().get_untracked(), 1);
        api.pause_refresh();
        api.resume_refresh();
        assert_eq!(api.epoch().get_untracked(), 1);
        api.refresh_all();
        assert_eq!(api.epoch().get_untracked(), 2);
    });
}
