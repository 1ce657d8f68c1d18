//! The end of an export's processing: delivered, failed or discarded.

use attache_wire::{
    export::{Actor, FailureCode},
    id::ExportId,
    state::{ExportState, Step},
};

use super::finish_step;
use crate::{
    clock::Millis,
    store::Conn,
    store::{
        Result,
        exports::{KeyRow, timeline, transition},
    },
};

/// The data that a delivery stores.
#[derive(Clone)]
pub struct Delivery {
    /// The new state: Ready or ReadyWithErrors.
    pub state: ExportState,
    /// When it is delivered, in whole seconds.
    pub delivered_at: Millis,
    /// When the links expire.
    pub links_expire_at: Millis,
    /// The key that signs the links.
    pub key: KeyRow,
    /// Size of the CSV manifest, in bytes.
    pub manifest_size: u64,
    /// Lower-case hex SHA-256 of the CSV manifest.
    pub manifest_sha256: String,
    /// The origin that the links begin with.
    pub files_origin: String,
}

/// Delivers an export: stores key, manifest facts and state. Returns false if the export is not in Processing.
///
/// # Errors
/// When a query fails.
pub async fn publish(conn: &mut Conn, id: &ExportId, delivery: &Delivery, system: &Actor) -> Result<bool> {
    let size = i64::try_from(delivery.manifest_size).unwrap_or(i64::MAX);
    let done = sqlx::query(
        "UPDATE exports SET state = ?2, delivered_at = ?3, links_expire_at = ?4, manifest_size = ?5,
            manifest_sha256 = ?6, files_origin = ?7 WHERE id = ?1 AND state = 'Processing'",
    )
    .bind(id)
    .bind(delivery.state.as_str())
    .bind(delivery.delivered_at)
    .bind(delivery.links_expire_at)
    .bind(size)
    .bind(&delivery.manifest_sha256)
    .bind(&delivery.files_origin)
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO signing_keys (access_key_id, export_id, secret, created_at) VALUES (?, ?, ?, ?)",
    )
    .bind(&delivery.key.access_key_id)
    .bind(id)
    .bind(&delivery.key.secret)
    .bind(delivery.delivered_at)
    .execute(&mut *conn)
    .await?;
    sqlx::query("DELETE FROM export_blobs WHERE export_id = ?")
        .bind(id)
        .execute(&mut *conn)
        .await?;
    finish_step(conn, id, Step::Publish, delivery.delivered_at).await?;
    timeline(conn, id, delivery.delivered_at, delivery.state, system, None).await?;
    Ok(true)
}

/// Ends an export as Failed. Returns false if its state does not allow it.
///
/// # Errors
/// When a query fails.
pub async fn fail(
    conn: &mut Conn,
    id: &ExportId,
    code: FailureCode,
    detail: &str,
    at: Millis,
    system: &Actor,
) -> Result<bool> {
    let moved = transition(conn, id, ExportState::Failed, at, system, Some(detail)).await?;
    if moved {
        sqlx::query("UPDATE exports SET failure_code = ?, failure_detail = ? WHERE id = ?")
            .bind(code.as_str())
            .bind(detail)
            .bind(id)
            .execute(conn)
            .await?;
    }
    Ok(moved)
}

/// Returns a cancelled or failed export that still has items, with its first, last and last indexed `seq`.
///
/// # Errors
/// When the query fails.
pub async fn to_discard(conn: &mut Conn) -> Result<Option<(ExportId, i64, i64, i64)>> {
    sqlx::query_as(
        "SELECT id, first_seq, last_seq, indexed_seq FROM exports
         WHERE state IN ('Cancelled', 'Failed') AND last_seq >= first_seq LIMIT 1",
    )
    .fetch_optional(conn)
    .await
}

/// Discards up to `limit` items of an ended export, starting with the last. When no items are left, deletes its other
/// partial data too.
///
/// # Errors
/// When a query fails.
pub async fn discard(
    conn: &mut Conn,
    (id, first, last, indexed): (&str, i64, i64, i64),
    limit: i64,
) -> Result<()> {
    let from = (last - limit + 1).max(first);
    sqlx::query(
        "INSERT INTO export_items_search (export_items_search, rowid, file_name, uploader_email, container_name)
         SELECT 'delete', seq, file_name, uploader_email, container_name FROM export_items
         WHERE seq BETWEEN ? AND ?",
    )
    .bind(from)
    .bind(last.min(indexed))
    .execute(&mut *conn)
    .await?;
    sqlx::query("DELETE FROM export_items WHERE seq BETWEEN ? AND ?")
        .bind(from)
        .bind(last)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE exports SET last_seq = ?, indexed_seq = min(indexed_seq, ?) WHERE id = ?")
        .bind(from - 1)
        .bind(from - 1)
        .bind(id)
        .execute(&mut *conn)
        .await?;
    if from == first {
        for sql in [
            "DELETE FROM export_blobs WHERE export_id = ?",
            "DELETE FROM export_counts WHERE export_id = ?",
        ] {
            sqlx::query(sql).bind(id).execute(&mut *conn).await?;
        }
    }
    Ok(())
}
