//! Tests the program's interface: flags, exit codes, messages and signals.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a helper of tests, too, it fails the test"
)]

mod audit;
mod backup;
#[cfg(debug_assertions)]
mod failpoints;
#[cfg(target_os = "linux")]
mod full_disk;
mod kills;
mod races;
mod running;
mod users;

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use running::{Running, attache};

/// Runs `attache serve` with invalid arguments. Returns the exit code and the message.
fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    let output = attache().arg("serve").args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn bad_flags_are_usage_errors() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    for (flag, value) in [
        ("--listen", "nowhere"),
        ("--speed", "0"),
        ("--speed", "fast"),
        ("--start", "yesterday"),
        ("--start", "1066-10-14T00:00:00Z"),
        ("--pace", "slow"),
        ("--attachments", "1000001"),
        ("--console-url", "ftp://x"),
        ("--files-url", "http://x/path"),
        ("--trusted-proxy", "localhost"),
        ("--auth", "none"),
        ("--nope", "x"),
    ] {
        let (code, message) = refused(&["--data", data.to_str().unwrap(), flag, value]);
        assert_eq!(code, Some(2), "{flag} {value}: {message}");
        assert!(message.contains(flag), "{flag} {value}: {message}");
    }
    assert!(!data.exists(), "nothing was created");
}

#[test]
fn unusable_directories_are_named_and_left_unchanged() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();

    fs::create_dir(path("foreign")).unwrap();
    fs::write(path("foreign/diary.txt"), "dear diary").unwrap();
    let (code, message) = refused(&["--listen", "127.0.0.1:0", "--data", &path("foreign")]);
    assert_eq!(code, Some(1));
    assert!(message.contains("not an Attaché data directory"), "{message}");
    assert_eq!(fs::read_dir(path("foreign")).unwrap().count(), 1);

    fs::create_dir(path("damaged")).unwrap();
    fs::write(
        path("damaged/attache.db"),
        "this is no database, whatever its name says",
    )
    .unwrap();
    let (code, message) = refused(&["--listen", "127.0.0.1:0", "--data", &path("damaged")]);
    assert_eq!(code, Some(1));
    assert!(
        message.contains("does not belong to Attaché or is damaged"),
        "{message}"
    );

    fs::write(path("file"), "").unwrap();
    let (code, message) = refused(&["--listen", "127.0.0.1:0", "--data", &path("file")]);
    assert_eq!(code, Some(1));
    assert!(message.contains("cannot use"), "{message}");

    let same = [
        "--console-url",
        "http://a.localhost:1",
        "--files-url",
        "http://a.localhost:2",
    ];
    let (code, message) =
        refused(&[&["--listen", "127.0.0.1:0", "--data", &path("new")], &same[..]].concat());
    assert_eq!(code, Some(1));
    assert!(message.contains("same host"), "{message}");
    assert!(!dir.path().join("new").exists());
}

#[test]
fn what_only_a_demo_can_have_is_refused_with_passwords() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    for (flag, value) in [
        ("--speed", "auto"),
        ("--start", "2026-01-22T01:10:00Z"),
        ("--dns", "simulated"),
    ] {
        let (code, message) = refused(&[
            "--auth",
            "password",
            "--data",
            data.to_str().unwrap(),
            flag,
            value,
        ]);
        assert_eq!(code, Some(1), "{flag}: {message}");
        assert!(message.contains(flag) && message.contains("demos"), "{message}");
    }
    assert!(!data.exists(), "nothing was created");
}

#[test]
fn a_port_in_use_is_reported_before_anything_is_created() {
    let dir = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let data = dir.path().join("data");
    let (code, message) = refused(&["--listen", &address, "--data", data.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(
        message.contains(&address) && message.contains("--listen"),
        "{message}"
    );
    assert!(!data.exists());
}

/// One test for the rest, because creating a world is slow.
#[test]
fn a_server_survives_signals_kills_and_second_starts() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();
    let server = Running::start(&data, &["--speed", "1"]);
    assert_eq!(
        fs::metadata(&data).unwrap().permissions().mode() & 0o777,
        0o700,
        "other users cannot read the directory"
    );

    for file in ["attache.db", "attache.db-wal", "audit.key", "lock"] {
        let mode = fs::metadata(data.join(file)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file}");
    }

    for round in ["with the lock file", "without it"] {
        let (code, message) = refused(&["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
        assert_eq!(code, Some(1), "{round}");
        assert!(
            message.contains("in use by another attache process"),
            "{round}: {message}"
        );
        fs::remove_file(data.join("lock")).unwrap();
    }

    // Killed repeatedly, the server still delivers, and the file is complete.
    let cookie = server.sign_in("full-access");
    let accepted = server.call(
        "POST",
        "/api/v1/accounts/juniper-freight/exports",
        &cookie,
        r#"{"clientRequestToken":"k-1"}"#,
    );
    assert_eq!(accepted.status, 202);
    let id = accepted.json()["id"].as_str().unwrap().to_owned();
    let mut server = server;
    for _ in 0..4 {
        server.progress(&cookie, 5 * 3_600);
        server.kill();
        server = Running::start(&data, &["--speed", "1"]);
    }
    server.advance(&cookie, 6 * 3_600);
    let export = server.until_delivered(&cookie, &id);
    assert_eq!(export["state"], "Ready");
    let file = server.call("GET", &format!("/api/v1/exports/{id}/manifest.txt"), &cookie, "");
    assert_eq!(
        file.body.lines().count() as u64,
        export["items"].as_u64().unwrap()
    );

    // A graceful shutdown: exit code 0, and prompt despite an open event stream.
    for signal in ["-HUP", "-TERM"] {
        let listener = server.listen(&cookie);
        let (code, took) = server.end_with(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(took.as_secs() < 10, "{signal}: drained in {took:?}");
        drop(listener);
        server = Running::start(&data, &["--speed", "1"]);
    }
    server.kill();

    let database = data.join("attache.db");
    let newer = "INSERT INTO _sqlx_migrations VALUES (9999, 'later', datetime(), 1, x'00', 0)";
    running::execute(&database, newer);
    let (code, message) = refused(&["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(message.contains("newer version of Attaché"), "{message}");

    fs::remove_file(&database).unwrap();
    let (code, message) = refused(&["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(
        message.contains("its database (attache.db) is missing"),
        "{message}"
    );
    assert!(!database.exists(), "nothing was created");
}

#[test]
fn help_and_version_are_available() {
    let help = Command::new(env!("CARGO_BIN_EXE_attache"))
        .args(["serve", "--help"])
        .output()
        .unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    for flag in [
        "--listen",
        "--data",
        "--console-url",
        "--files-url",
        "--speed",
        "--start",
        "--pace",
        "--trusted-proxy",
        "--metrics-listen",
        "--allow-plain-http",
        "--auth",
        "--allow-demo-sign-in",
        "--seed",
        "--attachments",
        "--ui",
    ] {
        let variable = format!("ATTACHE_{}", flag[2..].replace('-', "_").to_uppercase());
        assert!(text.contains(flag) && text.contains(&variable), "{flag}");
    }
    let version = attache().arg("--version").output().unwrap();
    assert!(String::from_utf8(version.stdout).unwrap().starts_with("attache "));
}
