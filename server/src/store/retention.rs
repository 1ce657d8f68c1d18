//! Message retention settings and clean-up.
//!
//! An account's settings govern the rooms that its users created and the conversations in which all members are its
//! users. A user belongs to the account from the invitation until the release. [`crate::accounts::retention::keeper`]
//! applies the same rule to one container.

use std::collections::BTreeSet;

use attache_wire::{
    id::{AccountId, ContainerId},
    retention::{Retention, RetentionEffect},
};

use super::{Conn, Result};
use crate::clock::{DAY, Millis};

/// The rooms that account `?1` governs.
macro_rules! rooms {
    () => {
        "SELECT c.id FROM users p JOIN containers c ON c.creator_id = p.id
         WHERE p.account_id = ?1 AND p.registration <> 'Released' AND c.kind = 'room'"
    };
}

/// The conversations that account `?1` governs: those whose members all belong to it.
macro_rules! conversations {
    () => {
        "SELECT c.id FROM (
            SELECT s.container_id AS id, count(*) AS members FROM users p JOIN memberships s ON s.user_id = p.id
            WHERE p.account_id = ?1 AND p.registration <> 'Released' GROUP BY s.container_id) own
         JOIN containers c ON c.id = own.id
         WHERE c.kind IN ('direct', 'group')
             AND own.members = (SELECT count(*) FROM memberships o WHERE o.container_id = c.id)"
    };
}

/// Converts days to milliseconds; `None` stays `None` and means no expiry.
fn span(days: Option<u32>) -> Option<Millis> {
    days.map(|days| i64::from(days) * DAY)
}

/// Returns an account's settings; no limits if the account does not exist.
///
/// # Errors
/// When the query fails.
pub async fn settings(conn: &mut Conn, account: &AccountId) -> Result<Retention> {
    let row: Option<(Option<u32>, Option<u32>)> =
        sqlx::query_as("SELECT conversation_retention_days, room_retention_days FROM accounts WHERE id = ?")
            .bind(account)
            .fetch_optional(conn)
            .await?;
    let (conversation_days, room_days) = row.unwrap_or_default();
    Ok(Retention {
        conversation_days,
        room_days,
    })
}

/// Changes an account's settings and updates the expiry of every message that they govern.
///
/// # Errors
/// When a statement fails.
pub async fn set(conn: &mut Conn, account: &AccountId, retention: &Retention) -> Result<()> {
    sqlx::query(
        "UPDATE accounts SET conversation_retention_days = ?2, room_retention_days = ?3 WHERE id = ?1",
    )
    .bind(account)
    .bind(retention.conversation_days)
    .bind(retention.room_days)
    .execute(&mut *conn)
    .await?;
    for (statement, days) in [
        (
            concat!(
                "UPDATE messages SET expires_at = sent_at + ?2 WHERE container_id IN (",
                rooms!(),
                ") AND expires_at IS NOT sent_at + ?2"
            ),
            retention.room_days,
        ),
        (
            concat!(
                "UPDATE messages SET expires_at = sent_at + ?2 WHERE container_id IN (",
                conversations!(),
                ") AND expires_at IS NOT sent_at + ?2"
            ),
            retention.conversation_days,
        ),
    ] {
        sqlx::query(statement)
            .bind(account)
            .bind(span(days))
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Counts what [`set`] would change as of `now`, leaving out redacted messages and deleted rooms. Messages hidden
/// before `grace_began` are past the grace period.
///
/// # Errors
/// When the query fails.
pub async fn effect(
    conn: &mut Conn,
    account: &AccountId,
    retention: &Retention,
    now: Millis,
    grace_began: Millis,
) -> Result<RetentionEffect> {
    let counts: [u64; 6] = sqlx::query_as::<_, (u64, u64, u64, u64, u64, u64)>(concat!(
        "WITH governed AS (
            SELECT id, ?2 AS span FROM (",
        rooms!(),
        " AND c.deleted_at IS NULL) UNION ALL SELECT id, ?3 FROM (",
        conversations!(),
        ")),
         ends AS (
            SELECT m.id, ifnull(m.expires_at, ?6) AS was, ifnull(m.sent_at + governed.span, ?6) AS becomes
            FROM governed JOIN messages m ON m.container_id = governed.id WHERE m.redacted_at IS NULL),
         changes AS (
            SELECT id, was > ?4 AND becomes <= ?4 AS hidden, was <= ?4 AND becomes > ?4 AS restored,
                   was > ?5 AND becomes <= ?5 AS deleted
            FROM ends WHERE (was > ?4) <> (becomes > ?4) OR (was > ?5 AND becomes <= ?5))
         SELECT count(*) FILTER (WHERE hidden), count(a.id) FILTER (WHERE hidden),
                count(*) FILTER (WHERE restored), count(a.id) FILTER (WHERE restored),
                count(*) FILTER (WHERE deleted), count(a.id) FILTER (WHERE deleted)
         FROM changes x LEFT JOIN attachments a ON a.message_id = x.id"
    ))
    .bind(account)
    .bind(span(retention.room_days))
    .bind(span(retention.conversation_days))
    .bind(now)
    .bind(grace_began)
    .bind(Millis::MAX)
    .fetch_one(conn)
    .await?
    .into();
    let [
        hidden_messages,
        hidden_attachments,
        restored_messages,
        restored_attachments,
        ..,
    ] = counts;
    let [.., deleted_messages, deleted_attachments] = counts;
    Ok(RetentionEffect {
        hidden_messages,
        hidden_attachments,
        restored_messages,
        restored_attachments,
        deleted_messages,
        deleted_attachments,
    })
}

/// Returns the Enterprise accounts that decide how long a container's messages are kept: the creator's for a room,
/// every member's for a conversation. `None` stands for a person who belongs to no such account.
///
/// # Errors
/// When the query fails.
pub async fn deciders(conn: &mut Conn, container: &ContainerId) -> Result<BTreeSet<Option<AccountId>>> {
    let accounts: Vec<Option<AccountId>> = sqlx::query_scalar(
        "WITH people AS (
            SELECT creator_id AS id FROM containers WHERE id = ?1 AND kind = 'room'
            UNION ALL
            SELECT s.user_id FROM containers c JOIN memberships s ON s.container_id = c.id
            WHERE c.id = ?1 AND c.kind IN ('direct', 'group'))
         SELECT DISTINCT CASE WHEN a.type <> 'Team' AND u.registration <> 'Released' THEN a.id END
         FROM people JOIN users u ON u.id = people.id LEFT JOIN accounts a ON a.id = u.account_id",
    )
    .bind(container)
    .fetch_all(conn)
    .await?;
    Ok(accounts.into_iter().collect())
}

/// Returns when retention hid or will hide the first message.
///
/// # Errors
/// When the query fails.
pub async fn first_end(conn: &mut Conn) -> Result<Option<Millis>> {
    sqlx::query_scalar("SELECT min(expires_at) FROM messages WHERE expires_at IS NOT NULL")
        .fetch_one(conn)
        .await
}

/// The messages of one clean-up round.
macro_rules! ended {
    () => {
        "(SELECT id FROM messages WHERE expires_at <= ?1 ORDER BY expires_at, id LIMIT ?2)"
    };
}

/// Deletes up to `limit` messages that were hidden at `before` or earlier, with their attachments, and queues the files
/// for review. Returns the number of deleted messages.
///
/// # Errors
/// When a statement fails.
pub async fn delete_ended(conn: &mut Conn, before: Millis, limit: u32) -> Result<u64> {
    let mut deleted = 0;
    for statement in [
        concat!(
            "INSERT OR IGNORE INTO blobs_to_review SELECT sha256 FROM attachments WHERE message_id IN ",
            ended!()
        ),
        concat!("DELETE FROM attachments WHERE message_id IN ", ended!()),
        concat!("DELETE FROM messages WHERE id IN ", ended!()),
    ] {
        let done = sqlx::query(statement)
            .bind(before)
            .bind(limit)
            .execute(&mut *conn)
            .await?;
        deleted = done.rows_affected();
    }
    Ok(deleted)
}

/// Returns up to `limit` files under review, after the file `after`, that are no longer needed: no attachment, running
/// or delivered export, or fault refers to them.
///
/// # Errors
/// When a statement fails.
pub async fn unneeded_blobs(conn: &mut Conn, after: &str, limit: u32) -> Result<Vec<String>> {
    if after.is_empty() {
        sqlx::query(
            "DELETE FROM blobs_to_review WHERE EXISTS
                (SELECT 1 FROM attachments a WHERE a.sha256 = blobs_to_review.sha256)",
        )
        .execute(&mut *conn)
        .await?;
    }
    sqlx::query_scalar(
        "SELECT sha256 FROM blobs_to_review
         WHERE sha256 > ?
             AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = blobs_to_review.sha256)
             AND NOT EXISTS (SELECT 1 FROM faults f WHERE f.sha256 = blobs_to_review.sha256)
             AND NOT EXISTS (SELECT 1 FROM export_items i JOIN exports e ON e.id = i.export_id
                 WHERE i.sha256 = blobs_to_review.sha256
                     AND e.state IN ('Submitted', 'Processing', 'Ready', 'ReadyWithErrors'))
         ORDER BY sha256 LIMIT ?",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(conn)
    .await
}

/// Returns true if any file is under review.
///
/// # Errors
/// When the query fails.
pub async fn has_blobs_to_review(conn: &mut Conn) -> Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM blobs_to_review)")
        .fetch_one(conn)
        .await
}

/// Records that a file was deleted.
///
/// # Errors
/// When a statement fails.
pub async fn blob_deleted(conn: &mut Conn, sha256: &str, now: Millis) -> Result<()> {
    sqlx::query("UPDATE blobs SET deleted_at = ? WHERE sha256 = ?")
        .bind(now)
        .bind(sha256)
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM blobs_to_review WHERE sha256 = ?")
        .bind(sha256)
        .execute(conn)
        .await?;
    Ok(())
}

/// Returns those of the files that no row names.
///
/// # Errors
/// When the query fails.
pub async fn without_rows(conn: &mut Conn, files: &[String]) -> Result<Vec<String>> {
    let files = serde_json::to_string(files).unwrap_or_default();
    sqlx::query_scalar(
        "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE sha256 = value)",
    )
    .bind(files)
    .fetch_all(conn)
    .await
}
