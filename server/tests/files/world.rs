//! A generated world with a delivered export, and the links of its file.

use std::path::{Path, PathBuf};

use attache_server::{
    clock::SECOND,
    duties,
    signing::{AccessKey, AmzDate, Endpoint, Lifetime, Presigner, Secret, Terms},
    simulator::world::shape::CAST_ATTACHMENTS,
    store,
    worker::NextRun,
    workspace::Pace,
};
use attache_testing::{Actor, JUNIPER, Reply, Server, Settings, seed};
use attache_wire::{export::ManifestFormat, paths};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// A row of the manifest.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) size: u64,
    uploaded: jiff::Timestamp,
}

impl Link {
    /// The time of the upload, `later` seconds later, as HTTP writes dates.
    pub(crate) fn http_date(&self, later: i64) -> String {
        let at = self.uploaded + jiff::SignedDuration::from_secs(later);
        DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap()
    }
}

pub(crate) const FILES: &str = "http://127.0.0.1:3000";

pub(crate) struct World {
    server: Server,
    /// The principal that made the request.
    pub(crate) actor: Actor,
    pub(crate) export: String,
    pub(crate) links: Vec<Link>,
    _folder: TempDir,
}

impl World {
    /// A small world in which `full-access` has requested Juniper Freight's attachments and got them.
    pub(crate) async fn delivered() -> Self {
        Self::delivered_with(Settings::default()).await
    }

    /// The same, with other settings; the pipeline does not wait in any case.
    pub(crate) async fn delivered_with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(SEEDED.get_or_init(seeded).await, folder.path());
        let settings = Settings {
            pace: Pace::Off,
            ..settings
        };
        let server = Server::open(folder.path(), settings).await;
        let actor = server.sign_in("full-access").await;
        let submitted = actor.submit(JUNIPER, "files-test").await;
        assert_eq!(submitted.status, StatusCode::ACCEPTED, "{}", submitted.text());
        let export = submitted.json()["id"].as_str().unwrap().to_owned();
        let mut scheduler = duties::scheduler();
        while scheduler.tick(&server.workspace).await.unwrap() == NextRun::Now {}
        let links = manifest(&actor, &export).await;
        assert!(links.len() > 50);
        Self {
            server,
            actor,
            export,
            links,
            _folder: folder,
        }
    }

    /// Follows a link, as any program would.
    pub(crate) async fn fetch(&self, method: &str, url: &str, headers: &[(&str, &str)]) -> Reply {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.server.anybody().fetch(method, url, headers).await
    }

    /// Sends a request whose parts do not agree, as no program would.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        self.server.anybody().send(request).await
    }

    pub(crate) async fn advance(&self, seconds: i64) {
        let moved = self
            .actor
            .patch(&paths::clock(), &json!({ "advanceSeconds": seconds }))
            .await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
    }

    /// A link that the server never gave out, but signed with the export's own key: `ahead` seconds from now.
    pub(crate) async fn sign(&self, prefix: &str, key: &[&str], ahead: i64) -> String {
        let workspace = &self.server.workspace;
        let mut conn = workspace.store.read().await.unwrap();
        let key_row = store::exports::key_of(&mut conn, &self.export.as_str().into())
            .await
            .unwrap()
            .unwrap();
        let terms = Terms {
            endpoint: &Endpoint::parse(FILES).unwrap(),
            key: &AccessKey {
                id: key_row.access_key_id,
                secret: Secret::new(key_row.secret),
            },
            signed_at: &AmzDate::from_unix(workspace.now() / SECOND + ahead).unwrap(),
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

async fn manifest(actor: &Actor, export: &str) -> Vec<Link> {
    let file = actor.get(&paths::manifest(export, ManifestFormat::Csv)).await;
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
        uploaded: row[column("uploaded_at")].parse().unwrap(),
    })
    .collect()
}

/// A generated world at rest. It is generated once, and every test works on a copy.
static SEEDED: OnceCell<PathBuf> = OnceCell::const_new();

async fn seeded() -> PathBuf {
    // Statics are not dropped, so it lies where the next run finds and replaces it.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("files-world");
    let _ = std::fs::remove_dir_all(&folder);
    seed(&folder, 1, CAST_ATTACHMENTS).await.close().await;
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
