//! A server whose disk is full: a small file system of its own, which the test fills and frees.
//!
//! Mounting one needs root or user namespaces. Where neither is there, the test says so and does nothing.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::Command,
};

use crate::running::{Reply, Running, attache};

const ACCOUNT: &str = "/api/v1/accounts/juniper-freight";
const OPTIONS: [&str; 4] = ["--attachments", "60", "--speed", "3600"];

/// Returns a command that mounts a small file system at `folder`, visible to it alone, and then runs the server.
fn on_small_disk(folder: &Path) -> Command {
    let server = attache();
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c"]);
    let script = "mount -t tmpfs -o size=64m,mode=700 tmpfs \"$1\" && shift && exec \"$@\"";
    command.args([script, "sh"]).arg(folder).arg(server.get_program());
    for (name, value) in server.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// Returns false, with a line, where no file system can be mounted.
fn can_mount(folder: &Path) -> bool {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "mount", "-t", "tmpfs", "tmpfs"]);
    let mounted = command
        .arg(folder)
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        let line = "skipped: the tests of a full disk need root or user namespaces to mount a file system\n";
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
    mounted
}

/// The server's file system, as this process reaches it.
struct Disk(PathBuf);

impl Disk {
    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// Writes until not one byte fits.
    fn fill(&self) {
        let mut file = fs::File::create(self.ballast()).unwrap();
        for size in [1 << 16, 1] {
            loop {
                match file.write_all(&vec![7; size]) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    fn free(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }

    /// The files that are not the database's or the audit log's.
    fn incoming(&self) -> usize {
        let names = fs::read_dir(self.0.join("data/blobs/incoming"));
        names.map_or(0, |names| names.count())
    }
}

struct Story {
    server: Running,
    disk: Disk,
    cookie: String,
}

impl Story {
    fn get(&self, path: &str) -> Reply {
        self.server.call("GET", path, &self.cookie, "")
    }

    fn post(&self, path: &str, body: &str) -> Reply {
        self.server.call("POST", path, &self.cookie, body)
    }

    fn upload(&self, name: &str, size: usize) -> Reply {
        let user = self
            .get(&format!("{ACCOUNT}/users?limit=1&status=Registered"))
            .json()["items"][0]
            .clone();
        let places = format!(
            "/api/v1/simulator/people/{}/conversations?limit=1",
            user["id"].as_str().unwrap()
        );
        let place = self.get(&places).json()["items"][0]["id"].clone();
        let path = format!(
            "/api/v1/simulator/uploads?sender={}&container={}&fileName={name}",
            user["email"].as_str().unwrap(),
            place.as_str().unwrap()
        );
        self.post(&path, &"x".repeat(size))
    }

    fn advance(&self, seconds: u32) -> Reply {
        let body = format!("{{\"advanceSeconds\":{seconds}}}");
        self.server.call("PATCH", "/api/v1/clock", &self.cookie, &body)
    }

    /// Signs someone in from another browser.
    fn signs_in(&self) -> Reply {
        let body = r#"{"principal":"read-only"}"#;
        self.server.call("POST", "/api/v1/session", "", body)
    }

    /// Reads what an administrator reads.
    fn reads(&self, export: &str) {
        for path in [
            "/api/v1/session".to_owned(),
            ACCOUNT.to_owned(),
            format!("{ACCOUNT}/users?q=a"),
            format!("{ACCOUNT}/exports"),
            format!("{ACCOUNT}/exports/estimate"),
            format!("/api/v1/exports/{export}"),
            format!("/api/v1/exports/{export}/items"),
            "/api/v1/notifications".to_owned(),
            "/api/v1/clock".to_owned(),
        ] {
            let reply = self.get(&path);
            assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        }
    }
}

/// Asserts that a call was refused because of the disk, in words that say so.
fn assert_full(reply: &Reply) {
    assert_eq!(reply.status, 503, "{}", reply.body);
    let problem = reply.json();
    assert_eq!(problem["code"], "unavailable", "{problem}");
    assert!(
        problem["detail"].as_str().unwrap().contains("disk is full"),
        "{problem}"
    );
    assert!(reply.head.contains("retry-after: 60"), "{}", reply.head);
}

#[test]
fn a_full_disk_refuses_changes_allows_reads_and_is_forgotten_once_there_is_space() {
    let dir = tempfile::tempdir().unwrap();
    let mount = dir.path().join("disk");
    fs::create_dir(&mount).unwrap();
    if !can_mount(&mount) {
        return;
    }
    let server = Running::start_as(on_small_disk(&mount), &mount.join("data"), &OPTIONS);
    let cookie = server.sign_in("owner");
    let inside = format!("/proc/{}/root{}", server.id(), mount.display());
    let disk = Disk(PathBuf::from(inside));
    let story = Story { server, disk, cookie };
    let accepted = story.post(
        &format!("{ACCOUNT}/exports"),
        r#"{"clientRequestToken":"in-flight"}"#,
    );
    assert_eq!(accepted.status, 202, "{}", accepted.body);
    let id = accepted.json()["id"].as_str().unwrap().to_owned();
    story.server.progress(&story.cookie, 5 * 3_600);

    story.disk.fill();
    assert_full(&story.upload("large.txt", 3_000_000));
    assert_full(&story.upload("small.txt", 100));
    assert_eq!(story.disk.incoming(), 0, "what was not kept takes no space");
    // The database has some space of its own left. Sign-in works until that is used up, and then says why not.
    let mut signed_in = 0;
    let refused = loop {
        let reply = story.signs_in();
        if reply.status != 201 {
            break reply;
        }
        signed_in += 1;
        assert!(signed_in < 5_000, "the database never needed space");
    };
    assert_full(&refused);
    assert_full(&story.advance(3_600));
    assert_full(&story.post("/api/v1/accounts", r#"{"name":"One too many"}"#));
    story.reads(&id);
    // Its last records cannot be written, and without them it is not shown.
    assert_full(&story.get("/api/v1/audit/events"));
    let state = story.get(&format!("/api/v1/exports/{id}")).json()["state"].clone();
    assert_eq!(state, "Processing", "it waits");

    // With space again, everything works without a restart, and the request that was in flight is delivered.
    story.disk.free();
    assert_eq!(story.upload("small.txt", 100).status, 201);
    assert_eq!(story.signs_in().status, 201);
    assert_eq!(story.advance(26 * 3_600).status, 200);
    let export = story.server.until_delivered(&story.cookie, &id);
    assert_eq!(
        (&export["state"], &export["errors"]),
        (&"Ready".into(), &0.into()),
        "{export}"
    );
    let file = story.get(&format!("/api/v1/exports/{id}/manifest.txt"));
    assert_eq!(
        file.body.lines().count() as u64,
        export["items"].as_u64().unwrap()
    );
    let log = story.get("/api/v1/audit/verification").json();
    assert!(
        log["fault"].is_null(),
        "what could not be written was written later: {log}"
    );
    story.reads(&id);
}
