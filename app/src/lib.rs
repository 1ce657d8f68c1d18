//! Attaché's console: a client of the server's API. The only state of its own is the address, the toasts and the
//! theme.
#![expect(
    unreachable_pub,
    reason = "the component macro makes the types behind a component's properties `pub`, whatever it is itself"
)]

pub mod api;
mod app;
pub mod components;
pub mod lean;
mod pages;
pub mod routes;
pub mod state;
#[cfg(test)]
#[path = "../tests/page/helpers.rs"]
mod test_page;
pub mod ui;

pub use app::start;
