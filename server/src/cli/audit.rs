//! The options of `attache audit`.

mod run;

use std::path::PathBuf;

use clap::{Args, Subcommand};

pub use self::run::run;

/// Options of `attache audit`.
#[derive(Debug, Clone, Args)]
pub struct Audit {
    /// What to do.
    #[command(subcommand)]
    pub command: AuditCommand,

    /// The server's data directory; it is safe to use while the server runs
    #[arg(
        long,
        global = true,
        env = "ATTACHE_DATA",
        default_value = "attache-data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
}

/// What can be done with the audit log.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum AuditCommand {
    /// Verify that no record was altered, removed, reordered or cut off. Exits with 0 if the log is intact and with 1 if
    /// not
    Verify,
}
