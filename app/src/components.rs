//! The console's own parts: they know the contract and put `ui/` widgets together.

pub(crate) mod account_scope;
pub mod attachments_panel;
pub(crate) mod bare;
pub mod export_actions;
pub(crate) mod export_rows;
pub(crate) mod list;
pub(crate) mod live;
pub mod notifications;
pub(crate) mod page;
pub(crate) mod permit;
pub(crate) mod policy;
pub(crate) mod problem;
pub(crate) mod requests;
pub mod route;
pub mod routes;
pub mod ruling;
pub(crate) mod session;
pub(crate) mod shell;
pub(crate) mod sim_clock;
pub(crate) mod state_status;
pub(crate) mod title;
pub(crate) mod url_query;
pub(crate) mod words;
