//! The pipeline: takes a submitted export through `snapshot → collect → seal → publish`.
//!
//! Each step is idempotent and checkpointed in the database. [`Pipeline`] works in small units, each with its own
//! commit. If it is killed between two units, the next worker resumes from the last commit. A lease with an attempt
//! number keeps two workers off the same export; it fences every write.

mod pace;
mod steps;

use std::{collections::HashMap, time::Duration};

use attache_wire::{export::FailureCode, id::ExportId, state::ExportState};
use futures::future::{BoxFuture, FutureExt};

use crate::{
    assistant,
    clock::Millis,
    error::{Error, Result},
    exports,
    scope::Subject,
    store::{self, exports::ExportRow},
    worker::{Duty, NextRun},
    workspace::Workspace,
};

/// A worker that has not renewed its lease for this long (wall time) is presumed dead.
const LEASE: Millis = 30_000;
/// After this many consecutive errors in a step, the export ends as Failed.
const TRIES: u32 = 5;
/// Initial backoff after a failed step (wall time); doubles with each error.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Delay before the next attempt while the disk is full (wall time).
const FULL_DISK_WAIT: Duration = Duration::from_secs(5);
/// Minimum interval between progress events (wall time).
const PROGRESS_EVERY: Duration = Duration::from_millis(250);
/// Why an export failed, for people.
const STORE_FAILED: &str = "The file store could not be reached, or has lost many files.";
/// Items discarded per transaction.
const DISCARD_BATCH: i64 = 10_000;

/// Works on the exports of one workspace.
#[derive(Debug, Default)]
pub struct Pipeline {
    leases: HashMap<ExportId, Lease>,
}

/// A worker's state for an export in progress.
#[derive(Debug, Default, Clone, Copy)]
struct Lease {
    attempt: i64,
    errors: u32,
    /// Earliest elapsed wall time of the next attempt.
    not_before: Duration,
    published_at: Duration,
    /// True if there was progress since the last event.
    unsent: bool,
}

impl Duty for Pipeline {
    fn name(&self) -> &'static str {
        "pipeline"
    }

    fn run<'a>(&'a mut self, workspace: &'a Workspace) -> BoxFuture<'a, Result<NextRun>> {
        self.advance(workspace).boxed()
    }
}

impl Pipeline {
    /// Does one unit of work for each running export.
    async fn advance(&mut self, workspace: &Workspace) -> Result<NextRun> {
        let mut conn = workspace.store.read().await?;
        let running = store::pipeline::running(&mut conn).await?;
        drop(conn);
        if workspace.clock.set_processing(!running.is_empty()) {
            workspace.announce_clock().await?;
        }
        for id in self.ended(&running) {
            self.leases.remove(&id);
            publish_if_unsent(workspace, &id).await?;
        }
        let mut next = NextRun::Idle;
        for id in running {
            next = next.sooner(self.work_on(workspace, &id).await?);
        }
        if discard_some(workspace).await? {
            next = NextRun::Now;
        }
        Ok(next)
    }

    /// Returns the exports that this worker holds but that are no longer running.
    fn ended(&self, running: &[ExportId]) -> Vec<ExportId> {
        let held = self.leases.keys();
        held.filter(|id| !running.contains(id)).cloned().collect()
    }

    async fn work_on(&mut self, workspace: &Workspace, id: &ExportId) -> Result<NextRun> {
        let elapsed = workspace.clock.wall().elapsed();
        let Some(held) = self.lease(workspace, id).await? else {
            return Ok(NextRun::After(Duration::from_secs(1)));
        };
        if held.not_before > elapsed {
            return Ok(NextRun::After(held.not_before - elapsed));
        }
        let mut conn = workspace.store.read().await?;
        let Some(row) = store::exports::get(&mut conn, id).await? else {
            return Ok(NextRun::Idle);
        };
        drop(conn);
        let last_try = held.errors + 1 >= TRIES;
        let unit = steps::advance(workspace, &row, held.attempt, last_try).await;
        let held = self.leases.entry(id.to_owned()).or_default();
        match unit {
            Ok(steps::Unit::Waits(next)) => {
                held.errors = 0;
                if std::mem::take(&mut held.unsent) {
                    publish(workspace, id).await?;
                }
                Ok(next)
            }
            Ok(steps::Unit::Done { publish_at_once }) => {
                held.errors = 0;
                held.unsent = true;
                if publish_at_once || elapsed.saturating_sub(held.published_at) >= PROGRESS_EVERY {
                    held.published_at = elapsed;
                    held.unsent = false;
                    publish(workspace, id).await?;
                }
                Ok(NextRun::Now)
            }
            Ok(steps::Unit::LostLease) => {
                self.leases.remove(id);
                Ok(NextRun::Now)
            }
            Ok(steps::Unit::StoreFailed) => {
                tracing::error!(export = %id, "too many files are missing or unreadable");
                let attempt = Some(held.attempt);
                fail(
                    workspace,
                    &row,
                    attempt,
                    FailureCode::StoreUnavailable,
                    STORE_FAILED,
                )
                .await?;
                Ok(NextRun::Now)
            }
            Err(error) => self.failed(workspace, &row, &error).await,
        }
    }

    async fn lease(&mut self, workspace: &Workspace, id: &ExportId) -> Result<Option<Lease>> {
        if let Some(held) = self.leases.get(id) {
            return Ok(Some(*held));
        }
        let now = workspace.worker_wall();
        let mut tx = workspace.store.write().await?;
        let attempt = store::pipeline::claim(&mut tx, id, now, now + LEASE).await?;
        tx.commit().await?;
        let held = attempt.map(|attempt| Lease {
            attempt,
            ..Lease::default()
        });
        if let Some(held) = held {
            self.leases.insert(id.to_owned(), held);
        }
        Ok(held)
    }

    async fn failed(&mut self, workspace: &Workspace, row: &ExportRow, error: &Error) -> Result<NextRun> {
        let held = self.leases.entry(row.id.clone()).or_default();
        if error.is_disk_full() {
            // Not the export's fault: it goes on when there is space, however long that takes.
            held.not_before = workspace.clock.wall().elapsed() + FULL_DISK_WAIT;
            tracing::error!(export = %row.id, step = row.step, %error, "the disk is full; the export waits");
            return Ok(NextRun::After(FULL_DISK_WAIT));
        }
        held.errors += 1;
        let wait = FIRST_WAIT * 2_u32.pow(held.errors.min(6) - 1);
        held.not_before = workspace.clock.wall().elapsed() + wait;
        tracing::error!(export = %row.id, step = row.step, tries = held.errors, %error, "a step failed");
        if held.errors < TRIES {
            return Ok(NextRun::After(wait));
        }
        let (code, detail) = match error {
            Error::Blobs(_) => (FailureCode::StoreUnavailable, STORE_FAILED),
            _ => (
                FailureCode::Internal,
                "A step could not be completed. See the server's log for the cause.",
            ),
        };
        let attempt = Some(held.attempt);
        fail(workspace, row, attempt, code, detail).await?;
        Ok(NextRun::Now)
    }
}

/// Ends an export as Failed and announces it, unless it is not running or the worker's `attempt` has lost its lease.
/// Returns false then.
///
/// # Errors
/// When the database fails.
pub(crate) async fn fail(
    workspace: &Workspace,
    row: &ExportRow,
    attempt: Option<i64>,
    code: FailureCode,
    detail: &str,
) -> Result<bool> {
    let begun = match attempt {
        Some(attempt) => steps::fenced(workspace, row, attempt).await?,
        None => Some(workspace.store.write().await?),
    };
    let Some(mut tx) = begun else { return Ok(false) };
    let at = match attempt {
        Some(_) => workspace.worker_now(),
        None => workspace.now(),
    };
    let failed = store::pipeline::fail(&mut tx, &row.id, code, detail, at, &exports::system()).await?;
    if failed {
        assistant::tell_failure(&mut tx, row, at).await?;
    }
    tx.commit().await?;
    publish(workspace, &row.id).await?;
    workspace.wake();
    Ok(failed)
}

async fn publish(workspace: &Workspace, id: &ExportId) -> Result<()> {
    let mut conn = workspace.store.read().await?;
    if let Some(row) = store::exports::get(&mut conn, id).await? {
        let export = exports::shape(&mut conn, &row, workspace.now()).await?;
        exports::announce(workspace, export);
    }
    Ok(())
}

/// Announces the end of an account's export that another process ended, because nothing in this process has announced
/// it. (No other process ends people's own exports.)
async fn publish_if_unsent(workspace: &Workspace, id: &ExportId) -> Result<()> {
    let mut conn = workspace.store.read().await?;
    let row = store::exports::get(&mut conn, id).await?;
    drop(conn);
    match row {
        Some(row) if matches!(row.subject()?, Subject::Account(_)) => {
            match workspace.events.has_published(id, row.state()?) {
                true => Ok(()),
                false => publish(workspace, id).await,
            }
        }
        _ => Ok(()),
    }
}

/// Discards a batch of items left by cancelled and failed exports. Returns false if there were none.
async fn discard_some(workspace: &Workspace) -> Result<bool> {
    let mut conn = workspace.store.read().await?;
    let found = store::pipeline::to_discard(&mut conn).await?;
    drop(conn);
    let Some((id, first, last, indexed)) = found else {
        return Ok(false);
    };
    let mut tx = workspace.store.write().await?;
    store::pipeline::discard(&mut tx, (&id, first, last, indexed), DISCARD_BATCH).await?;
    tx.commit().await?;
    Ok(true)
}

/// Returns the state of a delivered export, depending on whether it left anything out.
const fn delivered_state(errors: u64) -> ExportState {
    if errors == 0 {
        ExportState::Ready
    } else {
        ExportState::ReadyWithErrors
    }
}
