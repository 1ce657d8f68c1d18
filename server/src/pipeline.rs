//! The pipeline: takes a submitted export through `snapshot → collect → seal → publish`.
//!
//! Each step is idempotent and checkpointed in the database. A [`Worker`] does the work in small units, each of which
//! commits by itself: killed between any two of them, the next worker goes on where the last commit was. A lease with an
//! attempt number keeps two workers from one export; every write is fenced by it.
//!
//! Tests call [`Worker::tick`] by hand; [`run`] calls it as time passes.

mod pace;
mod run;
mod steps;

use std::{collections::HashMap, time::Duration};

use attache_wire::{export::FailureCode, state::ExportState};

pub use pace::Pace;
pub use run::run;

use crate::{
    activity::Activity,
    assistant,
    clock::Millis,
    domains,
    error::{Error, Result},
    exports,
    retention::Cleaning,
    scope::Subject,
    store::{self, exports::ExportRow},
    workspace::Workspace,
};

/// A worker that has not renewed its lease for so long (wall time) is taken for dead.
const LEASE: Millis = 30_000;
/// So many errors in a row of one export's step end it as Failed.
const TRIES: u32 = 5;
/// Wait after the first error (wall time); doubles with each.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Progress is told no more often than this (wall time).
const PROGRESS_EVERY: Duration = Duration::from_millis(250);
/// Items that are discarded in one transaction.
const DISCARD_BATCH: i64 = 10_000;

/// When there is something to do again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// At once.
    Now,
    /// When the simulated clock shows this.
    At(Millis),
    /// After so much wall time.
    After(Duration),
    /// When something happens.
    Idle,
}

impl Next {
    /// The one that comes first.
    pub(crate) fn sooner(self, other: Self) -> Self {
        match (self, other) {
            (Self::Now, _) | (_, Self::Now) => Self::Now,
            (Self::Idle, next) | (next, Self::Idle) => next,
            (Self::At(a), Self::At(b)) => Self::At(a.min(b)),
            (Self::After(a), Self::After(b)) => Self::After(a.min(b)),
            // Wall and simulated time do not compare; the short wall wait looks at both again.
            (after @ Self::After(_), Self::At(_)) | (Self::At(_), after @ Self::After(_)) => after,
        }
    }
}

/// Works on the exports of one workspace.
#[derive(Debug, Default)]
pub struct Worker {
    leases: HashMap<String, Held>,
    cleaning: Cleaning,
    activity: Activity,
}

/// What a worker knows of an export that it works on.
#[derive(Debug, Default, Clone, Copy)]
struct Held {
    attempt: i64,
    errors: u32,
    /// Wall time (elapsed) before which it is not tried again.
    not_before: Duration,
    told: Duration,
    /// Something was done since then.
    untold: bool,
}

impl Worker {
    /// Does one unit of work for each running export and whatever else is due.
    ///
    /// # Errors
    /// When the database fails outside an export's own work.
    pub async fn tick(&mut self, workspace: &Workspace) -> Result<Next> {
        exports::settle(workspace).await?;
        let mut conn = workspace.store.read().await?;
        let running = store::pipeline::running(&mut conn).await?;
        drop(conn);
        if workspace.clock.set_processing(!running.is_empty()) {
            workspace.announce_clock().await?;
        }
        for id in self.ended(&running) {
            self.leases.remove(&id);
            tell_if_untold(workspace, &id).await?;
        }
        let mut next = Next::Idle;
        for id in running {
            next = next.sooner(self.work_on(workspace, &id).await?);
        }
        if discard_some(workspace).await? {
            next = Next::Now;
        }
        next = next.sooner(domains::tick(workspace).await?);
        next = next.sooner(self.cleaning.tick(workspace).await?);
        next = next.sooner(self.activity.tick(workspace).await?);
        Ok(next.sooner(next_expiry(workspace).await?))
    }

    /// What was being worked on and is not running any more.
    fn ended(&self, running: &[String]) -> Vec<String> {
        let held = self.leases.keys();
        held.filter(|id| !running.contains(id)).cloned().collect()
    }

    async fn work_on(&mut self, workspace: &Workspace, id: &str) -> Result<Next> {
        let elapsed = workspace.clock.wall().elapsed();
        let Some(held) = self.lease(workspace, id).await? else {
            return Ok(Next::After(Duration::from_secs(1)));
        };
        if held.not_before > elapsed {
            return Ok(Next::After(held.not_before - elapsed));
        }
        let mut conn = workspace.store.read().await?;
        let Some(row) = store::exports::get(&mut conn, id).await? else {
            return Ok(Next::Idle);
        };
        drop(conn);
        let unit = steps::advance(workspace, &row, held.attempt).await;
        let held = self.leases.entry(id.to_owned()).or_default();
        match unit {
            Ok(steps::Unit::Waits(next)) => {
                held.errors = 0;
                if std::mem::take(&mut held.untold) {
                    tell(workspace, id).await?;
                }
                Ok(next)
            }
            Ok(steps::Unit::Done { told_at_once }) => {
                held.errors = 0;
                held.untold = true;
                if told_at_once || elapsed.saturating_sub(held.told) >= PROGRESS_EVERY {
                    held.told = elapsed;
                    held.untold = false;
                    tell(workspace, id).await?;
                }
                Ok(Next::Now)
            }
            Ok(steps::Unit::LostLease) => {
                self.leases.remove(id);
                Ok(Next::Now)
            }
            Err(error) => self.failed(workspace, &row, &error).await,
        }
    }

    async fn lease(&mut self, workspace: &Workspace, id: &str) -> Result<Option<Held>> {
        if let Some(held) = self.leases.get(id) {
            return Ok(Some(*held));
        }
        let now = workspace.clock.wall().now();
        let mut tx = workspace.store.write().await?;
        let attempt = store::pipeline::claim(&mut tx, id, now, now + LEASE).await?;
        tx.commit().await?;
        let held = attempt.map(|attempt| Held {
            attempt,
            ..Held::default()
        });
        if let Some(held) = held {
            self.leases.insert(id.to_owned(), held);
        }
        Ok(held)
    }

    async fn failed(&mut self, workspace: &Workspace, row: &ExportRow, error: &Error) -> Result<Next> {
        let held = self.leases.entry(row.id.clone()).or_default();
        held.errors += 1;
        let wait = FIRST_WAIT * 2_u32.pow(held.errors.min(6) - 1);
        held.not_before = workspace.clock.wall().elapsed() + wait;
        tracing::error!(export = row.id, step = row.step, tries = held.errors, %error, "a step failed");
        if held.errors < TRIES {
            return Ok(Next::After(wait));
        }
        let (code, detail) = match error {
            Error::Blobs(_) => (
                FailureCode::StoreUnavailable,
                "The file store could not be reached.",
            ),
            _ => (
                FailureCode::Internal,
                "A step could not be completed. The server's log has the cause.",
            ),
        };
        fail(workspace, row, code, detail).await?;
        Ok(Next::Now)
    }
}

/// Ends an export without a file, and tells it. Returns whether it was running.
///
/// # Errors
/// When the database fails.
pub(crate) async fn fail(
    workspace: &Workspace,
    row: &ExportRow,
    code: FailureCode,
    detail: &str,
) -> Result<bool> {
    let mut tx = workspace.store.write().await?;
    let at = workspace.now();
    let failed = store::pipeline::fail(&mut tx, &row.id, code, detail, at, &exports::system()).await?;
    if failed {
        assistant::tell_failure(&mut tx, row, at).await?;
    }
    tx.commit().await?;
    tell(workspace, &row.id).await?;
    workspace.wake.notify_one();
    Ok(failed)
}

async fn tell(workspace: &Workspace, id: &str) -> Result<()> {
    let mut conn = workspace.store.read().await?;
    if let Some(row) = store::exports::get(&mut conn, id).await? {
        let export = exports::shape(&mut conn, &row, workspace.now()).await?;
        exports::announce(workspace, export);
    }
    Ok(())
}

/// Tells the end of an account's export that another process brought about: nobody has told it here. (None ends people's
/// own.)
async fn tell_if_untold(workspace: &Workspace, id: &str) -> Result<()> {
    let mut conn = workspace.store.read().await?;
    let row = store::exports::get(&mut conn, id).await?;
    drop(conn);
    match row {
        Some(row) if matches!(row.subject(), Subject::Account(_)) => {
            match workspace.events.has_told(id, row.state()?) {
                true => Ok(()),
                false => tell(workspace, id).await,
            }
        }
        _ => Ok(()),
    }
}

/// Discards a part of what cancelled and failed exports left. Returns whether there was any.
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

async fn next_expiry(workspace: &Workspace) -> Result<Next> {
    let mut conn = workspace.store.read().await?;
    Ok(store::exports::next_expiry(&mut conn)
        .await?
        .map_or(Next::Idle, Next::At))
}

/// Whether a delivered export left anything out.
const fn delivered_state(errors: u64) -> ExportState {
    if errors == 0 {
        ExportState::Ready
    } else {
        ExportState::ReadyWithErrors
    }
}
