//! A server that is killed at random moments while clients use it, and what must be true after each restart.
//!
//! `ATTACHE_KILLS` sets the number of kills (`cargo xtask crash --kills 1000`), `ATTACHE_SEED` the moments.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::running::{Reply, Running, attache, try_call};

pub(crate) const ACCOUNT: &str = "juniper-freight";
pub(crate) const OPTIONS: [&str; 4] = ["--attachments", "60", "--speed", "1"];
const CLIENTS: u64 = 3;
/// The server is killed before its clients have begun this many calls.
const MOST_CALLS: u64 = 60;

/// What the server has promised, by its answers.
#[derive(Default)]
pub(crate) struct Promises {
    /// Accepted requests.
    pub(crate) accepted: Vec<String>,
    /// Requests whose cancellation was answered.
    pub(crate) cancelled: BTreeSet<String>,
    /// Uploaded files, by SHA-256.
    pub(crate) uploaded: BTreeMap<String, String>,
    downloads: u64,
}

/// Returns the number in a variable of the environment, or the default.
pub(crate) fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).map_or(default, |text| text.parse().unwrap())
}

#[test]
fn nothing_promised_is_lost_however_often_the_server_is_killed() {
    let kills = number("ATTACHE_KILLS", 50);
    let mut numbers = ChaCha8Rng::seed_from_u64(number("ATTACHE_SEED", 7));
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let promises = Arc::new(Mutex::new(Promises::default()));
    let counter = Arc::new(AtomicU64::new(0));
    drop(Running::start(&data, &OPTIONS));
    for kill in 0..kills {
        let mut server = Running::start(&data, &OPTIONS);
        let stop = Arc::new(AtomicBool::new(false));
        let (call, calls) = mpsc::channel();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (promises, stop, counter) = (promises.clone(), stop.clone(), counter.clone());
                let call = call.clone();
                let (port, seed) = (server.port(), (kill + 1) * 31 + client * 7 + 1);
                thread::spawn(move || use_it(port, seed, &promises, &stop, &counter, &call))
            })
            .collect();
        drop(call);
        for _ in 0..numbers.random_range(0..MOST_CALLS) {
            // An error means that no client calls any more.
            if calls.recv().is_err() {
                break;
            }
        }
        server.kill();
        stop.store(true, Ordering::SeqCst);
        for client in clients {
            client.join().unwrap();
        }
        check(&data, &promises.lock().unwrap(), kill);
    }
    let server = Running::start(&data, &OPTIONS);
    everything_is_delivered(&server, &promises.lock().unwrap());
    drop(server);
    verify(&data);
    let promises = promises.lock().unwrap();
    let mut line = format!("{kills} kills: {} requests accepted, ", promises.accepted.len());
    line += &format!(
        "{} cancelled, {} files ",
        promises.cancelled.len(),
        promises.uploaded.len()
    );
    line += &format!(
        "uploaded, {} complete downloads; nothing lost\n",
        promises.downloads
    );
    // Shown with --nocapture.
    std::io::Write::write_all(&mut std::io::stdout(), line.as_bytes()).unwrap();
    assert!(
        !promises.accepted.is_empty() && !promises.uploaded.is_empty(),
        "{line}"
    );
}

/// Uses the server as an administrator and as a chat user do, until it is killed.
fn use_it(
    port: u16,
    seed: u64,
    promises: &Mutex<Promises>,
    stop: &AtomicBool,
    counter: &AtomicU64,
    begun: &mpsc::Sender<()>,
) {
    let mut numbers = ChaCha8Rng::seed_from_u64(seed);
    let signed_in = try_call(port, "POST", "/api/v1/session", "", r#"{"principal":"owner"}"#);
    let Some(cookie) = signed_in.as_ref().map(Reply::cookie) else {
        return;
    };
    let call = |method: &str, path: &str, body: &str| try_call(port, method, path, &cookie, body);
    while !stop.load(Ordering::SeqCst) {
        let next = counter.fetch_add(1, Ordering::SeqCst);
        // Nobody counts the calls once the server was killed.
        let _ = begun.send(());
        let done = match numbers.random_range(0..16) {
            0..3 => submit(&call, promises, next),
            3 => cancel(&call, promises),
            4..9 => upload(&call, promises, next),
            9..13 => download(&call, promises),
            _ => {
                // Sometimes far enough for a delivery, sometimes for the next window.
                let seconds = [600, 7_200, 93_600, 604_800][numbers.random_range(0..4)];
                let body = format!("{{\"advanceSeconds\":{seconds}}}");
                call("PATCH", "/api/v1/clock", &body).map(drop)
            }
        };
        if done.is_none() {
            return;
        }
    }
}

pub(crate) type Call<'c> = &'c dyn Fn(&str, &str, &str) -> Option<Reply>;

pub(crate) fn submit(call: Call<'_>, promises: &Mutex<Promises>, next: u64) -> Option<()> {
    let body = format!("{{\"clientRequestToken\":\"token-{next}\"}}");
    let reply = call("POST", &format!("/api/v1/accounts/{ACCOUNT}/exports"), &body)?;
    if reply.status == 202 {
        let id = reply.json()["id"].as_str().unwrap().to_owned();
        promises.lock().unwrap().accepted.push(id);
    }
    Some(())
}

pub(crate) fn cancel(call: Call<'_>, promises: &Mutex<Promises>) -> Option<()> {
    let last = promises.lock().unwrap().accepted.last().cloned();
    let Some(id) = last else { return Some(()) };
    let reply = call("POST", &format!("/api/v1/exports/{id}/cancel"), "{}")?;
    if reply.status == 200 {
        promises.lock().unwrap().cancelled.insert(id);
    }
    Some(())
}

pub(crate) fn upload(call: Call<'_>, promises: &Mutex<Promises>, next: u64) -> Option<()> {
    let people = call("GET", &format!("/api/v1/accounts/{ACCOUNT}/users?limit=1"), "")?;
    let person = people.json()["items"][0].clone();
    let (id, email) = (
        person["id"].as_str()?.to_owned(),
        person["email"].as_str()?.to_owned(),
    );
    let places = call(
        "GET",
        &format!("/api/v1/simulator/people/{id}/conversations?limit=1"),
        "",
    )?;
    let place = places.json()["items"][0]["id"].as_str()?.to_owned();
    let path = format!("/api/v1/simulator/uploads?sender={email}&container={place}&fileName=file-{next}.txt");
    let bytes = format!("the bytes of file {next}");
    let reply = call("POST", &path, &bytes)?;
    if reply.status == 201 {
        let sha256 = reply.json()["sha256"].as_str().unwrap().to_owned();
        promises.lock().unwrap().uploaded.insert(sha256, bytes);
    }
    Some(())
}

/// Downloads the newest file. One that arrives completely has one line per attachment.
fn download(call: Call<'_>, promises: &Mutex<Promises>) -> Option<()> {
    let list = call("GET", &format!("/api/v1/accounts/{ACCOUNT}/exports?limit=50"), "")?;
    let list = list.json();
    let ready = |export: &&serde_json::Value| {
        export["state"]
            .as_str()
            .is_some_and(|state| state.starts_with("Ready"))
    };
    let Some(export) = list["items"].as_array().unwrap().iter().find(ready) else {
        return Some(());
    };
    let path = format!("/api/v1/exports/{}/manifest.txt", export["id"].as_str().unwrap());
    let reply = call("GET", &path, "")?;
    if reply.status == 200 {
        let items = usize::try_from(export["items"].as_u64().unwrap()).unwrap();
        assert_eq!(
            reply.body.lines().count(),
            items,
            "a file was cut off, and arrived with 200"
        );
        promises.lock().unwrap().downloads += 1;
    }
    Some(())
}

/// Checks what can be checked without a server.
pub(crate) fn check(data: &Path, promises: &Promises, kill: u64) {
    for (sha256, bytes) in &promises.uploaded {
        let file = data.join(format!(
            "blobs/sha256/{}/{}/{sha256}",
            &sha256[..2],
            &sha256[2..4]
        ));
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            *bytes,
            "kill {kill}: {sha256}"
        );
    }
    if kill.is_multiple_of(10) {
        verify(data);
    }
}

/// Verifies the audit log's chain and, by a backup and its restoration, the database.
pub(crate) fn verify(data: &Path) {
    let dir = tempfile::tempdir().unwrap();
    let (backup, restored) = (dir.path().join("backup"), dir.path().join("restored"));
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    for arguments in [
        vec!["audit".into(), "verify".into(), "--data".into(), path(data)],
        vec![
            "backup".into(),
            "--data".into(),
            path(data),
            "--to".into(),
            path(&backup),
        ],
        vec![
            "restore".into(),
            "--from".into(),
            path(&backup),
            "--data".into(),
            path(&restored),
        ],
    ] {
        let output = attache().args(&arguments).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
    }
}

/// Every accepted request exists and has ended, those that were cancelled as cancelled, and the next one has every file.
pub(crate) fn everything_is_delivered(server: &Running, promises: &Promises) {
    let cookie = all_have_ended(server, promises);
    server.advance(&cookie, 8 * 86_400);
    let body = r#"{"clientRequestToken":"the-last"}"#;
    let last = server.call(
        "POST",
        &format!("/api/v1/accounts/{ACCOUNT}/exports"),
        &cookie,
        body,
    );
    assert_eq!(last.status, 202, "{}", last.body);
    let id = last.json()["id"].as_str().unwrap().to_owned();
    server.advance(&cookie, 26 * 3_600);
    let export = server.until_delivered(&cookie, &id);
    assert_eq!(export["state"], "Ready", "{export}");
    let file = server.call("GET", &format!("/api/v1/exports/{id}/manifest.csv"), &cookie, "");
    for sha256 in promises.uploaded.keys() {
        assert_eq!(
            file.body.matches(sha256.as_str()).count(),
            1,
            "lost or doubled: {sha256}"
        );
    }
}

/// Lets time pass until every accepted request has ended, those that were cancelled as cancelled. Returns a session.
pub(crate) fn all_have_ended(server: &Running, promises: &Promises) -> String {
    let cookie = server.sign_in("owner");
    server.advance(&cookie, 8 * 86_400);
    let running = |id: &str| {
        let reply = server.call("GET", &format!("/api/v1/exports/{id}"), &cookie, "");
        assert_eq!(reply.status, 200, "an accepted request is lost: {id}");
        let state = reply.json()["state"].as_str().unwrap().to_owned();
        (matches!(state.as_str(), "Submitted" | "Processing"), state)
    };
    for id in &promises.accepted {
        while running(id).0 {
            server.advance(&cookie, 3_600);
        }
    }
    for id in &promises.cancelled {
        assert_eq!(running(id).1, "Cancelled", "{id}");
    }
    cookie
}
