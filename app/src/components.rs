//! The console's own parts: they know the contract and put `ui/` widgets together. Those that every page can use lie here;
//! the others in a folder each, named after what they show.

pub mod access;
pub mod accounts;
pub mod assistant;
pub(crate) mod demo;
pub(crate) mod demo_only;
pub mod domains;
pub mod exports;
pub(crate) mod labels;
pub(crate) mod list;
pub(crate) mod mutation;
pub mod notifications;
pub(crate) mod page;
pub(crate) mod permission;
pub(crate) mod problem;
pub mod retention;
pub(crate) mod shell;
pub mod users;
