//! Policies, and what they say.

pub mod decision;
pub(crate) mod policy;
