//! Keys that sign an export's links.

use attache_wire::id::ExportId;

use crate::store::Conn;
use crate::store::Result;

/// Deletes an export's signing keys, which invalidates all of its links on commit.
///
/// # Errors
/// When the query fails.
pub async fn delete_keys(conn: &mut Conn, id: &ExportId) -> Result<()> {
    sqlx::query("DELETE FROM signing_keys WHERE export_id = ?")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Returns how often links were ended so far: a number that grows with every key that is deleted or changed.
///
/// # Errors
/// When the query fails.
pub async fn ended_links(conn: &mut Conn) -> Result<i64> {
    sqlx::query_scalar("SELECT revision FROM link_revision")
        .fetch_one(conn)
        .await
}

/// A key that signs an export's links.
#[derive(Clone, sqlx::FromRow)]
pub struct KeyRow {
    /// The access key id, which appears in the links.
    pub access_key_id: String,
    /// The export whose links it signs.
    pub export_id: ExportId,
    /// The secret; never logged.
    pub secret: String,
}

/// Returns the key with this id.
///
/// # Errors
/// When the query fails.
pub async fn key(conn: &mut Conn, access_key_id: &str) -> Result<Option<KeyRow>> {
    sqlx::query_as("SELECT access_key_id, export_id, secret FROM signing_keys WHERE access_key_id = ?")
        .bind(access_key_id)
        .fetch_optional(conn)
        .await
}

/// Returns the newest key of an export.
///
/// # Errors
/// When the query fails.
pub async fn key_of(conn: &mut Conn, export: &ExportId) -> Result<Option<KeyRow>> {
    sqlx::query_as(
        "SELECT access_key_id, export_id, secret FROM signing_keys WHERE export_id = ? ORDER BY created_at DESC LIMIT 1",
    )
    .bind(export)
    .fetch_optional(conn)
    .await
}
