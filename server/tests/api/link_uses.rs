//! The uses of links are recorded: what was sent, to whom, and how often each attachment was downloaded.

use attache_server::store::{self, Store};
use attache_testing::{Actor, Server};
use axum::http::Method;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

/// Delivers a request, and returns its id and one of its links with the attachment's id and size.
async fn delivered(server: &Server, owner: &Actor) -> (String, String, Value) {
    let id = server.delivered(owner).await;
    let list = owner
        .get(&format!("/api/v1/exports/{id}/manifest.txt"))
        .await
        .text();
    let link = list.lines().next().unwrap().to_owned();
    let items = owner.get(&format!("/api/v1/exports/{id}/items")).await.json();
    let item = items["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| link.contains(&format!("/{}/", item["attachmentId"].as_str().unwrap())));
    (id, link.clone(), item.unwrap().clone())
}

async fn uses(owner: &Actor, id: &str, query: &str) -> Value {
    let page = owner.get(&format!("/api/v1/exports/{id}/uses{query}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.json()
}

async fn follow(server: &Server, link: &str) -> u16 {
    server.follow(Method::GET, link, None).await.status.as_u16()
}

#[tokio::test]
async fn a_use_says_what_was_sent_and_to_whom() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let (id, link, item) = delivered(&server, &owner).await;
    let size = item["sizeBytes"].as_u64().unwrap();
    let agent = [("user-agent", "aria2/1.37.0")];
    assert_eq!(
        server.anybody().fetch(Method::GET, &link, &agent).await.status,
        200
    );
    server.follow(Method::GET, &link, Some("bytes=0-3")).await;
    server.follow(Method::GET, &link, Some("bytes=4-")).await;
    server.follow(Method::HEAD, &link, None).await;
    server.follow(Method::GET, &link, Some("bytes=999999999-")).await;

    let page = uses(&owner, &id, "").await;
    let line = |used: &Value| {
        assert_eq!(used["attachmentId"], item["attachmentId"]);
        assert_eq!(used["sourceAddress"], "127.0.0.1");
        json!([
            used["method"],
            used["status"],
            used["bytesSent"],
            used["complete"],
            used["range"],
            used["userAgent"]
        ])
    };
    let lines: Vec<_> = page["items"].as_array().unwrap().iter().map(line).collect();
    assert_eq!(
        json!(lines),
        json!([
            ["HEAD", 200, 0, true, null, ""],
            ["GET", 206, size - 4, true, "bytes=4-", ""],
            ["GET", 206, 4, true, "bytes=0-3", ""],
            ["GET", 200, size, true, null, "aria2/1.37.0"],
        ]),
        "newest first, without the refused one"
    );
    // Two of them sent the file's last byte.
    let items = owner
        .get(&format!("/api/v1/exports/{id}/items?limit=200"))
        .await
        .json();
    for other in items["items"].as_array().unwrap() {
        let is_it = other["attachmentId"] == item["attachmentId"];
        assert_eq!(other["downloads"], if is_it { 2 } else { 0 }, "{other}");
        assert_eq!(other["downloadedAt"].is_string(), is_it, "{other}");
    }
}

#[tokio::test]
async fn uses_are_listed_in_pages_across_batches() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let (id, link, _) = delivered(&server, &owner).await;
    // Six batches of one to three uses; each use of a batch reads one byte more than the one before.
    let mut expected = Vec::new();
    for batch in 0..6 {
        for number in 0..=batch % 3 {
            let range = format!("bytes=0-{number}");
            assert_eq!(server.follow(Method::GET, &link, Some(&range)).await.status, 206);
            expected.push(number + 1);
        }
        server.workspace.uses.write().await.unwrap();
    }
    expected.reverse();
    for limit in [1, 2, 3, 5, 200] {
        let (mut seen, mut query) = (Vec::new(), format!("?limit={limit}"));
        loop {
            let page = uses(&owner, &id, &query).await;
            let sent = |used: &Value| used["bytesSent"].as_i64().unwrap();
            seen.extend(page["items"].as_array().unwrap().iter().map(sent));
            match page["nextCursor"].as_str() {
                Some(cursor) => query = format!("?limit={limit}&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, expected, "{limit} at a time");
    }
    let other = owner.get(&format!("/api/v1/exports/{id}/uses?cursor=AAAA")).await;
    assert_eq!(other.status, 400);
    assert_eq!(owner.get("/api/v1/exports/nobody/uses").await.status, 404);
}

async fn tamper(server: &Server, statement: &str) {
    let mut conn = server.workspace.store.writer().await.unwrap();
    sqlx::query(AssertSqlSafe(statement))
        .execute(&mut *conn)
        .await
        .unwrap();
}

#[tokio::test]
async fn altered_removed_and_added_uses_are_found() {
    for (statement, detail) in [
        (
            "UPDATE link_uses SET records = replace(records, 'GET', 'HEAD') WHERE batch = 1",
            "batch 1 were altered",
        ),
        (
            "UPDATE link_uses SET export_id = 'another' WHERE batch = 1",
            "batch 1 were altered",
        ),
        (
            "UPDATE link_uses SET uses = 7 WHERE batch = 2",
            "batch 2 were altered",
        ),
        ("DELETE FROM link_uses WHERE batch = 2", "batch 2, which record"),
        (
            "INSERT INTO link_uses (export_id, uses, records) VALUES ('x', 1, '[]')",
            "Uses of links were added",
        ),
        (
            "INSERT INTO link_uses (batch, export_id, uses, records) VALUES (-1, 'x', 1, '[]')",
            "Uses of links were added",
        ),
    ] {
        let server = Server::start().await;
        let owner = server.sign_in("owner").await;
        let (_, link, _) = delivered(&server, &owner).await;
        for _ in 0..2 {
            assert_eq!(follow(&server, &link).await, 200);
            server.workspace.uses.write().await.unwrap();
        }
        let verify = async || owner.get("/api/v1/audit/verification").await.json();
        assert_eq!(verify().await["fault"], Value::Null);
        tamper(&server, statement).await;
        let fault = verify().await["fault"].clone();
        assert_eq!(fault["kind"], "altered", "{statement}: {fault}");
        assert!(fault["detail"].as_str().unwrap().contains(detail), "{fault}");
    }
}

#[tokio::test]
async fn while_uses_cannot_be_recorded_nothing_is_served_and_nothing_is_lost() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let (id, link, _) = delivered(&server, &owner).await;
    assert_eq!(follow(&server, &link).await, 200);
    tamper(&server, "ALTER TABLE link_uses RENAME TO elsewhere").await;
    assert!(server.workspace.uses.write().await.is_err());
    let refused = server.follow(Method::GET, &link, None).await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("retry-after"), Some("2"));
    tamper(&server, "ALTER TABLE elsewhere RENAME TO link_uses").await;
    server.workspace.uses.write().await.unwrap();
    assert_eq!(follow(&server, &link).await, 200);
    let page = uses(&owner, &id, "").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 2, "{page}");
}

#[tokio::test]
async fn a_link_that_another_process_revoked_is_refused_at_once() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let (id, link, _) = delivered(&server, &owner).await;
    for _ in 0..3 {
        assert_eq!(follow(&server, &link).await, 200);
    }
    let other = Store::open(&server.folder().join("attache.db")).await.unwrap();
    let mut tx = other.write().await.unwrap();
    store::exports::delete_keys(&mut tx, &id.as_str().into())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(follow(&server, &link).await, 403);
}
