//! Notifications: entries of the exports' timelines, shown to everyone but their actor.

use attache_wire::{
    export::Actor,
    id::{AccountId, ExportId, PrincipalId},
    notification::Notification,
    state::ExportState,
};

use super::{
    Conn, Result, cursor,
    exports::{actor, actor_kind},
    spelled,
};
use crate::clock::{Millis, rfc3339};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: Millis,
    state: String,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    detail: Option<String>,
    export_id: ExportId,
    account_id: AccountId,
    account_name: String,
}

/// Returns a page of other actors' entries, newest first; entries up to `read` count as read. `None` if the cursor does
/// not belong to this list. Leaves out the start of processing and people's own exports.
///
/// # Errors
/// When the query fails.
pub async fn list(
    conn: &mut Conn,
    reader: &Actor,
    read: i64,
    after: Option<&str>,
    limit: u32,
) -> Result<Option<(Vec<Notification>, Option<String>)>> {
    let before = match after {
        None => i64::MAX,
        Some(text) => match cursor::decode(text) {
            None => return Ok(None),
            Some(id) => id,
        },
    };
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT t.id, t.at, t.state, t.actor_kind, t.actor_id, t.actor_name, t.detail, t.export_id, a.id AS account_id,
            a.name AS account_name
         FROM export_timeline t JOIN exports e ON e.id = t.export_id JOIN accounts a ON a.id = e.account_id
         WHERE t.id < ? AND t.state <> 'Processing' AND NOT (t.actor_kind = ? AND t.actor_id = ?)
         ORDER BY t.id DESC LIMIT ?",
    )
    .bind(before)
    .bind(actor_kind(reader.kind))
    .bind(&reader.id)
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    let (rows, next) = super::page(rows, limit, |last| cursor::encode(&last.id));
    let shape = |row: Row| {
        Ok(Notification {
            id: u64::try_from(row.id).unwrap_or(0),
            at: rfc3339(row.at),
            state: spelled(ExportState::parse(&row.state), "export_timeline.state")?,
            export_id: row.export_id,
            account_id: row.account_id,
            account_name: row.account_name,
            actor: actor(&row.actor_kind, &row.actor_id, &row.actor_name)?,
            detail: row.detail,
            unread: row.id > read,
        })
    };
    let items = rows.into_iter().map(shape).collect::<Result<_>>()?;
    Ok(Some((items, next)))
}

/// Counts other actors' entries after `read`.
///
/// # Errors
/// When the query fails.
pub async fn unread(conn: &mut Conn, reader: &Actor, read: i64) -> Result<u64> {
    sqlx::query_scalar(
        "SELECT count(*) FROM export_timeline t JOIN exports e ON e.id = t.export_id AND e.account_id IS NOT NULL
         WHERE t.id > ? AND t.state <> 'Processing' AND NOT (t.actor_kind = ? AND t.actor_id = ?)",
    )
    .bind(read)
    .bind(actor_kind(reader.kind))
    .bind(&reader.id)
    .fetch_one(conn)
    .await
}

/// Returns the last entry that a principal has read.
///
/// # Errors
/// When the query fails.
pub async fn read_up_to(conn: &mut Conn, principal: &PrincipalId) -> Result<i64> {
    let id = sqlx::query_scalar("SELECT up_to FROM notifications_read WHERE principal_id = ?")
        .bind(principal)
        .fetch_optional(conn)
        .await?;
    Ok(id.unwrap_or(0))
}

/// Marks all entries up to `up_to` as read. The mark never exceeds the newest entry and never moves back.
///
/// # Errors
/// When the query fails.
pub async fn mark_read(conn: &mut Conn, principal: &PrincipalId, up_to: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO notifications_read (principal_id, up_to)
         VALUES (?, min(?, (SELECT coalesce(max(id), 0) FROM export_timeline)))
         ON CONFLICT (principal_id) DO UPDATE SET up_to = max(up_to, excluded.up_to)",
    )
    .bind(principal)
    .bind(up_to)
    .execute(conn)
    .await?;
    Ok(())
}
