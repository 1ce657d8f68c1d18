//! The pipeline's work on an export: lease, checkpoints and what each step writes.
//!
//! Every write of a worker goes through [`fence`], which fails once another worker has taken over or the export was
//! cancelled.

use attache_wire::{
    export::{Actor, FailureCode},
    item::ItemError,
    state::{ExportState, Step},
};
use sqlx::{QueryBuilder, SqliteConnection};

use super::{
    Result,
    exports::{ExportRow, KeyRow, timeline, transition},
    scope::ScopedItem,
};
use crate::clock::Millis;

/// The exports that are not delivered yet, oldest first.
///
/// # Errors
/// When the query fails.
pub async fn running(conn: &mut SqliteConnection) -> Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT id FROM exports WHERE state IN ('Submitted', 'Processing') ORDER BY submitted_at",
    )
    .fetch_all(conn)
    .await
}

/// Takes the lease of an export that nobody holds, and with it a new attempt number. `None` when somebody holds it.
///
/// # Errors
/// When the query fails.
pub async fn claim(
    conn: &mut SqliteConnection,
    id: &str,
    now_wall: Millis,
    until_wall: Millis,
) -> Result<Option<i64>> {
    sqlx::query_scalar(
        "UPDATE exports SET attempt = attempt + 1, lease_until_wall = ?3
         WHERE id = ?1 AND state IN ('Submitted', 'Processing') AND lease_until_wall <= ?2 RETURNING attempt",
    )
    .bind(id)
    .bind(now_wall)
    .bind(until_wall)
    .fetch_optional(conn)
    .await
}

/// Gives back every lease: called at start by the one process that holds the data directory's lock, so that whoever held
/// a lease is gone.
///
/// # Errors
/// When the query fails.
pub async fn release_leases(conn: &mut SqliteConnection) -> Result<()> {
    sqlx::query("UPDATE exports SET lease_until_wall = 0 WHERE state IN ('Submitted', 'Processing')")
        .execute(conn)
        .await?;
    Ok(())
}

/// Renews the lease of attempt `attempt`. `false`: it is no longer ours, and nothing may be written.
///
/// # Errors
/// When the query fails.
pub async fn fence(conn: &mut SqliteConnection, id: &str, attempt: i64, until_wall: Millis) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE exports SET lease_until_wall = ?3
         WHERE id = ?1 AND attempt = ?2 AND state IN ('Submitted', 'Processing')",
    )
    .bind(id)
    .bind(attempt)
    .bind(until_wall)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks a step as begun (once) and makes it the export's present one.
///
/// # Errors
/// When a query fails.
pub async fn begin_step(conn: &mut SqliteConnection, id: &str, step: Step, at: Millis) -> Result<()> {
    sqlx::query(
        "INSERT INTO export_steps (export_id, step, started_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(step.as_str())
    .bind(at)
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE exports SET step = ? WHERE id = ?")
        .bind(step.as_str())
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Marks a step as done and begins the next.
///
/// # Errors
/// When a query fails.
pub async fn finish_step(conn: &mut SqliteConnection, id: &str, step: Step, at: Millis) -> Result<()> {
    sqlx::query("UPDATE export_steps SET finished_at = ? WHERE export_id = ? AND step = ?")
        .bind(at)
        .bind(id)
        .bind(step.as_str())
        .execute(&mut *conn)
        .await?;
    match step.next() {
        Some(next) => begin_step(conn, id, next, at).await,
        None => Ok(()),
    }
}

/// The number after which the items of a new snapshot come.
///
/// # Errors
/// When the query fails.
pub async fn last_seq(conn: &mut SqliteConnection) -> Result<i64> {
    sqlx::query_scalar("SELECT ifnull(max(seq), 0) FROM export_items")
        .fetch_one(conn)
        .await
}

/// Says where the run of an export's items begins: after `last`. It has none yet.
///
/// # Errors
/// When the query fails.
pub async fn begin_items(conn: &mut SqliteConnection, export: &str, last: i64) -> Result<()> {
    sqlx::query("UPDATE exports SET first_seq = ?2 + 1, last_seq = ?2, indexed_seq = ?2, items = 0, bytes = 0 WHERE id = ?1")
        .bind(export)
        .bind(last)
        .execute(conn)
        .await?;
    Ok(())
}

/// Rows of one statement: more make it no faster.
const ROWS: usize = 250;

/// Appends items after the export's last one, `last`, and adds them to the distinct files to check and to the counts.
///
/// # Errors
/// When a query fails; a unique violation when another export's items have come between.
pub async fn append_items(
    conn: &mut SqliteConnection,
    export: &str,
    last: i64,
    items: &[ScopedItem],
) -> Result<()> {
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

/// Makes up to `limit` more items findable by search. Returns whether any are left.
///
/// # Errors
/// When a query fails.
pub async fn index_items(conn: &mut SqliteConnection, export: &ExportRow, limit: i64) -> Result<bool> {
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

/// A distinct file of an export.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct BlobToCheck {
    /// Lower-case hex SHA-256 that it should have.
    pub sha256: String,
    /// Length that it should have.
    pub size_bytes: u64,
}

/// How many distinct files an export has, and how many of them are checked.
///
/// # Errors
/// When the query fails.
pub async fn blob_counts(conn: &mut SqliteConnection, export: &str) -> Result<(u64, u64)> {
    sqlx::query_as("SELECT count(*), ifnull(sum(checked), 0) FROM export_blobs WHERE export_id = ?")
        .bind(export)
        .fetch_one(conn)
        .await
}

/// Up to `limit` files that are not checked yet.
///
/// # Errors
/// When the query fails.
pub async fn unchecked(conn: &mut SqliteConnection, export: &str, limit: u64) -> Result<Vec<BlobToCheck>> {
    sqlx::query_as(
        "SELECT sha256, size_bytes FROM export_blobs WHERE export_id = ? AND checked = 0 ORDER BY sha256 LIMIT ?",
    )
    .bind(export)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(conn)
    .await
}

/// Records what checking files found: the checkpoint of collect.
///
/// # Errors
/// When a query fails.
pub async fn record_checks(
    conn: &mut SqliteConnection,
    export: &str,
    checks: &[(String, Option<ItemError>)],
) -> Result<()> {
    for (sha256, error) in checks {
        let found: Option<(i64, i64)> = sqlx::query_as(
            "UPDATE export_blobs SET checked = 1, error = ?3 WHERE export_id = ?1 AND sha256 = ?2 AND checked = 0
             RETURNING items, size_bytes",
        )
        .bind(export)
        .bind(sha256)
        .bind(error.map(ItemError::as_str))
        .fetch_optional(&mut *conn)
        .await?;
        let Some((items, size)) = found else { continue };
        sqlx::query(
            "UPDATE exports SET items_checked = items_checked + ?2, bytes_checked = bytes_checked + ?2 * ?3,
                errors = errors + iif(?4, ?2, 0) WHERE id = ?1",
        )
        .bind(export)
        .bind(items)
        .bind(size)
        .bind(error.is_some())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// What a suggested path is made of.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ItemToSeal {
    /// `direct`, `group` or `room`.
    pub container_kind: String,
    /// The room's or conversation's name.
    pub container_name: String,
    /// The name it was uploaded under.
    pub file_name: String,
}

/// Up to `limit` items after `after`, in manifest order.
///
/// # Errors
/// When the query fails.
pub async fn items_to_seal(
    conn: &mut SqliteConnection,
    export: &ExportRow,
    after: i64,
    limit: i64,
) -> Result<Vec<ItemToSeal>> {
    sqlx::query_as(
        "SELECT container_kind, container_name, file_name FROM export_items WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
    )
    .bind(after)
    .bind(export.last_seq)
    .bind(limit)
    .fetch_all(conn)
    .await
}

/// Settles the items after `after`: their paths, in order, and what became of their files.
///
/// # Errors
/// When the query fails.
pub async fn seal_items(
    conn: &mut SqliteConnection,
    export: &str,
    after: i64,
    paths: &[String],
) -> Result<()> {
    let paths = serde_json::to_string(paths).map_err(|error| sqlx::Error::Encode(error.into()))?;
    // The paths come first, and each finds its item by `seq`: any other order of the join walks all pairs.
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

/// Settles the totals: errors, and the bytes of what the file will list.
///
/// # Errors
/// When the query fails.
pub async fn seal_totals(conn: &mut SqliteConnection, export: &str) -> Result<()> {
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

/// What a delivery settles.
#[derive(Clone)]
pub struct Delivery {
    /// Ready or ReadyWithErrors.
    pub state: ExportState,
    /// Whole second.
    pub delivered_at: Millis,
    /// When the links die.
    pub links_expire_at: Millis,
    /// The key that signs the links.
    pub key: KeyRow,
    /// Length of the CSV manifest.
    pub manifest_size: u64,
    /// Lower-case hex SHA-256 of the CSV manifest.
    pub manifest_sha256: String,
}

/// Delivers an export: key, manifest facts and state, at once. Returns whether the state allowed it.
///
/// # Errors
/// When a query fails.
pub async fn publish(
    conn: &mut SqliteConnection,
    id: &str,
    delivery: &Delivery,
    system: &Actor,
) -> Result<bool> {
    let size = i64::try_from(delivery.manifest_size).unwrap_or(i64::MAX);
    let done = sqlx::query(
        "UPDATE exports SET state = ?2, delivered_at = ?3, links_expire_at = ?4, manifest_size = ?5,
            manifest_sha256 = ?6 WHERE id = ?1 AND state = 'Processing'",
    )
    .bind(id)
    .bind(delivery.state.as_str())
    .bind(delivery.delivered_at)
    .bind(delivery.links_expire_at)
    .bind(size)
    .bind(&delivery.manifest_sha256)
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

/// Ends an export without a file. Returns whether the state allowed it.
///
/// # Errors
/// When a query fails.
pub async fn fail(
    conn: &mut SqliteConnection,
    id: &str,
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

/// An ended export whose partial work is still there: Cancelled or Failed, with items.
///
/// # Errors
/// When the query fails.
pub async fn to_discard(conn: &mut SqliteConnection) -> Result<Option<(String, i64, i64, i64)>> {
    sqlx::query_as(
        "SELECT id, first_seq, last_seq, indexed_seq FROM exports
         WHERE state IN ('Cancelled', 'Failed') AND last_seq >= first_seq LIMIT 1",
    )
    .fetch_optional(conn)
    .await
}

/// Discards up to `limit` items of an ended export, the last first; with the last of them everything else.
///
/// # Errors
/// When a query fails.
pub async fn discard(
    conn: &mut SqliteConnection,
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
