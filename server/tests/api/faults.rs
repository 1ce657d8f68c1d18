//! Deliberately broken files: they can be repaired even after an interruption.

use std::{fs, time::Duration};

use attache_server::{duties, worker::NextRun};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};

use attache_testing::{Actor, DAY, HOUR, JUNIPER, Server};

const FAULTS: &str = "/api/v1/simulator/faults";
const MACHINERY: &str = "/api/v1/simulator/machinery";

async fn break_file(actor: &Actor, kind: &str, attachment: &str) -> Value {
    let fault = json!({ "kind": kind, "attachmentId": attachment });
    let reply = actor.post(FAULTS, &fault).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    reply.json()
}

async fn mended(actor: &Actor) -> bool {
    let mended = actor.delete(FAULTS).await.status == StatusCode::NO_CONTENT;
    mended && actor.get(FAULTS).await.json()["items"] == json!([])
}

#[tokio::test]
async fn an_interrupted_repair_is_repeated() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let blobs = server.folder().join("blobs");
    let sha256 = break_file(&actor, "corruptBlob", "a-room").await["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = blobs.join(format!("sha256/{}/{}/{sha256}", &sha256[..2], &sha256[2..4]));
    // The original bytes are back, but the server was killed before it deleted the fault.
    fs::rename(blobs.join("set-aside").join(&sha256), &path).unwrap();
    let whole = fs::read(&path).unwrap();
    let server = server.crash_and_restart().await;
    let actor = server.sign_in("full-access").await;
    assert!(mended(&actor).await);
    assert_eq!(fs::read(&path).unwrap(), whole);
}

#[tokio::test]
async fn a_file_broken_in_two_ways_is_repaired_once() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    break_file(&actor, "missingBlob", "a-room").await;
    break_file(&actor, "corruptBlob", "a-room").await;
    assert_eq!(
        actor.get(FAULTS).await.json()["items"].as_array().unwrap().len(),
        1
    );
    assert!(mended(&actor).await);
    assert!(mended(&actor).await, "there is nothing to repair");
}

#[tokio::test]
async fn an_empty_file_can_go_missing_but_not_be_corrupted() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let path =
        "/api/v1/simulator/uploads?sender=ana@juniperfreight.example&container=c-direct&fileName=empty.txt";
    let empty = actor.request(Method::POST, path).body(Body::empty()).unwrap();
    let empty = actor.send(empty).await.json()["attachmentId"]
        .as_str()
        .unwrap()
        .to_owned();
    let damage = json!({ "kind": "corruptBlob", "attachmentId": empty });
    let refused = actor.post(FAULTS, &damage).await;
    assert_eq!(refused.refusal(), (422, "invalid".into()));
    assert_eq!(refused.json()["errors"][0]["field"], "attachmentId");
    assert_eq!(actor.get(FAULTS).await.json()["items"], json!([]));
    break_file(&actor, "missingBlob", &empty).await;
    assert!(mended(&actor).await);
}

#[tokio::test]
async fn calls_fail_on_purpose_until_that_is_ended() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let all = json!({ "storeDelayMillis": 0, "apiErrors": { "percent": 100, "status": 503 } });
    assert_eq!(owner.put(MACHINERY, &all).await.json(), all);
    let refused = owner.get("/api/v1/accounts").await;
    assert_eq!(refused.refusal(), (503, "unavailable".into()));
    let new = json!({ "name": "Never created" });
    let refused = owner.post("/api/v1/accounts", &new).await;
    assert_eq!(refused.refusal(), (503, "unavailable".into()));
    // A caller without the permission is told so, as always.
    let denied = server.sign_in("denied").await;
    assert_eq!(denied.get("/api/v1/accounts").await.status, 403);
    // What the demo panel needs keeps working.
    for path in [
        "session",
        "clock",
        "simulator/faults",
        "simulator/machinery",
        "simulator/activity",
    ] {
        assert_eq!(owner.get(&format!("/api/v1/{path}")).await.status, 200, "{path}");
    }

    let off = json!({ "storeDelayMillis": 0 });
    assert_eq!(owner.put(MACHINERY, &off).await.json(), off);
    let accounts = owner.get("/api/v1/accounts").await.json();
    assert!(!accounts.to_string().contains("Never created"), "{accounts}");
    let log = owner.get("/api/v1/audit/events?event=CreateAccount").await.json();
    assert_eq!(log["items"][0]["errorCode"], "Unavailable");
}

#[tokio::test]
async fn a_share_of_the_calls_of_one_operation_fails() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let errors = json!({ "percent": 40, "status": 500, "operation": "chime:ListUsers" });
    let some = json!({ "storeDelayMillis": 0, "apiErrors": errors });
    assert_eq!(avery.put(MACHINERY, &some).await.status, 200);
    let mut failed = 0;
    for _ in 0..100 {
        let reply = avery.get(&format!("/api/v1/accounts/{JUNIPER}/users")).await;
        match reply.status {
            StatusCode::OK => {}
            _ => {
                assert_eq!(reply.refusal(), (500, "internal".into()));
                failed += 1;
            }
        }
        assert_eq!(avery.get("/api/v1/accounts").await.status, 200);
    }
    assert!((25..=55).contains(&failed), "{failed} of 100");

    // A restarted server works normally.
    let server = server.crash_and_restart().await;
    let avery = server.sign_in("full-access").await;
    assert_eq!(
        avery.get(MACHINERY).await.json(),
        json!({ "storeDelayMillis": 0 })
    );
}

#[tokio::test]
async fn faults_of_the_machinery_have_bounds() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let with = |name: &str, value: Value| json!({ "storeDelayMillis": 0, name: value });
    for (bad, field) in [
        (
            with("apiErrors", json!({ "percent": 0, "status": 500 })),
            "apiErrors.percent",
        ),
        (
            with("apiErrors", json!({ "percent": 101, "status": 500 })),
            "apiErrors.percent",
        ),
        (
            with("apiErrors", json!({ "percent": 5, "status": 404 })),
            "apiErrors.status",
        ),
        (
            with(
                "apiErrors",
                json!({ "percent": 5, "status": 500, "operation": "chime:Nothing" }),
            ),
            "apiErrors.operation",
        ),
        // Nobody could end a fault of the route that ends faults.
        (
            with(
                "apiErrors",
                json!({ "percent": 5, "status": 500, "operation": "simulator:SetFaults" }),
            ),
            "apiErrors.operation",
        ),
        (with("workerSkewSeconds", json!(86_401)), "workerSkewSeconds"),
        (with("workerSkewSeconds", json!(i32::MIN)), "workerSkewSeconds"),
    ] {
        let refused = avery.put(MACHINERY, &bad).await;
        assert_eq!(refused.refusal(), (422, "invalid".into()), "{bad}");
        assert_eq!(refused.json()["errors"][0]["field"], field, "{bad}");
    }
    assert_eq!(
        avery.get(MACHINERY).await.json(),
        json!({ "storeDelayMillis": 0 })
    );
}

/// Requests Juniper Freight's attachments from a worker whose clocks are ahead, and returns the export once the true
/// clock has moved on by so many seconds.
async fn requested_with_skew(server: &Server, seconds: i64, then: i64) -> Value {
    let avery = server.sign_in("full-access").await;
    let skew = json!({ "storeDelayMillis": 0, "workerSkewSeconds": seconds });
    assert_eq!(avery.put(MACHINERY, &skew).await.json(), skew);
    let export = avery.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    server.work().await;
    server.advance(then).await;
    avery.get(&format!("/api/v1/exports/{export}")).await.json()
}

#[tokio::test]
async fn a_worker_whose_clock_is_fast_delivers_early_and_its_links_are_not_valid_yet() {
    let server = Server::start().await;
    // Due in 24 hours; the worker's clock says so two hours early.
    let export = requested_with_skew(&server, 2 * HOUR, 24 * HOUR).await;
    assert_eq!(export["state"], "Ready");
    let delivered_at = export["deliveredAt"].as_str().unwrap();
    assert!(delivered_at > "2026-01-23T01:10:00Z", "{delivered_at}");
    let avery = server.sign_in("full-access").await;
    let id = export["id"].as_str().unwrap();
    let list = avery.get(&format!("/api/v1/exports/{id}/manifest.txt")).await;
    let link = list.text().lines().next().unwrap().to_owned();
    let early = server.follow(Method::GET, &link, None).await;
    assert_eq!(early.status, StatusCode::FORBIDDEN);
    assert!(
        early.text().contains("Request is not valid yet"),
        "{}",
        early.text()
    );
    server.advance(2 * HOUR).await;
    assert_eq!(
        server.follow(Method::GET, &link, None).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_worker_whose_clock_is_slow_delivers_late() {
    let server = Server::start().await;
    let export = requested_with_skew(&server, -DAY, 26 * HOUR).await;
    assert_eq!(export["state"], "Processing");
    let avery = server.sign_in("full-access").await;
    server.advance(DAY).await;
    let path = format!("/api/v1/exports/{}", export["id"].as_str().unwrap());
    assert_eq!(avery.get(&path).await.json()["state"], "Ready");
}

#[tokio::test]
async fn a_worker_whose_clock_is_fast_takes_over_a_lease_that_still_runs() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    avery.submit(JUNIPER, "tok-1").await;
    let mut first = duties::scheduler();
    first.tick(&server.workspace).await.unwrap();
    drop(first);
    let waits = duties::scheduler().tick(&server.workspace).await.unwrap();
    assert_eq!(waits, NextRun::After(Duration::from_secs(1)), "the lease is held");
    let fast = json!({ "storeDelayMillis": 0, "workerSkewSeconds": 60 });
    avery.put(MACHINERY, &fast).await;
    let takes_over = duties::scheduler().tick(&server.workspace).await.unwrap();
    assert_eq!(takes_over, NextRun::Now);
}
