//! The simulated clock in the API.

use std::time::Duration;

use serde_json::{Value, json};

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
async fn the_clock_can_be_set_to_a_later_time() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let set = async |now: &str| owner.patch("/api/v1/clock", &json!({ "now": now })).await;
    assert_eq!(
        set("2026-02-01T09:30:00Z").await.json()["now"],
        "2026-02-01T09:30:00Z"
    );
    assert_eq!(
        set("2026-02-01T10:30:00+01:00").await.status,
        200,
        "the time it shows"
    );
    assert_eq!(
        set("2026-02-01T09:29:59.999Z").await.refusal(),
        (422, "clockBackwards".into())
    );
    for (bad, why) in [
        (
            "2027-03-08T09:30:01Z",
            "The clock can be moved forward by at most 400 days at a time.",
        ),
        (
            "2201-01-01T00:00:00Z",
            "The clock cannot be set past the year 2200.",
        ),
        (
            "tomorrow",
            "The time must be RFC 3339, such as 2026-02-01T09:00:00Z.",
        ),
    ] {
        let refused = set(bad).await;
        assert_eq!(refused.refusal(), (422, "invalid".into()), "{bad}");
        assert_eq!(
            refused.json()["errors"],
            json!([{ "field": "now", "detail": why }])
        );
    }
    let both = json!({ "now": "2026-02-02T00:00:00Z", "advanceSeconds": 60 });
    assert_eq!(
        owner.patch("/api/v1/clock", &both).await.refusal(),
        (422, "invalid".into())
    );
    assert_eq!(set("2027-03-08T09:30:00Z").await.status, 200, "exactly 400 days");

    // The audit log has each change with its time.
    let log = owner.get("/api/v1/audit/events?event=SetClock").await.json();
    let record: Value = serde_json::from_str(log["items"][0]["record"].as_str().unwrap()).unwrap();
    assert_eq!(
        record["requestParameters"],
        json!({ "now": "2027-03-08T09:30:00Z" })
    );
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
