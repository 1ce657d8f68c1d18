//! Attaché's server.

pub mod policy;
pub mod scope;
