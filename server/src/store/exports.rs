//! Exports: submission, states and their legal transitions, and lists.

mod keys;
mod row;
mod timeline;

use std::net::IpAddr;

use attache_wire::{
    export::Actor,
    id::{AccountId, ExportId},
    state::ExportState,
};
use sqlx::AssertSqlSafe;

pub use keys::{KeyRow, delete_keys, ended_links, key, key_of};
pub(super) use row::actor;
use row::subject_kind;
pub use row::{ExportRow, actor_kind};
pub use timeline::{steps, timeline, timeline_of};

use super::{Conn, Result, cursor};
use crate::{clock::Millis, scope::Subject};

/// `SELECT` of whole rows.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, subject_kind, subject_id, account_id, actor_kind, actor_id, actor_name, actor_address, request_sha256, reason,
                    state, step, submitted_at, due_at, delivered_at, links_expire_at, ended_at, next_allowed_at, items,
                    bytes, errors, items_checked, bytes_checked, first_seq, last_seq, indexed_seq, failure_code,
                    failure_detail, manifest_size, manifest_sha256, files_origin, attempt, number
             FROM exports ",
            $rest
        )
    };
}

/// A submission to insert.
#[derive(Debug, Clone, Copy)]
pub struct NewExport<'a> {
    /// Its id.
    pub id: &'a ExportId,
    /// The subject whose attachments it contains.
    pub subject: Subject<'a>,
    /// Who submits it.
    pub actor: &'a Actor,
    /// The submitter's address, if known.
    pub actor_address: Option<IpAddr>,
    /// The client's token.
    pub token: &'a str,
    /// SHA-256 of the request, in hex.
    pub request_sha256: &'a str,
    /// The reason.
    pub reason: Option<&'a str>,
    /// When it was submitted.
    pub submitted_at: Millis,
    /// When delivery is planned.
    pub due_at: Millis,
    /// When the next export is allowed.
    pub next_allowed_at: Millis,
}

/// Records a submission.
///
/// # Errors
/// When the query fails; a unique violation if another export is running or the token was used.
pub async fn insert(conn: &mut Conn, new: &NewExport<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO exports (id, subject_kind, subject_id, account_id, actor_kind, actor_id, actor_name,
            client_request_token, request_sha256, reason, state, submitted_at, due_at, next_allowed_at, actor_address,
            number)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'Submitted', ?, ?, ?, ?,
            (SELECT ifnull(max(number), 0) + 1 FROM exports))",
    )
    .bind(new.id)
    .bind(subject_kind(new.subject))
    .bind(new.subject.id())
    .bind(new.subject.account())
    .bind(actor_kind(new.actor.kind))
    .bind(&new.actor.id)
    .bind(&new.actor.name)
    .bind(new.token)
    .bind(new.request_sha256)
    .bind(new.reason)
    .bind(new.submitted_at)
    .bind(new.due_at)
    .bind(new.next_allowed_at)
    .bind(new.actor_address.map(|address| address.to_string()))
    .execute(&mut *conn)
    .await?;
    timeline(
        conn,
        new.id,
        new.submitted_at,
        ExportState::Submitted,
        new.actor,
        None,
    )
    .await
}

/// Returns one export.
///
/// # Errors
/// When the query fails.
pub async fn get(conn: &mut Conn, id: &ExportId) -> Result<Option<ExportRow>> {
    sqlx::query_as(select!("WHERE id = ?"))
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// Returns the account that an export is for; `None` if the export does not exist or is not for an account.
///
/// # Errors
/// When the query fails.
pub async fn account_of(conn: &mut Conn, id: &ExportId) -> Result<Option<AccountId>> {
    let account: Option<Option<AccountId>> =
        sqlx::query_scalar("SELECT account_id FROM exports WHERE id = ?")
            .bind(id)
            .fetch_optional(conn)
            .await?;
    Ok(account.flatten())
}

/// Returns the export that this actor submitted for the account with this token.
///
/// # Errors
/// When the query fails.
pub async fn by_token(
    conn: &mut Conn,
    account: &AccountId,
    actor: &Actor,
    token: &str,
) -> Result<Option<ExportRow>> {
    sqlx::query_as(select!(
        "WHERE subject_kind = 'account' AND subject_id = ? AND actor_kind = ? AND actor_id = ?
         AND client_request_token = ?"
    ))
    .bind(account)
    .bind(actor_kind(actor.kind))
    .bind(&actor.id)
    .bind(token)
    .fetch_optional(conn)
    .await
}

/// Returns the subject's running export.
///
/// # Errors
/// When the query fails.
pub async fn running(conn: &mut Conn, subject: Subject<'_>) -> Result<Option<ExportRow>> {
    sqlx::query_as(select!(
        "WHERE subject_kind = ? AND subject_id = ? AND state IN ('Submitted', 'Processing')"
    ))
    .bind(subject_kind(subject))
    .bind(subject.id())
    .fetch_optional(conn)
    .await
}

/// Returns all running exports, oldest first.
///
/// # Errors
/// When the query fails.
pub async fn all_running(conn: &mut Conn) -> Result<Vec<ExportRow>> {
    sqlx::query_as(select!(
        "WHERE state IN ('Submitted', 'Processing') ORDER BY number"
    ))
    .fetch_all(conn)
    .await
}

/// Returns the account's most recently submitted export.
///
/// # Errors
/// When the query fails.
pub async fn latest(conn: &mut Conn, account: &AccountId) -> Result<Option<ExportRow>> {
    sqlx::query_as(select!(
        "WHERE subject_kind = 'account' AND subject_id = ? ORDER BY number DESC LIMIT 1"
    ))
    .bind(account)
    .fetch_optional(conn)
    .await
}

/// Returns when the subject's 7-day window opens; `None` if no export uses the window.
///
/// # Errors
/// When the query fails.
pub async fn window_opens(conn: &mut Conn, subject: Subject<'_>) -> Result<Option<Millis>> {
    sqlx::query_scalar(
        "SELECT max(next_allowed_at) FROM exports
         WHERE subject_kind = ? AND subject_id = ? AND state NOT IN ('Failed', 'Cancelled')",
    )
    .bind(subject_kind(subject))
    .bind(subject.id())
    .fetch_one(conn)
    .await
}

/// Counts all of the account's exports.
///
/// # Errors
/// When the query fails.
pub async fn count(conn: &mut Conn, account: &AccountId) -> Result<u64> {
    sqlx::query_scalar("SELECT count(*) FROM exports WHERE subject_kind = 'account' AND subject_id = ?")
        .bind(account)
        .fetch_one(conn)
        .await
}

/// Returns a page of the account's exports, newest first. `None` if the cursor does not belong to this list.
///
/// # Errors
/// When the query fails.
pub async fn list(
    conn: &mut Conn,
    account: &AccountId,
    after: Option<&str>,
    limit: u32,
) -> Result<Option<(Vec<ExportRow>, Option<String>)>> {
    let Some(before) = after.map_or(Some(i64::MAX), cursor::decode) else {
        return Ok(None);
    };
    let rows: Vec<ExportRow> = sqlx::query_as(select!(
        "WHERE subject_kind = 'account' AND subject_id = ? AND number < ? ORDER BY number DESC LIMIT ?"
    ))
    .bind(account)
    .bind(before)
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    Ok(Some(super::page(rows, limit, |last| {
        cursor::encode(&last.number)
    })))
}

/// Returns the ids of the subject's delivered exports whose links are neither expired nor revoked.
///
/// # Errors
/// When the query fails.
pub async fn delivered(conn: &mut Conn, subject: Subject<'_>) -> Result<Vec<ExportId>> {
    sqlx::query_scalar(
        "SELECT id FROM exports WHERE subject_kind = ? AND subject_id = ? AND state IN ('Ready', 'ReadyWithErrors')",
    )
    .bind(subject_kind(subject))
    .bind(subject.id())
    .fetch_all(conn)
    .await
}

/// Moves an export to the state `to` if the transition table allows it from its current state. Returns false if it does
/// not.
///
/// # Errors
/// When a query fails.
pub async fn transition(
    conn: &mut Conn,
    id: &ExportId,
    to: ExportState,
    at: Millis,
    actor: &Actor,
    detail: Option<&str>,
) -> Result<bool> {
    let from: Vec<String> = to
        .previous()
        .into_iter()
        .map(|state| format!("'{}'", state.as_str()))
        .collect();
    // The states come from the closed enum.
    let sql = format!(
        "UPDATE exports SET state = ?2, ended_at = CASE WHEN ?3 THEN ?4 ELSE ended_at END,
            next_allowed_at = CASE WHEN ?5 THEN ?4 ELSE next_allowed_at END, attempt = attempt + ?3
         WHERE id = ?1 AND state IN ({})",
        from.join(", ")
    );
    let moved = sqlx::query(AssertSqlSafe(sql))
        .bind(id)
        .bind(to.as_str())
        .bind(to.next().is_empty())
        .bind(at)
        .bind(!to.uses_window())
        .execute(&mut *conn)
        .await?
        .rows_affected()
        == 1;
    if moved {
        timeline(conn, id, at, to, actor, detail).await?;
    }
    Ok(moved)
}

/// Returns the delivered exports whose links have expired but that are not marked as expired yet.
///
/// # Errors
/// When the query fails.
pub async fn overdue(conn: &mut Conn, now: Millis) -> Result<Vec<(ExportId, Millis)>> {
    sqlx::query_as(
        "SELECT id, links_expire_at FROM exports WHERE state IN ('Ready', 'ReadyWithErrors') AND links_expire_at <= ?",
    )
    .bind(now)
    .fetch_all(conn)
    .await
}

/// Returns when the next links of a delivered export expire.
///
/// # Errors
/// When the query fails.
pub async fn next_expiry(conn: &mut Conn) -> Result<Option<Millis>> {
    sqlx::query_scalar("SELECT min(links_expire_at) FROM exports WHERE state IN ('Ready', 'ReadyWithErrors')")
        .fetch_one(conn)
        .await
}

/// Counts the exports in each state, including states with none.
///
/// # Errors
/// When the query fails.
pub async fn count_by_state(conn: &mut Conn) -> Result<Vec<(ExportState, u32)>> {
    let rows: Vec<(String, u32)> = sqlx::query_as("SELECT state, count(*) FROM exports GROUP BY state")
        .fetch_all(conn)
        .await?;
    let count = |state: ExportState| {
        rows.iter()
            .find(|(text, _)| text == state.as_str())
            .map_or(0, |row| row.1)
    };
    Ok(ExportState::ALL
        .into_iter()
        .map(|state| (state, count(state)))
        .collect())
}
