//! The pipeline's work on an export: lease, checkpoints, and the data that each step writes.
//!
//! Every write of a worker is guarded by [`fence`], which fails once another worker has taken over or the export was
//! cancelled.

mod collect;
mod end;
mod seal;
mod snapshot;

use attache_wire::{id::ExportId, state::Step};

pub use collect::{
    BlobToCheck, count_files, count_lost, file_counts, record_checks, record_second_checks, unchecked,
    unreadable,
};
pub use end::{Delivery, discard, fail, publish, to_discard};
pub use seal::{ItemToSeal, items_to_seal, seal_items, seal_totals};
pub use snapshot::{append_items, begin_items, index_items, last_seq};

use super::{Conn, Result};
use crate::clock::Millis;

/// Returns the ids of the running exports, oldest first.
///
/// # Errors
/// When the query fails.
pub async fn running(conn: &mut Conn) -> Result<Vec<ExportId>> {
    sqlx::query_scalar("SELECT id FROM exports WHERE state IN ('Submitted', 'Processing') ORDER BY number")
        .fetch_all(conn)
        .await
}

/// Takes an export's lease if it is free or expired, or longer than a lease can be because it was taken under a clock
/// that was ahead. Returns a new attempt number; `None` if another worker holds the lease.
///
/// # Errors
/// When the query fails.
pub async fn claim(
    conn: &mut Conn,
    id: &ExportId,
    now_wall: Millis,
    until_wall: Millis,
) -> Result<Option<i64>> {
    sqlx::query_scalar(
        "UPDATE exports SET attempt = attempt + 1, lease_until_wall = ?3
         WHERE id = ?1 AND state IN ('Submitted', 'Processing') 
               AND (lease_until_wall <= ?2 OR lease_until_wall > ?3) RETURNING attempt",
    )
    .bind(id)
    .bind(now_wall)
    .bind(until_wall)
    .fetch_optional(conn)
    .await
}

/// Releases every lease. The process that holds the data directory's lock calls this at startup, when no other holder
/// can be alive.
///
/// # Errors
/// When the query fails.
pub async fn release_leases(conn: &mut Conn) -> Result<()> {
    sqlx::query("UPDATE exports SET lease_until_wall = 0 WHERE state IN ('Submitted', 'Processing')")
        .execute(conn)
        .await?;
    Ok(())
}

/// Renews the lease of attempt `attempt`. Returns false if the attempt has lost it and must not write.
///
/// # Errors
/// When the query fails.
pub async fn fence(conn: &mut Conn, id: &ExportId, attempt: i64, until_wall: Millis) -> Result<bool> {
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

/// Marks a step as started, unless it already is, and makes it the export's current step.
///
/// # Errors
/// When a query fails.
pub async fn begin_step(conn: &mut Conn, id: &ExportId, step: Step, at: Millis) -> Result<()> {
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

/// Marks a step as finished and starts the next.
///
/// # Errors
/// When a query fails.
pub async fn finish_step(conn: &mut Conn, id: &ExportId, step: Step, at: Millis) -> Result<()> {
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

/// Returns true if any export has not fixed its set yet.
///
/// # Errors
/// When the query fails.
pub async fn is_fixing_a_set(conn: &mut Conn) -> Result<bool> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM exports WHERE state IN ('Submitted', 'Processing') AND step = 'snapshot')",
    )
    .fetch_one(conn)
    .await
}

/// Returns the time of the most recent submission; 0 if nothing was submitted.
///
/// # Errors
/// When the query fails.
pub async fn last_submission(conn: &mut Conn) -> Result<Millis> {
    sqlx::query_scalar("SELECT ifnull(max(submitted_at), 0) FROM exports")
        .fetch_one(conn)
        .await
}

/// Moves a running export's delivery forward to `due_at`. Never delays it.
///
/// # Errors
/// When the query fails.
pub async fn hurry(conn: &mut Conn, id: &ExportId, due_at: Millis) -> Result<()> {
    sqlx::query(
        "UPDATE exports SET due_at = min(due_at, ?) WHERE id = ? AND state IN ('Submitted', 'Processing')",
    )
    .bind(due_at)
    .bind(id)
    .execute(conn)
    .await?;
    Ok(())
}
