//! The options of `attache user`.

mod run;

use std::path::PathBuf;

use clap::{Args, Subcommand};

pub use self::run::run;

/// Options of `attache user`.
#[derive(Debug, Clone, Args)]
pub struct User {
    /// What to do.
    #[command(subcommand)]
    pub command: UserCommand,

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

/// What can be done with those who sign in.
#[derive(Debug, Clone, Subcommand)]
pub enum UserCommand {
    /// Create a principal who signs in with a password
    Add(AddUser),
    /// Set a new password for a principal and end their sessions
    Passwd {
        /// The principal's ID
        id: String,
        /// Read the password from standard input instead of prompting for it
        #[arg(long)]
        password_stdin: bool,
    },
    /// Prevent a principal from signing in and end their sessions
    Disable {
        /// The principal's ID
        id: String,
    },
    /// Allow a disabled principal to sign in again
    Enable {
        /// The principal's ID
        id: String,
    },
    /// List the principals
    List,
}

/// Options of `attache user add`.
#[derive(Debug, Clone, Args)]
pub struct AddUser {
    /// The name to sign in with: a–z, 0–9 and - _ . @
    pub id: String,

    /// The person's name [default: the ID]
    #[arg(long)]
    pub name: Option<String>,

    /// The principal's role, in one sentence
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    pub description: String,

    /// Name or ID of a policy to attach; repeatable
    #[arg(long)]
    pub policy: Vec<String>,

    /// A tag, available to policies as aws:PrincipalTag/KEY; repeatable
    #[arg(long, value_name = "KEY=VALUE")]
    pub tag: Vec<String>,

    /// Read the password from standard input instead of prompting for it
    #[arg(long)]
    pub password_stdin: bool,
}
