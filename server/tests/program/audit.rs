//! `attache audit verify`: while a server runs, after it has stopped, and on foreign directories.

use std::{fs, path::Path};

use super::running::{Running, attache, execute};

/// Runs the verification. Returns the exit code, standard output and standard error.
fn verify(data: &Path) -> (Option<i32>, String, String) {
    let output = attache()
        .args(["audit", "verify", "--data"])
        .arg(data)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_audit_log_can_be_verified_from_outside() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut server = Running::start(&data, &["--attachments", "200"]);
    let cookie = server.sign_in("owner");
    let (code, told, _) = verify(&data);
    assert_eq!(
        (code, told.as_str()),
        (Some(0), "The audit log is intact: 1 records.\n")
    );

    assert_eq!(server.call("GET", "/api/v1/accounts", &cookie, "").status, 200);
    server.kill();
    let (code, told, _) = verify(&data);
    assert_eq!(code, Some(0), "after a kill: {told}");

    // A graceful shutdown writes queued records and the head.
    let server = Running::start(&data, &[]);
    let cookie = server.sign_in("owner");
    assert_eq!(server.call("GET", "/api/v1/accounts", &cookie, "").status, 200);
    assert_eq!(server.end_with("-TERM").0, Some(0));
    let count = |(code, told, error): (Option<i32>, String, String)| -> u64 {
        assert_eq!(code, Some(0), "{error}");
        told.split_whitespace().rev().nth(1).unwrap().parse().unwrap()
    };
    let records = count(verify(&data));
    assert!(records >= 3);
    let head = fs::read_to_string(data.join("audit.head")).unwrap();
    assert!(head.contains(&format!("\"sequence\":{records},")), "{head}");

    let database = data.join("attache.db");
    execute(
        &database,
        "UPDATE audit_events SET class = 'denied' WHERE seq = 2",
    );
    let (code, told, error) = verify(&data);
    assert_eq!((code, told.as_str()), (Some(1), ""));
    assert!(
        error.contains("record 2 ")
            && error.contains("column class")
            && error.contains("Intact records before it: 1."),
        "{error}"
    );
    execute(&database, "DELETE FROM audit_events WHERE seq = 1");
    assert!(verify(&data).2.contains("Record 1 is missing"));
    fs::remove_file(data.join("audit.key")).unwrap();
    assert!(verify(&data).2.contains("no audit.key"));
}

#[test]
fn nothing_is_created_in_foreign_directories() {
    let dir = tempfile::tempdir().unwrap();
    let listed = || -> Vec<_> {
        let entries = fs::read_dir(dir.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    let (code, _, error) = verify(&dir.path().join("nowhere"));
    assert_eq!(code, Some(1));
    assert!(error.contains("not an Attaché data directory"), "{error}");
    assert!(verify(dir.path()).2.contains("not an Attaché data directory"));
    assert!(listed().is_empty());

    let foreign = dir.path().join("attache.db");
    fs::write(&foreign, "this is no database, whatever its name says").unwrap();
    assert!(verify(dir.path()).2.contains("does not belong to Attaché"));
    fs::remove_file(&foreign).unwrap();
    fs::write(&foreign, "").unwrap();
    execute(&foreign, "CREATE TABLE audit_events (seq INTEGER)");
    let (code, _, error) = verify(dir.path());
    assert_eq!(code, Some(1));
    assert!(error.contains("does not belong to Attaché"), "{error}");
    assert_eq!(listed(), ["attache.db"]);
}
