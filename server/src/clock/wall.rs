//! The wall clock, real or moved by hand.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use super::Millis;

/// Real time, as the program sees it.
pub trait Wall: Send + Sync + 'static {
    /// Returns the date and time in Unix milliseconds. May jump when an administrator sets the machine's clock.
    fn now(&self) -> Millis;

    /// Returns the time since some fixed point. Never runs backwards.
    fn elapsed(&self) -> Duration;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemWall {
    origin: Instant,
}

impl Default for SystemWall {
    fn default() -> Self {
        Self {
            origin: Instant::now(),
        }
    }
}

impl Wall for SystemWall {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that reads the wall clock"
    )]
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    }

    fn elapsed(&self) -> Duration {
        self.origin.elapsed()
    }
}

/// A wall clock that moves only by hand.
#[derive(Debug)]
pub struct ManualWall {
    start: Millis,
    passed: AtomicI64,
}

impl ManualWall {
    /// Creates a clock that shows `start`.
    pub const fn new(start: Millis) -> Self {
        Self {
            start,
            passed: AtomicI64::new(0),
        }
    }

    /// Moves the clock forward by `time`.
    pub fn advance(&self, time: Duration) {
        let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.passed.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Wall for ManualWall {
    fn now(&self) -> Millis {
        self.start + self.passed.load(Ordering::SeqCst)
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.passed.load(Ordering::SeqCst)).unwrap_or(0))
    }
}
