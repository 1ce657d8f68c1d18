//! Server-sent events: only permitted events are sent, and gaps are announced.

use axum::{body::Body, http::Method};
use futures::StreamExt;
use serde_json::json;

use attache_testing::{Actor, JUNIPER, Server};

/// Reads the stream until the server ends it.
pub async fn listen(
    server: &Server,
    actor: &Actor,
    last: Option<&str>,
    meanwhile: impl Future<Output = ()>,
) -> Vec<String> {
    let mut request = actor.request(Method::GET, "/api/v1/events");
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let response = actor.open(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 200);
    let mut body = response.into_body().into_data_stream();
    // The first event shows that the listener is registered.
    let mut text = String::from_utf8(body.next().await.unwrap().unwrap().to_vec()).unwrap();
    meanwhile.await;
    server.end();
    while let Some(piece) = body.next().await {
        text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
    }
    let lines = text
        .lines()
        .filter(|line| line.starts_with("event:") || line.starts_with("id:"));
    lines.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_listener_receives_clock_and_export_events() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let told = listen(&server, &avery, None, async {
        avery.submit(JUNIPER, "tok-1").await;
        avery
            .patch("/api/v1/clock", &json!({ "advanceSeconds": 1 }))
            .await;
    });
    let events: Vec<_> = told
        .await
        .into_iter()
        .filter(|line| line.starts_with("event:"))
        .collect();
    assert_eq!(events, ["event: clock", "event: export", "event: clock"]);
}

#[tokio::test]
async fn proxies_are_asked_to_pass_events_on_at_once_and_get_two_kilobytes_first() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let request = avery.request(Method::GET, "/api/v1/events").body(Body::empty());
    let response = avery.open(request.unwrap()).await;
    assert_eq!(response.headers()["x-accel-buffering"], "no");
    let mut body = response.into_body().into_data_stream();
    let first = String::from_utf8(body.next().await.unwrap().unwrap().to_vec()).unwrap();
    let (comment, event) = first.split_once('\n').unwrap();
    // A line that begins with a colon is a comment: browsers skip it.
    assert!(comment.starts_with(": ") && comment.len() >= 2_048, "{comment:?}");
    assert!(event.starts_with("event: clock\n"), "{event:?}");
}

#[tokio::test]
async fn without_permission_for_the_account_only_clock_events_arrive() {
    let server = Server::start().await;
    let (avery, denied) = (
        server.sign_in("full-access").await,
        server.sign_in("denied").await,
    );
    let told = listen(&server, &denied, None, async {
        avery.submit(JUNIPER, "tok-1").await;
    });
    assert_eq!(told.await, ["event: clock"]);
}

#[tokio::test]
async fn a_listener_that_resumes_too_late_gets_a_resync() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let told = listen(&server, &avery, Some("another-process-7"), async {}).await;
    assert_eq!(told, ["event: clock", "event: resync"]);
    let nobody = server.anybody().get("/api/v1/events").await;
    assert_eq!(nobody.refusal(), (401, "unauthorized".into()));
}
