//! The seeded world keeps its promises.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

#[path = "world/files.rs"]
mod files;
