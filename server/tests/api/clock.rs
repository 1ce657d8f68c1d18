//! The simulated clock in the API.

use std::time::Duration;

use serde_json::json;

use attache_testing::{HOUR, JUNIPER, Server};

#[tokio::test]
async fn the_clock_can_be_paused_sped_up_and_moved_forward_only() {
    let server = Server::start().await;
    let actor = server.sign_in("denied").await;
    let clock = actor.get("/api/v1/clock").await.json();
    assert_eq!(
        clock,
        json!({ "now": "2026-01-22T01:10:00Z", "speed": "auto", "rate": 0.0, "paused": true })
    );
    let moved = actor
        .patch(
            "/api/v1/clock",
            &json!({ "advanceSeconds": 60, "speed": 60, "paused": false }),
        )
        .await
        .json();
    assert_eq!(
        moved,
        json!({ "now": "2026-01-22T01:11:00Z", "speed": 60.0, "rate": 60.0, "paused": false })
    );
    server.wall.advance(Duration::from_secs(2));
    assert_eq!(
        actor.get("/api/v1/clock").await.json()["now"],
        "2026-01-22T01:13:00Z"
    );
    let back = actor
        .patch("/api/v1/clock", &json!({ "advanceSeconds": -1 }))
        .await;
    assert_eq!(back.refusal(), (422, "clockBackwards".into()));
    for bad in [
        json!({ "advanceSeconds": i64::MAX }),
        json!({ "speed": 0 }),
        json!({ "speed": 1e300 }),
        json!({ "speed": "fast" }),
        json!({ "now": "2030-01-01T00:00:00Z" }),
        json!({ "advanceSeconds": 1.5 }),
        json!({ "advanceSeconds": 400 * 24 * HOUR + 1 }),
    ] {
        assert_eq!(actor.patch("/api/v1/clock", &bad).await.status, 422, "{bad}");
    }
}

#[tokio::test]
async fn the_clock_stays_within_the_calendar() {
    let server = Server::start().await;
    let actor = server.sign_in("denied").await;
    let longest = json!({ "advanceSeconds": 400 * 24 * HOUR });
    for _ in 0..170 {
        assert_eq!(actor.patch("/api/v1/clock", &longest).await.status, 200);
    }
    assert_eq!(
        actor.get("/api/v1/clock").await.json()["now"],
        "2200-12-31T23:59:59Z"
    );
}

#[tokio::test]
async fn the_next_event_is_the_nearest_of_delivery_expiry_and_window() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    avery.submit(JUNIPER, "tok-1").await;
    server.work().await;
    let next = async || avery.get("/api/v1/clock").await.json()["nextEvent"].clone();
    assert_eq!(next().await["kind"], "delivery");
    server.advance(26 * HOUR).await;
    assert_eq!(
        next().await,
        json!({ "at": "2026-01-29T01:10:00Z", "kind": "windowOpens" })
    );
    server.advance(5 * 24 * HOUR + 22 * HOUR).await;
    assert_eq!(
        next().await,
        json!({ "at": "2026-01-29T03:10:00Z", "kind": "linksExpire" })
    );
    server.advance(2 * HOUR).await;
    assert_eq!(next().await, json!(null));
}
