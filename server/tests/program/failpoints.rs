//! A server that is killed at each of the named points, and what must be true after the restart.

use std::{fs, os::unix::process::ExitStatusExt, path::Path, sync::Mutex};

use attache_server::failpoints::{OF_BACKUP, OF_DELETION, OF_SERVER, VARIABLE};

use crate::{
    kills::{
        ACCOUNT, Call, OPTIONS, Promises, all_have_ended, cancel, check, everything_is_delivered, submit,
        upload, verify,
    },
    running::{Running, attache, try_call},
};

/// Starts a server that aborts at this point. `None` if it aborted before it was ready.
fn start(data: &Path, point: &str) -> Option<Running> {
    let mut command = attache();
    command.env(VARIABLE, point);
    Running::try_start_as(&mut command, data, &OPTIONS).ok()
}

/// Calls until a call is not answered, because the server has aborted. Returns false if all were answered.
fn use_until_it_aborts(port: u16, data: &Path, promises: &Mutex<Promises>, next: u64) -> bool {
    let Some(session) = try_call(port, "POST", "/api/v1/session", "", r#"{"principal":"owner"}"#) else {
        return true;
    };
    let cookie = session.cookie();
    let call = |method: &str, path: &str, body: &str| try_call(port, method, path, &cookie, body);
    whole_story(&call, data, promises, next).is_none()
}

/// An upload, a request that is cancelled, and one that is delivered.
fn whole_story(call: Call<'_>, data: &Path, promises: &Mutex<Promises>, next: u64) -> Option<()> {
    let advance = |seconds: u32| {
        let body = format!("{{\"advanceSeconds\":{seconds}}}");
        call("PATCH", "/api/v1/clock", &body).map(drop)
    };
    upload(call, promises, next)?;
    submit(call, promises, next)?;
    cancel(call, promises)?;
    submit(call, promises, next + 1)?;
    advance(26 * 3_600)?;
    until_nothing_runs(call)?;
    until_the_head_has_moved(call, data)
}

fn until_nothing_runs(call: Call<'_>) -> Option<()> {
    loop {
        let summary = call("GET", &format!("/api/v1/accounts/{ACCOUNT}"), "")?;
        if summary.json()["running"].is_null() {
            return Some(());
        }
        let body = r#"{"advanceSeconds":3600}"#;
        call("PATCH", "/api/v1/clock", body)?;
    }
}

/// Reads the log, which is recorded too, until that record is written and is the log's head.
fn until_the_head_has_moved(call: Call<'_>, data: &Path) -> Option<()> {
    let head = || fs::read(data.join("audit.head")).unwrap_or_default();
    let before = head();
    loop {
        call("GET", "/api/v1/audit/verification", "")?;
        if head() != before {
            return Some(());
        }
    }
}

#[test]
fn a_server_killed_at_any_named_point_keeps_its_promises() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let promises = Mutex::new(Promises::default());
    drop(Running::start(&data, &OPTIONS));
    for (nth, point) in (0..).zip(OF_SERVER) {
        let Some(server) = start(&data, point) else {
            continue;
        };
        let aborts = use_until_it_aborts(server.port(), &data, &promises, nth * 10);
        assert!(aborts, "{point} was not reached");
        assert!(server.aborted(), "{point}: it ended otherwise");
        check(&data, &promises.lock().unwrap(), nth);
        let server = Running::start(&data, &OPTIONS);
        let cookie = all_have_ended(&server, &promises.lock().unwrap());
        let call = |method: &str, path: &str, body: &str| Some(server.call(method, path, &cookie, body));
        until_nothing_runs(&call).unwrap();
        // The next request finds its window open.
        server.advance(&cookie, 8 * 86_400);
    }
    verify(&data);
    let server = Running::start(&data, &OPTIONS);
    let promises = promises.into_inner().unwrap();
    everything_is_delivered(&server, &promises);
    drop(server);
    verify(&data);
    assert!(
        promises.accepted.len() > OF_SERVER.len(),
        "{}",
        promises.accepted.len()
    );
    assert!(!promises.cancelled.is_empty() && !promises.uploaded.is_empty());
}

/// Keeps messages for a day, sends one with a file, and moves the clock until it is deleted, or the server has aborted.
fn delete_until_it_aborts(port: u16, next: u64) -> Option<()> {
    let session = try_call(port, "POST", "/api/v1/session", "", r#"{"principal":"owner"}"#)?;
    let cookie = session.cookie();
    let call = |method: &str, path: &str, body: &str| try_call(port, method, path, &cookie, body);
    let path = format!("/api/v1/accounts/{ACCOUNT}/settings/retention");
    let before = call("GET", &path, "")?;
    let save = format!(
        r#"{{"conversationDays":1,"roomDays":1,"replaces":{}}}"#,
        before.body
    );
    let saved = call("PUT", &path, &save)?;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let promises = Mutex::default();
    upload(&call, &promises, next)?;
    assert_eq!(promises.into_inner().unwrap().uploaded.len(), 1);
    for _ in 0..2_000 {
        call("PATCH", "/api/v1/clock", r#"{"advanceSeconds":86400}"#)?;
    }
    Some(())
}

#[test]
fn a_server_killed_while_it_deletes_leaves_no_row_without_its_file() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    drop(Running::start(&data, &OPTIONS));
    for (next, point) in (0..).zip(OF_DELETION) {
        let orphan = "ab".repeat(32);
        let folder = data.join("blobs/sha256/ab/ab");
        fs::create_dir_all(&folder).unwrap();
        let orphan = folder.join(&orphan);
        fs::write(&orphan, "left behind by a failed commit").unwrap();
        // A young file is spared.
        let file = fs::File::options().write(true).open(&orphan).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
        if let Some(server) = start(&data, point) {
            let ended = delete_until_it_aborts(server.port(), next);
            assert!(ended.is_none(), "{point} was not reached");
            assert!(server.aborted(), "{point}: it ended otherwise");
        }
        verify(&data);
        // The next server ends what was begun.
        let server = Running::start(&data, &OPTIONS);
        let cookie = server.sign_in("owner");
        server.advance(&cookie, 3_600);
        let log = server
            .call("GET", "/api/v1/audit/verification", &cookie, "")
            .json();
        assert!(log["fault"].is_null(), "{point}: {log}");
        drop(server);
        let backup = dir.path().join(format!("backup of {point}"));
        let said = back_up(&data, &backup, None);
        assert!(
            said.contains("Backed up") && !said.contains("missing"),
            "{point}: {said}"
        );
    }
}

/// Runs `attache backup`, killed at a point if there is one, and returns what it printed.
fn back_up(data: &Path, to: &Path, point: Option<&str>) -> String {
    let mut command = attache();
    command.envs(point.map(|point| (VARIABLE, point)));
    command.args(["backup", "--data"]).arg(data).arg("--to").arg(to);
    let output = command.output().unwrap();
    assert_eq!(output.status.signal().is_some(), point.is_some(), "{point:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_backup_killed_at_any_named_point_leaves_no_backup_that_looks_complete() {
    let dir = tempfile::tempdir().unwrap();
    let (data, to) = (dir.path().join("data"), dir.path().join("backup"));
    let server = Running::start(&data, &OPTIONS);
    for point in OF_BACKUP {
        back_up(&data, &to, Some(point));
        assert!(!to.join("attache.db").exists(), "{point}");
        fs::remove_dir_all(&to).unwrap();
    }
    drop(server);
    back_up(&data, &to, None);
    verify(&to);
}

#[test]
fn every_point_in_the_code_is_listed_once() {
    fn points(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                points(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let marked = text.split("failpoint!(\"").skip(1);
            found.extend(marked.map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
    let mut found = Vec::new();
    points(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    let mut listed = [&OF_SERVER[..], &OF_DELETION, &OF_BACKUP].concat();
    listed.sort_unstable();
    assert_eq!(found, listed);
}
