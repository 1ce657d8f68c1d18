//! Background work: a [`Scheduler`] runs [`Duty`]s and calls each again when it asks to run.
//!
//! The scheduler knows no duty by name, so the export pipeline does not depend on domains, retention or simulated
//! activity. [`crate::duties`] lists the duties that the program runs.

mod scheduler;

use std::time::Duration;

use futures::future::BoxFuture;

pub use self::scheduler::{Scheduler, run};
use crate::{clock::Millis, error::Result, workspace::Workspace};

/// Work that becomes due over time, done in short units.
pub trait Duty: Send {
    /// Returns a name for the log.
    fn name(&self) -> &'static str;

    /// Does one unit of the work that is due, and returns when to run again.
    fn run<'a>(&'a mut self, workspace: &'a Workspace) -> BoxFuture<'a, Result<NextRun>>;
}

/// When a duty wants to run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextRun {
    /// Immediately.
    Now,
    /// When the simulated clock shows this time.
    At(Millis),
    /// After this much wall time.
    After(Duration),
    /// When the scheduler is woken.
    Idle,
}

impl NextRun {
    /// Returns the earlier of the two.
    #[must_use]
    pub fn sooner(self, other: Self) -> Self {
        match (self, other) {
            (Self::Now, _) | (_, Self::Now) => Self::Now,
            (Self::Idle, next) | (next, Self::Idle) => next,
            (Self::At(a), Self::At(b)) => Self::At(a.min(b)),
            (Self::After(a), Self::After(b)) => Self::After(a.min(b)),
            // Wall and simulated time are not comparable; after the short wall wait, both are evaluated again.
            (after @ Self::After(_), Self::At(_)) | (Self::At(_), after @ Self::After(_)) => after,
        }
    }
}
