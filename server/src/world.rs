//! The simulated tenant: seeded accounts, people, chat and files, the same for the same seed.

pub mod dice;
pub mod files;
