//! Machinery that fails on purpose. The settings are not stored: a restarted server works normally.

use std::time::Duration;

use attache_wire::{
    event::Event,
    simulator::{MAX_SLOWNESS_MILLIS, Machinery},
};

use crate::{
    error::{Refusal, Result},
    workspace::Workspace,
};

/// Returns the current settings.
pub fn get(workspace: &Workspace) -> Machinery {
    let millis = workspace.blobs.delay().as_millis();
    Machinery {
        store_delay_millis: u32::try_from(millis).unwrap_or(u32::MAX),
    }
}

/// Changes the settings.
///
/// # Errors
/// 422 when the file store's delay is above the maximum.
pub fn set(workspace: &Workspace, machinery: Machinery) -> Result<Machinery> {
    let millis = machinery.store_delay_millis;
    if millis > MAX_SLOWNESS_MILLIS {
        let detail = format!("The delay can be at most {MAX_SLOWNESS_MILLIS} milliseconds.");
        return Err(Refusal::invalid("storeDelayMillis", detail).into());
    }
    workspace.blobs.set_delay(Duration::from_millis(millis.into()));
    tracing::info!(millis, "file store slowed down on purpose");
    workspace.events.publish(Event::Resync);
    Ok(get(workspace))
}

/// Makes the pipeline's worker crash in the middle of its work. It keeps its leases, so its exports continue only when
/// the leases expire; another worker starts immediately.
pub fn crash(workspace: &Workspace) {
    workspace.crash.notify_waiters();
}
