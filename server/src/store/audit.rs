//! The audit log: who did what, when, and with what outcome.

use sqlx::SqliteConnection;

use super::Result;
use crate::audit::Event;

/// Appends an event. In a change's own transaction, so that neither is there without the other.
///
/// # Errors
/// When the query fails.
pub async fn append(conn: &mut SqliteConnection, event: &Event) -> Result<()> {
    sqlx::query(
        "INSERT INTO audit_events (id, at, name, principal_id, outcome, record) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(&event.id)
    .bind(event.at)
    .bind(event.name)
    .bind(&event.principal)
    .bind(event.outcome.as_str())
    .bind(event.record().to_string())
    .execute(conn)
    .await?;
    Ok(())
}
