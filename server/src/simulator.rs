//! The simulator: lets people who try Attaché change the world around the product on purpose. It is not part of the
//! product, and outside its permissions. Where it uses the product, it calls the product's own operations as a
//! principal who has the permission.

mod account;
pub mod activity;
mod actor;
pub mod chat;
pub mod dns;
pub mod faults;
pub mod machinery;
mod reset;
mod scenario;
mod scenario_run;
pub mod time;
pub mod world;

pub use reset::reset;
pub use scenario::launch;
