//! TXT records of the simulated DNS.

use attache_wire::simulator::DnsRecord;

use super::{Conn, Result};
use crate::clock::{Millis, rfc3339};

/// Returns all records, sorted by name.
///
/// # Errors
/// When the query fails.
pub async fn list(conn: &mut Conn, now: Millis) -> Result<Vec<DnsRecord>> {
    let rows: Vec<(String, String, String, Millis)> =
        sqlx::query_as("SELECT id, name, value, visible_at FROM dns_records ORDER BY name, visible_at, id")
            .fetch_all(conn)
            .await?;
    let shape = |(id, name, value, visible_at)| DnsRecord {
        id,
        name,
        value,
        visible_at: rfc3339(visible_at),
        visible: visible_at <= now,
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// Returns the values of a name that are visible by now, at most 20.
///
/// # Errors
/// When the query fails.
pub async fn txt(conn: &mut Conn, name: &str, now: Millis) -> Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT value FROM dns_records WHERE name = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT 20",
    )
    .bind(name)
    .bind(now)
    .fetch_all(conn)
    .await
}

/// Adds a record.
///
/// # Errors
/// When the query fails.
pub async fn insert(
    conn: &mut Conn,
    (id, name, value): (&str, &str, &str),
    visible_at: Millis,
) -> Result<()> {
    sqlx::query("INSERT INTO dns_records (id, name, value, visible_at) VALUES (?, ?, ?, ?)")
        .bind(id)
        .bind(name)
        .bind(value)
        .bind(visible_at)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes a record. Returns false if it did not exist.
///
/// # Errors
/// When the query fails.
pub async fn delete(conn: &mut Conn, id: &str) -> Result<bool> {
    let gone = sqlx::query("DELETE FROM dns_records WHERE id = ?")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(gone.rows_affected() == 1)
}

/// Counts the records.
///
/// # Errors
/// When the query fails.
pub async fn count(conn: &mut Conn) -> Result<u64> {
    sqlx::query_scalar("SELECT count(*) FROM dns_records")
        .fetch_one(conn)
        .await
}
