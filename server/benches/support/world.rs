//! The world of the benchmarks: a million attachments, all of them in one delivered export, and behind it a small export
//! of another account. Made by the server's own code, once; kept under `target/` until the code that makes it changes.

#![allow(dead_code, reason = "each benchmark uses its part")]

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use attache_server::{
    blobs::Blobs,
    clock::{ManualWall, parse_rfc3339},
    http::{self, App, Inner, metrics::Metrics, ui::Ui},
    pipeline::{Next, Pace, Worker},
    random::Random,
    signin::Auth,
    signing::Endpoint,
    store::Store,
    workspace::{ClockStart, Parts, Workspace},
    world::{self, SeedOptions},
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
    response::Response,
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tower::ServiceExt;

const START: &str = "2026-01-22T01:10:00Z";
const CONSOLE: &str = "localhost:3000";
const ATTACHMENTS: u32 = 1_000_000;
/// Whose export holds everything.
pub(crate) const JUNIPER: &str = "juniper-freight";
/// Whose export comes after it.
pub(crate) const HARBOR: &str = "harbor-health";
/// What decides whether a world that is there can be used again, relative to the crate.
const SOURCES: [&str; 7] = [
    "benches/support/world.rs",
    "migrations",
    "src/pipeline",
    "src/store/pipeline",
    "src/store/pipeline.rs",
    "src/store/scope.rs",
    "src/world",
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
    router: Router,
    cookie: String,
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
        let mut world = Self::make(&folder).await;
        // The log is written into the database, as it is after a while.
        world.workspace.store.close().await;
        let kept = json!({
            "sources": sources, "million": world.million, "later": world.later, "seconds": world.seconds,
        });
        fs::write(stamp, kept.to_string()).unwrap();
        let made = world;
        world = Self::on(&folder).await;
        Self {
            router: world.router,
            cookie: world.cookie,
            workspace: world.workspace,
            ..made
        }
    }

    async fn make(folder: &Path) -> Self {
        let store = open_store(folder).await;
        let begun = Instant::now();
        let blobs = Blobs::in_folder(&folder.join("blobs")).unwrap();
        let options = SeedOptions {
            seed: 7,
            attachments: Some(ATTACHMENTS),
            start: START.parse().unwrap(),
        };
        world::seed(&store, blobs.objects(), &options, |_| ())
            .await
            .unwrap();
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
        let start = parse_rfc3339(START).unwrap();
        let parts = Parts {
            folder: folder.to_owned(),
            store: open_store(folder).await,
            blobs: Blobs::in_folder(&folder.join("blobs")).unwrap(),
            wall: Arc::new(ManualWall::new(start)),
            random: Random::from_system().unwrap(),
            files: Endpoint::parse("http://127.0.0.1:3000").unwrap(),
            pace: Pace::Off,
            dns: None,
        };
        let clock = ClockStart {
            start: Some(start),
            speed: None,
        };
        let workspace = Workspace::open(parts, clock).await.unwrap();
        let (_, stop) = watch::channel(false);
        let app = App::new(Inner {
            workspace: workspace.clone(),
            console: Endpoint::parse(&format!("http://{CONSOLE}")).unwrap(),
            auth: Auth::Demo,
            secure_cookies: false,
            trusted_proxy: None,
            ui: Ui::not_built(),
            metrics: Metrics::default(),
            stop,
        });
        let mut world = Self {
            workspace,
            million: String::new(),
            later: String::new(),
            seconds: Value::Null,
            router: http::router(app),
            cookie: String::new(),
        };
        let reply = world
            .send(
                Method::POST,
                "/api/v1/session",
                &json!({ "principal": "full-access" }),
            )
            .await;
        let cookie = reply.headers()[header::SET_COOKIE].to_str().unwrap();
        world.cookie = cookie.split(';').next().unwrap().to_owned();
        world
    }

    /// Exports an account's attachments. Returns the export's id and the seconds of each step.
    async fn export(&self, account: &str) -> (String, Value) {
        let path = format!("/api/v1/accounts/{account}/exports");
        let reply = self
            .send(Method::POST, &path, &json!({ "clientRequestToken": "bench" }))
            .await;
        assert_eq!(reply.status(), StatusCode::ACCEPTED);
        let body = reply.into_body().collect().await.unwrap().to_bytes();
        let id = serde_json::from_slice::<Value>(&body).unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut worker = Worker::default();
        let mut seconds = json!({});
        loop {
            let step = self.step(&id).await;
            let begun = Instant::now();
            let next = worker.tick(&self.workspace).await.unwrap();
            let sum = seconds[&step].as_f64().unwrap_or(0.0) + begun.elapsed().as_secs_f64();
            seconds[&step] = sum.into();
            if next != Next::Now {
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
        let mut body = self.send(Method::GET, path, &Value::Null).await.into_body();
        let mut length = 0;
        while let Some(frame) = body.frame().await {
            length += frame.unwrap().into_data().map_or(0, |data| data.len() as u64);
        }
        (begun.elapsed(), length)
    }

    /// Asks for something.
    pub(crate) async fn json(&self, path: &str) -> Value {
        let reply = self.send(Method::GET, path, &Value::Null).await;
        let body = reply.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&body).unwrap()
    }

    /// Does something and reads the whole answer. Returns how long that took.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Duration {
        let begun = Instant::now();
        let reply = self.send(Method::POST, path, body).await;
        reply.into_body().collect().await.unwrap();
        begun.elapsed()
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> Response {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, CONSOLE)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .body(if body.is_null() {
                Body::empty()
            } else {
                Body::from(body.to_string())
            })
            .unwrap();
        let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 50_000));
        request.extensions_mut().insert(ConnectInfo(peer));
        let reply = self.router.clone().oneshot(request).await.unwrap();
        assert!(reply.status().is_success(), "{path}: {}", reply.status());
        reply
    }
}

async fn open_store(folder: &Path) -> Store {
    Store::open(&folder.join("attache.db")).await.unwrap()
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
