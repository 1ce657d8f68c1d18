//! The sign-in method of a starting server, from its options if they are safe.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use anyhow::bail;

use crate::{
    access::sign_in::{Auth, Passwords},
    cli::{AuthMethod, DnsKind, Serve},
    clock::{Millis, SECOND, rfc3339},
    random::Random,
    store::{self, Store},
};

/// How far a machine's clock may have been set back between two starts.
const TOLERANCE: Millis = 300 * SECOND;

/// Refuses demo sign-in if other machines could reach the server.
///
/// # Errors
/// When it is not safe; the message names the alternatives.
pub(super) fn check(options: &Serve) -> anyhow::Result<()> {
    if options.auth == AuthMethod::Password {
        return check_passwords(options);
    }
    let elsewhere = options
        .console_url
        .as_ref()
        .filter(|console| !is_loopback(console.host()));
    let why = if !options.listen.ip().to_canonical().is_loopback() {
        format!("--listen {} can be reached from other machines", options.listen)
    } else if let Some(console) = elsewhere {
        format!(
            "--console-url {} is not limited to this machine",
            console.origin()
        )
    } else {
        return Ok(());
    };
    if !options.allow_demo_sign_in {
        bail!(
            "{why}, and demo sign-in needs no password. Either require passwords (--auth password, and add \
             principals with `attache user add`), or allow anyone who reaches the server to sign in as \
             anyone (--allow-demo-sign-in)"
        );
    }
    tracing::warn!("{why}: anyone who reaches it can sign in as anyone, without a password");
    Ok(())
}

/// Refuses what only a demo can have: a clock that people move, and a DNS that they edit.
fn check_passwords(options: &Serve) -> anyhow::Result<()> {
    let demo_only = [
        ("--speed", options.speed.is_some()),
        ("--start", options.start.is_some()),
        ("--dns simulated", options.dns == Some(DnsKind::Simulated)),
    ];
    match demo_only.iter().find(|(_, given)| *given) {
        None => {
            warn_of_plain_http(options);
            Ok(())
        }
        Some((flag, _)) => bail!("{flag} is for demos; with --auth password, time and DNS are real"),
    }
}

/// Warns if passwords and sessions would cross a network unencrypted.
fn warn_of_plain_http(options: &Serve) {
    if is_plain_http(options) && !options.allow_plain_http {
        tracing::warn!(
            "people reach the console over plain http, so anybody on the network can read their passwords; put a proxy with \
             TLS in front and set --console-url to its https address (--allow-plain-http silences this warning)"
        );
    }
}

/// Returns true if people reach the console from other machines without TLS.
fn is_plain_http(options: &Serve) -> bool {
    match &options.console_url {
        Some(console) => console.origin().starts_with("http://") && !is_loopback(console.host()),
        None => !options.listen.ip().is_loopback(),
    }
}

/// Refuses a demo's data whose simulated time lies in the future: with passwords, time is real and never runs backwards.
///
/// # Errors
/// When the saved clock is ahead of the wall clock.
pub(super) async fn check_clock(options: &Serve, store: &Store, wall: Millis) -> anyhow::Result<()> {
    if options.auth == AuthMethod::Demo {
        return Ok(());
    }
    let mut conn = store.read().await?;
    let shown = store::clock::load(&mut conn)
        .await?
        .map(|saved| saved.reserved_until);
    match shown {
        Some(shown) if shown > wall + TOLERANCE => bail!(
            "this data directory's simulated time, {}, is in the future, because it was used as a demo; with \
             --auth password, use a new data directory (--data)",
            rfc3339(shown)
        ),
        _ => Ok(()),
    }
}

/// Returns true if every browser resolves the host to its own machine: `localhost` and names under it (RFC 6761), and
/// loopback addresses.
fn is_loopback(host: &str) -> bool {
    if host == "localhost" || host.ends_with(".localhost") {
        return true;
    }
    let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match v6 {
        Some(address) => address
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| IpAddr::V6(address).to_canonical().is_loopback()),
        None => host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback()),
    }
}

/// Returns the sign-in method. Logs a warning if no principal has a password yet.
///
/// # Errors
/// When the database fails.
pub(super) async fn open(options: &Serve, store: &Store, random: &Random) -> anyhow::Result<Auth> {
    if options.auth == AuthMethod::Demo {
        return Ok(Auth::Demo);
    }
    let mut conn = store.read().await?;
    if !store::principals::any_password(&mut conn).await? {
        tracing::warn!(
            "no principal has a password yet; create an administrator with: attache user add NAME --policy \
             Owner --data {}",
            options.data.display()
        );
    }
    Ok(Auth::Password(Box::new(Passwords::new(random)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_hosts_are_loopback() {
        for host in [
            "localhost",
            "attache.localhost",
            "127.0.0.1",
            "127.1.2.3",
            "[::1]",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "localhost.example",
            "notlocalhost",
            "localhost.",
            "127.0.0.1.example",
            "0.0.0.0",
            "[::]",
            "10.0.0.1",
            "128.0.0.1",
            "::1",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn plain_http_is_noticed_where_other_machines_can_see_it() {
        use clap::Parser;
        let serve = |options: &[&str]| {
            let all = ["attache", "serve", "--auth", "password"].iter().chain(options);
            match crate::cli::Cli::try_parse_from(all).unwrap().command {
                crate::cli::Command::Serve(options) => is_plain_http(&options),
                _ => unreachable!("`serve` was given"),
            }
        };
        assert!(!serve(&[]));
        assert!(serve(&["--listen", "0.0.0.0:3000"]));
        assert!(serve(&["--console-url", "http://chat.example.com"]));
        assert!(!serve(&[
            "--console-url",
            "https://chat.example.com",
            "--listen",
            "0.0.0.0:3000"
        ]));
        assert!(!serve(&[
            "--console-url",
            "http://localhost:3000",
            "--listen",
            "0.0.0.0:3000"
        ]));
    }
}
