//! Submitting: the order of refusals, idempotency, and concurrency.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use serde_json::json;

use attache_testing::{DAY, HOUR, JUNIPER, KITE, Server};

#[tokio::test]
async fn a_request_is_accepted_and_recorded() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let body = json!({ "clientRequestToken": "tok-1", "reason": " Case 12 " });
    let reply = avery
        .post("/api/v1/accounts/juniper-freight/exports", &body)
        .await;
    assert_eq!(reply.status, StatusCode::ACCEPTED);
    let export = reply.json();
    assert_eq!(
        reply.headers[header::LOCATION],
        format!("/api/v1/exports/{}", export["id"].as_str().unwrap())
    );
    assert_eq!(export["state"], "Submitted");
    assert_eq!(export["reason"], "Case 12");
    assert_eq!(export["subject"], json!({ "kind": "account", "id": JUNIPER }));
    assert_eq!(export["requestedBy"]["id"], "full-access");
    assert_eq!(export["submittedAt"], "2026-01-22T01:10:00Z");
    assert_eq!(export["nextAllowedAt"], "2026-01-29T01:10:00Z");
}

#[tokio::test]
async fn refusals_have_the_documented_order() {
    let server = Server::start().await;
    let (avery, reader) = (
        server.sign_in("full-access").await,
        server.sign_in("read-only").await,
    );
    let nobody = server.anybody();
    let bad = json!({ "clientRequestToken": "!" });
    let good = json!({ "clientRequestToken": "tok-1" });
    let path = |account: &str| format!("/api/v1/accounts/{account}/exports");
    // Every later reason also applies to each call.
    assert_eq!(
        nobody.post(&path("nope"), &bad).await.refusal(),
        (401, "unauthorized".into())
    );
    assert_eq!(
        reader.post(&path("nope"), &bad).await.refusal(),
        (403, "accessDenied".into())
    );
    assert_eq!(
        avery.post(&path("nope"), &bad).await.refusal(),
        (404, "notFound".into())
    );
    assert_eq!(
        avery.post(&path(KITE), &bad).await.refusal(),
        (422, "invalid".into())
    );
    assert_eq!(
        avery.post(&path(KITE), &good).await.refusal(),
        (403, "teamAccount".into())
    );
    assert_eq!(
        avery.post(&path(JUNIPER), &good).await.status,
        StatusCode::ACCEPTED
    );
    assert_eq!(avery.post(&path(JUNIPER), &good).await.status, StatusCode::OK);
    let other = json!({ "clientRequestToken": "tok-1", "reason": "another" });
    assert_eq!(
        avery.post(&path(JUNIPER), &other).await.refusal(),
        (422, "tokenReused".into())
    );
    let running = avery.submit(JUNIPER, "tok-2").await;
    assert_eq!(running.refusal(), (409, "exportRunning".into()));
    server.work().await;
    server.advance(26 * HOUR).await;
    let early = avery.submit(JUNIPER, "tok-2").await;
    assert_eq!(early.refusal(), (429, "exportWindow".into()));
}

#[tokio::test]
async fn a_denied_call_names_the_missing_action() {
    let server = Server::start().await;
    for principal in ["user-management", "read-only", "retrieve-only", "denied"] {
        let reply = server.sign_in(principal).await.submit(JUNIPER, "tok-1").await;
        assert_eq!(reply.refusal(), (403, "accessDenied".into()), "{principal}");
        assert_eq!(
            reply.json()["missingAction"],
            "chime:StartDataExport",
            "{principal}"
        );
    }
    for principal in ["start-only", "owner"] {
        let server = Server::start().await;
        let reply = server.sign_in(principal).await.submit(JUNIPER, "tok-1").await;
        assert_eq!(reply.status, StatusCode::ACCEPTED, "{principal}");
    }
}

#[tokio::test]
async fn the_window_opens_at_exactly_its_second() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    server.delivered(&avery).await;
    server.advance(7 * DAY - 26 * HOUR - 1).await;
    let early = avery.submit(JUNIPER, "tok-2").await;
    assert_eq!(early.refusal(), (429, "exportWindow".into()));
    assert_eq!(early.json()["nextAllowedAt"], "2026-01-29T01:10:00Z");
    // The clock is paused, so `Retry-After` is in simulated seconds.
    assert_eq!(early.headers[header::RETRY_AFTER], "1");
    server.advance(1).await;
    assert_eq!(avery.submit(JUNIPER, "tok-2").await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_cancelled_request_frees_its_slot() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = avery.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    server.work().await;
    let cancelled = avery
        .post(&format!("/api/v1/exports/{id}/cancel"), &json!({}))
        .await;
    assert_eq!(cancelled.json()["state"], "Cancelled");
    assert_eq!(avery.submit(JUNIPER, "tok-2").await.status, StatusCode::ACCEPTED);
    server.work().await;
    let again = avery
        .post(&format!("/api/v1/exports/{id}/cancel"), &json!({}))
        .await;
    assert_eq!(again.refusal(), (409, "illegalTransition".into()));
    assert_eq!(again.json()["state"], "Cancelled");
    let items = avery.get(&format!("/api/v1/exports/{id}/items")).await.json();
    assert_eq!(items["items"], json!([]), "partial work is discarded");
}

#[tokio::test]
async fn the_last_of_several_requests_in_one_millisecond_is_the_latest() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let account = "/api/v1/accounts/juniper-freight";
    let mut ids = Vec::new();
    for round in 0..8 {
        let export = avery.submit(JUNIPER, &format!("tok-{round}")).await.json();
        assert_eq!(
            export["submittedAt"], "2026-01-22T01:10:00Z",
            "the clock is paused"
        );
        let summary = avery.get(account).await.json();
        assert_eq!(summary["latest"]["id"], export["id"], "round {round}");
        let cancel = format!("/api/v1/exports/{}/cancel", export["id"].as_str().unwrap());
        assert_eq!(avery.post(&cancel, &json!({})).await.status, StatusCode::OK);
        ids.insert(0, export["id"].clone());
    }
    let (mut listed, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = avery
            .get(&format!("{account}/exports?limit=3{cursor}"))
            .await
            .json();
        let items = page["items"].as_array().unwrap();
        listed.extend(items.iter().map(|export| export["id"].clone()));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(listed, ids, "newest first");
}

#[tokio::test]
async fn of_two_concurrent_clients_exactly_one_is_accepted() {
    let server = Server::start().await;
    let (avery, owner) = (server.sign_in("full-access").await, server.sign_in("owner").await);
    for round in 0..1_000 {
        let (one, other) = (format!("a-{round}"), format!("b-{round}"));
        let (first, second) = tokio::join!(avery.submit(JUNIPER, &one), owner.submit(JUNIPER, &other));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [202, 409], "round {round}");
        let (winner, loser) = if first.status == 202 {
            (first, second)
        } else {
            (second, first)
        };
        assert_eq!(loser.json()["exportId"], winner.json()["id"]);
        let cancel = format!("/api/v1/exports/{}/cancel", winner.json()["id"].as_str().unwrap());
        assert_eq!(avery.post(&cancel, &json!({})).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn each_kind_of_bad_body_has_its_own_error() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let path = "/api/v1/accounts/juniper-freight/exports";
    let send = async |content_type: &str, body: String| {
        let request = avery
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, content_type);
        avery
            .send(request.body(Body::from(body)).unwrap())
            .await
            .refusal()
    };
    let json = "application/json; charset=utf-8";
    assert_eq!(send(json, "{".into()).await, (400, "badRequest".into()));
    assert_eq!(send(json, "[]".into()).await, (422, "invalid".into()));
    assert_eq!(send(json, "{}".into()).await, (422, "invalid".into()));
    assert_eq!(
        send(json, r#"{"clientRequestToken":"ab","scope":{}}"#.into()).await,
        (422, "invalid".into())
    );
    assert_eq!(
        send("text/plain", "{}".into()).await,
        (415, "unsupportedMediaType".into())
    );
    assert_eq!(
        send(json, " ".repeat(70_000)).await,
        (413, "payloadTooLarge".into())
    );
    let long = json!({ "clientRequestToken": "ab", "reason": "x".repeat(501) }).to_string();
    assert_eq!(send(json, long).await, (422, "invalid".into()));
    let control = json!({ "clientRequestToken": "ab", "reason": "a\u{7}b" }).to_string();
    assert_eq!(send(json, control).await, (422, "invalid".into()));
    let token = json!({ "clientRequestToken": "x".repeat(65) }).to_string();
    assert_eq!(send(json, token).await, (422, "invalid".into()));
}
