//! Clients that leave, or send byte by byte.

use std::{pin::pin, time::Duration};

use attache_server::clock::Wall;
use attache_testing::{JUNIPER, Server};
use axum::{body::Body, http::Method};
use bytes::Bytes;
use futures::{StreamExt, stream};
use serde_json::json;

#[tokio::test]
async fn a_submission_is_completed_if_its_client_leaves_at_any_time() {
    for polls in 1..6 {
        let server = Server::start().await;
        let actor = server.sign_in("full-access").await;
        let mut woken = server.workspace.watch_work();
        {
            let mut call = pin!(actor.submit(JUNIPER, "tok-1"));
            for _ in 0..polls {
                if futures::poll!(&mut call).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        let submitted = async {
            loop {
                let list = actor
                    .get(&format!("/api/v1/accounts/{JUNIPER}/exports"))
                    .await
                    .json();
                if !list["items"].as_array().unwrap().is_empty() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        };
        let submitted = tokio::time::timeout(Duration::from_secs(60), submitted).await;
        assert!(submitted.is_ok(), "left after {polls} polls");
        // It wakes the worker, too.
        tokio::time::timeout(Duration::from_secs(60), woken.changed())
            .await
            .unwrap()
            .unwrap();
    }
}

#[tokio::test]
async fn a_body_that_drips_is_refused() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let wall = server.wall.clone();
    let dripping = stream::iter(0..1_000).then(move |_| {
        let wall = wall.clone();
        async move {
            tokio::task::yield_now().await;
            wall.advance(Duration::from_secs(9));
            Ok::<_, std::io::Error>(Bytes::from_static(b" "))
        }
    });
    let request = actor
        .request(Method::PATCH, "/api/v1/clock")
        .header("content-type", "application/json")
        .body(Body::from_stream(dripping))
        .unwrap();
    let reply = actor.send(request).await;
    assert_eq!(reply.status, 400, "{}", reply.text());
    let spent = server.wall.elapsed();
    assert!(spent < Duration::from_secs(60), "{spent:?}");
    let fast = actor.patch("/api/v1/clock", &json!({ "paused": true })).await;
    assert_eq!(fast.status, 200);
}
