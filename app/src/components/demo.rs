//! Components of the demo panel.

pub(crate) mod chat_users;
