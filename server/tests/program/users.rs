//! Who may sign in: the rule for demos, and `attache user` while a server runs.

use std::{
    io::Write,
    path::Path,
    process::{Output, Stdio},
};

use crate::{
    refused,
    running::{Running, attache},
};

/// Runs `attache user` on a data directory with this standard input.
fn user(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = attache()
        .arg("user")
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may exit without reading its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Returns whether the command succeeded, and its output.
fn said(output: &Output) -> (bool, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn a_demo_refuses_to_listen_on_the_network() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let data = data.to_str().unwrap();
    for arguments in [
        &["--listen", "0.0.0.0:0"][..],
        &["--listen", "[::]:0"],
        &["--listen", "127.0.0.1:0", "--console-url", "https://chat.example"],
        &[
            "--listen",
            "127.0.0.1:0",
            "--console-url",
            "http://localhost.example:3000",
        ],
    ] {
        let (code, message) = refused(&[&["--data", data], arguments].concat());
        assert_eq!(code, Some(1), "{arguments:?}: {message}");
        for way in ["--auth password", "--allow-demo-sign-in"] {
            assert!(message.contains(way), "{arguments:?}: {message}");
        }
    }
    assert!(!Path::new(data).exists(), "nothing was created");
    let allowed = Running::start(
        Path::new(data),
        &[
            "--attachments",
            "60",
            "--console-url",
            "http://attache.localhost:1",
            "--allow-demo-sign-in",
        ],
    );
    assert_eq!(allowed.end_with("-TERM").0, Some(0));
}

#[test]
fn passwords_can_be_set_while_a_server_runs() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let password = "correct horse battery";

    let (done, message) = said(&user(&data, &["list"], ""));
    assert!(!done && message.contains("attache serve"), "{message}");
    assert!(!data.exists(), "nothing was created");

    let server = Running::start(&data, &["--attachments", "60", "--auth", "password"]);
    let sign_in = |password: &str| {
        let body = format!(r#"{{"principal":"ines@juniper.example","password":"{password}"}}"#);
        server.call("POST", "/api/v1/session", "", &body)
    };
    assert_eq!(sign_in(password).status, 401, "nobody can yet");

    let add = [
        "add",
        "ines@juniper.example",
        "--name",
        "Ines M.",
        "--policy",
        "Owner",
        "--password-stdin",
    ];
    for (input, expected) in [
        ("short\n", "at least 12 characters"),
        (&*"x".repeat(100_000), "at most 200 bytes"),
        ("", "at least 12 characters"),
        ("a\u{7}bell is no letter", "control characters"),
    ] {
        let (done, message) = said(&user(&data, &add, input));
        assert!(!done && message.contains(expected), "{message}");
    }
    let (done, message) = said(&user(
        &data,
        &["add", "x", "--policy", "Nope", "--password-stdin"],
        password,
    ));
    assert!(
        !done && message.contains("there is no policy \"Nope\"") && message.contains("FullAccess"),
        "{message}"
    );
    let (done, message) = said(&user(&data, &["add", "x"], ""));
    assert!(
        !done && message.contains("--password-stdin"),
        "without a terminal: {message}"
    );

    let (done, message) = said(&user(&data, &add, &format!("{password}\r\n")));
    assert!(done, "{message}");
    let (done, message) = said(&user(&data, &add, password));
    assert!(!done && message.contains("attache user passwd"), "{message}");
    let reply = sign_in(password);
    assert_eq!(reply.status, 201, "{}", reply.body);
    let cookie = reply.cookie();
    assert_eq!(
        server
            .call("GET", "/api/v1/access/principals", &cookie, "")
            .status,
        200
    );

    let (done, message) = said(&user(&data, &["list"], ""));
    assert!(done, "{message}");
    let line = message.lines().find(|line| line.starts_with("ines@")).unwrap();
    let cells: Vec<_> = line
        .split("  ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    assert_eq!(cells, ["ines@juniper.example", "Ines M.", "password", "Owner"]);

    let passwd = ["passwd", "ines@juniper.example", "--password-stdin"];
    let (done, message) = said(&user(&data, &passwd, "tractor muffin violet"));
    assert!(done && message.contains("Their session was ended"), "{message}");
    assert_eq!(server.call("GET", "/api/v1/session", &cookie, "").status, 401);
    let cookie = sign_in("tractor muffin violet").cookie();

    let (done, message) = said(&user(&data, &["disable", "ines@juniper.example"], ""));
    assert!(done, "{message}");
    assert_eq!(server.call("GET", "/api/v1/session", &cookie, "").status, 401);
    assert_eq!(sign_in("tractor muffin violet").status, 401);
    assert!(said(&user(&data, &["enable", "ines@juniper.example"], "")).0);
    assert_eq!(sign_in("tractor muffin violet").status, 201);
    let (done, message) = said(&user(&data, &["disable", "nobody"], ""));
    assert!(!done && message.contains("no principal \"nobody\""), "{message}");
    assert_eq!(server.end_with("-TERM").0, Some(0));

    // It also works without a server, and applies when one starts.
    let (done, message) = said(&user(&data, &["disable", "ines@juniper.example"], ""));
    assert!(done, "{message}");
    let server = Running::start(&data, &["--auth", "password"]);
    let body = r#"{"principal":"ines@juniper.example","password":"tractor muffin violet"}"#;
    assert_eq!(server.call("POST", "/api/v1/session", "", body).status, 401);
}

#[test]
fn a_foreign_or_damaged_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("attache.db"), "no database").unwrap();
    let (done, message) = said(&user(dir.path(), &["list"], ""));
    assert!(
        !done && message.contains("does not belong to Attaché or is damaged"),
        "{message}"
    );
}
