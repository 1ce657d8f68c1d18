//! Estimates the attachments in scope of a request. Counting takes one pass over the attachments; the result is cached
//! while it is valid.

use std::time::Duration;

use attache_wire::{account::Estimate, id::AccountId};

use crate::{
    clock::Millis,
    error::Result,
    store,
    workspace::{Workspace, estimates::Known},
};

/// An estimate that took longer than this to compute (wall time) ...
const COSTLY: Duration = Duration::from_millis(500);
/// ... is cached this long (wall time), even if messages reach the end of their retention meanwhile. The estimate
/// carries the time it was computed for.
const KEPT: Duration = Duration::from_secs(300);

/// Estimates the attachments that a request for the account would include now.
///
/// # Errors
/// When the database fails.
pub async fn estimate(workspace: &Workspace, account: &AccountId) -> Result<Estimate> {
    let mut estimates = workspace.estimates.lock().await;
    let (now, start) = (workspace.now(), workspace.clock.wall().elapsed());
    let mut tx = workspace.store.snapshot().await?;
    let (revision, until) = store::scope::validity(&mut tx, now).await?;
    if let Some(estimate) = estimates.get(account, revision, now, start) {
        return Ok(estimate);
    }
    let estimate = store::scope::estimate(&mut tx, account, now).await?;
    let end = workspace.clock.wall().elapsed();
    let stale_until = if end.saturating_sub(start) > COSTLY {
        end + KEPT
    } else {
        Duration::ZERO
    };
    estimates.put(Known {
        account: account.to_owned(),
        revision,
        until: until.unwrap_or(Millis::MAX),
        stale_until,
        estimate: estimate.clone(),
    });
    Ok(estimate)
}
