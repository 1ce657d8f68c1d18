//! Attaché's server: the simulated tenant, the export pipeline, links and the API.
//!
//! Each module uses only those below it in this list. A repository test enforces the order and forbids circles.

#[macro_use]
pub mod failpoints;

pub mod access;
pub mod accounts;
pub mod administration;
pub mod assistant;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod csv;
pub mod duties;
pub mod error;
pub mod exports;
pub mod http;
pub mod links;
pub mod ndjson;
pub mod pipeline;
pub mod random;
pub mod scope;
pub mod signing;
pub mod simulator;
pub mod store;
pub mod tasks;
pub mod worker;
pub mod workspace;
