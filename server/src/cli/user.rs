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

/// What can be done with those who sign in.
#[derive(Debug, Clone, Subcommand)]
pub enum UserCommand {
    /// Make a principal who signs in by password
    Add(AddUser),
    /// Give a principal another password, and end their sessions
    Passwd {
        /// The principal's id
        id: String,
        /// Read the password from standard input instead of asking for it
        #[arg(long)]
        password_stdin: bool,
    },
    /// Keep a principal from signing in, and end their sessions
    Disable {
        /// The principal's id
        id: String,
    },
    /// Let a disabled principal sign in again
    Enable {
        /// The principal's id
        id: String,
    },
    /// Show the principals
    List,
}

/// Options of `attache user add`.
#[derive(Debug, Clone, Args)]
pub struct AddUser {
    /// What they sign in with: a–z, 0–9 and - _ . @
    pub id: String,

    /// The person's name [default: the id]
    #[arg(long)]
    pub name: Option<String>,

    /// What they are good for, in one sentence
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    pub description: String,

    /// Name or id of a policy to attach; may be given several times
    #[arg(long)]
    pub policy: Vec<String>,

    /// A tag, which policies see as aws:PrincipalTag/KEY; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    pub tag: Vec<String>,

    /// Read the password from standard input instead of asking for it
    #[arg(long)]
    pub password_stdin: bool,
}
