//! The log of uses of links: batches, and the downloads of each attachment.

use attache_wire::id::{AttachmentId, ExportId};

use super::{Conn, Result};
use crate::clock::Millis;

/// A batch of uses of one export's links.
#[derive(Debug, sqlx::FromRow)]
pub struct UseBatch {
    /// Its number; later batches have higher ones.
    pub batch: i64,
    /// Its records, one per line, in order.
    pub records: String,
}

/// Appends a batch, and returns its number.
///
/// # Errors
/// When the query fails.
pub async fn append(conn: &mut Conn, export: &ExportId, uses: usize, records: &str) -> Result<i64> {
    sqlx::query_scalar("INSERT INTO link_uses (export_id, uses, records) VALUES (?, ?, ?) RETURNING batch")
        .bind(export)
        .bind(i64::try_from(uses).unwrap_or(i64::MAX))
        .bind(records)
        .fetch_one(conn)
        .await
}

/// Counts downloads of attachments: how many of each, and when the last one was.
///
/// # Errors
/// When the query fails.
pub async fn count(
    conn: &mut Conn,
    export: &ExportId,
    downloads: &[(&AttachmentId, u32, Millis)],
) -> Result<()> {
    sqlx::query(
        "INSERT INTO item_downloads (export_id, attachment_id, downloads, last_at)
         SELECT ?, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
         ON CONFLICT DO UPDATE SET downloads = downloads + excluded.downloads,
                                   last_at = max(last_at, excluded.last_at)",
    )
    .bind(export)
    .bind(serde_json::to_string(downloads).unwrap_or_default())
    .execute(conn)
    .await?;
    Ok(())
}

/// Returns an export's batches with a number of at most `last`, newest first, at most `limit`.
///
/// # Errors
/// When the query fails.
pub async fn newest(conn: &mut Conn, export: &ExportId, last: i64, limit: u32) -> Result<Vec<UseBatch>> {
    sqlx::query_as(
        "SELECT batch, records FROM link_uses WHERE export_id = ? AND batch <= ? ORDER BY batch DESC LIMIT ?",
    )
    .bind(export)
    .bind(last)
    .bind(limit)
    .fetch_all(conn)
    .await
}

/// Returns a batch: its export, the number of its uses, and its records; `None` if it does not exist.
///
/// # Errors
/// When the query fails.
pub async fn get(conn: &mut Conn, batch: i64) -> Result<Option<(ExportId, i64, String)>> {
    sqlx::query_as("SELECT export_id, uses, records FROM link_uses WHERE batch = ?")
        .bind(batch)
        .fetch_optional(conn)
        .await
}

/// Returns the number of the last batch; 0 before the first.
///
/// # Errors
/// When the query fails.
pub async fn last(conn: &mut Conn) -> Result<i64> {
    sqlx::query_scalar("SELECT coalesce(max(batch), 0) FROM link_uses")
        .fetch_one(conn)
        .await
}

/// Returns the number of batches up to this one.
///
/// # Errors
/// When the query fails.
pub async fn batches(conn: &mut Conn, until: i64) -> Result<u64> {
    sqlx::query_scalar("SELECT count(*) FROM link_uses WHERE batch <= ?")
        .bind(until)
        .fetch_one(conn)
        .await
}
