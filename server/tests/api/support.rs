//! A server in the test's own process, with a small world, a wall clock that stands still and a pipeline that is stepped
//! by hand.

#[path = "support/fill.rs"]
pub mod fill;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
    time::Duration,
};

use attache_server::{
    access::sign_in::{Auth, Passwords},
    clock::{Change, ManualWall, parse_rfc3339},
    duties,
    http::{self, App, Inner, metrics::Metrics, ui::Ui},
    random::Random,
    signing::Endpoint,
    simulator::dns::Simulated,
    store::Store,
    worker::NextRun,
    workspace::{ClockStart, Pace, Parts, Workspace, blobs::Blobs, dns::Resolver},
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt;

/// Simulated and wall time at which every test begins.
pub const START: &str = "2026-01-22T01:10:00Z";
pub const CONSOLE: &str = "localhost:3000";
pub const FILES: &str = "127.0.0.1:3000";
pub const JUNIPER: &str = "juniper-freight";
pub const KITE: &str = "kite-studio";

pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

pub struct Server {
    pub workspace: Arc<Workspace>,
    pub wall: Arc<ManualWall>,
    router: Router,
    stop: watch::Sender<bool>,
    dir: Arc<TempDir>,
}

/// How a server is to run.
#[derive(Clone, Copy)]
pub struct Settings {
    pub console: &'static str,
    pub files: &'static str,
    pub passwords: bool,
    pub trusted_proxy: Option<IpAddr>,
    /// Makes another DNS than the simulated one.
    pub dns: Option<fn() -> Box<dyn Resolver>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            console: "http://localhost:3000",
            files: "http://127.0.0.1:3000",
            passwords: false,
            trusted_proxy: None,
            dns: None,
        }
    }
}

impl Server {
    /// A server with a new small world.
    pub async fn start() -> Self {
        Self::start_with(Settings::default()).await
    }

    /// A server with a new small world and other settings.
    pub async fn start_with(settings: Settings) -> Self {
        let dir = Arc::new(tempfile::tempdir().unwrap());
        let server = Self::open(dir, 1, settings).await;
        fill::fill(&server.workspace).await;
        let paused = Change {
            paused: Some(true),
            ..Change::default()
        };
        server.workspace.change_clock(paused).await.unwrap();
        server
    }

    async fn open(dir: Arc<TempDir>, seed: u64, settings: Settings) -> Self {
        let start = parse_rfc3339(START).unwrap();
        let wall = Arc::new(ManualWall::new(start));
        let blobs = dir.path().join("blobs");
        std::fs::create_dir_all(&blobs).unwrap();
        let store = Store::open(&dir.path().join("attache.db")).await.unwrap();
        let parts = Parts {
            folder: dir.path().to_owned(),
            store: store.clone(),
            blobs: Blobs::in_folder(&blobs).unwrap(),
            wall: wall.clone(),
            random: Random::seeded(seed),
            files: Endpoint::parse(settings.files).unwrap(),
            pace: Pace::Sim,
            dns: match settings.dns {
                Some(dns) => dns(),
                None => Box::new(Simulated(store)),
            },
        };
        let workspace = Workspace::open(
            parts,
            ClockStart {
                start: Some(start),
                speed: None,
            },
        )
        .await
        .unwrap();
        let (stop, stopping) = watch::channel(false);
        let auth = match settings.passwords {
            true => Auth::Password(Box::new(Passwords::new(&workspace.random).unwrap())),
            false => Auth::Demo,
        };
        let app = App::new(Inner {
            workspace: workspace.clone(),
            console: Endpoint::parse(settings.console).unwrap(),
            auth,
            secure_cookies: settings.console.starts_with("https://"),
            trusted_proxy: settings.trusted_proxy,
            ui: Ui::not_built(),
            metrics: Metrics::default(),
            stop: stopping,
        });
        Self {
            workspace,
            wall,
            router: http::router(app),
            stop,
            dir,
        }
    }

    /// Kills the server (nothing is saved that was not committed) and starts another on the same data.
    pub async fn crash_and_restart(self) -> Self {
        self.workspace.store.close().await;
        let dir = self.dir.clone();
        drop(self);
        Self::open(dir, 2, Settings::default()).await
    }

    /// The data directory.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// Tells endless streams to end.
    pub fn end(&self) {
        self.stop.send_replace(true);
    }

    /// Nobody in particular.
    pub fn anybody(&self) -> Actor {
        Actor {
            router: self.router.clone(),
            cookie: None,
        }
    }

    /// A principal that has signed in.
    pub async fn sign_in(&self, principal: &str) -> Actor {
        let reply = self
            .anybody()
            .post("/api/v1/session", &json!({ "principal": principal }))
            .await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
        let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Actor {
            router: self.router.clone(),
            cookie: Some(cookie),
        }
    }

    /// Follows a link, as a download manager would: to the files site, without a cookie.
    pub async fn follow(&self, method: Method, link: &str, range: Option<&str>) -> Reply {
        let path = link.strip_prefix(&format!("http://{FILES}")).unwrap();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, FILES);
        if let Some(range) = range {
            request = request.header(header::RANGE, range);
        }
        self.anybody().send(request.body(Body::empty()).unwrap()).await
    }

    /// Lets the pipeline do all that it can do now.
    pub async fn work(&self) {
        let mut worker = duties::scheduler();
        loop {
            match worker.tick(&self.workspace).await.unwrap() {
                NextRun::Now => {}
                // Another worker's lease has to run out, or an error be waited for.
                NextRun::After(wait) => self.wall.advance(wait),
                NextRun::At(_) | NextRun::Idle => break,
            }
        }
        // The next worker of the test is another process as far as the lease goes.
        self.wall.advance(Duration::from_secs(31));
    }

    /// Moves the simulated clock on (as somebody who is signed in would) and lets the pipeline catch up.
    pub async fn advance(&self, seconds: i64) {
        let actor = self.sign_in("read-only").await;
        let reply = actor
            .patch("/api/v1/clock", &json!({ "advanceSeconds": seconds }))
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        self.work().await;
    }

    /// Submits for Juniper Freight and waits for the delivery. Returns the export's id.
    pub async fn delivered(&self, actor: &Actor) -> String {
        let reply = actor.submit(JUNIPER, "tok-1").await;
        assert_eq!(reply.status, StatusCode::ACCEPTED, "{}", reply.text());
        let id = reply.json()["id"].as_str().unwrap().to_owned();
        self.work().await;
        self.advance(26 * HOUR).await;
        id
    }
}

/// A caller.
#[derive(Clone)]
pub struct Actor {
    router: Router,
    pub cookie: Option<String>,
}

impl Actor {
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.json(Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Reply {
        self.json(Method::PUT, path, body).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.json(Method::PATCH, path, body).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send(self.request(Method::DELETE, path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn submit(&self, account: &str, token: &str) -> Reply {
        let path = format!("/api/v1/accounts/{account}/exports");
        self.post(&path, &json!({ "clientRequestToken": token })).await
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Reply {
        let request = self
            .request(method, path)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// A request to the console's site with the actor's cookie.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, CONSOLE);
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    pub async fn send(&self, mut request: Request<Body>) -> Reply {
        let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 50_000));
        if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// The response itself, for streams.
    pub async fn open(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        let problem = self.json();
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(problem["status"], self.status.as_u16());
        assert_eq!(
            problem["requestId"],
            self.headers["x-request-id"].to_str().unwrap()
        );
        (self.status.as_u16(), problem["code"].as_str().unwrap().to_owned())
    }
}
