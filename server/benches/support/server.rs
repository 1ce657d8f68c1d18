//! The server on a folder, in the benchmark's own process, and somebody who is signed in.

#![allow(dead_code, reason = "each benchmark uses its part")]

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

use attache_server::{
    access::sign_in::Auth,
    clock::{ManualWall, parse_rfc3339},
    http::{self, App, Inner, metrics::Metrics, ui::Ui},
    random::Random,
    signing::Endpoint,
    simulator::dns::Simulated,
    simulator::world::{self, SeedOptions},
    store::Store,
    workspace::{ClockStart, Pace, Parts, Workspace, blobs::Blobs},
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, header},
    response::Response,
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::sync::watch;
use tower::ServiceExt;

const START: &str = "2026-01-22T01:10:00Z";
const CONSOLE: &str = "localhost:3000";
const FILES: &str = "127.0.0.1:3000";

/// Makes a world in a folder, and returns its database.
pub(crate) async fn seed(folder: &Path, seed: u64, attachments: u32) -> Store {
    fs::create_dir_all(folder.join("blobs")).unwrap();
    let store = open_store(folder).await;
    let options = SeedOptions {
        seed,
        attachments: Some(attachments),
        start: START.parse().unwrap(),
    };
    world::seed(&store, open_blobs(folder).objects(), &options, |_| ())
        .await
        .unwrap();
    store
}

async fn open_store(folder: &Path) -> Store {
    Store::open(&folder.join("attache.db")).await.unwrap()
}

fn open_blobs(folder: &Path) -> Blobs {
    Blobs::in_folder(&folder.join("blobs")).unwrap()
}

/// The server, and who calls it.
pub(crate) struct Server {
    /// The workspace.
    pub(crate) workspace: Arc<Workspace>,
    router: Router,
    cookie: String,
    /// Dropped, it ends what runs in the background.
    _stop: watch::Sender<bool>,
}

impl Server {
    /// On the world in this folder, with this principal signed in.
    pub(crate) async fn open(folder: &Path, principal: &str) -> Self {
        let start = parse_rfc3339(START).unwrap();
        let store = open_store(folder).await;
        let parts = Parts {
            folder: folder.to_owned(),
            store: store.clone(),
            blobs: open_blobs(folder),
            wall: Arc::new(ManualWall::new(start)),
            random: Random::from_system().unwrap(),
            files: Endpoint::parse(&format!("http://{FILES}")).unwrap(),
            pace: Pace::Off,
            dns: Box::new(Simulated(store)),
        };
        let clock = ClockStart {
            start: Some(start),
            speed: None,
        };
        let workspace = Workspace::open(parts, clock).await.unwrap();
        let (end, stop) = watch::channel(false);
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
        let mut server = Self {
            workspace,
            router: http::router(app),
            cookie: String::new(),
            _stop: end,
        };
        let reply = server
            .post("/api/v1/session", &json!({ "principal": principal }))
            .await;
        let cookie = reply.headers()[header::SET_COOKIE].to_str().unwrap();
        server.cookie = cookie.split(';').next().unwrap().to_owned();
        server
    }

    /// Asks for something.
    pub(crate) async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, CONSOLE, path, &Value::Null).await
    }

    /// Does something.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        self.send(Method::POST, CONSOLE, path, body).await
    }

    /// Asks for the head of what a link leads to.
    pub(crate) async fn follow(&self, link: &str) -> Response {
        let path = link.strip_prefix(&format!("http://{FILES}")).unwrap();
        self.send(Method::HEAD, FILES, path, &Value::Null).await
    }

    async fn send(&self, method: Method, host: &str, path: &str, body: &Value) -> Response {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, host)
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

/// The whole body of an answer.
pub(crate) async fn bytes(reply: Response) -> Vec<u8> {
    reply.into_body().collect().await.unwrap().to_bytes().to_vec()
}

/// Reads the whole body of an answer, and keeps nothing of it but its length.
pub(crate) async fn length(reply: Response) -> u64 {
    let mut body = reply.into_body();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        length += frame.unwrap().into_data().map_or(0, |data| data.len() as u64);
    }
    length
}
