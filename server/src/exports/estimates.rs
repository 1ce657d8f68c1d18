//! What a request would contain: counted by one pass over the attachments, and kept while it is true.

use std::time::Duration;

use attache_wire::{account::Estimate, id::AccountId};

use crate::{
    clock::Millis,
    error::Result,
    store,
    workspace::{Workspace, estimates::Known},
};

/// An estimate that took longer than this to make (wall time) ...
const COSTLY: Duration = Duration::from_millis(500);
/// ... is kept this long (wall time), though messages reach the end of their retention in between. It says as of when
/// it is.
const KEPT: Duration = Duration::from_secs(300);

/// What a request for the account would contain now.
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
