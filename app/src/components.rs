//! The console's own parts: they know the contract and put `ui/` widgets together.

pub mod account_scope;
pub mod attachments_panel;
pub mod live;
pub mod routes;
pub mod session;
pub mod sim_clock;
pub mod url_query;
pub mod words;
