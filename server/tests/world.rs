//! The seeded world has its documented properties.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

#[path = "world/again.rs"]
mod again;
#[path = "world/files.rs"]
mod files;
#[path = "world/fixtures.rs"]
mod fixtures;
#[path = "world/retention.rs"]
mod retention;
#[path = "world/scope.rs"]
mod scope;
#[path = "world/sizes.rs"]
mod sizes;
#[path = "world/support.rs"]
mod support;
