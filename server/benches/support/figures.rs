//! Figures with what they should be, in a form that `cargo xtask bench` gathers.

#![allow(dead_code, reason = "each benchmark uses its part")]

use std::{fmt, time::Duration};

/// What a figure should be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    /// No less.
    AtLeast(f64),
    /// No more.
    AtMost(f64),
    /// Only told.
    None,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "at least {least}"),
            Self::AtMost(most) => write!(f, "at most {most}"),
            Self::None => f.write_str("none"),
        }
    }
}

/// Prints a figure.
pub(crate) fn figure(name: &str, value: f64, unit: &str, target: Target) {
    println!("figure: {name}: {value:.1} {unit} (target {target})");
}

/// The middle one.
pub(crate) fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}
