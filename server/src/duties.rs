//! The duties that the program's [`Scheduler`] runs.

use crate::{
    accounts::{domains, retention},
    exports,
    pipeline::Pipeline,
    simulator::activity::SimulatedActivity,
    worker::{Duty, Scheduler},
};

/// Returns every duty, in the order in which they run.
pub fn all() -> Vec<Box<dyn Duty>> {
    vec![
        Box::new(exports::ExpireOverdue),
        Box::new(Pipeline::default()),
        Box::new(domains::VerifyPending),
        Box::new(retention::CleanUp::default()),
        Box::new(SimulatedActivity::default()),
    ]
}

/// Creates a scheduler of every duty, for callers that step it themselves.
pub fn scheduler() -> Scheduler {
    Scheduler::new(all())
}
