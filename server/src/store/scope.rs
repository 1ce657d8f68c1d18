//! The scope rule as SQL: the same answer as [`crate::scope::decide`], for a million attachments at once. A property test
//! compares the two on random worlds.

use attache_wire::{
    account::{Estimate, Exclusion, ExclusionReason, Inclusion, LargestFile},
    item::Rule,
};
use sqlx::SqliteConnection;

use super::Result;
use crate::clock::{Millis, rfc3339};

/// The verdict on one attachment for account `?1` at the instant `?2`: a [`Rule`]'s or an [`ExclusionReason`]'s spelling.
macro_rules! verdict {
    () => {
        "CASE
            WHEN c.kind = 'meeting' THEN 'meetingChat'
            WHEN c.deleted_at <= ?2 THEN 'roomDeleted'
            WHEN m.redacted_at <= ?2 THEN 'messageRedacted'
            WHEN m.expires_at <= ?2 THEN 'retentionExpired'
            WHEN c.kind = 'room' THEN
                iif(r.account_id IS ?1 AND r.registration IN ('Registered', 'Suspended'),
                    'room-creator-managed', 'roomCreatorNotManaged')
            WHEN u.account_id IS ?1 AND u.registration IN ('Registered', 'Suspended') THEN 'uploader-managed'
            WHEN u.account_id IS ?1 AND u.registration = 'Released' THEN 'uploaderReleased'
            ELSE 'uploaderNotManaged'
         END"
    };
}

/// Attachments with all that the verdict needs.
macro_rules! attachments {
    () => {
        " FROM attachments a
          JOIN messages m ON m.id = a.message_id
          JOIN containers c ON c.id = m.container_id
          JOIN users u ON u.id = m.sender_id
          LEFT JOIN users r ON r.id = c.creator_id
          WHERE a.uploaded_at <= ?2"
    };
}

/// The verdicts on which an estimate counts: attachments that a managed user uploaded, or that lie in a container with a
/// managed member. A room's creator counts as a member even after leaving it: its attachments are in scope all the same.
macro_rules! judged {
    () => {
        concat!(
            "WITH touched AS MATERIALIZED (
                SELECT s.container_id FROM memberships s JOIN users p ON p.id = s.user_id
                WHERE p.account_id = ?1 AND p.registration IN ('Registered', 'Suspended')
                UNION
                SELECT k.id FROM containers k JOIN users p ON p.id = k.creator_id
                WHERE p.account_id = ?1 AND p.registration IN ('Registered', 'Suspended')),
             judged AS (
                SELECT ",
            verdict!(),
            " AS verdict, c.kind, c.id AS container_id, u.id AS user_id, a.size_bytes, a.content_type",
            attachments!(),
            " AND (c.id IN touched OR (u.account_id IS ?1 AND u.registration IN ('Registered', 'Suspended')))) "
        )
    };
}

/// Writes one item per attachment in scope, in manifest order. Returns how many.
///
/// # Errors
/// When the query fails.
pub async fn snapshot(conn: &mut SqliteConnection, export: &str, account: &str, at: Millis) -> Result<u64> {
    let done = sqlx::query(concat!(
        "INSERT INTO export_items (export_id, attachment_id, file_name, content_type, size_bytes, sha256, uploader_email,
            container_kind, container_name, container_id, room_creator_email, message_id, uploaded_at, rule)
         SELECT ?3, * FROM (
            SELECT a.id, a.file_name, a.content_type, a.size_bytes, a.sha256, u.email, c.kind, c.name, c.id, r.email, m.id,
                   a.uploaded_at, ",
        verdict!(),
        " AS verdict",
        attachments!(),
        " ORDER BY a.uploaded_at, a.id)
         WHERE verdict IN ('uploader-managed', 'room-creator-managed')"
    ))
    .bind(account)
    .bind(at)
    .bind(export)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The verdict on every attachment of the world, or on one.
///
/// # Errors
/// When the query fails.
pub async fn verdicts(
    conn: &mut SqliteConnection,
    account: &str,
    at: Millis,
    attachment: Option<&str>,
) -> Result<Vec<(String, String)>> {
    sqlx::query_as(concat!(
        "SELECT a.id, ",
        verdict!(),
        attachments!(),
        " AND (?3 IS NULL OR a.id = ?3) ORDER BY a.id"
    ))
    .bind(account)
    .bind(at)
    .bind(attachment)
    .fetch_all(conn)
    .await
}

/// What a request would contain at the instant `at`.
///
/// # Errors
/// When a query fails.
pub async fn estimate(conn: &mut SqliteConnection, account: &str, at: Millis) -> Result<Estimate> {
    let verdicts: Vec<(String, u64, u64)> = sqlx::query_as(concat!(
        judged!(),
        "SELECT verdict, count(*), sum(size_bytes) FROM judged GROUP BY verdict"
    ))
    .bind(account)
    .bind(at)
    .fetch_all(&mut *conn)
    .await?;
    // `max` makes SQLite take the bare column from the row that holds the maximum.
    let (users, rooms, conversations, largest, content_type): (u64, u64, u64, Option<u64>, Option<String>) =
        sqlx::query_as(concat!(
            judged!(),
            "SELECT count(DISTINCT user_id), count(DISTINCT iif(kind = 'room', container_id, NULL)),
                    count(DISTINCT iif(kind = 'room', NULL, container_id)), max(size_bytes), content_type
             FROM judged WHERE verdict IN ('uploader-managed', 'room-creator-managed')"
        ))
        .bind(account)
        .bind(at)
        .fetch_one(conn)
        .await?;
    let find = |spelling: &str| verdicts.iter().find(|(verdict, ..)| verdict == spelling);
    let inclusions: Vec<Inclusion> = Rule::ALL
        .into_iter()
        .filter_map(|rule| {
            find(rule.as_str()).map(|&(_, attachments, bytes)| Inclusion {
                rule,
                attachments,
                bytes,
            })
        })
        .collect();
    let exclusions = ExclusionReason::ALL
        .into_iter()
        .filter_map(|reason| {
            find(reason.as_str()).map(|&(_, attachments, _)| Exclusion { reason, attachments })
        })
        .collect();
    Ok(Estimate {
        at: rfc3339(at),
        attachments: inclusions.iter().map(|part| part.attachments).sum(),
        bytes: inclusions.iter().map(|part| part.bytes).sum(),
        users,
        rooms,
        conversations,
        largest: largest
            .zip(content_type)
            .map(|(size_bytes, content_type)| LargestFile {
                content_type,
                size_bytes,
            }),
        inclusions,
        exclusions,
    })
}

/// Until when an estimate made at `at` stays true, and the revision of the world that it was made of.
///
/// # Errors
/// When a query fails.
pub async fn validity(conn: &mut SqliteConnection, at: Millis) -> Result<(i64, Option<Millis>)> {
    sqlx::query_as(
        "SELECT (SELECT revision FROM world_revision),
                (SELECT min(expires_at) FROM messages WHERE expires_at > ?)",
    )
    .bind(at)
    .fetch_one(conn)
    .await
}
