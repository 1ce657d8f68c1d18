//! The simulated chat: people, conversations, rooms, and messages.

pub mod pick;

use super::{Conn, Result};
use crate::clock::Millis;
use attache_wire::id::{ContainerId, UserId};

/// A person's participation status.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Participation {
    /// The registration status as stored.
    pub registration: String,
    /// True if the Assistant deleted them.
    pub is_deleted: bool,
}

/// Returns the user with this id.
///
/// # Errors
/// When the query fails.
pub async fn person(conn: &mut Conn, id: &str) -> Result<Option<Participation>> {
    sqlx::query_as("SELECT registration, deleted_at IS NOT NULL AS is_deleted FROM users WHERE id = ?")
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// Returns the id of the user with this address, which must be in lower case.
///
/// # Errors
/// When the query fails.
pub async fn user_by_email(conn: &mut Conn, email: &str) -> Result<Option<UserId>> {
    sqlx::query_scalar("SELECT id FROM users WHERE email = ?")
        .bind(email)
        .fetch_optional(conn)
        .await
}

/// Returns the kind of a container that is not deleted.
///
/// # Errors
/// When the query fails.
pub async fn container_kind(conn: &mut Conn, id: &str) -> Result<Option<String>> {
    sqlx::query_scalar("SELECT kind FROM containers WHERE id = ? AND deleted_at IS NULL")
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// Returns true if the user is a member of the container.
///
/// # Errors
/// When the query fails.
pub async fn is_member(conn: &mut Conn, container: &ContainerId, user: &UserId) -> Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM memberships WHERE container_id = ? AND user_id = ?)")
        .bind(container)
        .bind(user)
        .fetch_one(conn)
        .await
}

/// A message to insert.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct NewMessage<'a> {
    pub id: &'a str,
    pub container: &'a str,
    pub sender: &'a str,
    pub sent_at: Millis,
    pub expires_at: Option<Millis>,
}

/// Inserts a message and updates the sender's counters.
///
/// # Errors
/// When a statement fails.
pub async fn insert_message(conn: &mut Conn, message: &NewMessage<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO messages (id, container_id, sender_id, sent_at, expires_at) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(message.id)
    .bind(message.container)
    .bind(message.sender)
    .bind(message.sent_at)
    .bind(message.expires_at)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE users SET messages_sent = messages_sent + 1, last_active_at = max(ifnull(last_active_at, ?1), ?1)
         WHERE id = ?2",
    )
    .bind(message.sent_at)
    .bind(message.sender)
    .execute(conn)
    .await?;
    Ok(())
}

/// An attachment to insert.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct NewAttachment<'a> {
    pub id: &'a str,
    pub message: &'a str,
    pub sha256: &'a str,
    pub file_name: &'a str,
    pub content_type: &'a str,
    pub size_bytes: i64,
    pub uploaded_at: Millis,
}

/// Inserts an attachment of a message that already exists.
///
/// # Errors
/// When the statement fails.
pub async fn insert_attachment(conn: &mut Conn, attachment: &NewAttachment<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO attachments (id, message_id, sha256, file_name, content_type, size_bytes, uploaded_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(attachment.id)
    .bind(attachment.message)
    .bind(attachment.sha256)
    .bind(attachment.file_name)
    .bind(attachment.content_type)
    .bind(attachment.size_bytes)
    .bind(attachment.uploaded_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Records that a file exists, or exists again.
///
/// # Errors
/// When the statement fails.
pub async fn insert_blob(conn: &mut Conn, sha256: &str, size_bytes: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO blobs (sha256, size_bytes) VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET deleted_at = NULL",
    )
    .bind(sha256)
    .bind(size_bytes)
    .execute(conn)
    .await?;
    Ok(())
}

/// Returns the size in bytes of a file that is not deleted.
///
/// # Errors
/// When the query fails.
pub async fn blob_size(conn: &mut Conn, sha256: &str) -> Result<Option<i64>> {
    sqlx::query_scalar("SELECT size_bytes FROM blobs WHERE sha256 = ? AND deleted_at IS NULL")
        .bind(sha256)
        .fetch_optional(conn)
        .await
}

/// Returns true if the file is broken on purpose.
///
/// # Errors
/// When the query fails.
pub async fn is_broken(conn: &mut Conn, sha256: &str) -> Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM faults WHERE sha256 = ?)")
        .bind(sha256)
        .fetch_one(conn)
        .await
}

/// Returns the SHA-256 of every stored file that was not damaged on purpose.
///
/// # Errors
/// When the query fails.
pub async fn intact_files(conn: &mut Conn) -> Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT sha256 FROM blobs WHERE deleted_at IS NULL AND sha256 NOT IN (SELECT sha256 FROM faults)",
    )
    .fetch_all(conn)
    .await
}

/// Inserts a group conversation, or a room if it has a creator, with its members.
///
/// # Errors
/// When a statement fails.
pub async fn insert_container(
    conn: &mut Conn,
    (id, name): (&ContainerId, &str),
    creator: Option<&UserId>,
    members: &[UserId],
    now: Millis,
) -> Result<()> {
    let kind = if creator.is_some() { "room" } else { "group" };
    sqlx::query("INSERT INTO containers (id, kind, name, creator_id, created_at) VALUES (?, ?, ?, ?, ?)")
        .bind(id)
        .bind(kind)
        .bind(name)
        .bind(creator)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    for member in members {
        let role = match creator {
            Some(creator) if creator == member => "Administrator",
            _ => "Member",
        };
        sqlx::query("INSERT INTO memberships (container_id, user_id, role) VALUES (?, ?, ?)")
            .bind(id)
            .bind(member)
            .bind(role)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Deletes a room. Returns false if it does not exist or is already deleted.
///
/// # Errors
/// When the statement fails.
pub async fn delete_room(conn: &mut Conn, id: &str, now: Millis) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE containers SET deleted_at = ? WHERE id = ? AND kind = 'room' AND deleted_at IS NULL",
    )
    .bind(now)
    .bind(id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Accepts a person's pending invitation. Returns false if there was none.
///
/// # Errors
/// When the statement fails.
pub async fn accept_invitation(conn: &mut Conn, user: &UserId, now: Millis) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE users SET registration = 'Registered', invitation = 'Accepted', joined_at = ?1, last_active_at = ?1
         WHERE id = ?2 AND registration = 'Unregistered' AND invitation = 'Pending' AND account_id IS NOT NULL
             AND deleted_at IS NULL",
    )
    .bind(now)
    .bind(user)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
