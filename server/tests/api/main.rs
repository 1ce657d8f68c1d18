//! Tests the API from outside: an actor signs in, makes calls, and checks responses and effects.

#![expect(unreachable_pub, reason = "a test crate has no public surface")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a helper of tests, too, it fails the test"
)]

mod access;
mod accounts;
mod activity;
mod assistant;
mod assistant_deletion;
mod assistant_file;
mod assistant_secrecy;
mod audit;
mod audit_operations;
mod chat;
mod clock;
mod console;
mod crash;
mod csrf;
mod disconnects;
mod domains;
mod errors;
mod events;
mod export_access;
mod faults;
mod file_store;
mod headers;
mod lifecycle;
mod limits;
mod link_uses;
mod lists;
mod look_ups;
mod metrics;
mod notifications;
mod passwords;
mod permission_lost;
mod permissions;
mod policies;
mod policy_documents;
mod read_faults;
mod reset;
mod retention;
mod retention_settings;
mod search;
mod sessions;
mod simulator;
mod sites;
mod submission;
mod tampering;
mod users;
mod users_changed;
mod users_invited;
