//! The `attache` program.

use std::{io::Write, process::ExitCode};

use attache_server::cli::{self, Cli, Command};
use clap::Parser;
use mimalloc::MiMalloc;
use tracing_subscriber::EnvFilter;

/// The system's allocator is slower, and keeps much of what many calls at once have freed.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("ATTACHE_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Otherwise a line that cannot be written (the disk is full, the reader of the pipe is gone) ends the task.
        .log_internal_errors(false)
        .init();
    let result = match cli.command {
        Command::Serve(options) => cli::serve::serve(options).await,
        Command::User(user) => cli::user::run(user).await,
        Command::Audit(audit) => cli::audit::run(audit).await,
        Command::Backup(options) => cli::backup::back_up(options).await,
        Command::Restore(options) => cli::backup::restore(options).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If even stderr is gone, the error cannot be reported.
            let _ = writeln!(std::io::stderr(), "attache: {error:#}");
            ExitCode::FAILURE
        }
    }
}
