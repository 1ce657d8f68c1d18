//! Attaché's server: the simulated tenant, the export pipeline, links and the API.

pub mod access;
pub mod audit;
pub mod authz;
pub mod blobs;
pub mod cli;
pub mod clock;
pub mod datadir;
pub mod directory;
pub mod download;
pub mod error;
pub mod estimates;
pub mod events;
pub mod exports;
pub mod http;
pub mod manifest;
pub mod pipeline;
pub mod policy;
pub mod random;
pub mod scope;
pub mod serve;
pub mod sessions;
pub mod signin;
pub mod signing;
pub mod store;
pub mod workspace;
pub mod world;
