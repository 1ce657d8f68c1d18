//! The Assistant's files are private: administrators cannot find them, and logs and events contain no link.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};

use crate::{
    assistant::{ASK, ODD, command, request, say, text, thread},
    assistant_file::{delivered, links},
    events::listen,
};
use attache_testing::{DAY, HOUR, JUNIPER, Server};

/// Returns the id of the only export.
async fn only_export(server: &Server) -> String {
    let mut conn = server.workspace.store.read().await.unwrap();
    sqlx::query_scalar("SELECT id FROM exports")
        .fetch_one(&mut *conn)
        .await
        .unwrap()
}

#[tokio::test]
async fn administrators_cannot_find_it_anywhere() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let account = format!("/api/v1/accounts/{JUNIPER}");
    let before = owner.get(&account).await.json();
    let unread = async || owner.get("/api/v1/notifications").await.json();
    let nothing = unread().await;

    request(&owner, ODD).await;
    server.work().await;
    let id = only_export(&server).await;
    // Try every state of the export.
    for (state, time_on) in [("Processing", 26 * HOUR), ("Ready", 6 * DAY), ("Expired", 0)] {
        let mut tried = 0;
        for route in attache_server::http::table() {
            if !route.path.contains("{export}") {
                continue;
            }
            let request = owner
                .request(route.method(), &route.path.replace("{export}", &id))
                .header("content-type", "application/json")
                .body(Body::from("{}"));
            let reply = owner.send(request.unwrap()).await;
            assert_eq!(
                reply.status,
                StatusCode::NOT_FOUND,
                "{} while {state}: {}",
                route.path,
                reply.text()
            );
            assert!(!reply.text().contains(ODD));
            tried += 1;
        }
        assert!(tried >= 8, "{tried} routes");
        assert_eq!(unread().await, nothing, "{state}");
        assert_eq!(owner.get(&account).await.json(), before, "{state}");
        assert_eq!(
            owner.get(&format!("{account}/exports")).await.json()["items"],
            json!([])
        );
        server.advance(time_on).await;
    }
    // It does not affect the account's own window and running request.
    assert_eq!(owner.submit(JUNIPER, "tok-1").await.status, 202);
}

#[tokio::test]
async fn events_contain_only_the_user_who_has_news() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    request(&owner, ODD).await;
    server.work().await;
    let told = listen(&server, &owner, None, async {
        server.advance(26 * HOUR).await;
        server.advance(6 * DAY).await;
    });
    let told = told.await;
    let count = |event: &str| {
        told.iter()
            .filter(|line| **line == format!("event: {event}"))
            .count()
    };
    assert_eq!((count("export"), count("resync")), (0, 0), "{told:?}");
    assert_eq!(count("assistant"), 2, "delivery and expiry: {told:?}");
}

#[tokio::test]
async fn its_events_appear_as_the_next_event_of_the_clock() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    request(&owner, ODD).await;
    server.work().await;
    let next = async || owner.get("/api/v1/clock").await.json()["nextEvent"].clone();
    assert_eq!(next().await["kind"], "delivery");
    // First after the longest processing time, before the window opens; then as it opens.
    server.advance(26 * HOUR).await;
    assert_eq!(
        next().await,
        json!({ "at": "2026-01-29T01:10:00Z", "kind": "windowOpens" })
    );
    server.advance(7 * DAY - 26 * HOUR).await;
    assert_eq!(
        next().await,
        json!({ "at": "2026-01-29T03:10:00Z", "kind": "linksExpire" })
    );
}

#[tokio::test]
async fn uses_of_its_links_are_recorded_without_the_links() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let [csv, txt] = links(&delivered(&server, &owner, ODD).await);
    assert_eq!(server.follow(Method::GET, &csv, None).await.status, 200);
    assert_eq!(server.follow(Method::HEAD, &txt, None).await.status, 200);
    let forged = txt.replace("518400", "518401");
    assert_eq!(server.follow(Method::GET, &forged, None).await.status, 403);
    let id = only_export(&server).await;
    let log = owner
        .get(&format!("/api/v1/audit/events.ndjson?principal={id}"))
        .await
        .text();
    let line = |line: &str| {
        let record: Value = serde_json::from_str(line).unwrap();
        format!(
            "{} {} {} {}",
            record["eventName"].as_str().unwrap(),
            record["requestParameters"]["format"].as_str().unwrap_or("-"),
            record["additionalEventData"]["outcome"].as_str().unwrap(),
            record["errorCode"].as_str().unwrap_or("-"),
        )
    };
    insta::assert_snapshot!(log.lines().map(line).collect::<Vec<_>>().join("\n"), @"
    GetObject txt denied SignatureDoesNotMatch
    GetObject - allowed -
    ");
    assert!(!log.contains("Signature="));
}

#[tokio::test]
async fn a_failure_is_reported_and_frees_the_slot() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    request(&owner, ODD).await;
    let mut conn = server.workspace.store.writer().await.unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON export_items BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
    sqlx::query(full).execute(&mut *conn).await.unwrap();
    drop(conn);
    server.work().await;
    let failed = thread(&owner, ODD).await;
    insta::assert_snapshot!(text(&failed), @"Sorry, I could not create your file. The request does not count, so you can ask again immediately.");
    assert_eq!(
        (&failed["processing"], failed.get("nextAllowedAt")),
        (&json!(false), None)
    );
    assert!(command(&say(&owner, ODD, ASK).await).starts_with(ASK), "at once");
}
