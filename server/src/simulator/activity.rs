//! The living world: people chat, send files, make and delete rooms and accept invitations as simulated time passes, so
//! that estimates and exports move. Off unless somebody switches it on.
//!
//! They do what the chat lets them ([`crate::simulator::chat`]), busy as people are in working hours. One deed is a unit of work of
//! the pipeline's worker. What would have happened more than a day ago, when the clock jumped, does not happen.

mod action;

use std::time::Duration;

use attache_wire::event::Event;
use futures::future::{BoxFuture, FutureExt};

use crate::{
    clock::{DAY, Millis},
    error::{Error, Result},
    simulator::world::{busyness, rng::SeededRng},
    store::{self, Conn},
    worker::{Duty, NextRun},
    workspace::Workspace,
};

/// The `meta` key of the switch.
const SWITCH: &str = "activity";
const ON: &str = "on";
const OFF: &str = "off";

/// Listeners hear of what happens no more often than this (wall time).
const TELL_EVERY: Duration = Duration::from_secs(5);
const HOUR: Millis = 3_600_000;
/// The longest wait for the next deed, in hours of [`busyness`] 1. A working day has 5,200 of them, and with half of this
/// on average about 200 deeds.
const LONGEST_WAIT: Millis = 52;

/// Whether it is switched on.
///
/// # Errors
/// When the database fails.
pub async fn is_enabled(workspace: &Workspace) -> Result<bool> {
    let mut conn = workspace.store.read().await?;
    Ok(store::meta(&mut conn, SWITCH).await?.as_deref() == Some(ON))
}

/// Switches it on or off, for the next starts too.
///
/// # Errors
/// When the database fails.
pub async fn enable(workspace: &Workspace, enabled: bool) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    set(&mut tx, enabled).await?;
    tx.commit().await?;
    tracing::info!(enabled, "activity switched");
    workspace.events.publish(Event::Resync);
    workspace.wake.notify_one();
    Ok(())
}

/// Keeps the switch, as a part of a change.
///
/// # Errors
/// When the statement fails.
pub async fn set(conn: &mut Conn, enabled: bool) -> Result<()> {
    store::set_meta(conn, SWITCH, if enabled { ON } else { OFF }).await?;
    Ok(())
}

/// What one worker knows of the people's doings.
#[derive(Debug, Default)]
pub struct SimulatedActivity {
    /// When the next deed happens.
    next_at: Option<Millis>,
    /// Wall time (elapsed) at which listeners last heard.
    told: Duration,
    /// Something has happened since then.
    untold: bool,
}

impl Duty for SimulatedActivity {
    fn name(&self) -> &'static str {
        "simulated activity"
    }

    fn run<'a>(&'a mut self, workspace: &'a Workspace) -> BoxFuture<'a, Result<NextRun>> {
        self.advance(workspace).boxed()
    }
}

impl SimulatedActivity {
    /// Does one deed if it is time, and says when the next one is.
    ///
    /// Nothing is dated before the last submission, and nothing happens while a set is being fixed: whatever a request's
    /// time says belongs to it is in it.
    async fn advance(&mut self, workspace: &Workspace) -> Result<NextRun> {
        if !is_enabled(workspace).await? {
            self.next_at = None;
            return Ok(self.tell(workspace));
        }
        let now = workspace.now();
        let due = match self.next_at {
            Some(due) => due,
            None => later(now, &mut rng(workspace)),
        };
        if now < due {
            self.next_at = Some(due);
            return Ok(NextRun::At(due).sooner(self.tell(workspace)));
        }
        let mut conn = workspace.store.read().await?;
        if store::pipeline::is_fixing_a_set(&mut conn).await? {
            return Ok(NextRun::Idle);
        }
        let submitted = store::pipeline::last_submission(&mut conn).await?;
        drop(conn);
        let at = due.max(now - DAY).max(submitted + 1);
        if now < at {
            self.next_at = Some(at);
            return Ok(NextRun::At(at));
        }
        let mut rng = rng(workspace);
        match action::perform(workspace, &mut rng, at).await {
            Ok(happened) => self.untold |= happened,
            Err(Error::Refused(refusal)) => {
                tracing::debug!(refusal = refusal.detail, "a simulated action was refused");
            }
            Err(error) => return Err(error),
        }
        let next = later(at, &mut rng);
        self.next_at = Some(next);
        let next = if next <= now {
            NextRun::Now
        } else {
            NextRun::At(next)
        };
        Ok(next.sooner(self.tell(workspace)))
    }

    /// Tells that something has happened, now or when it is time again.
    fn tell(&mut self, workspace: &Workspace) -> NextRun {
        let elapsed = workspace.clock.wall().elapsed();
        let since = elapsed.saturating_sub(self.told);
        if !self.untold {
            return NextRun::Idle;
        }
        if since < TELL_EVERY {
            return NextRun::After(TELL_EVERY - since);
        }
        self.told = elapsed;
        self.untold = false;
        workspace.events.publish(Event::Resync);
        NextRun::Idle
    }
}

/// Chance, drawn from the workspace's.
fn rng(workspace: &Workspace) -> SeededRng {
    SeededRng::new(u64::from_le_bytes(workspace.random.bytes()), "activity", 0)
}

/// The time of a deed after one at `at`: soon in busy hours.
fn later(mut at: Millis, rng: &mut SeededRng) -> Millis {
    let mut wait = rng.between_i64(1, LONGEST_WAIT * HOUR);
    loop {
        let busy = i64::try_from(busyness(at)).unwrap_or(1);
        let end = (at.div_euclid(HOUR) + 1) * HOUR;
        let passes = (end - at) * busy;
        if wait <= passes {
            return at + wait.div_euclid(busy) + 1;
        }
        wait -= passes;
        at = end;
    }
}
