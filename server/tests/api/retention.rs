//! Retention: what settings hide and restore, and what clean-up deletes permanently.

use attache_server::{
    accounts::retention::{self, Keeper, keeper},
    clock::SECOND,
    store,
    workspace::blobs::Blobs,
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use object_store::ObjectStoreExt;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::retention_settings::{SETTINGS, put, save};
use attache_testing::{Actor, DAY, JUNIPER, Server};

/// Adds a container with one message and attachment, sent `days_ago` days ago by its first member.
async fn place(server: &Server, id: &str, kind: &str, members: &[&str], days_ago: i64) {
    let mut tx = server.workspace.store.write().await.unwrap();
    let now = server.workspace.now();
    sqlx::query("INSERT INTO containers VALUES (?1, ?2, ?1, ?3, ?4, NULL)")
        .bind(id)
        .bind(kind)
        .bind((kind == "room").then_some(members[0]))
        .bind(now - 6_000 * DAY * SECOND)
        .execute(&mut *tx)
        .await
        .unwrap();
    for member in members {
        let join = "INSERT INTO memberships VALUES (?, ?, 'Member')";
        let join = sqlx::query(join).bind(id).bind(member);
        join.execute(&mut *tx).await.unwrap();
    }
    for sql in [
        "INSERT INTO messages VALUES ('m-' || ?1, ?1, ?2, ?3, NULL, NULL)",
        "INSERT INTO attachments SELECT 'a-' || ?1, 'm-' || ?1, sha256, ?1 || '.txt', 'text/plain', size_bytes, ?3
         FROM blobs WHERE ?2 = ?2 ORDER BY sha256 LIMIT 1",
    ] {
        let insert = sqlx::query(sql).bind(id).bind(members[0]);
        let insert = insert.bind(now - days_ago * DAY * SECOND);
        insert.execute(&mut *tx).await.unwrap();
    }
    store::scope::bump_revision(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Adds a room of Bo's and a conversation between Ana and Bo, each with a message sent `days_ago` days ago.
async fn own_places(server: &Server, days_ago: i64) {
    place(server, "own-room", "room", &["bo", "odd"], days_ago).await;
    place(server, "own-chat", "direct", &["ana", "bo"], days_ago).await;
}

async fn number(server: &Server, sql: &'static str) -> i64 {
    let mut conn = server.workspace.store.read().await.unwrap();
    let number: Option<i64> = sqlx::query_scalar(sql).fetch_one(&mut *conn).await.unwrap();
    number.unwrap_or(-1)
}

/// Returns the number of attachments in scope, and the number that retention hides.
async fn estimate(actor: &Actor) -> (u64, u64) {
    let path = format!("/api/v1/accounts/{JUNIPER}/exports/estimate");
    let estimate = actor.get(&path).await.json();
    let expired = estimate["exclusions"].as_array().unwrap();
    let expired = expired.iter().find(|found| found["reason"] == "retentionExpired");
    (
        estimate["attachments"].as_u64().unwrap(),
        expired.map_or(0, |found| found["attachments"].as_u64().unwrap()),
    )
}

#[tokio::test]
async fn the_keeper_of_a_container_decides_its_retention() {
    let server = Server::start().await;
    let mut tx = server.workspace.store.write().await.unwrap();
    for sql in [
        "INSERT INTO accounts (id, name, type, created_at, conversation_retention_days, room_retention_days)
         VALUES ('harbor', 'Harbor', 'EnterpriseOIDC', 0, 7, 8)",
        "INSERT INTO users (id, account_id, email, display_name, sort_name, registration, invitation, tier, joined_at)
         VALUES ('hal', 'harbor', 'hal@harbor.example', 'Hal', 'hal', 'Registered', 'Accepted', 'Pro', 0)",
    ] {
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    // Columns: kind; creator or first sender, and other members; a new message's retention; whether Juniper's settings
    // apply to an old message.
    let cases = [
        (
            "direct",
            &["ana", "bo"][..],
            "Account(AccountId(\"juniper-freight\")) 10",
            Some(10),
        ),
        (
            "group",
            &["ana", "bo", "sus"],
            "Account(AccountId(\"juniper-freight\")) 10",
            Some(10),
        ),
        // An invited user belongs to the account; a released one does not.
        (
            "group",
            &["ana", "bo", "new"],
            "Account(AccountId(\"juniper-freight\")) 10",
            Some(10),
        ),
        ("group", &["ana", "bo", "rel"], "Fixed 90", None),
        ("direct", &["ana", "odd"], "Fixed 90", None),
        ("direct", &["ana", "kit"], "Fixed 90", None),
        ("direct", &["ana", "hal"], "Fixed 90", None),
        ("direct", &["hal", "odd"], "Fixed 90", None),
        ("direct", &["kit", "odd"], "Nobody", None),
        ("direct", &["rel", "odd"], "Nobody", None),
        (
            "room",
            &["bo", "odd", "hal"],
            "Account(AccountId(\"juniper-freight\")) 20",
            Some(20),
        ),
        (
            "room",
            &["sus", "ana"],
            "Account(AccountId(\"juniper-freight\")) 20",
            Some(20),
        ),
        ("room", &["rel", "ana"], "Nobody", None),
        ("room", &["kit", "ana"], "Nobody", None),
        ("room", &["odd", "ana"], "Nobody", None),
        ("room", &["hal", "ana"], "Account(AccountId(\"harbor\")) 8", None),
        ("meeting", &["ana", "bo"], "Nobody", None),
    ];
    for (nth, (kind, members, ..)) in cases.iter().enumerate() {
        place(&server, &format!("c-{nth}"), kind, members, 1).await;
    }
    let settings = json!({ "conversationDays": 10, "roomDays": 20 });
    put(&server.sign_in("full-access").await, &settings).await;
    let mut conn = server.workspace.store.read().await.unwrap();
    for (nth, (kind, members, rule, changed)) in cases.iter().enumerate() {
        let id = format!("c-{nth}");
        let who = keeper(
            &store::retention::deciders(&mut conn, &id.as_str().into())
                .await
                .unwrap(),
        );
        let end = retention::end(&mut conn, &id.as_str().into(), *kind == "room", 0)
            .await
            .unwrap();
        let days = end
            .map(|end| format!(" {}", end / SECOND / DAY))
            .unwrap_or_default();
        assert_eq!(format!("{who:?}{days}"), *rule, "{kind} of {members:?}");
        assert_eq!(who == Keeper::Nobody, end.is_none());
        let kept: Option<i64> = sqlx::query_scalar(
            "SELECT (expires_at - sent_at) / 86400000 FROM messages WHERE container_id = ?",
        )
        .bind(&id)
        .fetch_one(&mut *conn)
        .await
        .unwrap();
        assert_eq!(kept, *changed, "an old message in a {kind} of {members:?}");
    }
}

#[tokio::test]
async fn a_message_is_hidden_when_its_retention_ends_and_restored_by_a_longer_one() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    own_places(&server, 10).await;
    assert_eq!(estimate(&actor).await, (6, 0));
    put(&actor, &json!({ "conversationDays": 11 })).await;
    server.advance(DAY - 1).await;
    assert_eq!(estimate(&actor).await, (6, 0), "a second before its end");
    server.advance(1).await;
    assert_eq!(estimate(&actor).await, (5, 1), "at its end");
    put(&actor, &json!({ "conversationDays": 12 })).await;
    assert_eq!(estimate(&actor).await, (6, 0), "restored");
    assert_eq!(
        actor.get(SETTINGS).await.json(),
        json!({ "conversationDays": 12 })
    );
    put(&actor, &json!({})).await;
    server.advance(100 * DAY).await;
    assert_eq!(estimate(&actor).await, (6, 0), "kept for ever");
}

#[tokio::test]
async fn a_message_past_the_grace_period_is_deleted_permanently() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    own_places(&server, 10).await;
    let there = "SELECT count(*) FROM messages m JOIN attachments a ON a.message_id = m.id WHERE container_id LIKE 'own-%'";
    put(&actor, &json!({ "conversationDays": 10, "roomDays": 11 })).await;
    server.advance(30 * DAY - 1).await;
    assert_eq!(
        (estimate(&actor).await, number(&server, there).await),
        ((3, 2), 2)
    );
    server.advance(1).await;
    assert_eq!(
        (estimate(&actor).await, number(&server, there).await),
        ((3, 1), 1),
        "the conversation's message is deleted"
    );
    put(&actor, &json!({})).await;
    assert_eq!(
        estimate(&actor).await,
        (4, 0),
        "the room's message is restored, the other is not"
    );
}

#[tokio::test]
async fn the_predicted_effect_matches_the_actual_effect() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    for (id, kind, days_ago) in [
        ("c-old", "direct", 300),
        ("c-new", "direct", 40),
        ("r-old", "room", 300),
        ("r-new", "room", 40),
    ] {
        place(&server, id, kind, &["ana", "bo"], days_ago).await;
    }
    let effect = async |settings: &str| {
        let reply = actor.get(&format!("{SETTINGS}/effect?{settings}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        let effect = reply.json();
        ["hidden", "restored", "deleted"].map(|what| {
            let number = effect[format!("{what}Messages")].as_u64().unwrap();
            assert_eq!(
                effect[format!("{what}Attachments")],
                number,
                "each has one attachment"
            );
            number
        })
    };
    assert_eq!(effect("").await, [0, 0, 0]);
    assert_eq!(effect("conversationDays=290").await, [1, 0, 0]);
    // The small world already has a message in one of Bo's rooms, 100 days old.
    assert_eq!(effect("conversationDays=290&roomDays=20").await, [4, 0, 2]);
    let before = estimate(&actor).await;
    put(&actor, &json!({ "conversationDays": 290, "roomDays": 39 })).await;
    assert_eq!(estimate(&actor).await, (before.0 - 4, 4));
    let messages = number(&server, "SELECT count(*) FROM messages").await;

    // A message hidden for ten days would be past the grace period, so it is lost too.
    assert_eq!(effect("conversationDays=260&roomDays=300").await, [0, 2, 1]);
    assert_eq!(effect("conversationDays=290&roomDays=39").await, [0, 0, 0]);
    server.work().await;
    assert_eq!(
        number(&server, "SELECT count(*) FROM messages").await,
        messages - 2
    );
    assert_eq!(effect("").await, [0, 2, 0]);
    put(&actor, &json!({})).await;
    assert_eq!(estimate(&actor).await, (before.0 - 2, 0));
}

#[tokio::test]
async fn a_file_is_kept_while_a_delivered_request_links_to_it() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let mut tx = server.workspace.store.write().await.unwrap();
    // Leave only Ana and Bo in the conversation with the two files that no other message has.
    for sql in [
        "DELETE FROM memberships WHERE container_id = 'c-direct' AND user_id = 'odd'",
        "DELETE FROM attachments WHERE id = 'a-outsider'",
    ] {
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let export = server.delivered(&actor).await;
    put(&actor, &json!({ "conversationDays": 1 })).await;
    server.work().await;
    let sha256 = "SELECT count(*) FROM blobs WHERE deleted_at IS NOT NULL";
    let left = "SELECT count(*) FROM attachments WHERE id LIKE 'a-direct%'";
    assert_eq!(
        (number(&server, left).await, number(&server, sha256).await),
        (0, 0)
    );
    let manifest = format!("/api/v1/exports/{export}/manifest.csv");
    assert!(actor.get(&manifest).await.text().contains("rates.csv"));

    server.advance(5 * DAY).await;
    assert_eq!(number(&server, sha256).await, 0, "the links live");
    server.advance(DAY).await;
    assert_eq!(number(&server, sha256).await, 2, "they have expired");
    let sent = Sha256::digest("from,to,rate\n");
    let file = Blobs::path(&hex::encode(sent));
    let objects = server.workspace.blobs.objects();
    assert!(objects.head(&file).await.is_err(), "the bytes are gone");

    // Sending the same bytes again restores them.
    let path =
        "/api/v1/simulator/uploads?container=c-direct&sender=ana@juniperfreight.example&fileName=again.csv";
    let again = actor
        .request(Method::POST, path)
        .body(Body::from("from,to,rate\n"));
    assert_eq!(actor.send(again.unwrap()).await.status, StatusCode::CREATED);
    assert_eq!(number(&server, sha256).await, 1);
    assert_eq!(objects.head(&file).await.unwrap().size, 13);
}

#[tokio::test]
async fn what_was_visible_at_submission_is_in_the_request_even_if_the_set_is_fixed_later() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    own_places(&server, 10).await;
    put(&actor, &json!({ "conversationDays": 11 })).await;
    server.work().await;
    let export = actor.submit(JUNIPER, "tok-1").await.json()["id"].clone();
    let (shorter, before) = (
        json!({ "conversationDays": 1 }),
        json!({ "conversationDays": 11 }),
    );
    let early = save(&actor, SETTINGS, &shorter, &before).await;
    assert_eq!(early.refusal(), (503, "unavailable".into()));
    // When the pipeline starts, the message is long past its grace period.
    let jump = json!({ "advanceSeconds": 60 * DAY });
    actor.patch("/api/v1/clock", &jump).await;
    server.work().await;
    let left = "SELECT count(*) FROM messages WHERE container_id = 'own-chat'";
    assert_eq!(number(&server, left).await, 0);
    let manifest = format!("/api/v1/exports/{}/manifest.csv", export.as_str().unwrap());
    assert!(actor.get(&manifest).await.text().contains("own-chat.txt"));
}

#[tokio::test]
async fn an_undeletable_file_does_not_stop_other_deletions() {
    let server = Server::start().await;
    let mut tx = server.workspace.store.write().await.unwrap();
    let last = "f".repeat(64);
    for sha256 in (0..120).map(|n| format!("{n:064}")).chain([last.clone()]) {
        for statement in [
            "INSERT INTO blobs (sha256, size_bytes) VALUES (?, 1)",
            "INSERT INTO blobs_to_review (sha256) VALUES (?)",
        ] {
            sqlx::query(statement)
                .bind(&sha256)
                .execute(&mut *tx)
                .await
                .unwrap();
        }
        // A folder in place of a file cannot be deleted as a file.
        let path = server.folder().join("blobs").join(Blobs::path(&sha256).as_ref());
        std::fs::create_dir_all(if sha256 == last {
            path.parent().unwrap()
        } else {
            &path
        })
        .unwrap();
    }
    tx.commit().await.unwrap();
    server.work().await;
    assert_eq!(
        number(&server, "SELECT count(*) FROM blobs WHERE deleted_at IS NOT NULL").await,
        1
    );
    assert_eq!(
        number(&server, "SELECT count(*) FROM blobs_to_review").await,
        120,
        "tried again later"
    );
}

#[tokio::test]
async fn a_deliberately_broken_file_is_not_deleted_before_its_repair() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    own_places(&server, 100).await;
    let faults = "/api/v1/simulator/faults";
    let fault = json!({ "kind": "missingBlob", "attachmentId": "a-own-chat" });
    assert_eq!(actor.post(faults, &fault).await.status, StatusCode::CREATED);
    // Only the two messages have the file.
    let mut tx = server.workspace.store.write().await.unwrap();
    let others = "DELETE FROM attachments WHERE id NOT LIKE 'a-own-%'
        AND sha256 = (SELECT sha256 FROM attachments WHERE id = 'a-own-chat')";
    sqlx::query(others).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    put(&actor, &json!({ "conversationDays": 1, "roomDays": 1 })).await;
    server.work().await;
    let gone = "SELECT count(*) FROM blobs WHERE deleted_at IS NOT NULL";
    let broken = number(&server, "SELECT count(*) FROM blobs_to_review").await;
    assert_eq!(
        (broken, number(&server, gone).await),
        (1, 1),
        "the small world's own room had one as well"
    );
    assert_eq!(actor.delete(faults).await.status, StatusCode::NO_CONTENT);
    server.work().await;
    assert_eq!(number(&server, gone).await, 2);
}
