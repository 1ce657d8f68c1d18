//! An export's timeline, and the start and end times of its steps.

use attache_wire::{
    export::{Actor, StepTimes, TimelineEntry},
    id::ExportId,
    state::{ExportState, Step},
};

use super::row::{actor, actor_kind};
use crate::{
    clock::{Millis, rfc3339},
    store::Conn,
    store::{Result, spelled},
};

/// Inserts an entry into an export's timeline.
///
/// # Errors
/// When the query fails.
pub async fn timeline(
    conn: &mut Conn,
    id: &ExportId,
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

/// Returns an export's timeline, oldest entry first.
///
/// # Errors
/// When the query fails.
pub async fn timeline_of(conn: &mut Conn, id: &ExportId) -> Result<Vec<TimelineEntry>> {
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
                actor: actor(&kind, &actor_id, &name)?,
                detail,
            })
        })
        .collect()
}

/// Returns the start and end times of an export's steps, in order.
///
/// # Errors
/// When the query fails.
pub async fn steps(conn: &mut Conn, id: &ExportId) -> Result<Vec<StepTimes>> {
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
