//! Whether work takes simulated time.

use crate::clock::Millis;

/// Whether the pipeline keeps to simulated time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Pace {
    /// About a simulated day.
    Sim,
    /// As long as the machine needs.
    Off,
}

impl Pace {
    /// Returns the time from submission to delivery.
    pub const fn work(self, simulated: Millis) -> Millis {
        match self {
            Self::Sim => simulated,
            Self::Off => 0,
        }
    }
}
