//! Accounts.

pub mod actions;
