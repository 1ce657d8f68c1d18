//! The server in the benchmark's own process, with somebody signed in whose every call succeeds.

#![allow(dead_code, reason = "each benchmark uses its part")]

use std::{path::Path, sync::Arc};

use attache_server::workspace::{Pace, Workspace};
use attache_testing::{Actor, Settings};
use axum::{
    body::Body,
    http::{Method, header},
    response::Response,
};
use http_body_util::BodyExt;
use serde_json::Value;

/// The server, and its caller.
pub(crate) struct Server {
    /// The workspace.
    pub(crate) workspace: Arc<Workspace>,
    actor: Actor,
    server: attache_testing::Server,
}

impl Server {
    /// Opens a data directory, with this principal signed in.
    pub(crate) async fn open(folder: &Path, principal: &str) -> Self {
        let settings = Settings {
            pace: Pace::Off,
            seed: None,
            ..Settings::default()
        };
        let server = attache_testing::Server::open(folder, settings).await;
        Self {
            workspace: server.workspace.clone(),
            actor: server.sign_in(principal).await,
            server,
        }
    }

    /// Gets a path.
    pub(crate) async fn get(&self, path: &str) -> Response {
        self.call(Method::GET, path, Body::empty()).await
    }

    /// Posts JSON to a path.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        self.call(Method::POST, path, Body::from(body.to_string())).await
    }

    /// Asks for the head of the file behind a link.
    pub(crate) async fn follow(&self, link: &str) {
        let reply = self.server.follow(Method::HEAD, link, None).await;
        assert!(reply.status.is_success(), "{}", reply.status);
    }

    async fn call(&self, method: Method, path: &str, body: Body) -> Response {
        let request = self.actor.request(method, path);
        let request = request
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        let reply = self.actor.open(request.unwrap()).await;
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
