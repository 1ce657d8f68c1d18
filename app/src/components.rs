//! The console's own components. They know the API contract and combine widgets from `ui/`. Components that any
//! page can use are here; the others are in a folder per topic.

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
