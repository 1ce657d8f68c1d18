//! Exports: submission, states and their legal transitions, lists.

use attache_wire::{
    export::{
        Actor, ActorKind, Export, Failure, FailureCode, Progress, StepTimes, Subject, SubjectKind,
        TimelineEntry,
    },
    state::{ExportState, Step},
};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::{Result, cursor, spelled};
use crate::clock::{Millis, rfc3339};

/// A row of `exports`.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(
    missing_docs,
    reason = "the columns are documented in the schema and in wire's Export"
)]
pub struct ExportRow {
    pub id: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub account_id: Option<String>,
    pub actor_kind: String,
    pub actor_id: String,
    pub actor_name: String,
    pub request_sha256: String,
    pub reason: Option<String>,
    pub state: String,
    pub step: String,
    pub submitted_at: Millis,
    pub due_at: Millis,
    pub delivered_at: Option<Millis>,
    pub links_expire_at: Option<Millis>,
    pub ended_at: Option<Millis>,
    pub next_allowed_at: Millis,
    pub items: u64,
    pub bytes: u64,
    pub errors: u64,
    pub items_checked: u64,
    pub bytes_checked: u64,
    pub first_seq: i64,
    pub last_seq: i64,
    pub indexed_seq: i64,
    pub failure_code: Option<String>,
    pub failure_detail: Option<String>,
    pub manifest_size: Option<u64>,
    pub manifest_sha256: Option<String>,
    pub attempt: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, subject_kind, subject_id, account_id, actor_kind, actor_id, actor_name, request_sha256, reason,
                    state, step, submitted_at, due_at, delivered_at, links_expire_at, ended_at, next_allowed_at, items,
                    bytes, errors, items_checked, bytes_checked, first_seq, last_seq, indexed_seq, failure_code,
                    failure_detail, manifest_size, manifest_sha256, attempt
             FROM exports ",
            $rest
        )
    };
}

impl ExportRow {
    /// The state.
    ///
    /// # Errors
    /// When the column holds an unknown spelling.
    pub fn state(&self) -> Result<ExportState> {
        spelled(ExportState::parse(&self.state), "exports.state")
    }

    /// The step.
    ///
    /// # Errors
    /// When the column holds an unknown spelling.
    pub fn step(&self) -> Result<Step> {
        spelled(Step::parse(&self.step), "exports.step")
    }

    /// The export as the API shows it; `steps` is needed while it runs.
    ///
    /// # Errors
    /// When a column holds an unknown spelling.
    pub fn shape(&self, steps: Vec<StepTimes>, now: Millis) -> Result<Export> {
        let state = self.state()?;
        let progress = state
            .is_running()
            .then(|| self.progress(steps, now))
            .transpose()?;
        let failure = match (&self.failure_code, &self.failure_detail) {
            (Some(code), Some(detail)) => Some(Failure {
                code: spelled(FailureCode::parse(code), "exports.failure_code")?,
                detail: detail.clone(),
            }),
            _ => None,
        };
        let subject = if self.subject_kind == "account" {
            SubjectKind::Account
        } else {
            SubjectKind::User
        };
        Ok(Export {
            id: self.id.clone(),
            subject: Subject {
                kind: subject,
                id: self.subject_id.clone(),
            },
            account_id: self.account_id.clone(),
            state,
            requested_by: actor(&self.actor_kind, &self.actor_id, &self.actor_name),
            reason: self.reason.clone(),
            submitted_at: rfc3339(self.submitted_at),
            delivered_at: self.delivered_at.map(rfc3339),
            links_expire_at: self.links_expire_at.map(rfc3339),
            ended_at: self.ended_at.map(rfc3339),
            next_allowed_at: rfc3339(self.next_allowed_at),
            items: self.items,
            bytes: self.bytes,
            errors: self.errors,
            failure,
            progress,
        })
    }

    fn progress(&self, steps: Vec<StepTimes>, now: Millis) -> Result<Progress> {
        // The pace of the steps is planned; what the machine adds to it is not. A tenth of the rest is the honest margin.
        let margin = (self.due_at - now).max(0) / 10;
        Ok(Progress {
            step: self.step()?,
            steps,
            items_checked: self.items_checked,
            bytes_checked: self.bytes_checked,
            ready_earliest: rfc3339(self.due_at.max(now)),
            ready_latest: rfc3339(self.due_at.max(now) + margin),
        })
    }
}

fn actor(kind: &str, id: &str, name: &str) -> Actor {
    let kind = match kind {
        "principal" => ActorKind::Principal,
        "user" => ActorKind::User,
        _ => ActorKind::System,
    };
    Actor {
        kind,
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

/// The spelling of an actor's kind in storage.
pub const fn actor_kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Principal => "principal",
        ActorKind::User => "user",
        ActorKind::System => "system",
    }
}

/// A submission to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewExport<'a> {
    /// Its id.
    pub id: &'a str,
    /// The account it is about.
    pub account: &'a str,
    /// Who submits it.
    pub actor: &'a Actor,
    /// The client's token.
    pub token: &'a str,
    /// SHA-256 of what was asked, hex.
    pub request_sha256: &'a str,
    /// Why.
    pub reason: Option<&'a str>,
    /// When.
    pub submitted_at: Millis,
    /// When it is to be delivered.
    pub due_at: Millis,
    /// When it allows the next.
    pub next_allowed_at: Millis,
}

/// Records a submission.
///
/// # Errors
/// When the query fails; a unique violation when another is running or the token was used.
pub async fn insert(conn: &mut SqliteConnection, new: &NewExport<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO exports (id, subject_kind, subject_id, account_id, actor_kind, actor_id, actor_name,
            client_request_token, request_sha256, reason, state, submitted_at, due_at, next_allowed_at)
         VALUES (?1, 'account', ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'Submitted', ?9, ?10, ?11)",
    )
    .bind(new.id)
    .bind(new.account)
    .bind(actor_kind(new.actor.kind))
    .bind(&new.actor.id)
    .bind(&new.actor.name)
    .bind(new.token)
    .bind(new.request_sha256)
    .bind(new.reason)
    .bind(new.submitted_at)
    .bind(new.due_at)
    .bind(new.next_allowed_at)
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

/// One export.
///
/// # Errors
/// When the query fails.
pub async fn get(conn: &mut SqliteConnection, id: &str) -> Result<Option<ExportRow>> {
    sqlx::query_as(select!("WHERE id = ?"))
        .bind(id)
        .fetch_optional(conn)
        .await
}

/// The export that this actor submitted for the account with this token.
///
/// # Errors
/// When the query fails.
pub async fn by_token(
    conn: &mut SqliteConnection,
    account: &str,
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

/// The account's running export.
///
/// # Errors
/// When the query fails.
pub async fn running(conn: &mut SqliteConnection, account: &str) -> Result<Option<ExportRow>> {
    sqlx::query_as(select!(
        "WHERE subject_kind = 'account' AND subject_id = ? AND state IN ('Submitted', 'Processing')"
    ))
    .bind(account)
    .fetch_optional(conn)
    .await
}

/// The account's export submitted last.
///
/// # Errors
/// When the query fails.
pub async fn latest(conn: &mut SqliteConnection, account: &str) -> Result<Option<ExportRow>> {
    sqlx::query_as(select!(
        "WHERE subject_kind = 'account' AND subject_id = ? ORDER BY submitted_at DESC, id DESC LIMIT 1"
    ))
    .bind(account)
    .fetch_optional(conn)
    .await
}

/// When the account's 7-day window opens, of the exports that use it; `None` when none does.
///
/// # Errors
/// When the query fails.
pub async fn window_opens(conn: &mut SqliteConnection, account: &str) -> Result<Option<Millis>> {
    sqlx::query_scalar(
        "SELECT max(next_allowed_at) FROM exports
         WHERE subject_kind = 'account' AND subject_id = ? AND state NOT IN ('Failed', 'Cancelled')",
    )
    .bind(account)
    .fetch_one(conn)
    .await
}

/// How many exports the account has had.
///
/// # Errors
/// When the query fails.
pub async fn count(conn: &mut SqliteConnection, account: &str) -> Result<u64> {
    sqlx::query_scalar("SELECT count(*) FROM exports WHERE subject_kind = 'account' AND subject_id = ?")
        .bind(account)
        .fetch_one(conn)
        .await
}

/// A page of the account's exports, newest first. `None` when the cursor is not one of this list.
///
/// # Errors
/// When the query fails.
pub async fn list(
    conn: &mut SqliteConnection,
    account: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<Option<(Vec<ExportRow>, Option<String>)>> {
    let (at, id) = match after {
        None => (Millis::MAX, String::new()),
        Some(text) => match cursor::decode::<(Millis, String)>(text) {
            None => return Ok(None),
            Some(key) => key,
        },
    };
    let rows: Vec<ExportRow> = sqlx::query_as(select!(
        "WHERE subject_kind = 'account' AND subject_id = ? AND (submitted_at, id) < (?, ?)
         ORDER BY submitted_at DESC, id DESC LIMIT ?"
    ))
    .bind(account)
    .bind(at)
    .bind(id)
    .bind(limit + 1)
    .fetch_all(conn)
    .await?;
    Ok(Some(super::page(rows, limit, |last| {
        cursor::encode(&(last.submitted_at, &last.id))
    })))
}

/// Moves an export to `to` if the table of legal transitions allows it from where it is. Returns whether it moved.
///
/// # Errors
/// When a query fails.
pub async fn transition(
    conn: &mut SqliteConnection,
    id: &str,
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
    // The spellings come from the closed enum.
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

/// Writes an entry of an export's timeline.
///
/// # Errors
/// When the query fails.
pub async fn timeline(
    conn: &mut SqliteConnection,
    id: &str,
    at: Millis,
    state: ExportState,
    actor: &Actor,
    detail: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO export_timeline (export_id, at, state, actor_kind, actor_id, actor_name, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(id)
    .bind(at)
    .bind(state.as_str())
    .bind(actor_kind(actor.kind))
    .bind(&actor.id)
    .bind(&actor.name)
    .bind(detail)
    .execute(conn)
    .await?;
    Ok(())
}

/// What happened to an export, oldest first.
///
/// # Errors
/// When the query fails.
pub async fn timeline_of(conn: &mut SqliteConnection, id: &str) -> Result<Vec<TimelineEntry>> {
    let rows: Vec<(Millis, String, String, String, String, Option<String>)> = sqlx::query_as(
        "SELECT at, state, actor_kind, actor_id, actor_name, detail FROM export_timeline WHERE export_id = ? ORDER BY id",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(at, state, kind, actor_id, name, detail)| {
            Ok(TimelineEntry {
                at: rfc3339(at),
                state: spelled(ExportState::parse(&state), "export_timeline.state")?,
                actor: actor(&kind, &actor_id, &name),
                detail,
            })
        })
        .collect()
}

/// When each step of an export began and ended, in order.
///
/// # Errors
/// When the query fails.
pub async fn steps(conn: &mut SqliteConnection, id: &str) -> Result<Vec<StepTimes>> {
    let rows: Vec<(String, Millis, Option<Millis>)> =
        sqlx::query_as("SELECT step, started_at, finished_at FROM export_steps WHERE export_id = ?")
            .bind(id)
            .fetch_all(conn)
            .await?;
    let mut steps = rows
        .into_iter()
        .map(|(step, started_at, finished_at)| {
            Ok(StepTimes {
                step: spelled(Step::parse(&step), "export_steps.step")?,
                started_at: rfc3339(started_at),
                finished_at: finished_at.map(rfc3339),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    steps.sort_by_key(|times| times.step);
    Ok(steps)
}

/// The delivered exports whose links are past the end of their life but are not marked so yet.
///
/// # Errors
/// When the query fails.
pub async fn overdue(conn: &mut SqliteConnection, now: Millis) -> Result<Vec<(String, Millis)>> {
    sqlx::query_as(
        "SELECT id, links_expire_at FROM exports WHERE state IN ('Ready', 'ReadyWithErrors') AND links_expire_at <= ?",
    )
    .bind(now)
    .fetch_all(conn)
    .await
}

/// Deletes an export's signing keys: every link of it is dead from the commit on.
///
/// # Errors
/// When the query fails.
pub async fn delete_keys(conn: &mut SqliteConnection, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM signing_keys WHERE export_id = ?")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// A key that signs an export's links.
#[derive(Clone, sqlx::FromRow)]
pub struct KeyRow {
    /// The access key id, which the links show.
    pub access_key_id: String,
    /// The export whose links it signs.
    pub export_id: String,
    /// The secret. Never logged.
    pub secret: String,
}

/// The key with this id.
///
/// # Errors
/// When the query fails.
pub async fn key(conn: &mut SqliteConnection, access_key_id: &str) -> Result<Option<KeyRow>> {
    sqlx::query_as("SELECT access_key_id, export_id, secret FROM signing_keys WHERE access_key_id = ?")
        .bind(access_key_id)
        .fetch_optional(conn)
        .await
}

/// The newest key of an export.
///
/// # Errors
/// When the query fails.
pub async fn key_of(conn: &mut SqliteConnection, export: &str) -> Result<Option<KeyRow>> {
    sqlx::query_as(
        "SELECT access_key_id, export_id, secret FROM signing_keys WHERE export_id = ? ORDER BY created_at DESC LIMIT 1",
    )
    .bind(export)
    .fetch_optional(conn)
    .await
}

/// When the next links die, of the exports that are ready.
///
/// # Errors
/// When the query fails.
pub async fn next_expiry(conn: &mut SqliteConnection) -> Result<Option<Millis>> {
    sqlx::query_scalar("SELECT min(links_expire_at) FROM exports WHERE state IN ('Ready', 'ReadyWithErrors')")
        .fetch_one(conn)
        .await
}

/// How many exports are in each state, states without any included.
///
/// # Errors
/// When the query fails.
pub async fn count_by_state(conn: &mut SqliteConnection) -> Result<Vec<(ExportState, u32)>> {
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
