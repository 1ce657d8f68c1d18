//! Users: who they are, inviting them, and changing many at once.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Actor, JUNIPER, Server};

fn of(account: &str, rest: &str) -> String {
    format!("/api/v1/accounts/{account}/{rest}")
}

/// Invites people and gives what became of each.
async fn invite(actor: &Actor, account: &str, emails: &[&str]) -> Vec<String> {
    let reply = actor
        .post(&of(account, "invitations"), &json!({ "emails": emails }))
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    outcomes(&reply.json())
}

/// Changes users and gives what became of each.
async fn change(actor: &Actor, account: &str, deed: &str, ids: &[&str]) -> Vec<String> {
    let path = of(account, &format!("user-changes/{deed}"));
    let reply = actor.post(&path, &json!({ "userIds": ids })).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    outcomes(&reply.json())
}

fn outcomes(reply: &Value) -> Vec<String> {
    let results = reply["results"].as_array().unwrap();
    let outcome = |result: &Value| result["outcome"].as_str().unwrap().to_owned();
    results.iter().map(outcome).collect()
}

async fn user(actor: &Actor, account: &str, id: &str) -> Value {
    let reply = actor.get(&of(account, &format!("users/{id}"))).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply.json()
}

/// Each user of the account with registration and tier.
async fn directory(actor: &Actor, account: &str) -> BTreeMap<String, String> {
    let list = actor.get(&of(account, "users?limit=200")).await.json();
    let entry = |user: &Value| {
        let text = |key: &str| user[key].as_str().unwrap().to_owned();
        (text("id"), format!("{} {}", text("registration"), text("tier")))
    };
    list["items"].as_array().unwrap().iter().map(entry).collect()
}

/// Attachments that a request of the account would contain now.
async fn estimate(actor: &Actor, account: &str) -> Value {
    actor.get(&of(account, "exports/estimate")).await.json()["attachments"].clone()
}

#[tokio::test]
async fn a_user_with_what_a_request_would_contain_of_theirs() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let ana = user(&admin, JUNIPER, "ana").await;
    let numbers = [
        "attachments",
        "bytes",
        "directConversations",
        "groupConversations",
        "rooms",
    ];
    assert_eq!(numbers.map(|name| ana[name].as_u64().unwrap()), [2, 32, 1, 1, 2]);
    assert_eq!(ana["scopeAt"], "2026-01-22T01:10:00Z");
    assert_eq!(
        ana["months"],
        json!([
            { "month": "2025-10", "attachments": 2, "bytes": 32 },
            { "month": "2025-11", "attachments": 0, "bytes": 0 },
            { "month": "2025-12", "attachments": 0, "bytes": 0 },
            { "month": "2026-01", "attachments": 0, "bytes": 0 },
        ])
    );
    let list = admin.get(&of(JUNIPER, "users?q=ana")).await.json();
    for (name, value) in list["items"][0].as_object().unwrap() {
        assert_eq!(&ana[name], value, "{name}");
    }
}

#[tokio::test]
async fn every_address_is_judged_on_its_own() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let emails = [
        "dora@juniperfreight.example",
        "kit@elsewhere.example",
        "dora",
        "sus@juniperfreight.example",
    ];
    assert_eq!(
        invite(&admin, JUNIPER, &emails).await,
        ["invited", "notYourDomain", "notAnAddress", "suspended"]
    );
}

#[tokio::test]
async fn suspending_keeps_users_managed() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    let before = estimate(&admin, JUNIPER).await;
    assert_eq!(
        change(
            &admin,
            JUNIPER,
            "suspend",
            &["ana", "sus", "new", "rel", "kit", "ana"]
        )
        .await,
        [
            "done",
            "unchanged",
            "wrongStatus",
            "wrongStatus",
            "notFound",
            "unchanged"
        ]
    );
    assert_eq!(directory(&admin, JUNIPER).await["ana"], "Suspended Pro");
    assert_eq!(estimate(&admin, JUNIPER).await, before);
}
