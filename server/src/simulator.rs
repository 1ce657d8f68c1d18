//! The simulator: whatever whoever tries Attaché out does to the world around the product, on purpose. Not part of the
//! product, and outside its permissions; what it does *with* the product it does by the product's own operations, in the
//! name of a principal who may.

mod account;
pub mod faults;
pub mod machinery;
mod reset;
mod scenario;
mod stage;
mod who;

pub use reset::reset;
pub use scenario::launch;
