//! The contract between Attaché's console and its server.
//!
//! Declares every type that crosses the network, with the meaning, format and unit of each field. The crate depends on
//! neither axum nor Leptos and compiles for both sides.
//!
//! JSON is camelCase; times are RFC 3339 in UTC by the *simulated* clock unless a field says otherwise;
//! sizes are bytes; lists are pages `{items, nextCursor}`.

pub mod access;
pub mod account;
pub mod assistant;
pub mod audit;
pub mod clock;
pub mod domain;
pub mod error;
pub mod event;
pub mod export;
pub mod id;
pub mod item;
pub mod notification;
pub mod page;
pub mod paths;
pub mod permission;
pub mod request;
pub mod retention;
pub mod session;
pub mod simulator;
pub mod state;
mod text;
mod timestamp;
pub mod user;

pub use timestamp::Timestamp;
