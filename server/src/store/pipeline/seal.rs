//! Seals items: paths, results and totals.

use attache_wire::id::ExportId;

use crate::store::Conn;
use crate::store::{Result, exports::ExportRow};

/// The parts of a suggested path.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ItemToSeal {
    /// `direct`, `group` or `room`.
    pub container_kind: String,
    /// The room's or conversation's id.
    pub container_id: String,
    /// The room's or conversation's name.
    pub container_name: String,
    /// The original file name.
    pub file_name: String,
}

/// Returns up to `limit` items after `after`, in manifest order.
///
/// # Errors
/// When the query fails.
pub async fn items_to_seal(
    conn: &mut Conn,
    export: &ExportRow,
    after: i64,
    limit: i64,
) -> Result<Vec<ItemToSeal>> {
    sqlx::query_as(
        "SELECT container_kind, container_id, container_name, file_name FROM export_items WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
    )
    .bind(after)
    .bind(export.last_seq)
    .bind(limit)
    .fetch_all(conn)
    .await
}

/// Stores the paths of the items after `after`, in order, and the results of checking their files.
///
/// # Errors
/// When the query fails.
pub async fn seal_items(conn: &mut Conn, export: &ExportId, after: i64, paths: &[String]) -> Result<()> {
    let paths = serde_json::to_string(paths).map_err(|error| sqlx::Error::Encode(error.into()))?;
    // The paths drive the join, and each finds its item by `seq`; any other join order compares all pairs.
    sqlx::query(
        "UPDATE export_items SET path = p.path, (status, error) = (
            SELECT iif(b.error IS NULL, 'ok', 'error'), b.error FROM export_blobs b
            WHERE b.export_id = ?1 AND b.sha256 = export_items.sha256)
         FROM (SELECT ?2 + 1 + key AS seq, value AS path FROM json_each(?3)) p WHERE export_items.seq = p.seq",
    )
    .bind(export)
    .bind(after)
    .bind(paths)
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores the totals: errors, and the size in bytes of the files that the manifest will list.
///
/// # Errors
/// When the query fails.
pub async fn seal_totals(conn: &mut Conn, export: &ExportId) -> Result<()> {
    sqlx::query(
        "UPDATE exports SET
            errors = (SELECT ifnull(sum(items), 0) FROM export_blobs WHERE export_id = ?1 AND error IS NOT NULL),
            bytes = (SELECT ifnull(sum(items * size_bytes), 0) FROM export_blobs WHERE export_id = ?1 AND error IS NULL)
         WHERE id = ?1",
    )
    .bind(export)
    .execute(conn)
    .await?;
    Ok(())
}
