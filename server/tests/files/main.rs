//! The files site over HTTP: every row of S3's answers, and how other people's files are served.

#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod answers;
mod serving;
mod world;
