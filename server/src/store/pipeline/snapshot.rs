//! The set: one item per attachment in scope, and its search index.

use attache_wire::id::ExportId;

use crate::store::Conn;
use sqlx::QueryBuilder;

use crate::store::{Result, exports::ExportRow, scope::ScopedItem};

/// Returns the last `seq` in use; a new snapshot's items follow it.
///
/// # Errors
/// When the query fails.
pub async fn last_seq(conn: &mut Conn) -> Result<i64> {
    sqlx::query_scalar("SELECT ifnull(max(seq), 0) FROM export_items")
        .fetch_one(conn)
        .await
}

/// Resets an export to no items and makes its items start after `last`.
///
/// # Errors
/// When the query fails.
pub async fn begin_items(conn: &mut Conn, export: &ExportId, last: i64) -> Result<()> {
    sqlx::query("UPDATE exports SET first_seq = ?2 + 1, last_seq = ?2, indexed_seq = ?2, items = 0, bytes = 0 WHERE id = ?1")
        .bind(export)
        .bind(last)
        .execute(conn)
        .await?;
    Ok(())
}

/// Rows per statement; more make it no faster.
const ROWS: usize = 250;

/// Appends items after the export's last one, `last`, and updates the distinct files to check and the counts.
///
/// # Errors
/// When a query fails; a unique violation if another export's items were inserted in between.
pub async fn append_items(conn: &mut Conn, export: &ExportId, last: i64, items: &[ScopedItem]) -> Result<()> {
    let numbered: Vec<(i64, &ScopedItem)> = (last + 1..).zip(items).collect();
    for rows in numbered.chunks(ROWS) {
        let mut query = QueryBuilder::new(
            "INSERT INTO export_items (seq, export_id, attachment_id, file_name, content_type, size_bytes, sha256,
                uploader_email, container_kind, container_name, container_id, room_creator_email, message_id, uploaded_at,
                rule) ",
        );
        query.push_values(rows, |mut row, (seq, item)| {
            row.push_bind(*seq).push_bind(export);
            row.push_bind(&item.attachment_id)
                .push_bind(&item.file_name)
                .push_bind(&item.content_type);
            row.push_bind(item.size_bytes)
                .push_bind(&item.sha256)
                .push_bind(&item.uploader_email);
            row.push_bind(&item.container_kind)
                .push_bind(&item.container_name)
                .push_bind(&item.container_id);
            row.push_bind(&item.room_creator_email)
                .push_bind(&item.message_id);
            row.push_bind(item.uploaded_at).push_bind(&item.rule);
        });
        query.build().execute(&mut *conn).await?;
    }
    let to = last + i64::try_from(items.len()).unwrap_or(i64::MAX);
    for sql in [
        "INSERT INTO export_blobs (export_id, sha256, size_bytes, items)
            SELECT ?1, sha256, size_bytes, count(*) FROM export_items WHERE seq > ?2 AND seq <= ?3 GROUP BY sha256
            ON CONFLICT DO UPDATE SET items = items + excluded.items",
        "INSERT INTO export_counts
            SELECT ?1, 'container', container_kind, count(*), sum(size_bytes)
            FROM export_items WHERE seq > ?2 AND seq <= ?3 GROUP BY container_kind
            ON CONFLICT DO UPDATE SET items = items + excluded.items, bytes = bytes + excluded.bytes",
        "INSERT INTO export_counts
            SELECT ?1, 'contentType', content_type, count(*), sum(size_bytes)
            FROM export_items WHERE seq > ?2 AND seq <= ?3 GROUP BY content_type
            ON CONFLICT DO UPDATE SET items = items + excluded.items, bytes = bytes + excluded.bytes",
        "UPDATE exports SET last_seq = ?3, items = ?3 - ?2 + items, bytes = bytes +
            (SELECT ifnull(sum(size_bytes), 0) FROM export_items WHERE seq > ?2 AND seq <= ?3) WHERE id = ?1",
    ] {
        sqlx::query(sql).bind(export).bind(last).bind(to).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Adds up to `limit` more items to the search index. Returns true if any are left.
///
/// # Errors
/// When a query fails.
pub async fn index_items(conn: &mut Conn, export: &ExportRow, limit: i64) -> Result<bool> {
    let to = (export.indexed_seq + limit).min(export.last_seq);
    sqlx::query(
        "INSERT INTO export_items_search (rowid, file_name, uploader_email, container_name)
         SELECT seq, file_name, uploader_email, container_name FROM export_items WHERE seq > ? AND seq <= ?",
    )
    .bind(export.indexed_seq)
    .bind(to)
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE exports SET indexed_seq = ? WHERE id = ?")
        .bind(to)
        .bind(&export.id)
        .execute(conn)
        .await?;
    Ok(to < export.last_seq)
}
