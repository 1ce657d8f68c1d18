//! Bulk loading without secondary indexes: they are dropped before and recreated afterwards, which is much faster than
//! updating them row by row. `meta` stores their definitions, so that after a crash a later process can recreate them.

use sqlx::AssertSqlSafe;

use crate::store::{self, Conn, Result};

/// Prefix of the `meta` keys that hold the definitions.
const WAITING: &str = "seed.index.";

/// Drops the secondary indexes of the large tables and stores their definitions.
///
/// # Errors
/// When a statement fails.
pub async fn suspend(conn: &mut Conn) -> Result<()> {
    let indexes: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
         AND tbl_name IN ('users', 'containers', 'memberships', 'messages', 'attachments')",
    )
    .fetch_all(&mut *conn)
    .await?;
    for (name, sql) in indexes {
        store::set_meta(conn, &format!("{WAITING}{name}"), &sql).await?;
        sqlx::query(AssertSqlSafe(format!("DROP INDEX {name}")))
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Returns the names of the dropped indexes that are not recreated yet.
///
/// # Errors
/// When the query fails.
pub async fn suspended(conn: &mut Conn) -> Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT substr(key, length(?1) + 1) FROM meta WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
    )
    .bind(WAITING)
    .fetch_all(conn)
    .await
}

/// Recreates an index.
///
/// # Errors
/// When a statement fails.
pub async fn restore(conn: &mut Conn, name: &str) -> Result<()> {
    let key = format!("{WAITING}{name}");
    if let Some(sql) = store::meta(conn, &key).await? {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *conn).await?;
        sqlx::query("DELETE FROM meta WHERE key = ?")
            .bind(key)
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Updates the query planner's statistics.
///
/// # Errors
/// When the statement fails.
pub async fn analyze(conn: &mut Conn) -> Result<()> {
    sqlx::query("PRAGMA analysis_limit = 1000")
        .execute(&mut *conn)
        .await?;
    sqlx::query("ANALYZE").execute(conn).await?;
    Ok(())
}
