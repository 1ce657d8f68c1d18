//! Attaché's server.

pub mod authz;
pub mod policy;
pub mod scope;
pub mod signing;
pub mod world;
