//! A backup of a running server, and a server on what was restored from it.

use std::{fs, path::Path, process::Output};

use crate::running::{Running, attache};

fn run(arguments: &[&str]) -> Output {
    attache().args(arguments).output().unwrap()
}

fn succeeds(arguments: &[&str]) -> String {
    let output = run(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str], because: &str) {
    let output = run(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert!(error.contains(because), "{error}");
}

#[test]
fn a_running_server_is_backed_up_and_the_copy_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (data, backup, restored) = (path("data"), path("backup"), path("restored"));
    let options = ["--speed", "1", "--attachments", "60"];
    let server = Running::start(Path::new(&data), &options);
    let cookie = server.sign_in("owner");
    let accepted = server.call(
        "POST",
        "/api/v1/accounts/juniper-freight/exports",
        &cookie,
        r#"{"clientRequestToken":"k-1"}"#,
    );
    let id = accepted.json()["id"].as_str().unwrap().to_owned();
    server.advance(&cookie, 26 * 3_600);
    server.until_delivered(&cookie, &id);
    let file = format!("/api/v1/exports/{id}/manifest.csv");
    let before = server.call("GET", &file, &cookie, "").body;

    // A target may exist, as a mount point does.
    fs::create_dir_all(Path::new(&backup).join("lost+found")).unwrap();
    let said = succeeds(&["backup", "--data", &data, "--to", &format!("{backup}/")]);
    assert!(said.contains("Backed up the database, the keys and"), "{said}");
    assert!(!said.contains("missing"), "{said}");
    refused(&["backup", "--data", &data, "--to", &backup], "is not empty");
    refused(&["restore", "--from", &backup, "--data", &data], "is not empty");
    refused(
        &["restore", "--from", &path("nowhere"), "--data", &restored],
        "not an Attaché data directory",
    );
    // What happens after the backup is not in it.
    server.call("POST", &format!("/api/v1/exports/{id}/revoke"), &cookie, "{}");
    drop(server);

    succeeds(&["restore", "--from", &backup, "--data", &restored]);
    let said = succeeds(&["audit", "verify", "--data", &restored]);
    assert!(said.contains("intact"), "{said}");
    // The links are those of the export, wherever the files site is now.
    let elsewhere = [&options[..], &["--files-url", "http://files.attache.localhost:9"]].concat();
    let server = Running::start(Path::new(&restored), &elsewhere);
    assert_eq!(server.call("GET", &file, &cookie, "").body, before);
    drop(server);

    let database = Path::new(&backup).join("attache.db");
    let mut bytes = fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0xA5);
    fs::write(&database, bytes).unwrap();
    refused(&["restore", "--from", &backup, "--data", &path("other")], "");
    assert!(!Path::new(&path("other")).exists(), "nothing is left of it");
}
