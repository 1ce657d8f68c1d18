//! An export's distinct files, and the results of checking them.

use crate::store::Conn;
use attache_wire::{id::ExportId, item::ItemError};

use crate::store::Result;

/// A distinct file of an export.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct BlobToCheck {
    /// The expected SHA-256, in lower-case hex.
    pub sha256: String,
    /// The expected size in bytes.
    pub size_bytes: u64,
}

/// Counts an export's distinct files, once its set is fixed.
///
/// # Errors
/// When the query fails.
pub async fn count_files(conn: &mut Conn, export: &ExportId) -> Result<()> {
    sqlx::query(
        "UPDATE exports SET files = (SELECT count(*) FROM export_blobs WHERE export_id = ?1), files_checked = 0,
            checked_to = '' WHERE id = ?1",
    )
    .bind(export)
    .execute(conn)
    .await?;
    Ok(())
}

/// Returns how many distinct files an export has, and how many of them are checked.
///
/// # Errors
/// When the query fails.
pub async fn file_counts(conn: &mut Conn, export: &ExportId) -> Result<(u64, u64)> {
    sqlx::query_as("SELECT files, files_checked FROM exports WHERE id = ?")
        .bind(export)
        .fetch_one(conn)
        .await
}

/// Returns up to `limit` files that are not checked yet, in order of their SHA-256: the ones after the last checked one.
///
/// # Errors
/// When the query fails.
pub async fn unchecked(conn: &mut Conn, export: &ExportId, limit: u64) -> Result<Vec<BlobToCheck>> {
    sqlx::query_as(
        "SELECT sha256, size_bytes FROM export_blobs
         WHERE export_id = ?1 AND sha256 > (SELECT checked_to FROM exports WHERE id = ?1) ORDER BY sha256 LIMIT ?2",
    )
    .bind(export)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(conn)
    .await
}

/// Stores the results of checking the next files ([`unchecked`]): the checkpoint of collect.
///
/// # Errors
/// When a query fails.
pub async fn record_checks(
    conn: &mut Conn,
    export: &ExportId,
    checks: &[(String, Option<ItemError>)],
) -> Result<()> {
    let mut sum = Checked::default();
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
        sum.files += 1;
        sum.items += items;
        sum.bytes += items * size;
        sum.errors += if error.is_some() { items } else { 0 };
    }
    sqlx::query(
        "UPDATE exports SET files_checked = files_checked + ?, items_checked = items_checked + ?,
            bytes_checked = bytes_checked + ?, errors = errors + ?, checked_to = max(checked_to, ?) WHERE id = ?",
    )
    .bind(sum.files)
    .bind(sum.items)
    .bind(sum.bytes)
    .bind(sum.errors)
    .bind(checks.iter().map(|(sha256, _)| sha256.as_str()).max().unwrap_or(""))
    .bind(export)
    .execute(conn)
    .await?;
    Ok(())
}

/// What a batch of checks adds to an export's counts.
#[derive(Default)]
struct Checked {
    files: i64,
    items: i64,
    bytes: i64,
    errors: i64,
}

/// Returns the files that could not be read.
///
/// # Errors
/// When the query fails.
pub async fn unreadable(conn: &mut Conn, export: &ExportId) -> Result<Vec<BlobToCheck>> {
    sqlx::query_as(
        "SELECT sha256, size_bytes FROM export_blobs WHERE export_id = ? AND error = 'unreadable' ORDER BY sha256",
    )
    .bind(export)
    .fetch_all(conn)
    .await
}

/// Replaces the results of files that could not be read.
///
/// # Errors
/// When a query fails.
pub async fn record_second_checks(
    conn: &mut Conn,
    export: &ExportId,
    checks: &[(String, Option<ItemError>)],
) -> Result<()> {
    for (sha256, error) in checks {
        let items: Option<i64> = sqlx::query_scalar(
            "UPDATE export_blobs SET error = ?3 WHERE export_id = ?1 AND sha256 = ?2 AND error = 'unreadable'
             RETURNING items",
        )
        .bind(export)
        .bind(sha256)
        .bind(error.map(ItemError::as_str))
        .fetch_optional(&mut *conn)
        .await?;
        if let (Some(items), None) = (items, error) {
            sqlx::query("UPDATE exports SET errors = errors - ? WHERE id = ?")
                .bind(items)
                .bind(export)
                .execute(&mut *conn)
                .await?;
        }
    }
    Ok(())
}

/// Returns how many files are missing or unreadable without a known cause: nobody damaged them on purpose.
///
/// # Errors
/// When the query fails.
pub async fn count_lost(conn: &mut Conn, export: &ExportId) -> Result<u64> {
    sqlx::query_scalar(
        "SELECT count(*) FROM export_blobs WHERE export_id = ? AND error IN ('missing', 'unreadable')
             AND sha256 NOT IN (SELECT sha256 FROM faults)",
    )
    .bind(export)
    .fetch_one(conn)
    .await
}
