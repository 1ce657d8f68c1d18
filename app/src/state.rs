//! State beyond one page: the session, the current account, live events and the simulated clock.

pub(crate) mod account_scope;
pub(crate) mod live;
pub(crate) mod session;
pub(crate) mod sim_clock;
pub(crate) mod title;
