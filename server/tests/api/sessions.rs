//! Signing in and out, and how long it lasts.

use std::time::Duration;

use axum::http::{StatusCode, header};
use serde_json::json;

use crate::support::Server;

#[tokio::test]
async fn the_cookie_is_out_of_scripts_reach_and_new_on_each_sign_in() {
    let server = Server::start().await;
    let body = json!({ "principal": "read-only" });
    let reply = server.anybody().post("/api/v1/session", &body).await;
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let all: Vec<_> = reply.headers.get_all(header::SET_COOKIE).iter().collect();
    assert_eq!(all.len(), 2);
    assert_eq!(
        all[1], "attache_signed_in=1; SameSite=Strict; Path=/",
        "for scripts, and no secret"
    );
    let first = server.sign_in("read-only").await;
    let second = first.post("/api/v1/session", &body).await;
    assert_eq!(second.status, StatusCode::CREATED);
    assert_eq!(
        first.get("/api/v1/session").await.refusal(),
        (401, "unauthorized".into()),
        "replaced"
    );
}

#[tokio::test]
async fn the_session_says_who_and_what_they_may_do() {
    let server = Server::start().await;
    let session = server
        .sign_in("start-only")
        .await
        .get("/api/v1/session")
        .await
        .json();
    assert_eq!(session["principal"]["id"], "start-only");
    let allowed = |action: &str| {
        let permissions = session["permissions"].as_array().unwrap();
        permissions
            .iter()
            .find(|permission| permission["action"] == action)
            .unwrap()["allowed"]
            .as_bool()
            .unwrap()
    };
    assert!(allowed("chime:StartDataExport") && allowed("chime:ListUsers"));
    assert!(!allowed("chime:RetrieveDataExport") && !allowed("iam:ListUsers"));
}

#[tokio::test]
async fn a_session_ends_by_sign_out_idleness_and_age() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    assert_eq!(
        actor.delete("/api/v1/session").await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(actor.get("/api/v1/session").await.status, 401);

    let idle = server.sign_in("read-only").await;
    server.wall.advance(Duration::from_secs(8 * 3_600));
    assert_eq!(idle.get("/api/v1/session").await.status, 401);

    let busy = server.sign_in("read-only").await;
    for _ in 0..7 {
        server.wall.advance(Duration::from_secs(3 * 3_600));
        assert_eq!(busy.get("/api/v1/session").await.status, 200);
    }
    server.wall.advance(Duration::from_secs(3 * 3_600));
    assert_eq!(busy.get("/api/v1/session").await.status, 401, "a day is the end");
}

#[tokio::test]
async fn hostile_cookies_and_principals_get_nowhere() {
    let server = Server::start().await;
    let mut actor = server.anybody();
    for value in ["x", "", &"A".repeat(43), &"é".repeat(20), "' OR 1=1 --"] {
        actor.cookie = Some(format!("attache_session={value}"));
        assert_eq!(actor.get("/api/v1/session").await.status, 401, "{value}");
    }
    let unknown = server
        .anybody()
        .post("/api/v1/session", &json!({ "principal": "root" }))
        .await;
    assert_eq!(unknown.refusal(), (422, "invalid".into()));
}
