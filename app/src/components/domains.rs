//! Domains and claims.

pub mod claim;
pub(crate) mod dns_provider;
