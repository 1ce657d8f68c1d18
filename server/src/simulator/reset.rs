//! Resetting the world in the running server: as it was at first, but beginning now. Nobody sees half a world: calls are
//! refused meanwhile, and a server that is killed in the middle finishes it at its next start.

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
    clock::Change,
    error::{Error, Refusal, Result},
    simulator::{
        activity,
        world::{self, SeedError, SeedOptions},
    },
    store,
    workspace::Workspace,
};

/// How long calls that are going on have to end. None waits for its caller's next bytes as long as that.
const PATIENCE: Duration = Duration::from_secs(30);

/// Resets the world. The clock goes on; sessions and the audit log stay.
///
/// # Errors
/// 422 without the word; 503 when calls do not end; 409 at the end of time; or when the database or the file store
/// fails: then nothing but another reset is answered.
pub async fn reset(workspace: &Workspace, caller: &SignedIn, request: &ResetWorld) -> Result<()> {
    if request.confirm != ResetWorld::WORD {
        let detail = format!(
            "Send \"{}\" to reset the demo data. Everything in it is lost.",
            ResetWorld::WORD
        );
        return Err(Refusal::invalid("confirm", detail).into());
    }
    let _one_at_a_time = workspace.stage.lock().await;
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
    // Listeners hear of it when there is a world to read again, not before.
    workspace.change_clock(Change::default()).await?;
    if !matches!(remade, Err(Remaking::NotBegun(_))) {
        machinery::set(workspace, Machinery::default())?;
        // Nothing that the worker knows is there any more.
        workspace.crash.notify_waiters();
    }
    workspace.events.publish(Event::Resync);
    match remade {
        Ok(()) => Ok(()),
        Err(Remaking::NotBegun(error) | Remaking::Halfway(error)) => Err(error),
    }
}

/// The world of the first start, beginning now.
async fn options(workspace: &Workspace) -> Result<SeedOptions> {
    let now = Timestamp::from_millisecond(workspace.now()).unwrap_or(Timestamp::MAX);
    let mut conn = workspace.store.read().await?;
    let options = world::remembered(&mut conn, now).await?;
    world::check(&options).map_err(|error| Refusal::new(ErrorCode::Conflict, error.to_string()))?;
    Ok(options)
}

/// Why there is no new world, and whether there is the old one.
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
    let made = world::seed(&workspace.store, workspace.blobs.objects(), &options, |_| {}).await;
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

/// From here on there is no way back: the next start would go on.
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
