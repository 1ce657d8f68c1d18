//! The scope rule for every combination of facts.

use std::fmt::Write;

use attache_server::scope::{Belonging, Container, Decision, Facts, decide};

const CONTAINERS: [Container; 6] = [
    Container::Direct,
    Container::Group,
    Container::Room {
        creator: Belonging::Managed,
    },
    Container::Room {
        creator: Belonging::Released,
    },
    Container::Room {
        creator: Belonging::Outside,
    },
    Container::Meeting,
];

fn outcome(facts: &Facts) -> String {
    match decide(facts) {
        Decision::Included(rule) => format!("+{}", rule.as_str()),
        Decision::Excluded(reason) => format!("-{}", reason.as_str()),
    }
}

fn place(container: Container) -> String {
    match container {
        Container::Room { creator } => format!("{creator:?} creator's Room"),
        other => format!("{other:?}"),
    }
}

#[test]
fn container_and_uploader_decide() {
    let mut table = String::new();
    for container in CONTAINERS {
        for uploader in Belonging::ALL {
            let facts = Facts {
                container,
                container_deleted: false,
                redacted: false,
                expired: false,
                uploader,
            };
            writeln!(
                table,
                "{:<24} {:<9} {}",
                place(container),
                format!("{uploader:?}"),
                outcome(&facts)
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(table, @"
    Direct                   Managed   +uploader-managed
    Direct                   Released  -uploaderReleased
    Direct                   Outside   -uploaderNotManaged
    Group                    Managed   +uploader-managed
    Group                    Released  -uploaderReleased
    Group                    Outside   -uploaderNotManaged
    Managed creator's Room   Managed   +room-creator-managed
    Managed creator's Room   Released  +room-creator-managed
    Managed creator's Room   Outside   +room-creator-managed
    Released creator's Room  Managed   -roomCreatorNotManaged
    Released creator's Room  Released  -roomCreatorNotManaged
    Released creator's Room  Outside   -roomCreatorNotManaged
    Outside creator's Room   Managed   -roomCreatorNotManaged
    Outside creator's Room   Released  -roomCreatorNotManaged
    Outside creator's Room   Outside   -roomCreatorNotManaged
    Meeting                  Managed   -meetingChat
    Meeting                  Released  -meetingChat
    Meeting                  Outside   -meetingChat
    ");
}

#[test]
fn deleted_content_is_out_of_scope_whatever_else_holds() {
    let mut table = String::new();
    for container in CONTAINERS {
        for flags in 1..8 {
            let [container_deleted, redacted, expired] = [flags & 1 != 0, flags & 2 != 0, flags & 4 != 0];
            let mut outcomes = Belonging::ALL.map(|uploader| {
                outcome(&Facts {
                    container,
                    container_deleted,
                    redacted,
                    expired,
                    uploader,
                })
            });
            outcomes.sort();
            assert_eq!(outcomes[0], outcomes[2], "the uploader makes no difference");
            let gone: String = [
                ("deleted ", container_deleted),
                ("redacted ", redacted),
                ("expired", expired),
            ]
            .into_iter()
            .filter_map(|(name, holds)| holds.then_some(name))
            .collect();
            writeln!(table, "{:<24} {gone:<25} {}", place(container), outcomes[0]).unwrap();
        }
    }
    insta::assert_snapshot!(table, @"
    Direct                   deleted                   -roomDeleted
    Direct                   redacted                  -messageRedacted
    Direct                   deleted redacted          -roomDeleted
    Direct                   expired                   -retentionExpired
    Direct                   deleted expired           -roomDeleted
    Direct                   redacted expired          -messageRedacted
    Direct                   deleted redacted expired  -roomDeleted
    Group                    deleted                   -roomDeleted
    Group                    redacted                  -messageRedacted
    Group                    deleted redacted          -roomDeleted
    Group                    expired                   -retentionExpired
    Group                    deleted expired           -roomDeleted
    Group                    redacted expired          -messageRedacted
    Group                    deleted redacted expired  -roomDeleted
    Managed creator's Room   deleted                   -roomDeleted
    Managed creator's Room   redacted                  -messageRedacted
    Managed creator's Room   deleted redacted          -roomDeleted
    Managed creator's Room   expired                   -retentionExpired
    Managed creator's Room   deleted expired           -roomDeleted
    Managed creator's Room   redacted expired          -messageRedacted
    Managed creator's Room   deleted redacted expired  -roomDeleted
    Released creator's Room  deleted                   -roomDeleted
    Released creator's Room  redacted                  -messageRedacted
    Released creator's Room  deleted redacted          -roomDeleted
    Released creator's Room  expired                   -retentionExpired
    Released creator's Room  deleted expired           -roomDeleted
    Released creator's Room  redacted expired          -messageRedacted
    Released creator's Room  deleted redacted expired  -roomDeleted
    Outside creator's Room   deleted                   -roomDeleted
    Outside creator's Room   redacted                  -messageRedacted
    Outside creator's Room   deleted redacted          -roomDeleted
    Outside creator's Room   expired                   -retentionExpired
    Outside creator's Room   deleted expired           -roomDeleted
    Outside creator's Room   redacted expired          -messageRedacted
    Outside creator's Room   deleted redacted expired  -roomDeleted
    Meeting                  deleted                   -meetingChat
    Meeting                  redacted                  -meetingChat
    Meeting                  deleted redacted          -meetingChat
    Meeting                  expired                   -meetingChat
    Meeting                  deleted expired           -meetingChat
    Meeting                  redacted expired          -meetingChat
    Meeting                  deleted redacted expired  -meetingChat
    ");
}
