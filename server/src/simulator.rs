//! The simulator: what people who try Attaché out do to the world around the product, on purpose. Not part of the
//! product, and outside its permissions; what it does *with* the product it does by the product's own operations, in the
//! name of a principal who may.

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
