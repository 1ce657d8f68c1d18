//! Attachment requests, called exports in code.

pub mod actions;
pub mod availability;
pub(crate) mod calls;
pub mod panel;
pub(crate) mod rows;
pub(crate) mod state_status;
pub(crate) mod wording;
