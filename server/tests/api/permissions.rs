//! Every route of the API, called by everybody: who is let in.

use std::{collections::BTreeMap, fmt::Write};

use attache_server::http::table;
use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use serde_json::Value;
use utoipa::openapi::HttpMethod;

use crate::support::{Actor, Server};

/// The callers, in the order of the columns below. `denying` has full access and a policy that denies downloads.
const CALLERS: [&str; 9] = [
    "nobody",
    "denied",
    "read-only",
    "user-management",
    "start-only",
    "retrieve-only",
    "full-access",
    "denying",
    "owner",
];

fn method(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Get => Method::GET,
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Patch => Method::PATCH,
        _ => panic!("a method that no route has had so far"),
    }
}

/// How a call of a route with ids that name nothing and an empty body is judged: `401`, the missing action's name, or
/// `·` when it is let in (and then finds nothing, or refuses the body).
async fn judged(actor: &Actor, method: Method, path: &str) -> String {
    let path = path
        .replace("{account}", "none")
        .replace("{export}", "none")
        .replace('{', "")
        .replace('}', "");
    let request = actor
        .request(method, &path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    let response = actor.open(request).await;
    match response.status() {
        StatusCode::UNAUTHORIZED => "401".into(),
        StatusCode::FORBIDDEN => {
            let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
            let problem: Value = serde_json::from_slice(&body).unwrap();
            problem["missingAction"].as_str().unwrap_or("403").to_owned()
        }
        status => {
            assert!(!status.is_server_error(), "{path}: {status}");
            "·".into()
        }
    }
}

#[tokio::test]
async fn each_route_lets_in_whom_it_should_and_nobody_else() {
    let server = Server::start().await;
    server.end();
    let mut callers = Vec::new();
    for name in CALLERS {
        callers.push(match name {
            "nobody" => server.anybody(),
            name => server.sign_in(name).await,
        });
    }
    let mut rows = BTreeMap::new();
    for route in table() {
        let mut row = String::new();
        for actor in &callers {
            // Signing out would end the caller's session for the routes after it.
            let actor = if (&route.method, route.path) == (&HttpMethod::Delete, "/api/v1/session") {
                &server.anybody()
            } else {
                actor
            };
            write!(row, " {}", judged(actor, method(&route.method), route.path).await).unwrap();
        }
        rows.insert(format!("{} {}", method(&route.method), route.path), row);
    }
    let table: String = rows.iter().map(|(route, row)| format!("{route}:{row}\n")).collect();
    insta::assert_snapshot!(table, @"");
}
