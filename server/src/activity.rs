//! The living world: people chat, send files, make and delete rooms and accept invitations as simulated time passes, so
//! that estimates and exports move. Off unless somebody switches it on.
//!
//! They do what the chat lets them ([`crate::chat`]), busy as people are in working hours. One deed is a unit of work of
//! the pipeline's worker. What would have happened more than a day ago, when the clock jumped, does not happen.

mod deed;

use std::time::Duration;

use attache_wire::event::Event;
use sqlx::SqliteConnection;

use crate::{
    clock::{DAY, Millis},
    error::{Error, Result},
    pipeline::Next,
    store,
    workspace::Workspace,
    world::{busyness, dice::Dice},
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
pub async fn set(conn: &mut SqliteConnection, enabled: bool) -> Result<()> {
    store::set_meta(conn, SWITCH, if enabled { ON } else { OFF }).await?;
    Ok(())
}

/// What one worker knows of the people's doings.
#[derive(Debug, Default)]
pub struct Activity {
    /// When the next deed happens.
    next_at: Option<Millis>,
    /// Wall time (elapsed) at which listeners last heard.
    told: Duration,
    /// Something has happened since then.
    untold: bool,
}

impl Activity {
    /// Does one deed if it is time, and says when the next one is.
    ///
    /// Nothing is dated before the last submission, and nothing happens while a set is being fixed: whatever a request's
    /// time says belongs to it is in it.
    ///
    /// # Errors
    /// When the database or the blob store fails.
    pub async fn tick(&mut self, workspace: &Workspace) -> Result<Next> {
        if !is_enabled(workspace).await? {
            self.next_at = None;
            return Ok(self.tell(workspace));
        }
        let now = workspace.now();
        let due = match self.next_at {
            Some(due) => due,
            None => later(now, &mut dice(workspace)),
        };
        if now < due {
            self.next_at = Some(due);
            return Ok(Next::At(due).sooner(self.tell(workspace)));
        }
        let mut conn = workspace.store.read().await?;
        if store::pipeline::is_fixing_a_set(&mut conn).await? {
            return Ok(Next::Idle);
        }
        let submitted = store::pipeline::last_submission(&mut conn).await?;
        drop(conn);
        let at = due.max(now - DAY).max(submitted + 1);
        if now < at {
            self.next_at = Some(at);
            return Ok(Next::At(at));
        }
        let mut dice = dice(workspace);
        match deed::happen(workspace, &mut dice, at).await {
            Ok(happened) => self.untold |= happened,
            Err(Error::Refused(refusal)) => {
                tracing::debug!(
                    refusal = refusal.detail,
                    "somebody could not do what they meant to"
                );
            }
            Err(error) => return Err(error),
        }
        let next = later(at, &mut dice);
        self.next_at = Some(next);
        let next = if next <= now { Next::Now } else { Next::At(next) };
        Ok(next.sooner(self.tell(workspace)))
    }

    /// Tells that something has happened, now or when it is time again.
    fn tell(&mut self, workspace: &Workspace) -> Next {
        let elapsed = workspace.clock.wall().elapsed();
        let since = elapsed.saturating_sub(self.told);
        if !self.untold {
            return Next::Idle;
        }
        if since < TELL_EVERY {
            return Next::After(TELL_EVERY - since);
        }
        self.told = elapsed;
        self.untold = false;
        workspace.events.publish(Event::Resync);
        Next::Idle
    }
}

/// Chance, drawn from the workspace's.
fn dice(workspace: &Workspace) -> Dice {
    Dice::new(u64::from_le_bytes(workspace.random.bytes()), "activity", 0)
}

/// The time of a deed after one at `at`: soon in busy hours.
fn later(mut at: Millis, dice: &mut Dice) -> Millis {
    let mut wait = dice.between_i64(1, LONGEST_WAIT * HOUR);
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
