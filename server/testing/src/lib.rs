//! The server in the process of a test or a benchmark: its wall clock stands still, its pipeline is stepped by hand, and
//! [`Actor`]s call its API without a network.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing helper fails the test that uses it"
)]

mod actor;
mod faulty;
mod fill;
mod reply;
mod server;

pub use actor::Actor;
pub use faulty::ReadFault;
pub use fill::{ATTACHMENTS, IN_SCOPE};
pub use reply::Reply;
pub use server::{Server, Settings, seed};

/// Simulated and wall time at which every server starts.
pub const START: &str = "2026-01-22T01:10:00Z";
/// Host of the console and its API.
pub const CONSOLE: &str = "localhost:3000";
/// Host of the files site.
pub const FILES: &str = "127.0.0.1:3000";
/// An Enterprise account with an active domain.
pub const JUNIPER: &str = "juniper-freight";
/// A Team account.
pub const KITE: &str = "kite-studio";
/// Seconds in an hour.
pub const HOUR: i64 = 3_600;
/// Seconds in a day.
pub const DAY: i64 = 24 * HOUR;
