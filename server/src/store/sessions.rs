//! Sessions. Only the SHA-256 of a token is stored: a stolen database signs nobody in.

use sqlx::SqliteConnection;

use super::Result;
use crate::clock::Millis;

/// Whose a live session is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRow {
    /// Who signed in.
    pub principal_id: String,
    /// When (wall).
    pub created_wall: Millis,
    /// When it was used last, to the minute or so (wall).
    pub last_seen_wall: Millis,
}

/// A session that begins.
#[derive(Debug)]
pub struct NewSession<'s> {
    /// SHA-256 of its token, lower-case hex.
    pub token_sha256: &'s str,
    /// Names it to its owner.
    pub id: &'s str,
    /// Who signed in.
    pub principal: &'s str,
    /// When (wall).
    pub now_wall: Millis,
    /// From where.
    pub address: Option<String>,
    /// With what.
    pub user_agent: &'s str,
}

/// Records a sign-in.
///
/// # Errors
/// When the query fails.
pub async fn insert(conn: &mut SqliteConnection, new: &NewSession<'_>) -> Result<()> {
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

/// The session with this token, if it was made after `oldest_wall` and used after `idle_wall`.
///
/// # Errors
/// When the query fails.
pub async fn get(
    conn: &mut SqliteConnection,
    token_sha256: &str,
    oldest_wall: Millis,
    idle_wall: Millis,
) -> Result<Option<SessionRow>> {
    sqlx::query_as(
        "SELECT principal_id, created_wall, last_seen_wall FROM sessions
         WHERE token_sha256 = ? AND created_wall > ? AND last_seen_wall > ?",
    )
    .bind(token_sha256)
    .bind(oldest_wall)
    .bind(idle_wall)
    .fetch_optional(conn)
    .await
}

/// Notes that a session was used.
///
/// # Errors
/// When the query fails.
pub async fn touch(conn: &mut SqliteConnection, token_sha256: &str, now_wall: Millis) -> Result<()> {
    sqlx::query("UPDATE sessions SET last_seen_wall = ? WHERE token_sha256 = ?")
        .bind(now_wall)
        .bind(token_sha256)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the query fails.
pub async fn delete(conn: &mut SqliteConnection, token_sha256: &str) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE token_sha256 = ?")
        .bind(token_sha256)
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets the sessions that are over.
///
/// # Errors
/// When the query fails.
pub async fn purge(conn: &mut SqliteConnection, idle_wall: Millis) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE last_seen_wall <= ?")
        .bind(idle_wall)
        .execute(conn)
        .await?;
    Ok(())
}
