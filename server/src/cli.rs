//! The command line.

pub mod audit;
pub mod backup;
pub mod serve;
pub mod user;

use std::{net::SocketAddr, path::PathBuf};

use attache_wire::clock::Speed;
use clap::{Args, Parser, Subcommand};

pub use self::audit::{Audit, AuditCommand};
pub use self::backup::{Backup, Restore};
pub use self::user::{AddUser, User, UserCommand};
use crate::{
    clock::{Millis, parse_rfc3339, parse_speed},
    signing::Endpoint,
    workspace::Pace,
};

/// Attaché exports every attachment that an organisation's users put into the company chat.
#[derive(Debug, Parser)]
#[command(name = "attache", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server: console, API and files.
    Serve(Serve),
    /// Manage who can sign in with a password.
    User(User),
    /// Verify the audit log.
    Audit(Audit),
    /// Back up a data directory, even while the server runs.
    Backup(Backup),
    /// Create a data directory from a backup.
    Restore(Restore),
}

/// Options of `attache serve`.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Address and port to listen on; port 0 picks a free one
    #[arg(
        long,
        env = "ATTACHE_LISTEN",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: SocketAddr,

    /// Data directory. If it does not exist, it is created and filled with demo data; deleting it resets the demo
    #[arg(
        long,
        env = "ATTACHE_DATA",
        default_value = "attache-data",
        value_name = "DIR"
    )]
    pub data: PathBuf,

    /// The console's origin, as browsers see it [default: http://localhost:PORT]
    #[arg(long, env = "ATTACHE_CONSOLE_URL", value_name = "URL", value_parser = origin)]
    pub console_url: Option<Endpoint>,

    /// Origin of the links; must not be the console's own site [default: http://127.0.0.1:PORT]
    #[arg(long, env = "ATTACHE_FILES_URL", value_name = "URL", value_parser = origin)]
    pub files_url: Option<Endpoint>,

    /// Speed of the simulated clock: `auto` (a day a minute while a request is processed, real time
    /// otherwise), or simulated seconds per second, 1 to 86400; demos only [default: the last speed; at first auto]
    #[arg(long, env = "ATTACHE_SPEED", value_name = "auto|N", value_parser = parse_speed)]
    pub speed: Option<Speed>,

    /// Simulated time at the first start, RFC 3339; demos only [default: now]
    #[arg(long, env = "ATTACHE_START", value_name = "TIME", value_parser = start)]
    pub start: Option<Millis>,

    /// How long an attachment request takes
    #[arg(long, env = "ATTACHE_PACE", default_value = "sim", value_name = "PACE")]
    pub pace: Pace,

    /// Address of a reverse proxy whose X-Forwarded-For and X-Forwarded-Host headers are trusted
    #[arg(long, env = "ATTACHE_TRUSTED_PROXY", value_name = "ADDRESS")]
    pub trusted_proxy: Option<std::net::IpAddr>,

    /// How people sign in
    #[arg(
        long,
        env = "ATTACHE_AUTH",
        default_value = "demo",
        value_name = "demo|password"
    )]
    pub auth: AuthMethod,

    /// Allow demo sign-in even if other machines can reach the server: anyone can sign in as anyone
    #[arg(long, env = "ATTACHE_ALLOW_DEMO_SIGN_IN")]
    pub allow_demo_sign_in: bool,

    /// A second address, which serves only Prometheus metrics; with passwords, they are served nowhere else
    #[arg(long, env = "ATTACHE_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<SocketAddr>,

    /// With passwords: do not warn that people reach the console over plain http
    #[arg(long, env = "ATTACHE_ALLOW_PLAIN_HTTP")]
    pub allow_plain_http: bool,

    /// Where to look up the DNS records that prove domain ownership [default: simulated in a demo, system with passwords]
    #[arg(long, env = "ATTACHE_DNS", value_enum, value_name = "DNS")]
    pub dns: Option<DnsKind>,

    /// Simulate users who chat, send files and create rooms as time passes [default: the last setting; at first false]
    #[arg(
        long,
        env = "ATTACHE_ACTIVITY",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        value_name = "true|false"
    )]
    pub activity: Option<bool>,

    /// Seed of the demo world, at the first start
    #[arg(long, env = "ATTACHE_SEED", default_value_t = 1, value_name = "N")]
    pub seed: u64,

    /// Attachments of the demo world, at the first start, 1 to 1000000 [default: 2400]
    #[arg(long, env = "ATTACHE_ATTACHMENTS", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub attachments: Option<u32>,

    /// Folder of the built console
    #[arg(long, env = "ATTACHE_UI", default_value = "dist", value_name = "DIR")]
    pub ui: PathBuf,
}

/// How people sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum AuthMethod {
    /// By choosing a principal, without a password; for a demo on your own machine.
    Demo,
    /// With a name and a password.
    Password,
}

/// A DNS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DnsKind {
    /// The simulated DNS, edited in the console
    Simulated,
    /// The real DNS, through the operating system's resolvers
    System,
}

fn origin(text: &str) -> Result<Endpoint, String> {
    Endpoint::parse(text).map_err(|error| error.to_string())
}

/// Parses the start time. Its bounds leave room for the world's past and future.
fn start(text: &str) -> Result<Millis, String> {
    let at = parse_rfc3339(text)
        .map_err(|_| "must be an RFC 3339 time such as 2026-01-22T01:10:00Z".to_owned())?;
    let (from, to) = (946_684_800_000, 4_133_980_800_000);
    if (from..to).contains(&at) {
        Ok(at)
    } else {
        Err("must be in the years 2000 to 2100".to_owned())
    }
}
