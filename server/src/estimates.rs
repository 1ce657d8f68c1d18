//! What a request would contain: made by one pass over the attachments, and kept while it is true.

use std::time::Duration;

use attache_wire::account::Estimate;
use tokio::sync::Mutex;

use crate::{
    clock::{Millis, parse_rfc3339, rfc3339},
    error::Result,
    store,
    workspace::Workspace,
};

/// An estimate that took longer than this to make (wall time) ...
const COSTLY: Duration = Duration::from_millis(500);
/// ... is kept this long (wall time), though messages reach the end of their retention in between. It says as of when
/// it is.
const KEPT: Duration = Duration::from_secs(300);

/// The estimates that are known, one per account. Whoever asks while one is being made waits for it.
#[derive(Debug, Default)]
pub struct Estimates(Mutex<Vec<Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    account: String,
    /// The revision of the world that it was made of.
    revision: i64,
    /// The simulated time at which the next message's retention ends.
    until: Millis,
    /// Wall time (elapsed) up to which it may be out of date by such messages.
    stale_until: Duration,
    estimate: Estimate,
}

impl Kept {
    /// The estimate as it can be shown at `now`.
    fn at(&self, revision: i64, now: Millis, elapsed: Duration) -> Option<Estimate> {
        let made = parse_rfc3339(&self.estimate.at).ok()?;
        if self.revision != revision || now < made {
            return None;
        }
        if now < self.until {
            return Some(Estimate {
                at: rfc3339(now),
                ..self.estimate.clone()
            });
        }
        (elapsed < self.stale_until).then(|| self.estimate.clone())
    }
}

/// What a request for the account would contain now.
///
/// # Errors
/// When the database fails.
pub async fn estimate(workspace: &Workspace, account: &str) -> Result<Estimate> {
    let mut known = workspace.estimates.0.lock().await;
    let (now, start) = (workspace.now(), workspace.clock.wall().elapsed());
    let mut tx = workspace.store.snapshot().await?;
    let (revision, until) = store::scope::validity(&mut tx, now).await?;
    let kept = known.iter().find(|kept| kept.account == account);
    if let Some(estimate) = kept.and_then(|kept| kept.at(revision, now, start)) {
        return Ok(estimate);
    }
    let estimate = store::scope::estimate(&mut tx, account, now).await?;
    let end = workspace.clock.wall().elapsed();
    let stale_until = if end.saturating_sub(start) > COSTLY {
        end + KEPT
    } else {
        Duration::ZERO
    };
    known.retain(|kept| kept.account != account);
    known.push(Kept {
        account: account.to_owned(),
        revision,
        until: until.unwrap_or(Millis::MAX),
        stale_until,
        estimate: estimate.clone(),
    });
    Ok(estimate)
}
