//! The simulator: every scenario can be launched from every other with one call.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use attache_server::{duties, worker};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::watch;

use attache_testing::{Actor, DAY, HOUR, IN_SCOPE, JUNIPER, KITE, Server};

const SCENARIOS: &str = "/api/v1/simulator/scenarios";

/// Each scenario and the expected account: type, state of the latest request (`*` for any), window.
const EXPECTED: [(&str, &str, &str, &str); 11] = [
    ("team", "Team", "*", "open"),
    ("available", "EnterpriseLWA", "*", "open"),
    ("processing", "EnterpriseLWA", "Processing", "running"),
    ("ready", "EnterpriseLWA", "Ready", "closed"),
    ("readyWithErrors", "EnterpriseLWA", "ReadyWithErrors", "closed"),
    ("failed", "EnterpriseLWA", "Failed", "open"),
    ("coolingDown", "EnterpriseLWA", "Revoked", "closed"),
    ("deadWindow", "EnterpriseLWA", "Expired", "closed"),
    ("expired", "EnterpriseLWA", "Expired", "open"),
    ("revoked", "EnterpriseLWA", "Revoked", "open"),
    ("denied", "EnterpriseLWA", "*", "open"),
];

/// Stops the worker at the end of the test.
struct Working(watch::Sender<bool>);

/// Starts a worker as the program does.
fn work(server: &Server) -> Working {
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(worker::run(
        Arc::clone(&server.workspace),
        duties::local,
        stopping,
    ));
    Working(stop)
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

async fn launch(actor: &Actor, scenario: &str) -> Value {
    let reply = actor.post(SCENARIOS, &json!({ "scenario": scenario })).await;
    assert_eq!(reply.status, StatusCode::OK, "{scenario}: {}", reply.text());
    reply.json()
}

/// Returns an account's type, state of its latest request, and window.
async fn found(actor: &Actor, account: &str) -> (String, String, &'static str) {
    let summary = actor.get(&format!("/api/v1/accounts/{account}")).await.json();
    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let window = match (&summary["running"], &summary["nextAllowedAt"]) {
        (Value::Object(_), _) => "running",
        (_, Value::String(_)) => "closed",
        _ => "open",
    };
    (text(&summary["type"]), text(&summary["latest"]["state"]), window)
}

/// Returns a walk in which each of `n` follows each of `n`, including itself.
fn every_pair(n: usize) -> Vec<usize> {
    let mut walk = Vec::new();
    for i in 0..n {
        walk.push(i);
        for j in i + 1..n {
            walk.extend([i, j]);
        }
    }
    walk.push(0);
    walk
}

#[tokio::test]
async fn every_scenario_can_be_launched_after_every_other() {
    let server = Server::start().await;
    let _working = work(&server);
    let avery = server.sign_in("full-access").await;
    let walk = every_pair(EXPECTED.len());
    let pairs: std::collections::BTreeSet<_> = walk.windows(2).map(<[usize]>::to_vec).collect();
    assert_eq!(pairs.len(), EXPECTED.len() * EXPECTED.len());
    let mut before = "the beginning";
    let mut clock = server.workspace.now();
    for nth in walk {
        let (scenario, kind, state, window) = EXPECTED[nth];
        let launched = launch(&avery, scenario).await;
        let account = launched["accountId"].as_str().unwrap();
        let (is_kind, is_state, is_window) = found(&avery, account).await;
        let state = if state == "*" { is_state.as_str() } else { state };
        assert_eq!(
            (is_kind.as_str(), is_state.as_str(), is_window),
            (kind, state, window),
            "{scenario} after {before}"
        );
        if let Some(export) = launched["exportId"].as_str() {
            let export = avery.get(&format!("/api/v1/exports/{export}")).await.json();
            assert_eq!(export["state"], state, "{scenario} after {before}");
        }
        assert_eq!(
            launched["signInAs"].is_string(),
            scenario == "denied",
            "{scenario} after {before}: {launched}"
        );
        assert!(server.workspace.clock.is_paused(), "the clock was paused before");
        assert!(server.workspace.now() >= clock, "the clock ran backwards");
        (before, clock) = (scenario, server.workspace.now());
    }
    // Scenarios use the product's own operations: the log has them and is intact.
    let owner = server.sign_in("owner").await;
    let verdict = owner.get("/api/v1/audit/verification").await.json();
    assert!(verdict["intact"].as_u64().unwrap() > 100, "{verdict}");
    assert_eq!(verdict.get("fault"), None, "{verdict}");
}

#[tokio::test]
async fn a_principal_without_the_permission_launches_as_one_who_has_it() {
    let server = Server::start().await;
    let _working = work(&server);
    let reader = server.sign_in("read-only").await;
    let ready = launch(&reader, "ready").await;
    let (account, export) = (ready["accountId"].as_str(), ready["exportId"].as_str());
    let other = server.sign_in(ready["signInAs"].as_str().unwrap()).await;
    let path = format!("/api/v1/exports/{}", export.unwrap());
    let shown = other.get(&path).await.json();
    assert_eq!(shown["requestedBy"]["id"], ready["signInAs"]);
    let estimate = format!("/api/v1/accounts/{}/exports/estimate", account.unwrap());
    assert_eq!(other.get(&estimate).await.status, StatusCode::OK);

    // The denied scenario needs a principal who cannot request, such as the reader.
    assert_eq!(launch(&reader, "denied").await.get("signInAs"), None);
    let avery = server.sign_in("full-access").await;
    let denied = launch(&avery, "denied").await;
    let viewer = server.sign_in(denied["signInAs"].as_str().unwrap()).await;
    let account = denied["accountId"].as_str().unwrap();
    let (.., window) = found(&viewer, account).await;
    assert_eq!(window, "open");
    let refused = viewer.submit(account, "tok-1").await;
    assert_eq!(refused.refusal(), (403, "accessDenied".into()));
}

#[tokio::test]
async fn files_are_in_the_expected_state_and_the_clock_runs_as_before() {
    let server = Server::start().await;
    let _working = work(&server);
    let avery = server.sign_in("full-access").await;
    let body = json!({ "paused": false, "speed": 86_400 });
    avery.patch("/api/v1/clock", &body).await;
    launch(&avery, "readyWithErrors").await;
    let faults = avery.get("/api/v1/simulator/faults").await.json();
    assert_eq!(faults["items"].as_array().unwrap().len(), 1);
    let ready = launch(&avery, "ready").await;
    let faults = avery.get("/api/v1/simulator/faults").await.json();
    assert_eq!(faults["items"].as_array().unwrap().len(), 0);
    let path = format!("/api/v1/exports/{}", ready["exportId"].as_str().unwrap());
    assert_eq!(avery.get(&path).await.json()["errors"], 0);
    let clock = avery.get("/api/v1/clock").await.json();
    assert_eq!(
        (&clock["paused"], &clock["speed"]),
        (&json!(false), &json!(86_400.0))
    );

    // The links expire an hour or two before the next request is allowed.
    launch(&avery, "deadWindow").await;
    let summary = avery.get(&format!("/api/v1/accounts/{JUNIPER}")).await.json();
    let time = |text: &Value| text.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let latest = &summary["latest"];
    let gap = time(&summary["nextAllowedAt"]).duration_since(time(&latest["linksExpireAt"]));
    assert!((1..=2 * HOUR).contains(&gap.as_secs()), "{gap:?}");
    let took = time(&latest["deliveredAt"]).duration_since(time(&latest["submittedAt"]));
    assert!(took.as_secs() < DAY, "{took:?}");
}

#[tokio::test]
async fn concurrent_launches_run_one_after_the_other() {
    let server = Server::start().await;
    let _working = work(&server);
    let avery = server.sign_in("full-access").await;
    let (ready, failed) = tokio::join!(launch(&avery, "ready"), launch(&avery, "failed"));
    let (_, latest, _) = found(&avery, JUNIPER).await;
    assert!(["Ready", "Failed"].contains(&latest.as_str()), "{latest}");
    assert_ne!(ready["exportId"], failed["exportId"]);
}

#[tokio::test]
async fn a_launch_finds_its_accounts_in_a_used_world_or_names_what_is_missing() {
    let server = Server::start().await;
    let _working = work(&server);
    let avery = server.sign_in("full-access").await;
    let mut tx = server.workspace.store.write().await.unwrap();
    for account in [JUNIPER, KITE] {
        attache_server::store::accounts::delete(&mut tx, account, server.workspace.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let team = launch(&avery, "team").await;
    let (kind, ..) = found(&avery, team["accountId"].as_str().unwrap()).await;
    assert_eq!(kind, "Team");
    assert_eq!(launch(&avery, "team").await, team, "the account is created once");
    let ready = launch(&avery, "ready").await;
    let account = ready["accountId"].as_str().unwrap();
    let (kind, state, _) = found(&avery, account).await;
    assert_eq!((kind.as_str(), state.as_str()), ("EnterpriseLWA", "Ready"));
    let domains = avery
        .get(&format!("/api/v1/accounts/{account}/domains"))
        .await
        .json();
    assert_eq!(domains["items"][0]["status"], "Verified");
    assert_eq!(
        launch(&avery, "revoked").await["accountId"],
        account,
        "the account is created once"
    );

    // Nothing was ever sent in the account, so no file can be missing.
    let refused = avery
        .post(SCENARIOS, &json!({ "scenario": "readyWithErrors" }))
        .await;
    assert_eq!(refused.refusal(), (409, "conflict".into()));
    assert!(server.workspace.clock.is_paused());
}

#[tokio::test]
async fn a_server_killed_during_a_scenario_restarts_with_its_clock_running() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    launch(&avery, "available").await;
    avery.patch("/api/v1/clock", &json!({ "paused": false })).await;
    let before = server.workspace.now();
    let launching = tokio::spawn({
        let avery = avery.clone();
        async move { launch(&avery, "coolingDown").await }
    });
    // Stop the worker once the request is being processed. The scenario has then moved the clock and waits.
    let mut worker = duties::scheduler();
    while found(&avery, JUNIPER).await.1 != "Processing" {
        worker.tick(&server.workspace).await.unwrap();
    }
    while server.workspace.now() < before + 20 * HOUR * 1_000 {
        tokio::task::yield_now().await;
    }
    assert!(server.workspace.clock.is_paused());
    launching.abort();
    let server = server.crash_and_restart().await;
    assert!(!server.workspace.clock.is_paused());
}

#[tokio::test]
async fn the_simulator_requires_a_session() {
    let server = Server::start().await;
    let body = json!({ "scenario": "available" });
    let nobody = server.anybody().post(SCENARIOS, &body).await;
    assert_eq!(nobody.refusal(), (401, "unauthorized".into()));
    let avery = server.sign_in("full-access").await;
    let unknown = avery.post(SCENARIOS, &json!({ "scenario": "paradise" })).await;
    assert_eq!(unknown.status.as_u16() / 100, 4, "{}", unknown.text());
}

/// Polls a request until it reaches this state.
async fn reaches(actor: &Actor, export: &str, state: &str) -> Value {
    let path = format!("/api/v1/exports/{export}");
    let looking = async {
        loop {
            let export = actor.get(&path).await.json();
            if export["state"] == state {
                return export;
            }
            tokio::task::yield_now().await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(20), looking).await;
    found.unwrap_or_else(|_| panic!("{export} is never {state}"))
}

#[tokio::test]
async fn a_slow_store_delays_readers() {
    const MACHINERY: &str = "/api/v1/simulator/machinery";
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    assert_eq!(
        avery.get(MACHINERY).await.json(),
        json!({ "storeDelayMillis": 0 })
    );
    let id = server.delivered(&avery).await;
    let items = avery.get(&format!("/api/v1/exports/{id}/manifest.ndjson")).await;
    let first: Value = serde_json::from_str(items.text().lines().next().unwrap()).unwrap();
    let link = first["url"].as_str().unwrap();

    let slow = json!({ "storeDelayMillis": 300 });
    assert_eq!(avery.put(MACHINERY, &slow).await.json(), slow);
    let begun = Instant::now();
    let file = server.follow(Method::GET, link, None).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(begun.elapsed() >= Duration::from_millis(300));

    // A waiting read ends as soon as the delay is removed.
    avery.put(MACHINERY, &json!({ "storeDelayMillis": 10_000 })).await;
    let (begun, quick) = (Instant::now(), json!({ "storeDelayMillis": 0 }));
    let (file, _) = tokio::join!(
        server.follow(Method::GET, link, None),
        avery.put(MACHINERY, &quick)
    );
    assert_eq!(file.status, StatusCode::OK);
    assert!(begun.elapsed() < Duration::from_secs(10));
    let refused = avery.put(MACHINERY, &json!({ "storeDelayMillis": 10_001 })).await;
    assert_eq!(refused.refusal(), (422, "invalid".into()));
}

#[tokio::test]
async fn a_crashed_worker_loses_and_duplicates_nothing() {
    let server = Server::start().await;
    let _working = work(&server);
    let avery = server.sign_in("full-access").await;
    let export = launch(&avery, "processing").await["exportId"].clone();
    let export = export.as_str().unwrap();
    // The worker crashes during a slow read of files.
    let slow = json!({ "storeDelayMillis": 10_000 });
    avery.put("/api/v1/simulator/machinery", &slow).await;
    let day = json!({ "advanceSeconds": 26 * HOUR });
    avery.patch("/api/v1/clock", &day).await;
    let crashed = avery.post("/api/v1/simulator/worker-crash", &json!({})).await;
    assert_eq!(crashed.status, StatusCode::NO_CONTENT);
    let slow = json!({ "storeDelayMillis": 0 });
    avery.put("/api/v1/simulator/machinery", &slow).await;

    // Its lease blocks the next worker until it expires.
    for _ in 0..100 {
        tokio::task::yield_now().await;
        let path = format!("/api/v1/exports/{export}");
        assert_eq!(avery.get(&path).await.json()["state"], "Processing");
    }
    server.wall.advance(Duration::from_secs(31));
    let ready = reaches(&avery, export, "Ready").await;
    assert_eq!((&ready["items"], &ready["errors"]), (&json!(4), &json!(0)));
    let file = avery
        .get(&format!("/api/v1/exports/{export}/manifest.ndjson"))
        .await;
    let text = file.text();
    let listed = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let listed: Vec<Value> = listed.map(|row| row["attachmentId"].clone()).collect();
    assert_eq!(json!(listed), json!(IN_SCOPE));
}
