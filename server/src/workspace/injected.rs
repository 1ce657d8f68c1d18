//! Faults of the whole server that the simulator injects. They live in memory only: a restarted server works normally.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI32, Ordering},
};

use attache_wire::simulator::ApiErrors;

use super::Workspace;
use crate::clock::{Millis, SECOND};

/// The injected faults; none at first.
#[derive(Debug, Default)]
pub struct Injected {
    api_errors: Mutex<Option<ApiErrors>>,
    /// Seconds by which the worker's clocks are ahead.
    worker_skew: AtomicI32,
}

impl Injected {
    /// Returns the calls that fail.
    pub fn api_errors(&self) -> Option<ApiErrors> {
        let api_errors = self.api_errors.lock();
        api_errors.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets the calls that fail.
    pub fn set_api_errors(&self, errors: Option<ApiErrors>) {
        *self.api_errors.lock().unwrap_or_else(PoisonError::into_inner) = errors;
    }

    /// Returns the seconds by which the worker's clocks are ahead; negative if they are behind.
    pub fn worker_skew(&self) -> i32 {
        self.worker_skew.load(Ordering::SeqCst)
    }

    /// Sets the seconds by which the worker's clocks are ahead.
    pub fn set_worker_skew(&self, seconds: i32) {
        self.worker_skew.store(seconds, Ordering::SeqCst);
    }

    fn skew(&self) -> Millis {
        Millis::from(self.worker_skew()) * SECOND
    }
}

/// The clocks of the pipeline's worker, which a fault can skew. Everything that the worker dates or waits for goes by
/// them, as it would on a machine of its own.
impl Workspace {
    /// Returns the simulated time that the worker sees.
    pub fn worker_now(&self) -> Millis {
        self.now() + self.injected.skew()
    }

    /// Returns the wall time that the worker sees, in Unix milliseconds.
    pub fn worker_wall(&self) -> Millis {
        self.clock.wall().now() + self.injected.skew()
    }

    /// Returns the simulated time at which the worker sees the time `at`.
    pub fn when_worker_sees(&self, at: Millis) -> Millis {
        at - self.injected.skew()
    }
}
