//! Time. This is the only module that reads the wall clock.
//!
//! Every rule of the product uses the *simulated* clock ([`SimClock`]). Leases, time-outs, sessions and rate limits use
//! the *wall* clock ([`Wall`]). Both are injected: tests move [`ManualWall`] and the simulated clock by hand.

mod sim;
mod wall;

use attache_wire::Timestamp;

pub use sim::{ClockChange, HeldClock, Saved, SimClock, parse_speed, speed_text};
pub use wall::{ManualWall, SystemWall, Wall};

/// A point in time: Unix milliseconds, of the simulated clock unless a name ends in `_wall`.
pub type Millis = i64;

/// One simulated or real second in [`Millis`].
pub const SECOND: Millis = 1_000;
/// One day in [`Millis`].
pub const DAY: Millis = 24 * 60 * 60 * SECOND;

/// The latest time that the clock can reach: the end of the year 2200. A window or a link's life added to it is still a
/// valid date.
pub const END_OF_TIME: Millis = 7_289_654_399_000;

/// Formats a time as RFC 3339 in UTC, with milliseconds only if they are not zero.
pub fn rfc3339(at: Millis) -> Timestamp {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::MAX);
    at.to_string().into()
}

/// Parses any RFC 3339 time, such as the output of [`rfc3339`].
///
/// # Errors
/// When the text is not an RFC 3339 time.
pub fn parse_rfc3339(text: &str) -> Result<Millis, jiff::Error> {
    Ok(text.parse::<jiff::Timestamp>()?.as_millisecond())
}
