//! The rule and the query decide every named case as expected.

use std::collections::BTreeSet;

use attache_server::{
    clock::parse_rfc3339,
    scope::{Belonging, Container, Decision, Facts, Subject, decide},
    simulator::world::{
        fixtures::cases::{CASES, Case},
        fixtures::{HARBOR, JUNIPER},
    },
    store,
};
use attache_wire::{account::ExclusionReason, item::Rule};

use crate::support::{START, default_world};

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    kind: String,
    sent_at: i64,
    deleted_at: Option<i64>,
    redacted_at: Option<i64>,
    expires_at: Option<i64>,
    uploader_account: Option<String>,
    uploader_registration: String,
    creator_account: Option<String>,
    creator_registration: Option<String>,
}

async fn rows() -> Vec<Row> {
    default_world()
        .rows(
            "SELECT a.id, c.kind, m.sent_at, c.deleted_at, m.redacted_at, m.expires_at,
                    u.account_id AS uploader_account, u.registration AS uploader_registration,
                    r.account_id AS creator_account, r.registration AS creator_registration
             FROM attachments a JOIN messages m ON m.id = a.message_id JOIN containers c ON c.id = m.container_id
             JOIN users u ON u.id = m.sender_id LEFT JOIN users r ON r.id = c.creator_id",
        )
        .await
}

fn belonging(account: &str, of: Option<&str>, registration: &str) -> Belonging {
    match registration {
        "Registered" | "Suspended" if of == Some(account) => Belonging::Managed,
        "Released" if of == Some(account) => Belonging::Released,
        _ => Belonging::Outside,
    }
}

fn facts(row: &Row, account: &str, at: i64) -> Facts {
    let creator = row.creator_registration.as_deref().unwrap_or_default();
    let creator = belonging(account, row.creator_account.as_deref(), creator);
    Facts {
        container: match row.kind.as_str() {
            "direct" => Container::Direct,
            "group" => Container::Group,
            "room" => Container::Room { creator },
            "meeting" => Container::Meeting,
            other => panic!("{other}"),
        },
        container_deleted: row.deleted_at.is_some_and(|deleted| deleted <= at),
        redacted: row.redacted_at.is_some_and(|redacted| redacted <= at),
        expired: row.expires_at.is_some_and(|expires| expires <= at),
        uploader: belonging(
            account,
            row.uploader_account.as_deref(),
            &row.uploader_registration,
        ),
    }
}

fn spelling(decision: Decision) -> &'static str {
    match decision {
        Decision::Included(rule) => rule.as_str(),
        Decision::Excluded(reason) => reason.as_str(),
    }
}

fn decisions() -> impl Iterator<Item = (&'static Case, &'static str, Decision)> {
    CASES.iter().flat_map(|case| {
        case.decisions
            .iter()
            .map(move |(account, decision)| (case, *account, *decision))
    })
}

/// Returns the start of the clock, and 60 days later.
fn instants() -> [i64; 2] {
    let start = parse_rfc3339(START).unwrap();
    [start, start + 60 * attache_server::clock::DAY]
}

#[tokio::test]
async fn the_rule_decides_every_case_as_expected() {
    let rows = rows().await;
    for (case, account, expected) in decisions() {
        let row = rows.iter().find(|row| row.id == case.attachment).unwrap();
        for at in instants() {
            assert_eq!(
                decide(&facts(row, account, at)),
                expected,
                "{} for {account}",
                case.attachment
            );
        }
    }
}

#[tokio::test]
async fn the_query_decides_every_case_as_expected() {
    let store = default_world().store().await;
    let mut conn = store.read().await.unwrap();
    for (case, account, expected) in decisions() {
        for at in instants() {
            let verdicts =
                store::scope::verdicts(&mut conn, Subject::Account(account), at, Some(case.attachment))
                    .await
                    .unwrap();
            let expected = (case.attachment.to_owned(), spelling(expected).to_owned());
            assert_eq!(verdicts, [expected], "for {account}");
        }
    }
}

#[tokio::test]
async fn rule_and_query_agree_on_the_whole_world() {
    let rows = rows().await;
    let store = default_world().store().await;
    let mut conn = store.read().await.unwrap();
    let [at, _] = instants();
    for account in [JUNIPER, HARBOR] {
        let mut judged: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.id.clone(),
                    spelling(decide(&facts(row, account, at))).to_owned(),
                )
            })
            .collect();
        judged.sort();
        assert_eq!(
            store::scope::verdicts(&mut conn, Subject::Account(account), at, None)
                .await
                .unwrap(),
            judged,
            "for {account}"
        );
    }
}

#[test]
fn every_decision_has_a_case() {
    let answers: BTreeSet<&str> = decisions().map(|(_, _, decision)| spelling(decision)).collect();
    let rules = Rule::ALL.into_iter().map(Rule::as_str);
    let all: BTreeSet<&str> = rules
        .chain(ExclusionReason::ALL.into_iter().map(ExclusionReason::as_str))
        .collect();
    assert_eq!(answers, all);
}

#[tokio::test]
async fn juniper_has_many_of_each_decision_and_most_files_in_scope() {
    let store = default_world().store().await;
    let mut conn = store.read().await.unwrap();
    let [at, _] = instants();
    let estimate = store::scope::estimate(&mut conn, &JUNIPER.into(), at)
        .await
        .unwrap();
    assert!((1_500..2_000).contains(&estimate.attachments), "{estimate:?}");
    assert!(
        estimate
            .inclusions
            .iter()
            .all(|inclusion| inclusion.attachments >= 400),
        "{estimate:?}"
    );
    assert_eq!(estimate.exclusions.len(), ExclusionReason::ALL.len());
    assert!(
        estimate
            .exclusions
            .iter()
            .all(|exclusion| exclusion.attachments >= 10),
        "{estimate:?}"
    );
    let excluded: u64 = estimate
        .exclusions
        .iter()
        .map(|exclusion| exclusion.attachments)
        .sum();
    assert!(
        (1_900..2_300).contains(&(estimate.attachments + excluded)),
        "Juniper should have about 2,000 attachments"
    );

    let rows = rows().await;
    let first = at - 427 * attache_server::clock::DAY;
    assert!(
        rows.iter().all(|row| (first..at).contains(&row.sent_at)),
        "all in the last 14 months"
    );
}
