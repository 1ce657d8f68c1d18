//! Lists: search, filters, order and keyset paging.

use serde_json::{Value, json};

use attache_testing::{Actor, JUNIPER, KITE, Server};

/// Returns the ids of all rows, read page by page.
async fn ids(actor: &Actor, path: &str, id: &str) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = actor.get(&format!("{path}limit=2{cursor}")).await.json();
        let rows = page["items"].as_array().unwrap();
        ids.extend(rows.iter().map(|row| row[id].as_str().unwrap().to_owned()));
        match &page["nextCursor"] {
            Value::String(next) => cursor = format!("&cursor={next}"),
            _ => return ids,
        }
    }
}

#[tokio::test]
async fn every_sort_order_lists_each_user_once() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    let users = format!("/api/v1/accounts/{JUNIPER}/users?");
    assert_eq!(
        ids(&actor, &users, "id").await,
        ["ana", "bo", "new", "rel", "sus"]
    );
    assert_eq!(
        ids(&actor, &format!("{users}sort=-name&"), "id").await,
        ["sus", "rel", "new", "bo", "ana"]
    );
    for sort in [
        "email",
        "-email",
        "joined",
        "-joined",
        "lastActive",
        "-lastActive",
    ] {
        let mut found = ids(&actor, &format!("{users}sort={sort}&"), "id").await;
        found.sort();
        assert_eq!(found, ["ana", "bo", "new", "rel", "sus"], "{sort}");
    }
}

#[tokio::test]
async fn users_are_found_by_word_prefixes() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    for (query, found) in [
        ("q=lim", vec!["ana"]),
        ("q=ana+juniper", vec!["ana"]),
        ("q=akesson", vec!["bo"]),
        ("q=imana", vec![]),
        ("q=kit", vec![]),
        ("q=%22*", vec![]),
        ("q=+", vec!["ana", "bo", "new", "rel", "sus"]),
        ("status=Suspended", vec!["sus"]),
        ("status=Suspended&q=ana", vec![]),
        ("status=Released&sort=-lastActive", vec!["rel"]),
    ] {
        let path = format!("/api/v1/accounts/{JUNIPER}/users?{query}&");
        assert_eq!(ids(&actor, &path, "id").await, found, "{query}");
    }
}

#[tokio::test]
async fn items_can_be_filtered_by_word_rule_and_status() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = server.delivered(&avery).await;
    for (query, found) in [
        ("", vec!["a-direct", "a-direct-2", "a-room", "a-suspended"]),
        ("q=rat", vec!["a-direct", "a-direct-2"]),
        ("q=passwd", vec!["a-suspended"]),
        ("q=odd", vec!["a-room"]),
        ("rule=room-creator-managed", vec!["a-room"]),
        ("rule=room-creator-managed&q=rates", vec![]),
        ("status=ok&q=ana", vec!["a-direct", "a-direct-2"]),
        ("status=error", vec![]),
    ] {
        let path = format!("/api/v1/exports/{id}/items?{query}&");
        assert_eq!(ids(&avery, &path, "attachmentId").await, found, "{query}");
    }
}

#[tokio::test]
async fn the_estimate_counts_inclusions_and_exclusions_by_reason() {
    let server = Server::start().await;
    let actor = server.sign_in("start-only").await;
    let estimate = actor
        .get(&format!("/api/v1/accounts/{JUNIPER}/exports/estimate"))
        .await
        .json();
    assert_eq!(estimate["attachments"], 4);
    assert_eq!(
        (&estimate["users"], &estimate["rooms"], &estimate["conversations"]),
        (&3.into(), &1.into(), &2.into())
    );
    let reasons: Vec<_> = estimate["exclusions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["reason"].clone())
        .collect();
    assert_eq!(
        reasons,
        ["roomCreatorNotManaged", "uploaderReleased", "uploaderNotManaged"]
    );
    let summary = actor.get(&format!("/api/v1/accounts/{JUNIPER}")).await.json();
    assert_eq!(
        (&summary["users"], &summary["managedUsers"]),
        (&5.into(), &3.into())
    );
    assert!(
        summary.get("latest").is_none() && summary.get("nextAllowedAt").is_none(),
        "an estimate does not use up the window"
    );
}

#[tokio::test]
async fn accounts_are_found_by_name_and_by_domain() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let made = actor
        .post("/api/v1/accounts", &json!({ "name": "Ågård Freight" }))
        .await;
    let agard = made.json()["id"].as_str().unwrap().to_owned();
    let accounts = async |query: &str| ids(&actor, &format!("/api/v1/accounts?{query}"), "id").await;
    assert_eq!(accounts("").await, [JUNIPER, KITE, &agard]);
    for (query, found) in [
        ("q=freight", vec![JUNIPER, &agard]),
        ("q=FREI+juni", vec![JUNIPER]),
        ("q=reight", vec![]),
        ("q=agard", vec![&agard]),
        ("q=juniperfreight.exa", vec![JUNIPER]),
        ("q=JuniperFreight.Example+jun", vec![JUNIPER]),
        ("q=example", vec![]),
        ("q=%22%27*-", vec![]),
        ("q=juniper+-", vec![JUNIPER]),
        ("q=+", vec![JUNIPER, KITE, &agard]),
        ("q=kite+freight", vec![]),
    ] {
        assert_eq!(accounts(&format!("{query}&")).await, found, "{query}");
    }
    let path = format!("/api/v1/accounts/{agard}");
    actor.patch(&path, &json!({ "name": "Northwind" })).await;
    assert_eq!(accounts("q=agard&").await, Vec::<String>::new());
    assert_eq!(accounts("q=north&").await, [agard.as_str()]);
    actor.delete(&path).await;
    assert_eq!(accounts("q=north&").await, Vec::<String>::new());
    let long = format!("/api/v1/accounts?q={}", "a".repeat(201));
    assert_eq!(actor.get(&long).await.refusal().0, 400);
}
