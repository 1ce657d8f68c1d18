//! Sessions. Only the SHA-256 of a token is stored, so a stolen database lets nobody sign in.

use super::{Conn, Result};
use crate::clock::Millis;
use attache_wire::id::PrincipalId;

/// A live session and its principal.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRow {
    /// The id that identifies it to its owner.
    pub id: String,
    /// The principal who signed in.
    pub principal_id: PrincipalId,
    /// The principal's name.
    pub principal_name: String,
    /// When the session started (wall time).
    pub created_wall: Millis,
    /// When it was last used, accurate to about a minute (wall time).
    pub last_seen_wall: Millis,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OwnRow {
    /// The id that identifies it to its owner.
    pub id: String,
    /// When the session started (wall time).
    pub created_wall: Millis,
    /// When it was last used, accurate to about a minute (wall time).
    pub last_seen_wall: Millis,
    /// The address that it was started from.
    pub address: Option<String>,
    /// The user agent that started it.
    pub user_agent: String,
}

/// The times of live sessions (wall time).
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// A live session started after this.
    pub created_after: Millis,
    /// A live session was last used after this.
    pub seen_after: Millis,
    /// A live session was not used after this.
    pub until: Millis,
}

/// A session to insert.
#[derive(Debug)]
pub struct NewSession<'s> {
    /// SHA-256 of its token, lower-case hex.
    pub token_sha256: &'s str,
    /// The id that identifies it to its owner.
    pub id: &'s str,
    /// The principal who signed in.
    pub principal: &'s str,
    /// When the session started (wall time).
    pub now_wall: Millis,
    /// The address that it is started from.
    pub address: Option<String>,
    /// The user agent that starts it.
    pub user_agent: &'s str,
}

/// Records a sign-in.
///
/// # Errors
/// When the query fails.
pub async fn insert(conn: &mut Conn, new: &NewSession<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO sessions (token_sha256, id, principal_id, created_wall, last_seen_wall, address, user_agent)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(new.token_sha256)
    .bind(new.id)
    .bind(new.principal)
    .bind(new.now_wall)
    .bind(new.now_wall)
    .bind(&new.address)
    .bind(new.user_agent)
    .execute(conn)
    .await?;
    Ok(())
}

/// Returns the session with this token if it is live and its principal may sign in.
///
/// # Errors
/// When the query fails.
pub async fn live(conn: &mut Conn, token_sha256: &str, span: Span) -> Result<Option<SessionRow>> {
    sqlx::query_as(
        "SELECT s.id, s.principal_id, p.name AS principal_name, s.created_wall, s.last_seen_wall
         FROM sessions s JOIN principals p ON p.id = s.principal_id
         WHERE s.token_sha256 = ? AND s.created_wall > ? AND s.last_seen_wall > ?
             AND s.last_seen_wall <= ? AND p.disabled = 0",
    )
    .bind(token_sha256)
    .bind(span.created_after)
    .bind(span.seen_after)
    .bind(span.until)
    .fetch_optional(conn)
    .await
}

/// Returns a principal's live sessions, newest first.
///
/// # Errors
/// When the query fails.
pub async fn list(conn: &mut Conn, principal: &PrincipalId, span: Span) -> Result<Vec<OwnRow>> {
    sqlx::query_as(
        "SELECT id, created_wall, last_seen_wall, address, user_agent FROM sessions
         WHERE principal_id = ? AND created_wall > ? AND last_seen_wall > ?
             AND last_seen_wall <= ? ORDER BY created_wall DESC",
    )
    .bind(principal)
    .bind(span.created_after)
    .bind(span.seen_after)
    .bind(span.until)
    .fetch_all(conn)
    .await
}

/// Records that a session was used.
///
/// # Errors
/// When the query fails.
pub async fn touch(conn: &mut Conn, token_sha256: &str, now_wall: Millis) -> Result<()> {
    sqlx::query("UPDATE sessions SET last_seen_wall = ? WHERE token_sha256 = ?")
        .bind(now_wall)
        .bind(token_sha256)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a session. Returns false if there was none.
///
/// # Errors
/// When the query fails.
pub async fn delete(conn: &mut Conn, token_sha256: &str) -> Result<bool> {
    let done = sqlx::query("DELETE FROM sessions WHERE token_sha256 = ?")
        .bind(token_sha256)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends one of a principal's sessions. Returns false if there was none.
///
/// # Errors
/// When the query fails.
pub async fn delete_own(conn: &mut Conn, principal: &PrincipalId, id: &str) -> Result<bool> {
    let done = sqlx::query("DELETE FROM sessions WHERE id = ? AND principal_id = ?")
        .bind(id)
        .bind(principal)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends all of a principal's sessions but one. Returns the ids of the ended sessions.
///
/// # Errors
/// When the query fails.
pub async fn delete_others(conn: &mut Conn, principal: &PrincipalId, kept: &str) -> Result<Vec<String>> {
    sqlx::query_scalar("DELETE FROM sessions WHERE principal_id = ? AND id <> ? RETURNING id")
        .bind(principal)
        .bind(kept)
        .fetch_all(conn)
        .await
}

/// Ends all of a principal's sessions. Returns their ids.
///
/// # Errors
/// When the query fails.
pub async fn delete_all(conn: &mut Conn, principal: &PrincipalId) -> Result<Vec<String>> {
    sqlx::query_scalar("DELETE FROM sessions WHERE principal_id = ? RETURNING id")
        .bind(principal)
        .fetch_all(conn)
        .await
}

/// Ends all of a principal's sessions but the newest `most`.
///
/// # Errors
/// When the query fails.
pub async fn keep_newest(conn: &mut Conn, principal: &PrincipalId, most: u32) -> Result<()> {
    sqlx::query(
        "DELETE FROM sessions WHERE token_sha256 IN (
             SELECT token_sha256 FROM sessions WHERE principal_id = ? ORDER BY created_wall DESC LIMIT -1 OFFSET ?)",
    )
    .bind(principal)
    .bind(most)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes the sessions that were last used too long ago, or made under a wrong clock. This covers sessions past their
/// maximum age a few hours later.
///
/// # Errors
/// When the query fails.
pub async fn purge(conn: &mut Conn, span: Span) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE last_seen_wall <= ?")
        .bind(span.seen_after)
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM sessions WHERE last_seen_wall > ?")
        .bind(span.until)
        .execute(conn)
        .await?;
    Ok(())
}
