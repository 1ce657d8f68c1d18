//! The only way to the network: typed calls of the server's API, its events, and values that are read from it.
//!
//! Every request goes to the page's own origin. The session is a cookie that scripts cannot read.

mod client;
mod error;
mod events;
mod remote;
mod request;
mod shared_events;
#[cfg(test)]
mod tests;

pub use client::Api;
pub use error::ApiError;
pub use events::{EventStream, LinkState, News};
pub use remote::{Load, Remote};
pub use request::Request;
pub use shared_events::{Open, SharedEvents, Tell};
