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

    /// The server's data directory; the server may be running
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
    /// Check that no record was altered, removed, moved or cut off; the exit code is 0 if so, and else 1
    Verify,
}
