//! Resets the world in the running server to its initial state, beginning now. Nobody sees a partial world: calls are
//! refused meanwhile, and a server that is killed midway completes the reset at its next start.

use std::time::Duration;

use attache_wire::{
    error::ErrorCode,
    event::Event,
    simulator::{Machinery, ResetWorld},
};
use jiff::Timestamp;
use tokio::time;

use super::machinery;
use crate::{
    access::{
        SignedIn,
        policy::managed::{POLICIES, PRINCIPALS},
    },
    audit::{self, Outcome},
    clock::ClockChange,
    error::{Error, Refusal, Result},
    simulator::{
        activity,
        world::{self, SeedError, SeedOptions},
    },
    store,
    workspace::Workspace,
};

/// How long calls in progress have to finish. It is longer than any wait for a caller's next bytes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Resets the world. The clock continues; sessions and the audit log are kept.
///
/// # Errors
/// 422 without the confirmation word; 503 when calls in progress do not finish; 409 at the end of time; or when the
/// database or the file store fails. After such a failure, the server accepts nothing but another reset.
pub async fn reset(workspace: &Workspace, caller: &SignedIn, request: &ResetWorld) -> Result<()> {
    if request.confirm != ResetWorld::WORD {
        let detail = format!(
            "Send \"{}\" to reset the demo data. Everything in it is lost.",
            ResetWorld::WORD
        );
        return Err(Refusal::invalid("confirm", detail).into());
    }
    let _one_at_a_time = workspace.exclusive.lock().await;
    let busy = || {
        let detail = "Other calls are still running. Try again when they have finished.";
        Refusal {
            retry_after: Some(10),
            ..Refusal::new(ErrorCode::Unavailable, detail)
        }
    };
    let mut whole = time::timeout(PATIENCE, workspace.ready.write())
        .await
        .map_err(|_| busy())?;
    let options = options(workspace).await?;
    let held = workspace.clock.hold();
    let had_a_world = std::mem::replace(&mut *whole, false);
    let remade = remake(workspace, caller, options).await;
    *whole = match &remade {
        Ok(()) => true,
        Err(Remaking::NotBegun(_)) => had_a_world,
        Err(Remaking::Halfway(_)) => false,
    };
    drop((whole, held));
    // Notify listeners only when there is a world to load.
    workspace.change_clock(ClockChange::default()).await?;
    if !matches!(remade, Err(Remaking::NotBegun(_))) {
        machinery::set(workspace, Machinery::default())?;
        // The worker's state refers to rows that no longer exist.
        workspace.crash.notify_waiters();
    }
    workspace.events.publish(Event::Resync);
    match remade {
        Ok(()) => Ok(()),
        Err(Remaking::NotBegun(error) | Remaking::Halfway(error)) => Err(error),
    }
}

/// Returns the options of the initial world, beginning now.
async fn options(workspace: &Workspace) -> Result<SeedOptions> {
    let now = Timestamp::from_millisecond(workspace.now()).unwrap_or(Timestamp::MAX);
    let mut conn = workspace.store.read().await?;
    let options = world::remembered(&mut conn, now).await?;
    world::check(&options).map_err(|error| Refusal::new(ErrorCode::Conflict, error.to_string()))?;
    Ok(options)
}

/// Why the reset failed, and whether the old world still exists.
enum Remaking {
    NotBegun(Error),
    Halfway(Error),
}

async fn remake(
    workspace: &Workspace,
    caller: &SignedIn,
    options: SeedOptions,
) -> std::result::Result<(), Remaking> {
    begin(workspace, caller, &options)
        .await
        .map_err(Remaking::NotBegun)?;
    let made = world::seed(&workspace.store, &workspace.blobs, &options, |_| {}).await;
    match made {
        Ok(_) => {
            tracing::info!(seed = options.seed, "the demo data was reset");
            Ok(())
        }
        Err(SeedError::Database(error)) => Err(Remaking::Halfway(error.into())),
        Err(SeedError::Blobs(error)) => Err(Remaking::Halfway(error.into())),
        Err(error) => Err(Remaking::Halfway(Error::Internal(error.to_string()))),
    }
}

/// Begins the reset. From its commit on, the next start would complete it.
async fn begin(workspace: &Workspace, caller: &SignedIn, options: &SeedOptions) -> Result<()> {
    let mut tx = workspace.store.write().await?;
    store::reset::clear(&mut tx).await?;
    store::reset::access(&mut tx, &POLICIES, &PRINCIPALS).await?;
    world::order_reset(&mut tx, options).await?;
    activity::set(&mut tx, false).await?;
    let (id, now) = (workspace.random.id(), workspace.now());
    let (actor, origin) = (caller.actor(), caller.origin.clone());
    let event = audit::Event::new(id, now, "simulator:ResetWorld", &actor, Outcome::Allowed, origin);
    workspace.audit.append(&mut tx, &event).await?;
    tx.commit().await?;
    Ok(())
}
