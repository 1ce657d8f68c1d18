//! What the console knows beyond one page: who is signed in, the account that is open, what the server tells live, and the
//! simulated clock.

pub(crate) mod account_scope;
pub(crate) mod live;
pub(crate) mod session;
pub(crate) mod sim_clock;
pub(crate) mod title;
