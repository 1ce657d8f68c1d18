//! Picks random people, places and files with a few index steps each.

use attache_wire::id::{ContainerId, UserId};

use crate::{clock::Millis, store::Conn, store::Result};

/// Number of rows scanned for a match.
const SPAN: i64 = 500;

/// Returns the last user's row number. Numbers start at 1 and have few gaps.
///
/// # Errors
/// When the query fails.
pub async fn last_user(conn: &mut Conn) -> Result<i64> {
    sqlx::query_scalar("SELECT ifnull(max(rowid_), 0) FROM users")
        .fetch_one(conn)
        .await
}

/// Returns the first user from this row number on who can use the chat.
///
/// # Errors
/// When the query fails.
pub async fn somebody(conn: &mut Conn, from: i64) -> Result<Option<UserId>> {
    sqlx::query_scalar(
        "SELECT id FROM users WHERE rowid_ BETWEEN ?1 AND ?1 + ?2
             AND registration IN ('Registered', 'Released') AND deleted_at IS NULL ORDER BY rowid_ LIMIT 1",
    )
    .bind(from)
    .bind(SPAN)
    .fetch_optional(conn)
    .await
}

/// Returns the first user from this row number on whose invitation is pending.
///
/// # Errors
/// When the query fails.
pub async fn somebody_invited(conn: &mut Conn, from: i64) -> Result<Option<UserId>> {
    sqlx::query_scalar(
        "SELECT id FROM users WHERE rowid_ BETWEEN ?1 AND ?1 + ?2
             AND registration = 'Unregistered' AND invitation = 'Pending' AND account_id IS NOT NULL
             AND deleted_at IS NULL ORDER BY rowid_ LIMIT 1",
    )
    .bind(from)
    .bind(SPAN)
    .fetch_optional(conn)
    .await
}

/// A conversation or room.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct Place {
    pub id: ContainerId,
    pub kind: String,
    pub created_at: Millis,
}

/// Returns up to `limit` of the user's conversations and rooms that existed at `at`, without meetings.
///
/// # Errors
/// When the query fails.
pub async fn places(conn: &mut Conn, user: &UserId, at: Millis, limit: u32) -> Result<Vec<Place>> {
    sqlx::query_as(
        "SELECT c.id, c.kind, c.created_at FROM memberships s JOIN containers c ON c.id = s.container_id
         WHERE s.user_id = ? AND c.deleted_at IS NULL AND c.kind <> 'meeting' AND c.created_at <= ?
         ORDER BY s.container_id LIMIT ?",
    )
    .bind(user)
    .bind(at)
    .bind(limit)
    .fetch_all(conn)
    .await
}

/// Returns up to `limit` other members of the user's conversations and rooms who can use the chat.
///
/// # Errors
/// When the query fails.
pub async fn acquaintances(conn: &mut Conn, user: &UserId, limit: u32) -> Result<Vec<UserId>> {
    sqlx::query_scalar(
        "SELECT DISTINCT o.user_id FROM memberships s JOIN memberships o ON o.container_id = s.container_id
         JOIN users u ON u.id = o.user_id
         WHERE s.user_id = ?1 AND o.user_id <> ?1 AND u.registration IN ('Registered', 'Released')
             AND u.deleted_at IS NULL LIMIT ?2",
    )
    .bind(user)
    .bind(limit)
    .fetch_all(conn)
    .await
}

/// Returns the first existing file from this SHA-256 on that was sent as an attachment, and the attachment's media
/// type.
///
/// # Errors
/// When the query fails.
pub async fn file(conn: &mut Conn, from: &str) -> Result<Option<(String, String)>> {
    sqlx::query_as(
        "SELECT b.sha256, a.content_type FROM blobs b JOIN attachments a ON a.sha256 = b.sha256
         WHERE b.sha256 >= ? AND b.deleted_at IS NULL ORDER BY b.sha256 LIMIT 1",
    )
    .bind(from)
    .fetch_optional(conn)
    .await
}
