//! Domains and their claims.

pub mod claim;
pub(crate) mod dns_provider;
