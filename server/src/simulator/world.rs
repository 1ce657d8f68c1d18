//! The simulated tenant: accounts, users, chat and files. The same seed, start and size give the same world.
//!
//! [`fixtures`] is the named part that tests, the demo and the documentation refer to; [`fixtures::cases`] has an
//! example of every case of the scope rule. The rest is generated around it in the sizes that [`shape`] defines.
//! [`seed`] streams the world into the database and the blob store in batches, so memory use hardly depends on its
//! size.

mod calendar;
mod containers;
mod file_names;
pub mod files;
pub mod fixtures;
mod names;
mod people;
mod reset;
pub mod rng;
mod seeding;
pub mod shape;
mod uploads;

pub(crate) use calendar::busyness;
pub(crate) use containers::title;
pub(crate) use file_names::file_name;
pub use reset::{order_reset, remembered};
pub use seeding::{check, seed};

use std::fmt;

use jiff::Timestamp;

use self::shape::MAX_ATTACHMENTS;
use crate::store;

/// The world to create.
#[derive(Debug, Clone, Copy)]
pub struct SeedOptions {
    /// The same seed gives the same world.
    pub seed: u64,
    /// Total number of attachments; [`shape::DEFAULT_ATTACHMENTS`] if `None`.
    pub attachments: Option<u32>,
    /// When the simulated clock starts. Everything has happened in the months before.
    pub start: Timestamp,
}

/// A stage of the seeding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedStage {
    /// The distinct files.
    Files,
    /// Users.
    Users,
    /// Rooms and conversations.
    Conversations,
    /// Messages with their attachments.
    Attachments,
    /// The database's indexes.
    Indexes,
}

impl fmt::Display for SeedStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Files => "files",
            Self::Users => "users",
            Self::Conversations => "rooms and conversations",
            Self::Attachments => "attachments",
            Self::Indexes => "indexes",
        })
    }
}

/// Progress of the seeding: `done` of `total` items of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "said above")]
pub struct Progress {
    pub stage: SeedStage,
    pub done: u64,
    pub total: u64,
}

/// The result of [`seed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The world was created.
    Seeded,
    /// A world already existed and was left unchanged.
    AlreadySeeded,
}

/// Why a world was not created. The next call starts over.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The number of attachments is out of bounds.
    #[error("--attachments must be 1 to {MAX_ATTACHMENTS}, not {0}")]
    Attachments(u32),
    /// The start is so close to the beginning or end of time that the world would not fit.
    #[error("the demo data cannot start at {0}; choose a time between the years 1980 and 2190")]
    Start(Timestamp),
    /// The database failed.
    #[error("cannot write the demo data to the database: {0}")]
    Database(#[from] store::Error),
    /// The blob store failed.
    #[error("cannot write the demo data's files: {0}")]
    Blobs(#[from] object_store::Error),
    /// The files could not be synced to the disk.
    #[error("cannot sync the demo data's files: {0}")]
    Sync(#[from] std::io::Error),
    /// A file could not be generated.
    #[error(transparent)]
    File(#[from] files::FileError),
    /// The process is being stopped.
    #[error("stopped while generating files: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}
