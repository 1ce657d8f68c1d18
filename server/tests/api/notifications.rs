//! The notification centre: events of requests, shown to every principal except the one who caused them.

use serde_json::json;

use crate::policies::{attach, detach};
use attache_testing::{Actor, DAY, HOUR, JUNIPER, Server};

const PATH: &str = "/api/v1/notifications";

/// Returns the unread count, and the notifications as lines; `*` marks an unread one.
async fn notifications(actor: &Actor) -> (u64, Vec<String>) {
    let answer = actor.get(PATH).await.json();
    let line = |item: &serde_json::Value| {
        let mark = if item["unread"] == true { "*" } else { " " };
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let (state, account) = (text(&item["state"]), text(&item["accountName"]));
        format!("{mark}{state}, {account}, by {}", text(&item["actor"]["name"]))
    };
    let items = answer["items"].as_array().unwrap();
    (
        answer["unread"].as_u64().unwrap(),
        items.iter().map(line).collect(),
    )
}

/// Returns the ids, newest first.
async fn ids(actor: &Actor) -> Vec<u64> {
    let answer = actor.get(PATH).await.json();
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_u64().unwrap()).collect()
}

async fn mark_read(actor: &Actor, up_to: u64) {
    assert_eq!(actor.post(PATH, &json!({ "upTo": up_to })).await.status, 204);
}

#[tokio::test]
async fn everyone_is_notified_of_a_request_but_not_of_their_own_actions() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let reader = server.sign_in("read-only").await;
    let name = avery.get("/api/v1/session").await.json()["principal"]["name"].clone();
    let name = name.as_str().unwrap();

    let export = server.delivered(&avery).await;
    assert_eq!(
        notifications(&reader).await,
        (
            2,
            vec![
                "*Ready, Juniper Freight, by Attaché".to_owned(),
                format!("*Submitted, Juniper Freight, by {name}"),
            ]
        )
    );
    assert_eq!(
        notifications(&avery).await,
        (1, vec!["*Ready, Juniper Freight, by Attaché".to_owned()])
    );

    avery
        .post(&format!("/api/v1/exports/{export}/revoke"), &json!({}))
        .await;
    assert_eq!(notifications(&avery).await.0, 1);
    let (unread, lines) = notifications(&reader).await;
    assert_eq!(
        (unread, lines[0].clone()),
        (3, format!("*Revoked, Juniper Freight, by {name}"))
    );
    let newest = reader.get(PATH).await.json()["items"][0].clone();
    assert_eq!(
        (&newest["exportId"], &newest["accountId"]),
        (&json!(export), &json!(JUNIPER))
    );
}

#[tokio::test]
async fn the_requester_learns_who_cancelled() {
    let server = Server::start().await;
    let (avery, stella) = (
        server.sign_in("full-access").await,
        server.sign_in("start-only").await,
    );
    let export = avery.submit(JUNIPER, "tok-1").await.json()["id"].clone();
    let cancel = format!("/api/v1/exports/{}/cancel", export.as_str().unwrap());
    assert_eq!(stella.post(&cancel, &json!({})).await.status, 200);
    let by = stella.get("/api/v1/session").await.json()["principal"]["name"].clone();
    let line = format!("*Cancelled, Juniper Freight, by {}", by.as_str().unwrap());
    assert_eq!(notifications(&avery).await, (1, vec![line]));
    assert!(
        notifications(&stella)
            .await
            .1
            .iter()
            .all(|line| line.contains("Submitted"))
    );
}

#[tokio::test]
async fn a_requester_who_lost_the_permission_and_the_others_learn_why_it_was_cancelled() {
    let server = Server::start().await;
    let (ines, mila) = (server.sign_in("owner").await, server.sign_in("read-only").await);
    let sam = server.sign_in("start-only").await;
    attach(&ines, "start-only", "read-only").await;
    sam.submit(JUNIPER, "tok-1").await;
    detach(&ines, "start-only", "start-only").await;
    let line = "*Cancelled, Juniper Freight, by Attaché";
    assert_eq!(notifications(&sam).await, (1, vec![line.to_owned()]));
    for other in [&ines, &mila] {
        assert_eq!(notifications(other).await.1[0], line);
    }
    let why = sam.get(PATH).await.json()["items"][0]["detail"].clone();
    let why = why.as_str().unwrap();
    assert!(
        why.contains("Sam Okafor") && why.contains("chime:StartDataExport"),
        "{why}"
    );
}

#[tokio::test]
async fn the_expiry_of_links_is_notified_at_that_second() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let export = server.delivered(&avery).await;
    let detail = avery.get(&format!("/api/v1/exports/{export}")).await.json();
    server.advance(6 * DAY - 4 * HOUR).await;
    assert_eq!(notifications(&avery).await.1.len(), 1);
    server.advance(4 * HOUR).await;
    assert_eq!(
        notifications(&avery).await.1[0],
        "*Expired, Juniper Freight, by Attaché"
    );
    let newest = avery.get(PATH).await.json()["items"][0].clone();
    assert_eq!(newest["at"], detail["linksExpireAt"]);
}

#[tokio::test]
async fn the_read_mark_only_moves_forward_and_never_past_the_newest() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let (reader, other) = (server.sign_in("read-only").await, server.sign_in("owner").await);
    let export = server.delivered(&avery).await;
    let [newest, oldest] = ids(&reader).await[..] else {
        panic!()
    };

    mark_read(&reader, oldest).await;
    assert_eq!(notifications(&reader).await.0, 1);
    mark_read(&reader, newest).await;
    mark_read(&reader, oldest).await;
    let (unread, lines) = notifications(&reader).await;
    assert_eq!(unread, 0);
    assert!(lines.iter().all(|line| line.starts_with(' ')), "{lines:?}");
    assert_eq!(notifications(&other).await.0, 2, "a mark is the reader's own");

    mark_read(&reader, i64::MAX as u64).await;
    avery
        .post(&format!("/api/v1/exports/{export}/revoke"), &json!({}))
        .await;
    assert_eq!(notifications(&reader).await.0, 1, "what came later is unread");

    for (body, code) in [
        (json!({}), "invalid"),
        (json!({ "upTo": -1 }), "invalid"),
        (json!({ "upTo": 1, "all": true }), "invalid"),
    ] {
        assert_eq!(reader.post(PATH, &body).await.refusal(), (422, code.to_owned()));
    }
}

#[tokio::test]
async fn the_history_has_pages() {
    let server = Server::start().await;
    let (avery, reader) = (
        server.sign_in("full-access").await,
        server.sign_in("read-only").await,
    );
    for token in ["tok-1", "tok-2", "tok-3"] {
        let export = avery.submit(JUNIPER, token).await.json()["id"].clone();
        let cancel = format!("/api/v1/exports/{}/cancel", export.as_str().unwrap());
        avery.post(&cancel, &json!({})).await;
    }
    let all = ids(&reader).await;
    assert_eq!(all.len(), 6);
    assert!(all.is_sorted_by(|newer, older| newer > older));
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = reader.get(&format!("{PATH}?limit=4{cursor}")).await.json();
        assert_eq!(page["unread"], 6, "of all, whatever the page");
        let items = page["items"].as_array().unwrap();
        paged.extend(items.iter().map(|item| item["id"].as_u64().unwrap()));
        let Some(next) = page["nextCursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(paged, all);
    for query in ["?cursor=x", "?limit=0", "?unread=true"] {
        let refused = reader.get(&format!("{PATH}{query}")).await.refusal();
        assert_eq!(refused, (400, "badRequest".to_owned()), "{query}");
    }
}

#[tokio::test]
async fn principals_without_the_permission_get_no_notifications() {
    let server = Server::start().await;
    server.delivered(&server.sign_in("full-access").await).await;
    let denied = server.sign_in("denied").await;
    assert_eq!(notifications(&denied).await, (0, vec![]));
}

#[tokio::test]
async fn a_new_principal_can_read_the_history_and_none_of_it_is_unread() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let export = server.delivered(&avery).await;
    let mut tx = server.workspace.store.write().await.unwrap();
    for statement in [
        "INSERT INTO principals (id, name, description, position) VALUES ('new', 'Nia New', '', 50)",
        "INSERT INTO principal_policies VALUES ('new', 'read-only')",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let nia = server.sign_in("new").await;
    let (unread, lines) = notifications(&nia).await;
    assert_eq!((unread, lines.len()), (0, 2));
    avery
        .post(&format!("/api/v1/exports/{export}/revoke"), &json!({}))
        .await;
    assert_eq!(notifications(&nia).await.0, 1);
}

#[tokio::test]
async fn a_number_that_no_notification_can_have_is_refused() {
    let server = Server::start().await;
    let reader = server.sign_in("read-only").await;
    for up_to in [1_u64 << 63, u64::MAX] {
        let reply = reader.post(PATH, &json!({ "upTo": up_to })).await;
        assert_eq!(reply.refusal(), (422, "invalid".into()), "{up_to}");
        assert_eq!(reply.json()["errors"][0]["field"], "upTo");
    }
    mark_read(&reader, i64::MAX as u64).await;
}
