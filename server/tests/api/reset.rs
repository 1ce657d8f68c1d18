//! Resetting the world in the running server.

use std::{collections::BTreeSet, sync::Arc};

use attache_server::{
    clock::ClockChange,
    duties,
    simulator::world::{self, SeedOptions},
    store::{self, Store},
    worker,
};
use attache_wire::event::Event;
use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use futures::StreamExt;
use serde_json::{Value, json};
use tokio::sync::watch;

use attache_testing::{Actor, DAY, JUNIPER, Server};

const RESET: &str = "/api/v1/simulator/reset";
/// Number of attachments in the new world.
const SIZE: u32 = 60;

/// Returns a server whose world has been used and was originally seeded with [`SIZE`] attachments.
async fn used() -> Server {
    let server = Server::start().await;
    let mut tx = server.workspace.store.write().await.unwrap();
    store::set_meta(&mut tx, "world.attachments", &SIZE.to_string())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    server
}

async fn count(store: &Store, table: &'static str) -> u32 {
    let mut conn = store.read().await.unwrap();
    let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    sqlx::query_scalar(sql).fetch_one(&mut *conn).await.unwrap()
}

async fn items(actor: &Actor, path: &str) -> Vec<Value> {
    actor.get(path).await.json()["items"].as_array().unwrap().clone()
}

/// Returns every policy without its principals.
async fn documents(actor: &Actor) -> Vec<Value> {
    let policies = items(actor, "/api/v1/access/policies").await;
    policies
        .into_iter()
        .map(|policy| policy["policy"].clone())
        .collect()
}

async fn reset(actor: &Actor) {
    let reply = actor.post(RESET, &json!({ "confirm": "reset" })).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
}

#[tokio::test]
async fn a_reset_restores_the_original_world() {
    let server = used().await;
    let (stop, stopping) = watch::channel(false);
    let (avery, owner) = (server.sign_in("full-access").await, server.sign_in("owner").await);
    let delivered = server.delivered(&avery).await;
    let manifest = avery
        .get(&format!("/api/v1/exports/{delivered}/manifest.ndjson"))
        .await
        .text();
    let link: Value = serde_json::from_str(manifest.lines().next().unwrap()).unwrap();
    let policies = documents(&owner).await;
    let attached = items(&owner, "/api/v1/principals").await;
    for (path, body) in [
        ("/api/v1/simulator/faults", json!({ "kind": "missingBlob" })),
        (
            "/api/v1/simulator/dns",
            json!({ "name": "a.example", "value": "b" }),
        ),
        ("/api/v1/accounts", json!({ "name": "One more" })),
    ] {
        let made = avery.post(path, &body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{path}: {}", made.text());
    }
    avery
        .put("/api/v1/simulator/activity", &json!({ "enabled": true }))
        .await;
    avery
        .put(
            "/api/v1/simulator/machinery",
            &json!({ "storeDelayMillis": 10_000 }),
        )
        .await;
    let mut tx = server.workspace.store.write().await.unwrap();
    for statement in [
        "INSERT INTO policies (id, name, managed, document) VALUES ('mine', 'Mine', 0, '{}')",
        "DELETE FROM principal_policies WHERE principal_id = 'start-only'",
        "UPDATE policies SET document = '{}' WHERE id = 'retrieve-only'",
        "INSERT INTO principals (id, name, description, position) VALUES ('added', 'Added', '', 99)",
        "INSERT INTO principal_policies (principal_id, policy_id) VALUES ('added', 'read-only'), ('added', 'mine')",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let before = server.workspace.now();
    tokio::spawn(worker::run(
        Arc::clone(&server.workspace),
        duties::local,
        stopping,
    ));

    let unsaid = avery.post(RESET, &json!({ "confirm": "yes" })).await;
    assert_eq!(unsaid.refusal(), (422, "invalid".into()));
    assert_eq!(
        items(&avery, &format!("/api/v1/accounts/{JUNIPER}/exports"))
            .await
            .len(),
        1
    );
    reset(&avery).await;

    assert_eq!(server.workspace.now(), before, "the clock stood still");
    assert_eq!(count(&server.workspace.store, "attachments").await, SIZE);
    for table in [
        "exports",
        "export_items",
        "signing_keys",
        "faults",
        "dns_records",
        "assistant_messages",
    ] {
        assert_eq!(count(&server.workspace.store, table).await, 0, "{table}");
    }
    let names: Vec<Value> = items(&avery, "/api/v1/accounts").await;
    assert!(names.len() > 2 && names.iter().all(|account| account["name"] != "One more"));
    assert_eq!(documents(&owner).await, policies);
    let principals = items(&owner, "/api/v1/principals").await;
    assert_eq!(principals[..attached.len()], attached, "as attached at first");
    let added = &principals[attached.len()]["policies"];
    assert_eq!(added.as_array().unwrap().len(), 1, "{added}");
    let activity = avery.get("/api/v1/simulator/activity").await.json();
    assert_eq!(activity, json!({ "enabled": false }));
    let machinery = avery.get("/api/v1/simulator/machinery").await.json();
    assert_eq!(machinery, json!({ "storeDelayMillis": 0 }));

    // The store has exactly the new world's files, and old links no longer work.
    let objects = server.workspace.blobs.objects().list(None);
    let there: BTreeSet<String> = objects
        .map(|object| object.unwrap().location.filename().unwrap().to_owned())
        .collect()
        .await;
    let mut conn = server.workspace.store.read().await.unwrap();
    let known: Vec<String> = sqlx::query_scalar("SELECT sha256 FROM blobs")
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    drop(conn);
    assert_eq!(there, known.into_iter().collect());
    let dead = server
        .follow(Method::GET, link["url"].as_str().unwrap(), None)
        .await;
    assert_eq!(dead.status, StatusCode::FORBIDDEN);

    // The new world works: a request is delivered and notified.
    let ready = avery
        .post("/api/v1/simulator/scenarios", &json!({ "scenario": "ready" }))
        .await;
    assert_eq!(ready.status, StatusCode::OK, "{}", ready.text());
    let news = avery.get("/api/v1/notifications").await.json();
    assert!(news["unread"].as_u64().unwrap() > 0, "{news}");

    // The log keeps all earlier records and has the reset.
    let verdict = owner.get("/api/v1/audit/verification").await.json();
    assert_eq!(verdict.get("fault"), None, "{verdict}");
    let log = items(&owner, "/api/v1/audit/events?limit=200&outcome=allowed").await;
    let named = |name: &str| log.iter().filter(|event| event["name"] == name).count();
    assert_eq!(named("ResetWorld"), 1, "{log:?}");
    assert!(named("CreateAccount") == 1);
    stop.send_replace(true);
}

#[tokio::test]
async fn nobody_sees_a_partial_world() {
    let server = used().await;
    let avery = server.sign_in("full-access").await;
    let accounts = async || {
        let reply = avery.get("/api/v1/accounts").await;
        match reply.status {
            StatusCode::OK => reply.json()["items"].as_array().unwrap().len(),
            _ => {
                assert_eq!(reply.refusal(), (503, "unavailable".into()));
                assert!(reply.headers.contains_key(header::RETRY_AFTER));
                0
            }
        }
    };
    let old = accounts().await;
    let making = tokio::spawn({
        let avery = avery.clone();
        async move { reset(&avery).await }
    });
    let mut seen = Vec::new();
    while !making.is_finished() {
        seen.push(accounts().await);
        for path in ["/healthz", "/api/v1/session"] {
            assert_eq!(avery.get(path).await.status, StatusCode::OK, "{path}");
        }
    }
    making.await.unwrap();
    let new = accounts().await;
    assert!(new > old);
    assert!(seen.contains(&0), "{seen:?}");
    assert!(seen.iter().all(|count| [0, old, new].contains(count)), "{seen:?}");
}

#[tokio::test]
async fn listeners_learn_when_the_new_world_is_ready() {
    let server = used().await;
    let avery = server.sign_in("full-access").await;
    avery
        .put("/api/v1/simulator/activity", &json!({ "enabled": true }))
        .await;
    let mut events = server.workspace.events.subscribe(None).receiver;
    let making = tokio::spawn({
        let avery = avery.clone();
        async move { reset(&avery).await }
    });
    while !matches!(events.recv().await.unwrap().event, Event::Resync) {}
    let read = avery.get("/api/v1/accounts").await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text());
    making.await.unwrap();
}

#[tokio::test]
async fn a_list_read_during_a_reset_fails_instead_of_looking_complete() {
    let server = used().await;
    let avery = server.sign_in("full-access").await;
    let delivered = server.delivered(&avery).await;
    let path = format!("/api/v1/exports/{delivered}/manifest.txt");
    let list = avery.request(Method::GET, &path).body(Body::empty()).unwrap();
    let list = avery.open(list).await;
    assert_eq!(list.status(), StatusCode::OK);
    reset(&avery).await;
    let read = axum::body::to_bytes(list.into_body(), usize::MAX).await;
    assert!(read.is_err(), "{read:?}");
}

#[tokio::test]
async fn a_refused_reset_changes_nothing() {
    let server = used().await;
    let avery = server.sign_in("full-access").await;
    let (activity, machinery) = (json!({ "enabled": true }), json!({ "storeDelayMillis": 10_000 }));
    avery.put("/api/v1/simulator/activity", &activity).await;
    avery.put("/api/v1/simulator/machinery", &machinery).await;
    let end = ClockChange {
        advance: i64::MAX,
        ..ClockChange::default()
    };
    server.workspace.change_clock(end).await.unwrap();
    let refused = avery.post(RESET, &json!({ "confirm": "reset" })).await;
    assert_eq!(refused.refusal(), (409, "conflict".into()));
    for (path, was) in [("activity", activity), ("machinery", machinery)] {
        let is = avery.get(&format!("/api/v1/simulator/{path}")).await.json();
        assert_eq!(is, was, "{path}");
    }
}

#[tokio::test]
async fn a_reset_interrupted_by_a_crash_is_finished_at_the_next_start() {
    let server = used().await;
    let avery = server.sign_in("full-access").await;
    server.advance(40 * DAY).await;
    avery.patch("/api/v1/clock", &json!({ "paused": false })).await;
    let now = server.workspace.now();
    let making = tokio::spawn({
        let avery = avery.clone();
        async move { reset(&avery).await }
    });
    while count(&server.workspace.store, "users").await < 10
        || count(&server.workspace.store, "accounts").await < 3
    {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        count(&server.workspace.store, "attachments").await,
        0,
        "not finished"
    );
    making.abort();
    let cookie = avery.cookie.clone();
    // Restart with other options: the reset still uses those it was ordered with.
    let other = SeedOptions {
        seed: 99,
        attachments: Some(7),
        start: "2020-01-01T00:00:00Z".parse().unwrap(),
    };
    let server = server.crash_and_restart().await;
    assert!(
        !server.workspace.clock.is_paused(),
        "the clock ran before the reset"
    );
    let blobs = &server.workspace.blobs;
    let outcome = world::seed(&server.workspace.store, blobs, &other, |_| {})
        .await
        .unwrap();
    assert_eq!(outcome, world::Outcome::Seeded);
    assert_eq!(count(&server.workspace.store, "attachments").await, SIZE);
    let mut conn = server.workspace.store.read().await.unwrap();
    let latest: i64 = sqlx::query_scalar("SELECT max(uploaded_at) FROM attachments")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    drop(conn);
    assert!(
        (now - 30 * DAY * 1_000..=now).contains(&latest),
        "the world begins when the reset was ordered"
    );
    let again = world::seed(&server.workspace.store, blobs, &other, |_| {})
        .await
        .unwrap();
    assert_eq!(again, world::Outcome::AlreadySeeded);
    let mut avery = server.anybody();
    avery.cookie = cookie;
    assert_eq!(
        avery.get("/api/v1/session").await.status,
        StatusCode::OK,
        "still signed in"
    );
}
