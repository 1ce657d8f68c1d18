//! Workers at work, as time passes.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{FIRST_WAIT, Next, Worker};
use crate::workspace::Workspace;

/// Works until `stop` is set, as simulated time passes. A worker that is made to crash is dropped in the middle of
/// whatever it does, with its leases; another takes its place.
pub async fn run(workspace: Arc<Workspace>, stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            biased;
            () = workspace.crash.notified() => tracing::warn!("the worker was dropped, as was asked for"),
            () = work(&workspace, stop.clone()) => return,
        }
    }
}

/// The life of one worker.
async fn work(workspace: &Workspace, mut stop: watch::Receiver<bool>) {
    let mut worker = Worker::default();
    while !*stop.borrow() {
        let whole = workspace.whole.read().await;
        let next = match *whole {
            true => worker.tick(workspace).await,
            false => Ok(Next::Idle),
        };
        drop(whole);
        let next = next.unwrap_or_else(|error| {
            tracing::error!(%error, "the pipeline could not work");
            Next::After(FIRST_WAIT)
        });
        let wait = match next {
            Next::Now => {
                tokio::task::yield_now().await;
                continue;
            }
            Next::After(wait) => Some(wait),
            Next::At(at) => workspace.clock.wall_until(at),
            Next::Idle => None,
        };
        tokio::select! {
            () = sleep(wait) => {}
            () = workspace.wake.notified() => {}
            _ = stop.changed() => {}
        }
    }
}

/// Waits; without a time, for ever.
async fn sleep(wait: Option<Duration>) {
    match wait {
        // Never a busy loop, however the two clocks round.
        Some(wait) => {
            tokio::time::sleep(wait.clamp(Duration::from_millis(1), Duration::from_secs(3_600))).await
        }
        None => std::future::pending().await,
    }
}
