//! The scheduler and the background task that runs it.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{Duty, NextRun};
use crate::{error::Result, workspace::Workspace};

/// Delay before a retry after a duty failed (wall time).
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// The longest wait without looking for work (wall time), in case a wake-up was lost.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Scheduler that runs duties sequentially, so that no two of them change the workspace at the same time.
pub struct Scheduler {
    duties: Vec<Box<dyn Duty>>,
}

impl Scheduler {
    /// Creates a scheduler that runs these duties in this order.
    pub const fn new(duties: Vec<Box<dyn Duty>>) -> Self {
        Self { duties }
    }

    /// Runs one unit of each duty and returns when to call again.
    ///
    /// # Errors
    /// The first error of a duty; the duties after it did not run.
    pub async fn tick(&mut self, workspace: &Workspace) -> Result<NextRun> {
        let mut next = NextRun::Idle;
        for duty in &mut self.duties {
            let wanted = duty.run(workspace).await.inspect_err(
                |error| tracing::error!(duty = duty.name(), %error, "a background task failed"),
            )?;
            next = next.sooner(wanted);
        }
        Ok(next)
    }
}

/// Runs duties until `stop` is set. When a crash is requested, the scheduler is dropped mid-work, together with its
/// duties and their leases, and a new one takes over.
pub async fn run(workspace: Arc<Workspace>, duties: fn() -> Vec<Box<dyn Duty>>, stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            biased;
            () = workspace.crash.notified() => tracing::warn!("the worker crashed, as requested in the simulator"),
            () = work(&workspace, Scheduler::new(duties()), stop.clone()) => return,
        }
    }
}

async fn work(workspace: &Workspace, mut scheduler: Scheduler, mut stop: watch::Receiver<bool>) {
    let mut wakes = workspace.watch_work();
    while !*stop.borrow() {
        let ready = workspace.ready.read().await;
        let next = match *ready {
            true => scheduler.tick(workspace).await,
            false => Ok(NextRun::Idle),
        };
        drop(ready);
        let wait = match next.unwrap_or(NextRun::After(RETRY_AFTER)) {
            NextRun::Now => {
                tokio::task::yield_now().await;
                continue;
            }
            NextRun::After(wait) => Some(wait),
            NextRun::At(at) => workspace.clock.wall_until(at),
            NextRun::Idle => None,
        };
        // At least 1 ms: rounding between the two clocks must not cause a busy loop.
        let wait = wait
            .unwrap_or(LONGEST_WAIT)
            .clamp(Duration::from_millis(1), LONGEST_WAIT);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = wakes.changed() => {}
            _ = stop.changed() => {}
        }
    }
}
