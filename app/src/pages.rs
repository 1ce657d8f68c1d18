//! The pages, one module each, named after their address.

pub(crate) mod access;
pub(crate) mod account_summary;
pub(crate) mod accounts;
pub(crate) mod activity;
pub(crate) mod domains;
pub(crate) mod export;
pub(crate) mod exports;
pub(crate) mod not_found;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod users;
