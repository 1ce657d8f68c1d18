//! The simulated clock, extrapolated from its last reading and its rate.

use std::time::Duration;

use attache_wire::{Timestamp, clock::Clock};
use leptos::prelude::*;

/// How often the shown time advances.
const TICK: Duration = Duration::from_millis(250);

/// Simulated time, provided as context. Everything shown relative to now uses it.
#[derive(Clone, Copy)]
pub(crate) struct SimClock {
    reading: RwSignal<Option<Reading>>,
    now: RwSignal<f64>,
}

#[derive(Clone)]
struct Reading {
    clock: Clock,
    /// The simulated time of the reading, in milliseconds since 1970.
    at: f64,
    /// When it was read, in monotonic milliseconds of the page.
    read_at: f64,
}

impl SimClock {
    /// Starts the clock and provides it as context.
    pub(crate) fn provide() -> Self {
        let clock = Self {
            reading: RwSignal::new(None),
            now: RwSignal::new(js_sys::Date::now()),
        };
        if let Ok(timer) = set_interval_with_handle(move || clock.tick(), TICK) {
            on_cleanup(move || timer.clear());
        }
        provide_context(clock);
        clock
    }

    /// Returns the clock from the context.
    pub(crate) fn from_context() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Takes over a reading from the server.
    pub(crate) fn take(self, clock: Clock) {
        let at = millis(&clock.now);
        self.reading.set(Some(Reading {
            clock,
            at,
            read_at: monotonic(),
        }));
        self.tick();
    }

    fn tick(self) {
        let Some(now) = self.reading.try_with_untracked(|reading| {
            reading
                .as_ref()
                .map(|r| r.at + (monotonic() - r.read_at) * r.clock.rate)
        }) else {
            return;
        };
        // Whole seconds: nothing shown is finer, so nothing renders more often.
        let second = (now.unwrap_or_else(js_sys::Date::now) / 1000.0).floor() * 1000.0;
        if self.now.get_untracked().to_bits() != second.to_bits() {
            self.now.set(second);
        }
    }

    /// Returns the simulated time in milliseconds since 1970, in whole seconds.
    pub(crate) fn now(self) -> Signal<f64> {
        self.now.into()
    }

    /// Returns the last reading; `None` before the first.
    pub(crate) fn last(self) -> Option<Clock> {
        self.reading
            .with(|reading| reading.as_ref().map(|r| r.clock.clone()))
    }
}

/// Converts a timestamp of the contract to milliseconds since 1970.
pub(crate) fn millis(timestamp: &Timestamp) -> f64 {
    js_sys::Date::parse(timestamp)
}

fn monotonic() -> f64 {
    window()
        .performance()
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}
