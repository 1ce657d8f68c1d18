//! Checks SQLite's plan for each query of a request: an index, or a scan of a whole table.
//!
//! The statements come from the driver's log while the test makes every reading call of the API, so that none is
//! forgotten.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, it fails the test")]
#![expect(clippy::panic, reason = "in a helper of tests, too, it fails the test")]

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex},
};

use attache_testing::{Actor, HOUR, JUNIPER, Server};
use serde_json::json;
use sqlx::{AssertSqlSafe, SqliteConnection};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, filter::LevelFilter, layer::Context, prelude::*};

/// Allowed scans: these are small, whatever the size of the world.
const SMALL: [&str; 19] = [
    // A handful of rows.
    "SCAN a USING INDEX accounts_by_name",
    "SCAN principals",
    // At most 200 custom policies, and 10 attached to each principal.
    "SCAN policies",
    "SCAN policies USING INDEX policies_by_name",
    "SCAN principal_policies USING COVERING INDEX principal_policies_by_policy",
    "SCAN p USING INDEX principals_by_position",
    "SCAN world_revision",
    "SCAN clock",
    // Partial indexes: the exports that are running or have items to discard.
    "SCAN exports USING INDEX exports_running",
    "SCAN exports USING INDEX exports_to_discard",
    // Files without attachments that a live request still links to.
    "SCAN blobs_to_review",
    // One row per request; the metrics count them.
    "SCAN exports",
    // Subqueries of the statement itself: the containers of an estimate or a retention, the users who decide a
    // container's keeper, a page, and inserted rows.
    "SCAN people",
    "SCAN touched",
    "SCAN governed",
    "SCAN own",
    "SCAN page",
    "SCAN CONSTANT ROW",
    "-ROW VALUES CLAUSE",
];

/// Collects the statements in the driver's log.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<BTreeSet<String>>>);

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut found = Found::default();
            event.record(&mut found);
            let whole = if found.statement.is_empty() {
                found.summary
            } else {
                found.statement
            };
            self.0.lock().unwrap().insert(whole.trim().to_owned());
        }
    }
}

#[derive(Default)]
struct Found {
    statement: String,
    summary: String,
}

impl Visit for Found {
    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "db.statement" => value.clone_into(&mut self.statement),
            "summary" => value.clone_into(&mut self.summary),
            _ => {}
        }
    }
}

/// Returns the steps of a statement's plan that scan a whole table.
async fn scans(conn: &mut SqliteConnection, statement: &str) -> Vec<String> {
    let plan = format!("EXPLAIN QUERY PLAN {statement}");
    let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(AssertSqlSafe(plan))
        .fetch_all(conn)
        .await
        .unwrap_or_else(|error| panic!("{error}: {statement}"));
    let whole = |step: &str| {
        let small = SMALL
            .iter()
            .any(|small| step == *small || (small.starts_with('-') && step.ends_with(small)));
        // A virtual table is read through the constraint in its plan. A subquery's reads have their own steps.
        (step.starts_with("SCAN ")
            && !small
            && !step.contains("VIRTUAL TABLE")
            && !step.starts_with("SCAN (subquery"))
        .then(|| step.to_owned())
    };
    steps.iter().filter_map(|(.., step)| whole(step)).collect()
}

/// Makes the calls of the Access pages.
async fn administer(server: &Server, export: &str) {
    let ines = server.sign_in("owner").await;
    let policies = "/api/v1/access/policies";
    let document = r#"{"Statement": {"Effect": "Allow", "Action": "chime:Get*", "Resource": "*"}}"#;
    let made = ines
        .post(policies, &json!({ "name": "Plan", "document": document }))
        .await;
    let made = made.json();
    let policy = format!("{policies}/{}", made["policy"]["id"].as_str().unwrap());
    let edited = json!({ "name": "Planned", "document": document, "replaces": made["version"] });
    ines.put(&policy, &edited).await;
    let attachment = policy.replace("/policies/", "/principals/denied/policies/");
    assert_eq!(ines.put(&attachment, &json!({})).await.status, 204);
    for path in [
        policies,
        &policy,
        "/api/v1/access/principals",
        "/api/v1/access/principals/denied/permissions",
        &format!("/api/v1/exports/{export}/access"),
    ] {
        assert_eq!(ines.get(path).await.status, 200, "{path}");
    }
    let question = json!({ "principal": "denied", "action": "chime:GetAccount" });
    ines.post("/api/v1/access/simulate", &question).await;
    ines.post(&format!("/api/v1/exports/{export}/acknowledgements"), &json!({}))
        .await;
    assert_eq!(ines.delete(&attachment).await.status, 204);
    assert_eq!(ines.delete(&policy).await.status, 204);
}

/// Makes the calls of a conversation with the Assistant, up to the file and the deletion.
async fn talk(server: &Server, actor: &Actor) {
    let people = "/api/v1/assistant/users";
    let page = actor.get(&format!("{people}?limit=1")).await.json();
    let next = page["nextCursor"].as_str().unwrap();
    for query in [&format!("?limit=1&cursor={next}"), "?q=juniper"] {
        assert_eq!(
            actor.get(&format!("{people}{query}")).await.status,
            200,
            "{query}"
        );
    }
    let thread = format!("{people}/odd/messages");
    for command in ["Get my attachments", "Delete me"] {
        let asked = actor.post(&thread, &json!({ "text": command })).await.json();
        let confirm = asked["messages"].as_array().unwrap().last().unwrap()["command"].clone();
        assert_eq!(actor.post(&thread, &json!({ "text": confirm })).await.status, 201);
        server.work().await;
        server.advance(26 * HOUR).await;
        actor.get(&thread).await;
    }
}

/// Makes the calls of the simulated chat, and runs simulated activity.
async fn chat(server: &Server) {
    let actor = server.sign_in("owner").await;
    let simulator = "/api/v1/simulator";
    let address = |name: &str| format!("{name}@juniperfreight.example");
    let people = ["ana", "bo", "odd"].map(address);
    let room = json!({ "name": "Room", "creator": people[0], "members": people });
    let room = actor.post(&format!("{simulator}/rooms"), &room).await.json();
    let room = room["id"].as_str().unwrap();
    let group = json!({ "name": "Group", "members": people });
    actor.post(&format!("{simulator}/groups"), &group).await;
    let file = format!(
        "{simulator}/uploads?sender={}&container={room}&fileName=x",
        people[0]
    );
    assert_eq!(actor.post(&file, &json!({})).await.status, 201);
    let places = format!("{simulator}/people/ana/conversations?limit=1");
    let places = actor.get(&places).await;
    assert_eq!(places.status, 200, "{}", places.text());
    let path = format!("{simulator}/rooms/{room}");
    assert_eq!(actor.delete(&path).await.status, 204);

    let switch = format!("{simulator}/activity");
    actor.put(&switch, &json!({ "enabled": true })).await;
    let mut worker = attache_server::duties::scheduler();
    for _ in 0..30 {
        let on = json!({ "advanceSeconds": 4 * 3_600 });
        actor.patch("/api/v1/clock", &on).await;
        for _ in 0..30 {
            worker.tick(&server.workspace).await.unwrap();
        }
    }
    actor.put(&switch, &json!({ "enabled": false })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_scans_a_whole_table() {
    let statements = Statements::default();
    let log = statements.clone().with_filter(LevelFilter::DEBUG);
    tracing_subscriber::registry().with(log).init();

    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let owner = server.sign_in("owner").await;
    statements.0.lock().unwrap().clear();
    let export = server.delivered(&avery).await;
    let account = format!("/api/v1/accounts/{JUNIPER}");
    for path in [
        "/api/v1/principals",
        "/api/v1/session",
        "/api/v1/sessions",
        "/api/v1/accounts",
        "/api/v1/accounts?q=freight+juniper.example",
        "/api/v1/clock",
        "/api/v1/notifications",
        "/api/v1/notifications?limit=1",
        "/metrics",
    ] {
        avery.get(path).await;
    }
    for path in [
        "",
        "/domains",
        "/exports",
        "/exports?limit=1",
        "/exports/estimate",
        "/settings/retention",
        "/settings/retention/effect?roomDays=3",
        "/users/ana",
        "/users/ana/conversations",
        "/domains/d-1",
    ] {
        avery.get(&format!("{account}{path}")).await;
    }
    for sort in ["name", "-email", "joined", "-lastActive"] {
        for filter in ["", "&status=Registered", "&q=a", "&q=juniper&status=Suspended"] {
            let first = format!("{account}/users?limit=1&sort={sort}{filter}");
            let page = avery.get(&first).await.json();
            if let Some(cursor) = page["nextCursor"].as_str() {
                avery.get(&format!("{first}&cursor={cursor}")).await;
            }
        }
    }
    for path in [
        "",
        "/items",
        "/items?q=rates",
        "/items?rule=uploader-managed&status=ok",
        "/items?q=a&status=error",
    ] {
        avery.get(&format!("/api/v1/exports/{export}{path}")).await;
    }
    for format in ["csv", "txt", "ndjson"] {
        avery
            .get(&format!("/api/v1/exports/{export}/manifest.{format}"))
            .await;
    }
    administer(&server, &export).await;
    chat(&server).await;
    talk(&server, &avery).await;
    avery
        .post(&format!("/api/v1/exports/{export}/revoke"), &json!({}))
        .await;

    let invited = json!({ "emails": ["dora@juniperfreight.example", "odd@juniperfreight.example"] });
    avery.post(&format!("{account}/invitations"), &invited).await;
    for action in ["tier", "suspend", "activate"] {
        let body = match action {
            "tier" => json!({ "userIds": ["ana"], "tier": "Basic" }),
            _ => json!({ "userIds": ["ana"] }),
        };
        let changed = avery
            .post(&format!("{account}/user-changes/{action}"), &body)
            .await;
        assert_eq!(changed.status, 200, "{action}");
    }
    let removed = "/api/v1/accounts/kite-studio/user-changes/remove";
    assert_eq!(
        avery.post(removed, &json!({ "userIds": ["kit"] })).await.status,
        200
    );

    let days = json!({ "conversationDays": 2, "roomDays": 3, "replaces": {} });
    let kept = avery.put(&format!("{account}/settings/retention"), &days).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    server.work().await;
    avery.delete("/api/v1/sessions").await;
    avery.delete("/api/v1/sessions/none").await;

    avery
        .post("/api/v1/notifications", &serde_json::json!({ "upTo": 1 }))
        .await;
    let filters = [
        "account=a",
        "principal=p",
        "event=e",
        "outcome=denied",
        "from=2026-01-01T00:00:00Z",
    ];
    for chosen in 0..1 << filters.len() {
        let chosen = filters
            .iter()
            .enumerate()
            .filter(|(bit, _)| chosen & (1 << bit) != 0);
        let query: Vec<&str> = chosen.map(|(_, filter)| *filter).collect();
        let path = format!("/api/v1/audit/events?{}", query.join("&"));
        assert_eq!(owner.get(&path).await.status, 200, "{path}");
    }
    let page = owner.get("/api/v1/audit/events?limit=1").await.json();
    let cursor = page["nextCursor"].as_str().unwrap();
    owner.get(&format!("/api/v1/audit/events?cursor={cursor}")).await;
    owner.get("/api/v1/audit/events.csv").await;
    owner.get("/api/v1/audit/verification").await;

    let seen = statements.0.lock().unwrap().clone();
    assert!(seen.len() > 40, "only {} statements were seen", seen.len());
    let mut conn = server.workspace.store.writer().await.unwrap();
    let mut found = String::new();
    for statement in &seen {
        let verb = statement.split_whitespace().next().unwrap_or_default();
        if !["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&verb) {
            continue;
        }
        for scan in scans(&mut conn, statement).await {
            found.push_str(&format!("\n{scan}\n    in {statement}\n"));
        }
    }
    assert!(found.is_empty(), "whole tables are scanned:\n{found}");
}
