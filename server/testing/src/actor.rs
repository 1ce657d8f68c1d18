//! Callers of the API.

use std::net::{Ipv4Addr, SocketAddr};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, header, request::Builder},
    response::Response,
};
use serde_json::Value;
use tower::ServiceExt;

use crate::{CONSOLE, Reply};

/// A caller of the server: a signed-in principal, or anybody.
#[derive(Debug, Clone)]
pub struct Actor {
    pub(crate) router: Router,
    /// The session cookie, `None` if the caller is not signed in.
    pub cookie: Option<String>,
}

impl Actor {
    /// Gets a path of the console's site.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap())
            .await
    }

    /// Posts JSON to a path of the console's site.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.json(Method::POST, path, body).await
    }

    /// Puts JSON to a path of the console's site.
    pub async fn put(&self, path: &str, body: &Value) -> Reply {
        self.json(Method::PUT, path, body).await
    }

    /// Patches a path of the console's site with JSON.
    pub async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.json(Method::PATCH, path, body).await
    }

    /// Deletes a path of the console's site.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(self.request(Method::DELETE, path).body(Body::empty()).unwrap())
            .await
    }

    /// Requests an account's attachments.
    pub async fn submit(&self, account: &str, token: &str) -> Reply {
        let path = format!("/api/v1/accounts/{account}/exports");
        self.post(&path, &serde_json::json!({ "clientRequestToken": token }))
            .await
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Reply {
        let request = self
            .request(method, path)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// Starts a request to the console's site, with the actor's cookie.
    pub fn request(&self, method: Method, path: &str) -> Builder {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, CONSOLE);
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    /// Calls a whole URL as a download program does: its host decides the site, and no cookie is sent.
    pub async fn fetch(&self, method: Method, url: &str, headers: &[(&str, &str)]) -> Reply {
        let (host, path) = split(url);
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a request and reads the answer to its end.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        Reply::read(self.open(request).await).await
    }

    /// Sends a request and returns the answer as it begins, for streams. The peer is loopback unless the request names
    /// another.
    pub async fn open(&self, mut request: Request<Body>) -> Response {
        let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 50_000));
        if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        self.router.clone().oneshot(request).await.unwrap()
    }
}

/// Host and path of an `http` URL.
fn split(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").unwrap();
    rest.split_at(rest.find('/').unwrap())
}
