//! The duties that the program's [`Scheduler`] runs.

use crate::{
    accounts::{domains, retention},
    exports,
    pipeline::Pipeline,
    simulator::activity::SimulatedActivity,
    worker::{Duty, Scheduler},
};

/// Returns the duties that depend on this machine only, in the order in which they run.
pub fn local() -> Vec<Box<dyn Duty>> {
    vec![
        Box::new(exports::ExpireOverdue),
        Box::new(Pipeline::default()),
        Box::new(retention::CleanUp::default()),
        Box::new(SimulatedActivity::default()),
    ]
}

/// Returns the duties that wait for other machines. They have a scheduler of their own, so that a DNS server that does
/// not answer keeps nothing else waiting.
pub fn remote() -> Vec<Box<dyn Duty>> {
    vec![Box::new(domains::VerifyPending)]
}

/// Creates a scheduler of every duty, for callers that step it themselves.
pub fn scheduler() -> Scheduler {
    Scheduler::new(local().into_iter().chain(remote()).collect())
}
