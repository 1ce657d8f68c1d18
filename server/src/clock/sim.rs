//! The simulated clock.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use attache_wire::clock::{DAY_A_MINUTE, MAX_SPEED, MIN_SPEED, Speed};

use super::{END_OF_TIME, Millis, Wall};

/// Simulated time. It runs at a chosen speed, can be paused and moved forward, and never runs backwards.
///
/// At speed `auto`, a day passes in a minute while an export is being processed, and time is real otherwise, so that
/// nothing expires while nobody watches.
///
/// The clock never passes the *reserved* time, which is stored on disk before it is shown. A killed process resumes
/// from the reserved time, so that nobody sees the clock run backwards.
pub struct SimClock {
    wall: Arc<dyn Wall>,
    state: Mutex<State>,
}

struct State {
    /// Simulated time at `anchor`.
    base: Millis,
    /// Wall time (elapsed) when the clock showed `base`.
    anchor: Duration,
    speed: Speed,
    paused: bool,
    /// True while it is held by [`SimClock::hold`], whatever the other settings. Never stored on disk.
    held: bool,
    processing: bool,
    reserved_until: Millis,
}

/// The stored state of the clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Saved {
    /// Simulated time when it was saved.
    pub now: Millis,
    /// The latest simulated time that may have been shown.
    pub reserved_until: Millis,
    /// Wall time when it was saved.
    pub wall: Millis,
    /// The chosen speed.
    pub speed: Speed,
    /// Whether it was paused.
    pub paused: bool,
}

/// A change of the clock. `None` leaves a setting as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClockChange {
    /// New speed.
    pub speed: Option<Speed>,
    /// Pause or resume.
    pub paused: Option<bool>,
    /// Move forward by this many milliseconds.
    pub advance: Millis,
    /// Move forward to this time; no move if it has passed.
    pub to: Option<Millis>,
}

/// Wall time to reserve ahead.
const RESERVATION: Duration = Duration::from_secs(3);

impl SimClock {
    /// Resumes a clock from its saved state.
    pub fn resume(wall: Arc<dyn Wall>, saved: Saved) -> Self {
        let anchor = wall.elapsed();
        let state = State {
            base: saved.now.min(END_OF_TIME),
            anchor,
            speed: saved.speed,
            paused: saved.paused,
            held: false,
            processing: false,
            reserved_until: saved.reserved_until,
        };
        Self {
            wall,
            state: Mutex::new(state),
        }
    }

    /// The wall clock that drives it.
    pub fn wall(&self) -> &dyn Wall {
        &*self.wall
    }

    /// Returns the simulated time.
    pub fn now(&self) -> Millis {
        self.state().now(self.wall.elapsed())
    }

    /// The chosen speed.
    pub fn speed(&self) -> Speed {
        self.state().speed
    }

    /// Returns true if it is paused or held.
    pub fn is_paused(&self) -> bool {
        let state = self.state();
        state.paused || state.held
    }

    /// Stops the clock until the returned guard is dropped; it can still be moved. The hold is not saved: if the
    /// process ends meanwhile, the clock keeps the setting people chose. Only one caller may hold it at a time.
    pub fn hold(&self) -> HeldClock<'_> {
        self.set_held(true);
        HeldClock(self)
    }

    fn set_held(&self, held: bool) {
        let elapsed = self.wall.elapsed();
        let mut state = self.state();
        state.rebase(elapsed);
        state.held = held;
    }

    /// Returns the current simulated seconds per wall second; 0 while paused or held.
    pub fn rate(&self) -> f64 {
        self.state().rate()
    }

    /// Returns the wall time until the clock shows `at`; `None` while it is stopped.
    pub fn wall_until(&self, at: Millis) -> Option<Duration> {
        let state = self.state();
        let rate = state.rate();
        let left = at - state.now(self.wall.elapsed());
        if left <= 0 {
            return Some(Duration::ZERO);
        }
        (rate > 0.0).then(|| Duration::from_secs_f64(as_f64(left) / 1_000.0 / rate))
    }

    /// Sets whether an export is being processed, which speed `auto` depends on. Returns true if the rate changed.
    pub fn set_processing(&self, processing: bool) -> bool {
        let elapsed = self.wall.elapsed();
        let mut state = self.state();
        let before = state.rate();
        state.rebase(elapsed);
        state.processing = processing;
        (state.rate() - before).abs() > f64::EPSILON
    }

    /// Returns the state that [`Self::apply`] would set. Write it to disk first.
    pub fn plan(&self, change: ClockChange) -> Saved {
        let state = self.state();
        let now = state
            .now(self.wall.elapsed())
            .saturating_add(change.advance.max(0))
            .max(change.to.unwrap_or(Millis::MIN))
            .min(END_OF_TIME);
        let speed = change.speed.unwrap_or(state.speed);
        let paused = change.paused.unwrap_or(state.paused);
        let reserve =
            rate(speed, paused || state.held, state.processing) * RESERVATION.as_secs_f64() * 1_000.0;
        Saved {
            now,
            reserved_until: (now + as_millis(reserve))
                .max(state.reserved_until)
                .min(END_OF_TIME),
            wall: self.wall.now(),
            speed,
            paused,
        }
    }

    /// Applies a planned change that is on disk. From then on the clock shows at least `saved.now`.
    pub fn apply(&self, saved: Saved) {
        let elapsed = self.wall.elapsed();
        let mut state = self.state();
        state.base = state.now(elapsed).max(saved.now);
        state.anchor = elapsed;
        state.speed = saved.speed;
        state.paused = saved.paused;
        state.reserved_until = state.reserved_until.max(saved.reserved_until);
    }

    /// Returns the state to save at a graceful shutdown.
    pub fn at_rest(&self) -> Saved {
        let state = self.state();
        let now = state.now(self.wall.elapsed());
        Saved {
            now,
            reserved_until: now,
            wall: self.wall.now(),
            speed: state.speed,
            paused: state.paused,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is plain data and never half-changed, so a poisoned lock is safe to use.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn rate(&self) -> f64 {
        rate(self.speed, self.paused || self.held, self.processing)
    }

    fn now(&self, elapsed: Duration) -> Millis {
        let passed = elapsed.saturating_sub(self.anchor).as_secs_f64() * 1_000.0 * self.rate();
        (self.base + as_millis(passed))
            .min(self.reserved_until)
            .max(self.base)
            .min(END_OF_TIME)
    }

    fn rebase(&mut self, elapsed: Duration) {
        self.base = self.now(elapsed);
        self.anchor = elapsed;
    }
}

/// A guard that stops the clock until it is dropped.
pub struct HeldClock<'a>(&'a SimClock);

impl Drop for HeldClock<'_> {
    fn drop(&mut self) {
        self.0.set_held(false);
    }
}

fn rate(speed: Speed, still: bool, processing: bool) -> f64 {
    match speed {
        _ if still => 0.0,
        Speed::Constant(rate) => rate,
        Speed::Auto(_) if processing => DAY_A_MINUTE,
        Speed::Auto(_) => 1.0,
    }
}

/// Formats a speed for the command line and for disk: `auto` or a number.
pub fn speed_text(speed: Speed) -> String {
    match speed {
        Speed::Auto(_) => "auto".to_owned(),
        Speed::Constant(rate) => rate.to_string(),
    }
}

/// Parses a speed.
///
/// # Errors
/// A readable message if it is neither `auto` nor a number from 1 to 86,400.
pub fn parse_speed(text: &str) -> Result<Speed, String> {
    if text == "auto" {
        return Ok(Speed::AUTO);
    }
    match text.parse::<f64>() {
        Ok(rate) if (MIN_SPEED..=MAX_SPEED).contains(&rate) => Ok(Speed::Constant(rate)),
        _ => Err("must be `auto` or a number from 1 (real time) to 86400".to_owned()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "saturates; the clock is capped anyway"
)]
const fn as_millis(value: f64) -> Millis {
    value as Millis
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a wait is not exact to the microsecond"
)]
const fn as_f64(value: Millis) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualWall;

    fn clock(speed: Speed, reserved_until: Millis) -> (Arc<ManualWall>, SimClock) {
        let wall = Arc::new(ManualWall::new(0));
        let saved = Saved {
            now: 1_000,
            reserved_until,
            wall: 0,
            speed,
            paused: false,
        };
        (wall.clone(), SimClock::resume(wall, saved))
    }

    #[test]
    fn auto_speed_is_fast_only_while_an_export_is_processed() {
        let (wall, clock) = clock(Speed::AUTO, Millis::MAX);
        wall.advance(Duration::from_secs(1));
        assert_eq!(clock.now(), 2_000);
        assert!(clock.set_processing(true));
        wall.advance(Duration::from_secs(1));
        assert_eq!(clock.now(), 2_000 + 1_440_000);
        assert_eq!(
            clock.wall_until(clock.now() + 1_440_000),
            Some(Duration::from_secs(1))
        );
    }

    #[test]
    fn a_paused_clock_can_still_be_moved() {
        let (wall, clock) = clock(Speed::Constant(10.0), Millis::MAX);
        clock.apply(clock.plan(ClockChange {
            paused: Some(true),
            ..ClockChange::default()
        }));
        wall.advance(Duration::from_secs(100));
        assert_eq!((clock.now(), clock.wall_until(5_000)), (1_000, None));
        clock.apply(clock.plan(ClockChange {
            advance: 500,
            ..ClockChange::default()
        }));
        assert_eq!(clock.now(), 1_500);
    }

    #[test]
    fn a_hold_is_not_saved_and_does_not_change_the_settings() {
        let (wall, clock) = clock(Speed::Constant(10.0), Millis::MAX);
        let held = clock.hold();
        wall.advance(Duration::from_secs(100));
        let moved = clock.plan(ClockChange {
            advance: 500,
            ..ClockChange::default()
        });
        clock.apply(moved);
        assert_eq!((clock.now(), clock.is_paused()), (1_500, true));
        assert!(!moved.paused && !clock.at_rest().paused);
        let paused = clock.plan(ClockChange {
            paused: Some(true),
            ..ClockChange::default()
        });
        clock.apply(paused);
        drop(held);
        assert!(paused.paused && clock.is_paused(), "still paused after the hold");
    }

    #[test]
    fn it_never_passes_the_reserved_time() {
        let (wall, clock) = clock(Speed::Constant(1.0), 3_000);
        wall.advance(Duration::from_secs(60));
        assert_eq!(clock.now(), 3_000);
        let saved = clock.plan(ClockChange::default());
        assert_eq!(saved.reserved_until, 6_000);
        clock.apply(saved);
        assert_eq!(clock.now(), 3_000, "a stalled clock resumes where it stopped");
    }

    #[test]
    fn speeds_are_auto_or_a_number_in_range() {
        assert_eq!(parse_speed("auto"), Ok(Speed::AUTO));
        assert_eq!(parse_speed("1440"), Ok(Speed::Constant(1440.0)));
        for bad in ["", "0", "-1", "NaN", "inf", "86401", "fast"] {
            assert!(parse_speed(bad).is_err(), "{bad}");
        }
    }
}
