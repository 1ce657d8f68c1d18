//! Components about an account's users.

pub mod actions;
pub mod invite;
