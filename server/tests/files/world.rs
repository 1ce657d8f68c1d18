//! A seeded world with a delivered export, and a client without cookies.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use attache_server::{
    access::sign_in::Auth,
    clock::{ManualWall, Millis, SECOND},
    duties,
    http::{self, App, Inner, metrics::Metrics, ui::Ui},
    random::Random,
    signing::{AccessKey, AmzDate, Endpoint, Lifetime, Presigner, Secret, Terms},
    simulator::dns::Simulated,
    simulator::world::{self, SeedOptions, shape::CAST_ATTACHMENTS},
    store::{self, Store},
    worker::NextRun,
    workspace::{ClockStart, Pace, Parts, Workspace, blobs::Blobs},
};
use attache_wire::{clock::Speed, export::Export, paths};
use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt;

pub(crate) const CONSOLE: &str = "http://localhost:3000";
pub(crate) const FILES: &str = "http://127.0.0.1:3000";
/// 2026-01-22T01:10:00Z
const START: Millis = 1_769_044_200_000;

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        Some(self.headers.get(name)?.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// What an element of the XML holds.
    pub(crate) fn element(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.text().split_once(&format!("<{name}>"))?;
        Some(rest.split_once(&format!("</{name}>")).unwrap().0)
    }
}

/// A row of the manifest.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) size: u64,
}

pub(crate) struct World {
    router: Router,
    workspace: Arc<Workspace>,
    cookie: String,
    pub(crate) export: String,
    pub(crate) links: Vec<Link>,
    _folder: TempDir,
}

impl World {
    /// A small world in which `full-access` has requested Juniper Freight's attachments and got them.
    pub(crate) async fn delivered() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = open(folder.path()).await;
        let (_, stop) = tokio::sync::watch::channel(false);
        let app = App::new(Inner {
            workspace: workspace.clone(),
            console: Endpoint::parse(CONSOLE).unwrap(),
            auth: Auth::Demo,
            secure_cookies: false,
            trusted_proxy: None,
            ui: Ui::not_built(),
            metrics: Metrics::default(),
            stop,
        });
        let mut world = Self {
            router: http::router(app),
            workspace,
            cookie: String::new(),
            export: String::new(),
            links: Vec::new(),
            _folder: folder,
        };
        let signed_in = world
            .api("POST", &paths::session(), json!({ "principal": "full-access" }))
            .await;
        world.cookie = signed_in
            .header("set-cookie")
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let request = json!({ "clientRequestToken": "files-test" });
        let submitted = world
            .api("POST", &paths::account_exports("juniper-freight"), request)
            .await;
        assert_eq!(submitted.status, StatusCode::ACCEPTED, "{}", submitted.text());
        world.export = serde_json::from_slice::<Export>(&submitted.body).unwrap().id;
        let mut worker = duties::scheduler();
        while worker.tick(&world.workspace).await.unwrap() == NextRun::Now {}
        world.links = world.manifest().await;
        assert!(world.links.len() > 50);
        world
    }

    async fn manifest(&self) -> Vec<Link> {
        let path = paths::manifest(&self.export, attache_wire::export::ManifestFormat::Csv);
        let file = self.api("GET", &path, Value::Null).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text());
        let mut reader = csv::Reader::from_reader(&*file.body);
        let column = |name: &str| {
            attache_server::exports::manifest::COLUMNS
                .iter()
                .position(|c| *c == name)
                .unwrap()
        };
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| Link {
            url: row[column("url")].to_owned(),
            path: row[column("path")].to_owned(),
            sha256: row[column("sha256")].to_owned(),
            size: row[column("size_bytes")].parse().unwrap(),
        })
        .collect()
    }

    /// Calls the console's API in the session.
    pub(crate) async fn api(&self, method: &str, path: &str, body: Value) -> Answer {
        let headers = [
            ("content-type", "application/json"),
            ("cookie", self.cookie.as_str()),
        ];
        let body = if body.is_null() {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        self.send(method, &format!("{CONSOLE}{path}"), &headers, body)
            .await
    }

    /// Follows a link, as any program would.
    pub(crate) async fn fetch(&self, method: &str, url: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, url, headers, Body::empty()).await
    }

    async fn send(&self, method: &str, url: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (host, target) = rest.split_at(rest.find('/').unwrap());
        assert_eq!(scheme, "http");
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header(header::HOST, host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self
            .router
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    pub(crate) async fn advance(&self, seconds: i64) {
        let moved = self
            .api("PATCH", &paths::clock(), json!({ "advanceSeconds": seconds }))
            .await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
    }

    /// A link that the server never gave out, but signed with the export's own key: `ahead` seconds from now.
    pub(crate) async fn sign(&self, prefix: &str, key: &[&str], ahead: i64) -> String {
        let mut conn = self.workspace.store.read().await.unwrap();
        let key_row = store::exports::key_of(&mut conn, &self.export)
            .await
            .unwrap()
            .unwrap();
        let terms = Terms {
            endpoint: &Endpoint::parse(FILES).unwrap(),
            key: &AccessKey {
                id: key_row.access_key_id,
                secret: Secret::new(key_row.secret),
            },
            signed_at: &AmzDate::from_unix(self.workspace.now() / SECOND + ahead).unwrap(),
            lifetime: Lifetime::from_seconds(3600).unwrap(),
        };
        let mut out = Vec::new();
        Presigner::new(&terms, prefix, &[]).push_url(key, &mut out);
        String::from_utf8(out).unwrap()
    }

    /// A link whose file is a plain one of more than a few bytes.
    pub(crate) fn any(&self) -> &Link {
        self.links.iter().find(|link| link.size > 1000).unwrap()
    }
}

/// A seeded world at rest. Made once: every test goes on from a copy of it.
static SEEDED: OnceCell<PathBuf> = OnceCell::const_new();

async fn seeded() -> PathBuf {
    // Statics are not dropped, so it lies where the next run finds and replaces it.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("files-world");
    let _ = std::fs::remove_dir_all(&folder);
    let blobs = folder.join("blobs");
    std::fs::create_dir_all(&blobs).unwrap();
    let store = Store::open(&folder.join("attache.db")).await.unwrap();
    let options = SeedOptions {
        seed: 1,
        attachments: Some(CAST_ATTACHMENTS),
        start: jiff::Timestamp::from_millisecond(START).unwrap(),
    };
    let blobs = Blobs::in_folder(&blobs).unwrap();
    world::seed(&store, blobs.objects(), &options, |_| {})
        .await
        .unwrap();
    store.close().await;
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

async fn open(folder: &Path) -> Arc<Workspace> {
    copy(SEEDED.get_or_init(seeded).await, folder);
    let store = Store::open(&folder.join("attache.db")).await.unwrap();
    let parts = Parts {
        folder: folder.to_owned(),
        store: store.clone(),
        blobs: Blobs::in_folder(&folder.join("blobs")).unwrap(),
        wall: Arc::new(ManualWall::new(START)),
        random: Random::seeded(1),
        files: Endpoint::parse(FILES).unwrap(),
        pace: Pace::Off,
        dns: Box::new(Simulated(store)),
    };
    let clock = ClockStart {
        start: Some(START),
        speed: Some(Speed::Constant(1.0)),
    };
    Workspace::open(parts, clock).await.unwrap()
}
