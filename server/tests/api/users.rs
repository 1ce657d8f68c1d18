//! Users: their details and their conversations. Also helpers for tests that change users.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use attache_testing::{Actor, DAY, JUNIPER, KITE, Server};

pub fn of(account: &str, rest: &str) -> String {
    format!("/api/v1/accounts/{account}/{rest}")
}

/// Invites people and returns the outcome for each.
pub async fn invite(actor: &Actor, account: &str, emails: &[&str]) -> Vec<String> {
    let reply = actor
        .post(&of(account, "invitations"), &json!({ "emails": emails }))
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    outcomes(&reply.json())
}

/// Changes users and returns the outcome for each.
pub async fn change(actor: &Actor, account: &str, deed: &str, ids: &[&str]) -> Vec<String> {
    let path = of(account, &format!("user-changes/{deed}"));
    let mut body = json!({ "userIds": ids });
    if deed == "tier" {
        body["tier"] = "Basic".into();
    }
    let reply = actor.post(&path, &body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    outcomes(&reply.json())
}

fn outcomes(reply: &Value) -> Vec<String> {
    let results = reply["results"].as_array().unwrap();
    let outcome = |result: &Value| result["outcome"].as_str().unwrap().to_owned();
    results.iter().map(outcome).collect()
}

pub async fn user(actor: &Actor, account: &str, id: &str) -> Value {
    let reply = actor.get(&of(account, &format!("users/{id}"))).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    reply.json()
}

/// Returns each user of the account with registration, invitation and tier.
pub async fn directory(actor: &Actor, account: &str) -> BTreeMap<String, String> {
    let list = actor.get(&of(account, "users?limit=200")).await.json();
    let text = |user: &Value, key: &str| user[key].as_str().unwrap().to_owned();
    let entry = |user: &Value| {
        let parts = ["registration", "invitation", "tier"].map(|key| text(user, key));
        (text(user, "id"), parts.join(" "))
    };
    list["items"].as_array().unwrap().iter().map(entry).collect()
}

/// Returns the number of attachments in the account's scope now.
pub async fn estimate(actor: &Actor, account: &str) -> u64 {
    let estimate = actor.get(&of(account, "exports/estimate")).await.json();
    estimate["attachments"].as_u64().unwrap()
}

/// Runs SQL statements that change the world as the chat would.
pub async fn world(server: &Server, statements: &[&'static str]) {
    let mut tx = server.workspace.store.write().await.unwrap();
    for statement in statements {
        sqlx::query(*statement).execute(&mut *tx).await.unwrap();
    }
    attache_server::store::scope::bump_revision(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_users_details_include_their_attachments_in_scope() {
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
async fn a_users_uploads_change_with_the_world_and_the_clock() {
    let server = Server::start().await;
    let admin = server.sign_in("user-management").await;
    let counted = async |id| {
        let user = user(&admin, JUNIPER, id).await;
        (
            user["attachments"].as_u64().unwrap(),
            user["rooms"].as_u64().unwrap(),
        )
    };
    assert_eq!(counted("ana").await, (2, 2));
    assert_eq!(counted("sus").await, (1, 0));
    assert_eq!(counted("rel").await, (0, 0), "released: not managed");
    world(
        &server,
        &["UPDATE messages SET redacted_at = 1 WHERE id = 'm-a-direct'"],
    )
    .await;
    assert_eq!(counted("ana").await, (1, 2));
    world(
        &server,
        &["UPDATE containers SET deleted_at = 1 WHERE id = 'c-room'"],
    )
    .await;
    assert_eq!(counted("ana").await, (1, 1));
    server.advance(DAY).await;
    let ana = user(&admin, JUNIPER, "ana").await;
    assert_eq!(ana["scopeAt"], "2026-01-23T01:10:00Z");
    for elsewhere in [
        of(JUNIPER, "users/kit"),
        of(JUNIPER, "users/odd"),
        of("nowhere", "users/ana"),
    ] {
        for path in [elsewhere.clone(), format!("{elsewhere}/conversations")] {
            assert_eq!(
                admin.get(&path).await.refusal(),
                (404, "notFound".to_owned()),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn conversations_are_listed_in_pages_with_names_and_counts() {
    let server = Server::start().await;
    let reader = server.sign_in("read-only").await;
    world(
        &server,
        &[
            "INSERT INTO containers VALUES ('c-gone', 'room', 'Gone', 'bo', 0, 1), ('c-meet', 'meeting', 'Meet', NULL, 0, NULL),
                ('c-own', 'room', 'a room of her own', 'ana', 0, NULL)",
            "INSERT INTO memberships VALUES ('c-gone', 'ana', 'Member'), ('c-meet', 'ana', 'Member'),
                ('c-own', 'ana', 'Administrator')",
            "INSERT INTO messages VALUES ('m-only-text', 'c-direct', 'ana', 5, NULL, NULL)",
        ],
    )
    .await;
    let path = of(JUNIPER, "users/ana/conversations");
    let whole = reader.get(&path).await;
    assert!(!whole.text().contains("rates.csv"), "{}", whole.text());
    let whole = whole.json();
    let line = |row: &Value| {
        let number = |key: &str| row[key].as_u64().unwrap();
        let (name, kind) = (row["name"].as_str().unwrap(), row["kind"].as_str().unwrap());
        let counts = ["members", "messages", "attachments"].map(number);
        format!(
            "{kind} {name}{} {counts:?}",
            if row["created"] == true { " (own)" } else { "" }
        )
    };
    let lines = |page: &Value| {
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(line)
            .collect::<Vec<_>>()
    };
    insta::assert_snapshot!(lines(&whole).join("\n"), @r"
    room a room of her own (own) [1, 0, 0]
    room Name of c-foreign [2, 1, 1]
    room Name of c-room [2, 0, 0]
    group Name of c-group [2, 0, 0]
    direct Name of c-direct [2, 3, 2]
    ");

    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = reader.get(&format!("{path}?limit=1{cursor}")).await.json();
        paged.extend(lines(&page));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, lines(&whole));
    let users = reader.get(&of(JUNIPER, "users?limit=1")).await.json();
    let foreign = format!("{path}?cursor={}", users["nextCursor"].as_str().unwrap());
    assert_eq!(reader.get(&foreign).await.refusal().0, 400);
}

#[tokio::test]
async fn users_removed_from_a_team_account_become_unmanaged() {
    let server = Server::start().await;
    let admin = server.sign_in("full-access").await;
    world(
        &server,
        &[
            "UPDATE containers SET creator_id = 'kit' WHERE id = 'c-foreign'",
            "INSERT INTO memberships VALUES ('c-foreign', 'kit', 'Administrator')",
        ],
    )
    .await;
    assert_eq!(estimate(&admin, KITE).await, 1, "a file in Kit's room");
    assert_eq!(
        admin
            .delete(&format!("/api/v1/accounts/{KITE}"))
            .await
            .refusal()
            .0,
        409
    );

    assert_eq!(change(&admin, KITE, "remove", &["kit"]).await, ["done"]);
    assert_eq!(estimate(&admin, KITE).await, 0);
    assert!(directory(&admin, KITE).await.is_empty());
    assert_eq!(admin.get(&of(KITE, "users/kit")).await.refusal().0, 404);
    let mut conn = server.workspace.store.read().await.unwrap();
    let kit: (Option<String>, String, String) =
        sqlx::query_as("SELECT account_id, registration, tier FROM users WHERE id = 'kit'")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
    assert_eq!(kit, (None, "Registered".to_owned(), "Basic".to_owned()));
    assert_eq!(
        admin.delete(&format!("/api/v1/accounts/{KITE}")).await.status,
        204
    );
}
