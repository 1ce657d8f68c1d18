//! One sample of every type, by module of the contract. All of them are about one account, Juniper Freight.

use crate::collection::Samples;

mod access;
mod account;
mod assistant;
mod audit;
mod clock;
mod domain;
mod error;
mod event;
mod export;
mod item;
mod notification;
mod page;
mod permission;
mod retention;
mod session;
mod simulator;
mod state;
mod user;

const ACCOUNT: &str = "juniper-freight";
const EXPORT: &str = "019be3a4-7c11-7000-8000-000000000001";
const SUBMITTED: &str = "2026-01-22T01:10:00Z";
const DELIVERED: &str = "2026-01-23T02:20:00Z";
const EXPIRES: &str = "2026-01-29T02:20:00Z";
const NEXT_ALLOWED: &str = "2026-01-29T01:10:00Z";
const SHA256: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// Returns the samples of every module, by module name.
pub fn all() -> [(&'static str, Samples); 18] {
    [
        ("access", access::samples()),
        ("account", account::samples()),
        ("assistant", assistant::samples()),
        ("audit", audit::samples()),
        ("clock", clock::samples()),
        ("domain", domain::samples()),
        ("error", error::samples()),
        ("event", event::samples()),
        ("export", export::samples()),
        ("item", item::samples()),
        ("notification", notification::samples()),
        ("page", page::samples()),
        ("permission", permission::samples()),
        ("retention", retention::samples()),
        ("session", session::samples()),
        ("simulator", simulator::samples()),
        ("state", state::samples()),
        ("user", user::samples()),
    ]
}
