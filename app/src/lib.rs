//! Attaché's console: a client of the server's API that keeps nothing of its own but the address, the
//! toasts and the theme.

pub mod api;
pub mod app;
pub mod components;
pub mod ui;

pub use app::start;
