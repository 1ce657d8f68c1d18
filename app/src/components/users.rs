//! Users of an account.

pub mod actions;
pub mod invite;
