//! Machinery that fails on purpose. The settings are not stored: a restarted server works normally.

use std::time::Duration;

use attache_wire::{
    error::ErrorCode,
    event::Event,
    simulator::{ApiErrors, MAX_SLOWNESS_MILLIS, MAX_WORKER_SKEW_SECONDS, Machinery},
};

use crate::{
    error::{Refusal, Result},
    workspace::Workspace,
};

/// Returns the current settings.
pub fn get(workspace: &Workspace) -> Machinery {
    let millis = workspace.blobs.delay().as_millis();
    let skew = workspace.injected.worker_skew();
    Machinery {
        store_delay_millis: u32::try_from(millis).unwrap_or(u32::MAX),
        api_errors: workspace.injected.api_errors(),
        worker_skew_seconds: (skew != 0).then_some(skew),
    }
}

/// Changes the settings.
///
/// # Errors
/// 422 when a setting is out of bounds.
pub fn set(workspace: &Workspace, machinery: Machinery) -> Result<Machinery> {
    let millis = machinery.store_delay_millis;
    if millis > MAX_SLOWNESS_MILLIS {
        let detail = format!("The delay can be at most {MAX_SLOWNESS_MILLIS} milliseconds.");
        return Err(Refusal::invalid("storeDelayMillis", detail).into());
    }
    if let Some(errors) = &machinery.api_errors {
        if !(1..=100).contains(&errors.percent) {
            let detail = "The share must be a whole number from 1 to 100 percent.";
            return Err(Refusal::invalid("apiErrors.percent", detail).into());
        }
        if code(errors).is_none() {
            let detail = "The status must be 500 or 503.";
            return Err(Refusal::invalid("apiErrors.status", detail).into());
        }
    }
    let skew = machinery.worker_skew_seconds.unwrap_or(0);
    if skew.unsigned_abs() > MAX_WORKER_SKEW_SECONDS.unsigned_abs() {
        let detail = format!("The clocks can be off by at most {MAX_WORKER_SKEW_SECONDS} seconds.");
        return Err(Refusal::invalid("workerSkewSeconds", detail).into());
    }
    tracing::info!(?machinery, "the machinery's faults were set");
    workspace.blobs.set_delay(Duration::from_millis(millis.into()));
    workspace.injected.set_api_errors(machinery.api_errors);
    workspace.injected.set_worker_skew(skew);
    workspace.wake();
    workspace.events.publish(Event::Resync);
    Ok(get(workspace))
}

/// Returns the error to answer a call of `operation` with, if it is to fail on purpose. Every call is drawn separately.
pub fn injected_error(workspace: &Workspace, operation: Option<&str>) -> Option<Refusal> {
    let errors = workspace.injected.api_errors()?;
    let concerned = errors.operation.is_none() || errors.operation.as_deref() == operation;
    if !concerned || workspace.random.between(1, 100) > i64::from(errors.percent) {
        return None;
    }
    let detail = "This call failed on purpose. The demo panel's Faults section ends that.";
    Some(Refusal::new(code(&errors)?, detail))
}

/// Returns the error code of a status; `None` for a status that cannot be injected.
const fn code(errors: &ApiErrors) -> Option<ErrorCode> {
    match errors.status {
        500 => Some(ErrorCode::Internal),
        503 => Some(ErrorCode::Unavailable),
        _ => None,
    }
}

/// Makes the pipeline's worker crash in the middle of its work. It keeps its leases, so its exports continue only when
/// the leases expire; another worker starts immediately.
pub fn crash(workspace: &Workspace) {
    workspace.crash.notify_waiters();
}
