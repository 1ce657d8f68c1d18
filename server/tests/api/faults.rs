//! Deliberately broken files: they can be repaired even after an interruption.

use std::fs;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};

use attache_testing::{Actor, Server};

const FAULTS: &str = "/api/v1/simulator/faults";

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
