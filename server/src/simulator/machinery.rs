//! Machinery that is out of order on purpose. None of it is kept: a server starts in order.

use std::time::Duration;

use attache_wire::{
    event::Event,
    simulator::{MAX_SLOWNESS_MILLIS, Machinery},
};

use crate::{
    error::{Refusal, Result},
    workspace::Workspace,
};

/// What is out of order.
pub fn get(workspace: &Workspace) -> Machinery {
    let millis = workspace.blobs.delay().as_millis();
    Machinery {
        store_delay_millis: u32::try_from(millis).unwrap_or(u32::MAX),
    }
}

/// Puts it out of order, or in order again.
///
/// # Errors
/// 422 when the file store would be slower than it can be made.
pub fn set(workspace: &Workspace, machinery: Machinery) -> Result<Machinery> {
    let millis = machinery.store_delay_millis;
    if millis > MAX_SLOWNESS_MILLIS {
        let detail = format!("A read of the file store waits {MAX_SLOWNESS_MILLIS} milliseconds at most.");
        return Err(Refusal::invalid("storeDelayMillis", detail).into());
    }
    workspace.blobs.set_delay(Duration::from_millis(millis.into()));
    tracing::info!(millis, "file store slowed down on purpose");
    workspace.events.publish(Event::Resync);
    Ok(get(workspace))
}

/// Makes the pipeline's worker crash in the middle of what it does. It does not give back its leases, so that what it
/// worked on goes on when they have run out; another worker takes its place at once.
pub fn crash(workspace: &Workspace) {
    workspace.crash.notify_waiters();
}
