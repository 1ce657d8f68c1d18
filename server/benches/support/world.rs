//! The world of the benchmarks: a million attachments, all of them in one delivered export, and behind it a small export
//! of another account. Made by the server's own code, once; kept under `target/` until the code that makes it changes.

#![allow(dead_code, reason = "each benchmark uses its part")]

#[path = "server.rs"]
mod server;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use attache_server::{duties, worker::NextRun, workspace::Workspace};
use attache_testing::seed;
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::{Server, bytes, length};
use sha2::{Digest, Sha256};

const ATTACHMENTS: u32 = 1_000_000;
/// Whose export holds everything.
pub(crate) const JUNIPER: &str = "juniper-freight";
/// Whose export comes after it.
pub(crate) const HARBOR: &str = "harbor-health";
/// What decides whether a world that is there can be used again, relative to the crate.
const SOURCES: [&str; 8] = [
    "benches/support/world.rs",
    "migrations",
    "src/pipeline",
    "src/store/pipeline",
    "src/store/pipeline.rs",
    "src/store/scope.rs",
    "src/simulator/world",
    "src/simulator/world.rs",
];

/// Brings every attachment into Juniper Freight's scope.
const ALL_IN_SCOPE: [&str; 5] = [
    "UPDATE containers SET kind = 'group' WHERE kind = 'meeting'",
    "UPDATE containers SET deleted_at = NULL WHERE deleted_at IS NOT NULL",
    "UPDATE messages SET redacted_at = NULL WHERE redacted_at IS NOT NULL",
    "UPDATE messages SET expires_at = NULL WHERE expires_at IS NOT NULL",
    "UPDATE users SET account_id = 'juniper-freight', registration = iif(registration = 'Released', 'Registered', registration)
     WHERE account_id IS NOT 'juniper-freight' OR registration = 'Released'",
];
/// Makes the directory large where the world is not: 1,000 domains, and somebody who is in thousands of conversations and
/// uploaded thousands of files.
const LARGE_DIRECTORY: [&str; 3] = [
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
     INSERT INTO domains (id, account_id, name, status, claimed_at, verified_at)
     SELECT 'd-' || i, 'juniper-freight', printf('branch-%03d.example', i), 'Verified', 0, 0 FROM n",
    "INSERT OR IGNORE INTO memberships SELECT c.id, (SELECT max(id) FROM users WHERE account_id = 'juniper-freight'), 'Member'
     FROM containers c WHERE c.kind <> 'meeting' ORDER BY c.id LIMIT 5000",
    "UPDATE messages SET sender_id = (SELECT max(id) FROM users WHERE account_id = 'juniper-freight')
     WHERE id IN (SELECT id FROM messages ORDER BY id LIMIT 5000)",
];
/// Gives Harbor Health a few users, whose attachments are in its export.
const SOME_OF_HARBORS: &str = "UPDATE users SET account_id = 'harbor-health' WHERE rowid_ % 100 = 7";

/// The server on the world.
pub(crate) struct World {
    /// The workspace.
    pub(crate) workspace: Arc<Workspace>,
    /// The export of a million items.
    pub(crate) million: String,
    /// The export that comes after it.
    pub(crate) later: String,
    /// Seconds that the parts of making it took, by name.
    pub(crate) seconds: Value,
    server: Server,
}

impl World {
    /// The world of an earlier run, or a new one.
    pub(crate) async fn open() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-world");
        let stamp = folder.join("stamp.json");
        let sources = digest_of_sources();
        let kept = fs::read(&stamp)
            .ok()
            .and_then(|text| serde_json::from_slice::<Value>(&text).ok())
            .filter(|kept| kept["sources"] == *sources);
        if let Some(kept) = kept {
            let mut world = Self::on(&folder).await;
            world.seconds = kept["seconds"].clone();
            world.million = kept["million"].as_str().unwrap().to_owned();
            world.later = kept["later"].as_str().unwrap().to_owned();
            return world;
        }
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("blobs")).unwrap();
        println!(
            "Making a world of {ATTACHMENTS} attachments in {} …",
            folder.display()
        );
        let world = Self::make(&folder).await;
        // The log is written into the database, as it is after a while.
        world.workspace.store.close().await;
        let kept = json!({
            "sources": sources, "million": world.million, "later": world.later, "seconds": world.seconds,
        });
        fs::write(stamp, kept.to_string()).unwrap();
        Self {
            million: world.million,
            later: world.later,
            seconds: world.seconds,
            ..Self::on(&folder).await
        }
    }

    async fn make(folder: &Path) -> Self {
        let begun = Instant::now();
        let store = seed(folder, 7, ATTACHMENTS).await;
        let seeding = begun.elapsed();
        let mut tx = store.write().await.unwrap();
        for statement in ALL_IN_SCOPE {
            sqlx::query(statement).execute(&mut *tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        store.close().await;
        let mut world = Self::on(folder).await;
        let (million, steps) = world.export(JUNIPER).await;
        world.million = million;
        world.seconds = steps;
        world.seconds["seeding"] = seeding.as_secs_f64().into();
        let mut tx = world.workspace.store.write().await.unwrap();
        sqlx::query(SOME_OF_HARBORS).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        world.later = world.export(HARBOR).await.0;
        let mut tx = world.workspace.store.write().await.unwrap();
        for statement in LARGE_DIRECTORY {
            sqlx::query(statement).execute(&mut *tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        world
    }

    /// A server on what is there.
    async fn on(folder: &Path) -> Self {
        let server = Server::open(folder, "full-access").await;
        Self {
            workspace: server.workspace.clone(),
            million: String::new(),
            later: String::new(),
            seconds: Value::Null,
            server,
        }
    }

    /// Exports an account's attachments. Returns the export's id and the seconds of each step.
    async fn export(&self, account: &str) -> (String, Value) {
        let path = format!("/api/v1/accounts/{account}/exports");
        let reply = self
            .server
            .post(&path, &json!({ "clientRequestToken": "bench" }))
            .await;
        assert_eq!(reply.status(), StatusCode::ACCEPTED);
        let submitted: Value = serde_json::from_slice(&bytes(reply).await).unwrap();
        let id = submitted["id"].as_str().unwrap().to_owned();
        let mut worker = duties::scheduler();
        let mut seconds = json!({});
        loop {
            let step = self.step(&id).await;
            let begun = Instant::now();
            let next = worker.tick(&self.workspace).await.unwrap();
            let sum = seconds[&step].as_f64().unwrap_or(0.0) + begun.elapsed().as_secs_f64();
            seconds[&step] = sum.into();
            if next != NextRun::Now {
                return (id, seconds);
            }
        }
    }

    async fn step(&self, export: &str) -> String {
        let mut conn = self.workspace.store.read().await.unwrap();
        let step = "SELECT step FROM exports WHERE id = ?";
        sqlx::query_scalar(step)
            .bind(export)
            .fetch_one(&mut *conn)
            .await
            .unwrap()
    }

    /// Asks for something and reads the whole answer. Returns how long that took, and the answer's length.
    pub(crate) async fn get(&self, path: &str) -> (Duration, u64) {
        let begun = Instant::now();
        let length = length(self.server.get(path).await).await;
        (begun.elapsed(), length)
    }

    /// Asks for something.
    pub(crate) async fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&bytes(self.server.get(path).await).await).unwrap()
    }

    /// Does something and reads the whole answer. Returns how long that took.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Duration {
        let begun = Instant::now();
        length(self.server.post(path, body).await).await;
        begun.elapsed()
    }
}

fn digest_of_sources() -> String {
    let mut hasher = Sha256::new();
    for source in SOURCES {
        add(&Path::new(env!("CARGO_MANIFEST_DIR")).join(source), &mut hasher);
    }
    hex::encode(hasher.finalize())
}

/// Adds a file's text, or all that is in a folder, in order of names.
fn add(path: &Path, hasher: &mut Sha256) {
    if path.is_file() {
        hasher.update(fs::read(path).unwrap());
        return;
    }
    let mut inside: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    inside.sort();
    for path in inside {
        add(&path, hasher);
    }
}
