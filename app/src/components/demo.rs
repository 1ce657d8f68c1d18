//! The demo panel's parts.

pub(crate) mod chat_users;
