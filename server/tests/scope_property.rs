//! Compares the scope query with the scope rule on random worlds.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, it fails the test")]

#[path = "scope_property/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};

use attache_server::{
    scope::{Decision, Subject, decide},
    store::{self, Store, scope::ScopedItem},
};
use attache_wire::{account::ExclusionReason, item::Rule};
use sqlx::SqliteConnection;
use world::{AT, Attachment, World};

const WORLDS: u64 = 320;

fn spelling(decision: Decision) -> &'static str {
    match decision {
        Decision::Included(rule) => rule.as_str(),
        Decision::Excluded(reason) => reason.as_str(),
    }
}

/// Returns the rule's decision for each attachment that existed at the time, by id.
fn judged<'w>(world: &'w World, subject: Subject<'_>) -> BTreeMap<&'w str, (&'w Attachment, Decision)> {
    let there = |attachment: &&Attachment| attachment.uploaded_at <= AT;
    let judge = |attachment: &'w Attachment| {
        let decision = decide(&world.facts(attachment, subject));
        (attachment.id.as_str(), (attachment, decision))
    };
    world.attachments.iter().filter(there).map(judge).collect()
}

/// Compares every result of the query for one subject, and counts the rule's decisions.
async fn compare(
    conn: &mut SqliteConnection,
    world: &World,
    subject: Subject<'_>,
    seen: &mut BTreeMap<&'static str, usize>,
) {
    let judged = judged(world, subject);
    let seed = world.seed;

    let verdicts = store::scope::verdicts(conn, subject, AT, None).await.unwrap();
    let verdicts: BTreeMap<&str, &str> = verdicts
        .iter()
        .map(|(id, text)| (id.as_str(), text.as_str()))
        .collect();
    let expected: BTreeMap<&str, &str> = judged
        .iter()
        .map(|(id, (_, decision))| (*id, spelling(*decision)))
        .collect();
    assert_eq!(verdicts, expected, "verdicts of world {seed} for {subject:?}");

    for (id, verdict) in &expected {
        let one = store::scope::verdicts(conn, subject, AT, Some(id)).await.unwrap();
        assert_eq!(
            one,
            [((*id).to_owned(), (*verdict).to_owned())],
            "{id} of world {seed}"
        );
    }

    // Use batches of three to cover the boundaries between batches.
    let mut items: Vec<ScopedItem> = Vec::new();
    loop {
        let after = items.last().map_or((i64::MIN, Default::default()), |item| {
            (item.uploaded_at, item.attachment_id.clone())
        });
        let batch = store::scope::batch(conn, subject, AT, &after, 3).await.unwrap();
        if batch.is_empty() {
            break;
        }
        items.extend(batch);
    }
    let in_order = |pair: &[ScopedItem]| {
        (pair[0].uploaded_at, &pair[0].attachment_id) < (pair[1].uploaded_at, &pair[1].attachment_id)
    };
    assert!(
        items.windows(2).all(in_order),
        "order of world {seed} for {subject:?}"
    );
    let count = items.len() as u64;
    let items: BTreeSet<(&str, &str)> = items
        .iter()
        .map(|item| (item.attachment_id.as_str(), item.rule.as_str()))
        .collect();
    let included: BTreeSet<(&str, &str)> = judged
        .iter()
        .filter_map(|(id, (_, decision))| match decision {
            Decision::Included(rule) => Some((*id, rule.as_str())),
            Decision::Excluded(_) => None,
        })
        .collect();
    assert_eq!(items, included, "items of world {seed} for {subject:?}");
    assert_eq!(
        count,
        included.len() as u64,
        "count of world {seed} for {subject:?}"
    );

    for (_, decision) in judged.values() {
        *seen.entry(spelling(*decision)).or_default() += 1;
    }
    let Subject::Account(account) = subject else {
        return;
    };
    let estimate = store::scope::estimate(conn, &account.into(), AT).await.unwrap();
    let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
    for inclusion in &estimate.inclusions {
        counted.insert(inclusion.rule.as_str(), inclusion.attachments);
    }
    for exclusion in &estimate.exclusions {
        counted.insert(exclusion.reason.as_str(), exclusion.attachments);
    }
    let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
    for (attachment, decision) in judged.values() {
        if world.concerns(attachment, subject) {
            *expected.entry(spelling(*decision)).or_default() += 1;
        }
    }
    assert_eq!(counted, expected, "estimate of world {seed} for {subject:?}");
    let bytes: u64 = judged
        .values()
        .filter(|(_, decision)| matches!(decision, Decision::Included(_)))
        .map(|(attachment, _)| attachment.size_bytes)
        .sum();
    assert_eq!(
        (estimate.attachments, estimate.bytes),
        (count, bytes),
        "totals of world {seed} for {subject:?}"
    );

    // The users' pages show the same attachments, split by uploader.
    if let Subject::Account(account) = subject {
        let mut sum = (0, 0);
        for user in world.users() {
            for (_, attachments, bytes) in store::scope::months_of(conn, &account.into(), AT, &user.into())
                .await
                .unwrap()
            {
                sum = (sum.0 + attachments, sum.1 + bytes);
            }
        }
        assert_eq!(sum, (count, bytes), "users of world {seed} for {account}");
    }
}

#[tokio::test]
async fn query_and_rule_agree_on_every_attachment_of_every_world() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("attache.db")).await.unwrap();
    let (mut of_accounts, mut of_users) = (BTreeMap::new(), BTreeMap::new());
    for seed in 0..WORLDS {
        let world = World::random(seed);
        let mut tx = store.write().await.unwrap();
        world.insert(&mut tx).await;
        for account in world::ACCOUNTS {
            compare(&mut tx, &world, Subject::Account(account), &mut of_accounts).await;
        }
        for user in world.users() {
            compare(&mut tx, &world, Subject::User(user), &mut of_users).await;
        }
        tx.rollback().await.unwrap();
    }
    let rules = Rule::ALL.map(Rule::as_str);
    let reasons = ExclusionReason::ALL.map(ExclusionReason::as_str);
    for answer in rules.iter().chain(&reasons) {
        let often = |seen: &BTreeMap<&str, usize>| seen.get(answer).is_some_and(|count| *count > 100);
        assert!(often(&of_accounts), "{answer} is hardly tested: {of_accounts:?}");
        // This cannot happen for a user: users are not released from themselves.
        let never = *answer == ExclusionReason::UploaderReleased.as_str();
        assert!(often(&of_users) != never, "{answer}: {of_users:?}");
    }
}
