//! Policies and their decisions.

pub mod decision;
pub(crate) mod policy;
