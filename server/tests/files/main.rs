//! The files site over HTTP: every S3 response, and the safe serving of untrusted files.

#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod addressing;
mod answers;
mod serving;
mod spelling;
mod world;
