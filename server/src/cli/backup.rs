//! `attache backup` and `attache restore`.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;

use crate::workspace::backup::{self, Copied};

/// Options of `attache backup`.
#[derive(Debug, Clone, Args)]
pub struct Backup {
    /// Where to put the backup: an empty or new directory
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,

    /// The server's data directory; it is safe to use while the server runs
    #[arg(
        long,
        env = "ATTACHE_DATA",
        default_value = "attache-data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
}

/// Options of `attache restore`.
#[derive(Debug, Clone, Args)]
pub struct Restore {
    /// The backup
    #[arg(long, value_name = "DIR")]
    pub from: PathBuf,

    /// The data directory to create: an empty or new directory
    #[arg(
        long,
        env = "ATTACHE_DATA",
        default_value = "attache-data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
}

/// Runs `attache backup`.
///
/// # Errors
/// When the backup cannot be taken; the message says why.
pub async fn back_up(options: Backup) -> anyhow::Result<()> {
    let copied = backup::back_up(&options.data, &options.to).await?;
    report("Backed up", copied, &options.to)
}

/// Runs `attache restore`.
///
/// # Errors
/// When the backup is damaged or cannot be restored; the message says why.
pub async fn restore(options: Restore) -> anyhow::Result<()> {
    let copied = backup::restore(&options.from, &options.data).await?;
    report("Restored", copied, &options.data)
}

fn report(done: &str, copied: Copied, to: &std::path::Path) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{done} the database, the keys and {} files to {}.",
        copied.files,
        to.display()
    )?;
    if copied.missing > 0 {
        writeln!(
            out,
            "Warning: {} files that the database names were already missing.",
            copied.missing
        )?;
    }
    Ok(())
}
