//! Simulated activity: users chat, send files, create and delete rooms and accept invitations as simulated time passes,
//! so that estimates and exports change. Off by default.
//!
//! Users act through [`crate::simulator::chat`], mostly in working hours. Each action is one unit of work of the
//! pipeline's worker. After a jump of the clock, actions from more than a day ago are skipped.

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

/// Minimum interval between notices to listeners (wall time).
const TELL_EVERY: Duration = Duration::from_secs(5);
const HOUR: Millis = 3_600_000;
/// Maximum wait for the next action, in hours of [`busyness`] 1. A working day has 5,200 of these hours and the average
/// wait is half the maximum, so about 200 actions happen in it.
const LONGEST_WAIT: Millis = 52;

/// Returns true if simulated activity is on.
///
/// # Errors
/// When the database fails.
pub async fn is_enabled(workspace: &Workspace) -> Result<bool> {
    let mut conn = workspace.store.read().await?;
    Ok(store::meta(&mut conn, SWITCH).await?.as_deref() == Some(ON))
}

/// Switches simulated activity on or off. The setting survives a restart.
///
/// # Errors
/// When the database fails.
pub async fn enable(workspace: &Workspace, enabled: bool) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    set(&mut tx, enabled).await?;
    tx.commit().await?;
    tracing::info!(enabled, "simulated activity switched on or off");
    workspace.events.publish(Event::Resync);
    workspace.wake();
    Ok(())
}

/// Stores the switch in the caller's transaction.
///
/// # Errors
/// When the statement fails.
pub async fn set(conn: &mut Conn, enabled: bool) -> Result<()> {
    store::set_meta(conn, SWITCH, if enabled { ON } else { OFF }).await?;
    Ok(())
}

/// The duty that performs simulated activity, and its state.
#[derive(Debug, Default)]
pub struct SimulatedActivity {
    /// When the next action happens.
    next_at: Option<Millis>,
    /// Wall time (elapsed) of the last notice to listeners.
    published_at: Duration,
    /// True if something has happened since then.
    unsent: bool,
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
    /// Performs one action if it is due, and returns when the next one is.
    ///
    /// No action is dated before the last submission, and none happens while a set is being fixed. So a request
    /// contains everything dated before its submission.
    async fn advance(&mut self, workspace: &Workspace) -> Result<NextRun> {
        if !is_enabled(workspace).await? {
            self.next_at = None;
            return Ok(self.publish(workspace));
        }
        let now = workspace.now();
        let due = match self.next_at {
            Some(due) => due,
            None => later(now, &mut rng(workspace)),
        };
        if now < due {
            self.next_at = Some(due);
            return Ok(NextRun::At(due).sooner(self.publish(workspace)));
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
            Ok(happened) => self.unsent |= happened,
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
        Ok(next.sooner(self.publish(workspace)))
    }

    /// Notifies listeners of activity, now or after the minimum interval.
    fn publish(&mut self, workspace: &Workspace) -> NextRun {
        let elapsed = workspace.clock.wall().elapsed();
        let since = elapsed.saturating_sub(self.published_at);
        if !self.unsent {
            return NextRun::Idle;
        }
        if since < TELL_EVERY {
            return NextRun::After(TELL_EVERY - since);
        }
        self.published_at = elapsed;
        self.unsent = false;
        workspace.events.publish(Event::Resync);
        NextRun::Idle
    }
}

/// Creates a generator seeded from the workspace's.
fn rng(workspace: &Workspace) -> SeededRng {
    SeededRng::new(u64::from_le_bytes(workspace.random.bytes()), "activity", 0)
}

/// Returns the time of the action after one at `at`: soon in busy hours.
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
