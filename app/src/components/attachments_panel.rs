//! The Attachments panel of the account summary.

pub mod model;
