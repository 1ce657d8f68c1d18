//! The scope rule as SQL: gives the same result as [`crate::scope::decide`], but for a million attachments at once. A
//! property test compares the two on random worlds.

use std::collections::BTreeSet;

use attache_wire::{
    account::{Estimate, Exclusion, ExclusionReason, Inclusion, LargestFile},
    id::{AccountId, AttachmentId, ContainerId, MessageId, UserId},
    item::Rule,
};

use super::{Conn, Result};
use crate::{
    clock::{Millis, rfc3339},
    scope::Subject,
};

/// Condition for how a row of `users` belongs to the subject `?1`, an account or a user: [`crate::scope::Belonging`].
macro_rules! belonging {
    (account, Managed, $person:literal) => {
        concat!(
            $person,
            ".account_id IS ?1 AND ",
            $person,
            ".registration IN ('Registered', 'Suspended')"
        )
    };
    (account, Released, $person:literal) => {
        concat!(
            $person,
            ".account_id IS ?1 AND ",
            $person,
            ".registration = 'Released'"
        )
    };
    (user, Managed, $person:literal) => {
        concat!($person, ".id IS ?1")
    };
    (user, Released, $person:literal) => {
        "FALSE"
    };
}

/// The verdict on one attachment for the subject `?1` at the instant `?2`, as the name of a [`Rule`] or an
/// [`ExclusionReason`].
macro_rules! verdict {
    ($subject:ident) => {
        concat!(
            "CASE
                WHEN c.kind = 'meeting' THEN 'meetingChat'
                WHEN c.deleted_at <= ?2 THEN 'roomDeleted'
                WHEN m.redacted_at <= ?2 THEN 'messageRedacted'
                WHEN m.expires_at <= ?2 THEN 'retentionExpired'
                WHEN c.kind = 'room' THEN iif(",
            belonging!($subject, Managed, "r"),
            ", 'room-creator-managed', 'roomCreatorNotManaged')
                WHEN ",
            belonging!($subject, Managed, "u"),
            " THEN 'uploader-managed'
                WHEN ",
            belonging!($subject, Released, "u"),
            " THEN 'uploaderReleased'
                ELSE 'uploaderNotManaged'
             END"
        )
    };
}

/// Attachments joined with the tables that the verdict needs.
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

/// The verdicts that an estimate counts: attachments uploaded by a managed user, or in a container with a managed
/// member. A room's creator counts as a member even after leaving, because the room's attachments remain in scope.
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
            verdict!(account),
            " AS verdict, c.id AS container_id, u.rowid_ AS user_row, a.size_bytes, a.content_type",
            attachments!(),
            " AND (c.id IN touched OR (u.account_id IS ?1 AND u.registration IN ('Registered', 'Suspended')))) "
        )
    };
}

/// An attachment in scope, with the columns of `export_items` that an export stores for it.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns are documented in the schema")]
pub struct ScopedItem {
    pub attachment_id: AttachmentId,
    pub file_name: String,
    pub content_type: String,
    pub size_bytes: i64,
    pub sha256: String,
    pub uploader_email: String,
    pub container_kind: String,
    pub container_name: String,
    pub container_id: ContainerId,
    pub room_creator_email: Option<String>,
    pub message_id: MessageId,
    pub uploaded_at: Millis,
    pub rule: String,
}

/// Condition that restricts the attachments to possible candidates before the rule is applied. For an account, there is
/// none. For a user, it selects by index the attachments in their messages and in the rooms that they created.
macro_rules! candidates {
    (account) => {
        ""
    };
    (user) => {
        " AND a.message_id IN (
            SELECT id FROM messages WHERE sender_id = ?1
            UNION
            SELECT s.id FROM containers k JOIN messages s ON s.container_id = k.id WHERE k.creator_id = ?1)"
    };
}

macro_rules! batch {
    ($subject:ident) => {
        concat!(
            "SELECT * FROM (
                SELECT a.id AS attachment_id, a.file_name, a.content_type, a.size_bytes, a.sha256,
                       u.email AS uploader_email, c.kind AS container_kind, c.name AS container_name,
                       c.id AS container_id, r.email AS room_creator_email, m.id AS message_id, a.uploaded_at, ",
            verdict!($subject),
            " AS rule",
            attachments!(),
            candidates!($subject),
            " AND (a.uploaded_at, a.id) > (?3, ?4))
             WHERE rule IN ('uploader-managed', 'room-creator-managed') ORDER BY uploaded_at, attachment_id LIMIT ?5"
        )
    };
}

/// Returns up to `limit` attachments in scope, in manifest order, after the one uploaded at `after.0` with the id
/// `after.1`.
///
/// # Errors
/// When the query fails.
pub async fn batch(
    conn: &mut Conn,
    subject: Subject<'_>,
    at: Millis,
    after: &(Millis, AttachmentId),
    limit: i64,
) -> Result<Vec<ScopedItem>> {
    sqlx::query_as(match subject {
        Subject::Account(_) => batch!(account),
        Subject::User(_) => batch!(user),
    })
    .bind(subject.id())
    .bind(at)
    .bind(after.0)
    .bind(&after.1)
    .bind(limit)
    .fetch_all(conn)
    .await
}

macro_rules! verdicts {
    ($subject:ident) => {
        concat!(
            "SELECT a.id, ",
            verdict!($subject),
            attachments!(),
            " AND (?3 IS NULL OR a.id = ?3) ORDER BY a.id"
        )
    };
}

/// Returns the verdicts on all attachments, or on one.
///
/// # Errors
/// When the query fails.
pub async fn verdicts(
    conn: &mut Conn,
    subject: Subject<'_>,
    at: Millis,
    attachment: Option<&str>,
) -> Result<Vec<(String, String)>> {
    sqlx::query_as(match subject {
        Subject::Account(_) => verdicts!(account),
        Subject::User(_) => verdicts!(user),
    })
    .bind(subject.id())
    .bind(at)
    .bind(attachment)
    .fetch_all(conn)
    .await
}

/// The attachments with the same verdict.
#[derive(sqlx::FromRow)]
struct Verdict {
    verdict: String,
    attachments: u64,
    bytes: u64,
    largest: u64,
    content_type: String,
    containers: u64,
    /// JSON array of the distinct uploaders' row numbers.
    users: String,
}

/// Estimates the attachments that a request would include at the instant `at`.
///
/// # Errors
/// When a query fails.
pub async fn estimate(conn: &mut Conn, account: &AccountId, at: Millis) -> Result<Estimate> {
    // One pass over the attachments. With `max`, SQLite takes the bare column from the row that holds the maximum.
    let verdicts: Vec<Verdict> = sqlx::query_as(concat!(
        judged!(),
        "SELECT verdict, count(*) AS attachments, sum(size_bytes) AS bytes, max(size_bytes) AS largest, content_type,
                count(DISTINCT container_id) AS containers, json_group_array(DISTINCT user_row) AS users
         FROM judged GROUP BY verdict"
    ))
    .bind(account)
    .bind(at)
    .fetch_all(conn)
    .await?;
    let find = |spelling: &str| verdicts.iter().find(|found| found.verdict == spelling);
    let included: Vec<&Verdict> = Rule::ALL
        .into_iter()
        .filter_map(|rule| find(rule.as_str()))
        .collect();
    // A user may have uploads under both rules; a container belongs to one.
    let mut users = BTreeSet::new();
    for part in &included {
        let rows: Vec<i64> =
            serde_json::from_str(&part.users).map_err(|error| sqlx::Error::Decode(error.into()))?;
        users.extend(rows);
    }
    let containers = |rule: Rule| find(rule.as_str()).map_or(0, |part| part.containers);
    let largest = included
        .iter()
        .max_by_key(|part| part.largest)
        .map(|part| LargestFile {
            content_type: part.content_type.clone(),
            size_bytes: part.largest,
        });
    let inclusions: Vec<Inclusion> = Rule::ALL
        .into_iter()
        .filter_map(|rule| {
            let part = find(rule.as_str())?;
            Some(Inclusion {
                rule,
                attachments: part.attachments,
                bytes: part.bytes,
            })
        })
        .collect();
    let exclusions = ExclusionReason::ALL
        .into_iter()
        .filter_map(|reason| {
            Some(Exclusion {
                reason,
                attachments: find(reason.as_str())?.attachments,
            })
        })
        .collect();
    Ok(Estimate {
        at: rfc3339(at),
        attachments: inclusions.iter().map(|part| part.attachments).sum(),
        bytes: inclusions.iter().map(|part| part.bytes).sum(),
        users: users.len() as u64,
        rooms: containers(Rule::RoomCreatorManaged),
        conversations: containers(Rule::UploaderManaged),
        largest,
        inclusions,
        exclusions,
    })
}

/// Returns the uploads of one user that a request would include at the instant `at`: attachments and their bytes by
/// month of upload (`2026-01`, UTC), oldest first. Omits months without uploads.
///
/// # Errors
/// When the query fails.
pub async fn months_of(
    conn: &mut Conn,
    account: &AccountId,
    at: Millis,
    user: &UserId,
) -> Result<Vec<(String, u64, u64)>> {
    // Grouping by day number is faster than by month name: the format function then runs once per day.
    sqlx::query_as(concat!(
        "SELECT strftime('%Y-%m', day * 86400, 'unixepoch') AS month, sum(attachments), sum(bytes) FROM (
            SELECT uploaded_at / 86400000 AS day, count(*) AS attachments, sum(size_bytes) AS bytes FROM (
                SELECT ",
        verdict!(account),
        " AS verdict, a.uploaded_at, a.size_bytes",
        attachments!(),
        " AND m.sender_id = ?3)
            WHERE verdict IN ('uploader-managed', 'room-creator-managed') GROUP BY day)
         GROUP BY month ORDER BY month"
    ))
    .bind(account)
    .bind(at)
    .bind(user)
    .fetch_all(conn)
    .await
}

/// Returns the revision of the world at `at`, and until when an estimate computed at `at` stays valid.
///
/// # Errors
/// When a query fails.
pub async fn validity(conn: &mut Conn, at: Millis) -> Result<(i64, Option<Millis>)> {
    sqlx::query_as(
        "SELECT (SELECT revision FROM world_revision),
                (SELECT min(expires_at) FROM messages WHERE expires_at > ?)",
    )
    .bind(at)
    .fetch_one(conn)
    .await
}

/// Increments the world's revision, which invalidates cached estimates.
///
/// # Errors
/// When the statement fails.
pub async fn bump_revision(conn: &mut Conn) -> Result<()> {
    sqlx::query("UPDATE world_revision SET revision = revision + 1")
        .execute(conn)
        .await?;
    Ok(())
}
