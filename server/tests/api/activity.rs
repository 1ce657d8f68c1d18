//! Simulated activity: off by default. While it is on, estimates change, but fixed sets do not.

use attache_server::{duties, worker::NextRun, worker::Scheduler};
use serde_json::{Value, json};

use attache_testing::{Actor, DAY, HOUR, JUNIPER, Server};

const SWITCH: &str = "/api/v1/simulator/activity";

async fn switch(actor: &Actor, enabled: bool) {
    let reply = actor.put(SWITCH, &json!({ "enabled": enabled })).await;
    assert_eq!(reply.json(), json!({ "enabled": enabled }));
}

/// Runs this worker until it is idle and returns the number of rounds.
async fn work(server: &Server, worker: &mut Scheduler) -> usize {
    for rounds in 1.. {
        match worker.tick(&server.workspace).await.unwrap() {
            NextRun::Now => {}
            NextRun::After(wait) => server.wall.advance(wait),
            NextRun::At(_) | NextRun::Idle => return rounds,
        }
    }
    unreachable!()
}

/// Advances the clock in steps, as it would advance by itself.
async fn live(server: &Server, worker: &mut Scheduler, actor: &Actor, seconds: i64) {
    work(server, worker).await;
    for _ in 0..seconds / HOUR {
        actor
            .patch("/api/v1/clock", &json!({ "advanceSeconds": HOUR }))
            .await;
        work(server, worker).await;
    }
}

async fn messages(server: &Server) -> Vec<(String, String, i64, Option<String>)> {
    let mut conn = server.workspace.store.read().await.unwrap();
    sqlx::query_as(
        "SELECT m.sender_id, m.container_id, m.sent_at, a.file_name
         FROM messages m LEFT JOIN attachments a ON a.message_id = m.id ORDER BY m.sent_at, m.id",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap()
}

async fn estimate(actor: &Actor) -> Value {
    let path = format!("/api/v1/accounts/{JUNIPER}/exports/estimate");
    actor.get(&path).await.json()["attachments"].clone()
}

#[tokio::test]
async fn nothing_happens_unless_activity_is_switched_on() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    assert_eq!(actor.get(SWITCH).await.json(), json!({ "enabled": false }));
    let mut worker = duties::scheduler();
    let before = messages(&server).await;
    live(&server, &mut worker, &actor, 3 * DAY).await;
    assert_eq!(messages(&server).await, before);

    switch(&actor, true).await;
    let was = estimate(&actor).await;
    live(&server, &mut worker, &actor, 2 * DAY).await;
    let after = messages(&server).await;
    assert!(after.len() > before.len() + 50, "{} messages", after.len());
    assert_ne!(estimate(&actor).await, was);
    // Every hour has messages, and none is in the future.
    let now = server.workspace.now();
    assert!(after.iter().all(|(.., sent_at, _)| *sent_at <= now));

    let server = server.crash_and_restart().await;
    let actor = server.sign_in("full-access").await;
    assert_eq!(actor.get(SWITCH).await.json(), json!({ "enabled": true }));
    switch(&actor, false).await;
    let mut worker = duties::scheduler();
    live(&server, &mut worker, &actor, 2 * DAY).await;
    assert_eq!(messages(&server).await, after);
}

#[tokio::test]
async fn a_running_request_keeps_its_set() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    switch(&actor, true).await;
    let mut worker = duties::scheduler();
    live(&server, &mut worker, &actor, DAY).await;
    let expected = estimate(&actor).await;
    let export = actor.submit(JUNIPER, "tok-1").await.json();
    let path = format!("/api/v1/exports/{}", export["id"].as_str().unwrap());
    live(&server, &mut worker, &actor, 26 * HOUR).await;
    let export = actor.get(&path).await.json();
    assert_eq!((&export["state"], &export["items"]), (&json!("Ready"), &expected));
    assert_ne!(estimate(&actor).await, expected, "the world went on");
}

#[tokio::test]
async fn a_clock_jump_creates_at_most_one_day_of_activity() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    switch(&actor, true).await;
    let mut worker = duties::scheduler();
    work(&server, &mut worker).await;
    let before = messages(&server).await.len();
    let jump = json!({ "advanceSeconds": 400 * DAY });
    actor.patch("/api/v1/clock", &jump).await;
    let rounds = work(&server, &mut worker).await;
    assert!(rounds < 600, "{rounds} rounds");
    let now = server.workspace.now();
    let new = messages(&server).await.split_off(before);
    assert!(!new.is_empty());
    assert!(
        new.iter().all(|(.., sent_at, _)| *sent_at >= now - DAY * 1_000),
        "none is older than a day"
    );
}

#[tokio::test]
async fn the_same_seed_creates_the_same_activity() {
    let mut lives = Vec::new();
    for _ in 0..2 {
        let server = Server::start().await;
        let actor = server.sign_in("full-access").await;
        switch(&actor, true).await;
        live(&server, &mut duties::scheduler(), &actor, DAY).await;
        lives.push(messages(&server).await);
    }
    assert!(lives[0].iter().any(|(.., name)| name.is_some()));
    assert_eq!(lives[0], lives[1]);
}
