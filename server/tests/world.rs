//! The seeded world keeps its promises.

#[path = "world/files.rs"]
mod files;
