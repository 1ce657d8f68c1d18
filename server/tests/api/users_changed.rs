//! Changing many users at once: every outcome by change, status and type of account, and its effects.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::users::{change, directory, estimate, of, user, world};
use attache_testing::{Actor, DAY, HOUR, JUNIPER, KITE, Server};

/// One user of each status, one of another account, and one unknown id.
const ALL: [&str; 6] = ["ana", "sus", "rel", "new", "kit", "nobody"];

#[tokio::test]
async fn each_change_has_its_outcome_in_an_enterprise_account() {
    for (action, outcomes, after) in [
        (
            "suspend",
            [
                "done",
                "unchanged",
                "wrongStatus",
                "wrongStatus",
                "notFound",
                "notFound",
            ],
            [
                "Suspended Accepted Pro",
                "Suspended Accepted Pro",
                "Released Accepted Pro",
                "Unregistered Accepted Pro",
            ],
        ),
        (
            "activate",
            [
                "unchanged",
                "done",
                "wrongStatus",
                "wrongStatus",
                "notFound",
                "notFound",
            ],
            [
                "Registered Accepted Pro",
                "Registered Accepted Pro",
                "Released Accepted Pro",
                "Unregistered Accepted Pro",
            ],
        ),
        (
            "tier",
            ["done", "done", "wrongStatus", "done", "notFound", "notFound"],
            [
                "Registered Accepted Basic",
                "Suspended Accepted Basic",
                "Released Accepted Pro",
                "Unregistered Accepted Basic",
            ],
        ),
    ] {
        let server = Server::start().await;
        let admin = server.sign_in("full-access").await;
        assert_eq!(change(&admin, JUNIPER, action, &ALL).await, outcomes, "{action}");
        let people = directory(&admin, JUNIPER).await;
        let found: Vec<&str> = ALL[..4].iter().map(|id| people[*id].as_str()).collect();
        assert_eq!(found, after, "{action}");
        assert_eq!(
            estimate(&admin, JUNIPER).await,
            4,
            "{action}: they are managed as before"
        );
        let again = change(&admin, JUNIPER, action, &["ana", "sus"]).await;
        assert_eq!(again, ["unchanged", "unchanged"], "{action}");
    }
}

#[tokio::test]
async fn a_user_named_twice_is_changed_once() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    for (action, outcomes) in [
        ("suspend", ["done", "unchanged"]),
        ("activate", ["done", "unchanged"]),
    ] {
        assert_eq!(change(&admin, JUNIPER, action, &["bo", "bo"]).await, outcomes);
    }
}

#[tokio::test]
async fn team_accounts_remove_and_enterprise_accounts_suspend() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    for (account, action) in [(JUNIPER, "remove"), (KITE, "suspend")] {
        let path = of(account, &format!("user-changes/{action}"));
        let reply = admin.post(&path, &json!({ "userIds": ["ana", "kit"] })).await;
        assert_eq!(reply.refusal(), (409, "conflict".to_owned()));
    }
    world(
        &server,
        &[
            "UPDATE users SET account_id = 'kite-studio' WHERE id IN ('sus', 'rel', 'new')",
            "INSERT INTO users (id, account_id, email, display_name, sort_name, registration, invitation, tier, joined_at)
             VALUES ('other', 'kite-studio', 'o@x.example', 'O', 'o', 'Suspended', 'Accepted', 'Pro', 1)",
        ],
    )
    .await;
    assert_eq!(change(&admin, KITE, "activate", &["other"]).await, ["done"]);
    assert_eq!(directory(&admin, KITE).await["other"], "Registered Accepted Pro");
    assert_eq!(
        change(
            &admin,
            KITE,
            "remove",
            &["kit", "sus", "rel", "new", "ana", "kit"]
        )
        .await,
        ["done", "done", "done", "done", "notFound", "unchanged"]
    );
    assert_eq!(
        directory(&admin, KITE).await.into_keys().collect::<Vec<_>>(),
        ["other"]
    );
    assert_eq!(
        directory(&admin, JUNIPER).await.into_keys().collect::<Vec<_>>(),
        ["ana", "bo"]
    );
}

#[tokio::test]
async fn a_user_activated_after_the_domain_is_gone_is_released() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    world(
        &server,
        &[
            "INSERT INTO domains (id, account_id, name, status, claimed_at, verified_at)
           VALUES ('d-2', 'juniper-freight', 'second.example', 'Verified', 0, 0)",
        ],
    )
    .await;
    let removed = admin.delete(&of(JUNIPER, "domains/d-1")).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert_eq!(
        estimate(&admin, JUNIPER).await,
        1,
        "only that of the suspended user, who stays managed"
    );
    assert_eq!(
        change(&admin, JUNIPER, "activate", &["sus", "ana"]).await,
        ["done", "wrongStatus"]
    );
    assert_eq!(user(&admin, JUNIPER, "sus").await["registration"], "Released");
    assert_eq!(estimate(&admin, JUNIPER).await, 0);
}

#[tokio::test]
async fn a_running_request_keeps_its_items() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let submitted = admin.submit(JUNIPER, "tok-1").await;
    let export = submitted.json()["id"].as_str().unwrap().to_owned();
    server.work().await;
    change(&admin, JUNIPER, "suspend", &["ana"]).await;
    world(
        &server,
        &["UPDATE users SET email = 'sus@gone.example' WHERE id = 'sus'"],
    )
    .await;
    change(&admin, JUNIPER, "activate", &["sus"]).await;
    assert_eq!(
        estimate(&admin, JUNIPER).await,
        3,
        "the suspended user has been released"
    );
    server.advance(26 * HOUR).await;
    let delivered = admin.get(&format!("/api/v1/exports/{export}")).await.json();
    assert_eq!(
        (&delivered["state"], &delivered["items"]),
        (&json!("Ready"), &json!(4))
    );
}

/// Returns the request parameters and the results of the allowed events with this name.
async fn recorded(owner: &Actor, event: &str) -> Value {
    let path = format!("/api/v1/audit/events?outcome=allowed&event={event}");
    let page = owner.get(&path).await.json();
    let records = page["items"].as_array().unwrap().iter().map(|event| {
        let record = &event["record"];
        let record = match record.as_str() {
            Some(text) => serde_json::from_str(text).unwrap(),
            None => record.clone(),
        };
        json!([record["requestParameters"], record["responseElements"]["users"]])
    });
    records.collect()
}

#[tokio::test]
async fn every_change_is_in_the_audit_log_with_the_changed_users() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    change(&owner, JUNIPER, "suspend", &["ana", &"x".repeat(300)]).await;
    change(&owner, JUNIPER, "activate", &["ana"]).await;
    change(&owner, JUNIPER, "tier", &["ana"]).await;
    change(&owner, KITE, "remove", &["kit"]).await;
    let done = |id: &str| json!([{ "userId": id, "outcome": "done" }]);
    let suspended = json!([
        { "userId": "ana", "outcome": "done" },
        { "userId": "x".repeat(64), "outcome": "notFound" },
    ]);
    for (operation, request, users) in [
        ("SuspendUsers", json!({ "accountId": JUNIPER }), suspended),
        ("RemoveUsers", json!({ "accountId": KITE }), done("kit")),
        ("ActivateUsers", json!({ "accountId": JUNIPER }), done("ana")),
        (
            "UpdateUserLicenses",
            json!({ "accountId": JUNIPER, "tier": "Basic" }),
            done("ana"),
        ),
    ] {
        assert_eq!(
            recorded(&owner, operation).await,
            json!([[request, users]]),
            "{operation}"
        );
    }
}

#[tokio::test]
async fn hostile_bodies_change_nothing() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let before = directory(&admin, JUNIPER).await;
    for action in ["tier", "remove", "suspend", "activate"] {
        let path = of(JUNIPER, &format!("user-changes/{action}"));
        let body = |ids: Value| match action {
            "tier" => json!({ "userIds": ids, "tier": "Basic" }),
            _ => json!({ "userIds": ids }),
        };
        for ids in [json!([]), json!(vec!["ana"; 201])] {
            let reply = admin.post(&path, &body(ids)).await;
            assert_eq!(reply.refusal(), (422, "invalid".to_owned()), "{action}");
            assert_eq!(reply.json()["errors"][0]["field"], "userIds", "{action}");
        }
        for ids in [json!("ana"), json!([null]), json!([["ana"]])] {
            assert_eq!(admin.post(&path, &body(ids)).await.refusal().0, 422, "{action}");
        }
        let nowhere = of("nowhere", &format!("user-changes/{action}"));
        assert_eq!(
            admin.post(&nowhere, &body(json!(["ana"]))).await.refusal().0,
            404,
            "{action}"
        );
    }
    for tier in ["Plus", "ProTrial"] {
        let path = of(JUNIPER, "user-changes/tier");
        let reply = admin
            .post(&path, &json!({ "userIds": ["ana"], "tier": tier }))
            .await;
        assert_eq!(reply.refusal().0, 422);
        assert_eq!(reply.json()["errors"][0]["field"], "tier");
    }
    let strange = ["", "%", "ana' OR 1=1 --", "ana\u{0}", "[\"ana\"]", "Ana"];
    assert_eq!(
        change(&admin, JUNIPER, "suspend", &strange).await,
        vec!["notFound"; strange.len()]
    );
    server.advance(DAY).await;
    assert_eq!(directory(&admin, JUNIPER).await, before);
}
