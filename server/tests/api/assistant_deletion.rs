//! **Delete me*: what is deleted, what stays, and for whom.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    assistant::{ODD, command, last, path, request, say, text, thread},
    assistant_file::{delivered, links, refused},
};
use attache_testing::{Actor, CONSOLE, DAY, HOUR, JUNIPER, Server};

/// Requests deletion and confirms with the code.
async fn delete(actor: &Actor, user: &str) -> Value {
    let asked = say(actor, user, "delete ME").await;
    assert_eq!(
        asked["user"]["displayName"], "Odd Outsider",
        "the unconfirmed command deletes nothing"
    );
    say(actor, user, &command(&asked)).await
}

/// Returns the estimate's counts by rule and by reason.
async fn estimate(actor: &Actor) -> Vec<String> {
    let estimate = actor
        .get(&format!("/api/v1/accounts/{JUNIPER}/exports/estimate"))
        .await
        .json();
    let line = |name: &'static str, part: &Value| {
        format!("{} {}", part[name].as_str().unwrap(), part["attachments"])
    };
    let lines = |list: &str, name: &'static str| -> Vec<String> {
        let parts = estimate[list].as_array().unwrap();
        parts.iter().map(|part| line(name, part)).collect()
    };
    [lines("inclusions", "rule"), lines("exclusions", "reason")].concat()
}

#[tokio::test]
async fn uploads_in_conversations_and_own_rooms_go_but_rooms_of_others_stay_intact() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    insta::assert_snapshot!(estimate(&avery).await.join("\n"), @"
    uploader-managed 3
    room-creator-managed 1
    roomCreatorNotManaged 1
    uploaderReleased 1
    uploaderNotManaged 1
    ");

    let goodbye = delete(&avery, ODD).await;
    assert_eq!(text(&goodbye), "Your account has been deleted.");
    assert_eq!(
        goodbye["user"],
        json!({ "id": "odd", "displayName": "Deleted user", "email": "deleted-odd@deleted.invalid" })
    );
    // In Juniper Freight's room the outsider's upload stays; the outsider's own room and message are gone.
    insta::assert_snapshot!(estimate(&avery).await.join("\n"), @"
    uploader-managed 3
    room-creator-managed 1
    roomDeleted 1
    messageRedacted 1
    uploaderReleased 1
    ");

    let id = server.delivered(&avery).await;
    let items = avery
        .get(&format!("/api/v1/exports/{id}/items?q=cmd"))
        .await
        .json();
    assert_eq!(items["items"][0]["attachmentId"], "a-room");
    assert_eq!(items["items"][0]["uploaderEmail"], "deleted-odd@deleted.invalid");

    assert_eq!(
        thread(&avery, ODD).await,
        goodbye,
        "the conversation can still be read"
    );
    let late = avery.post(&path(ODD), &json!({ "text": "Help" })).await;
    assert_eq!(late.refusal(), (409, "conflict".into()));
    for query in ["", "?q=odd", "?q=deleted"] {
        let people = avery.get(&format!("/api/v1/assistant/users{query}")).await.json();
        let people = people["items"].as_array().unwrap();
        assert!(people.iter().all(|user| user["id"] != ODD), "{query}: {people:?}");
    }
}

#[tokio::test]
async fn links_of_a_deleted_user_stop_working_at_once() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let [csv, txt] = links(&delivered(&server, &avery, ODD).await);
    let list = server.follow(Method::GET, &txt, None).await.text();
    let goodbye = delete(&avery, ODD).await;
    for link in [csv.as_str(), &txt].into_iter().chain(list.lines()) {
        let reply = server.follow(Method::GET, link, None).await;
        assert_eq!(refused(&reply), (403, "InvalidAccessKeyId".into()));
    }
    let messages = goodbye["messages"].as_array().unwrap();
    let file = messages.iter().find_map(|message| message.get("file")).unwrap();
    assert_eq!(file["state"], "Revoked");
    assert!(file.get("csvUrl").is_none() && file.get("textUrl").is_none());
}

#[tokio::test]
async fn only_the_lists_of_requests_name_a_deleted_user() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    delivered(&server, &avery, ODD).await;
    server.advance(7 * DAY).await;
    request(&avery, ODD).await;
    let name = ["odd outsider", "odd@juniperfreight"];
    assert!(tables_with(&server, &name).await.len() > 3);
    delete(&avery, ODD).await;
    assert_eq!(tables_with(&server, &name).await, ["export_items"]);
}

/// Returns the tables that contain any of these texts.
async fn tables_with(server: &Server, texts: &[&str]) -> Vec<String> {
    let mut conn = server.workspace.store.read().await.unwrap();
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.schema = 'main' ORDER BY t.name",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    let mut found = Vec::new();
    for (table, column) in columns {
        for text in texts {
            let sql = format!("SELECT count(*) FROM \"{table}\" WHERE instr(lower(\"{column}\"), ?) > 0");
            let rows: u32 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .bind(text)
                .fetch_one(&mut *conn)
                .await
                .unwrap();
            if rows > 0 && found.last() != Some(&table) {
                found.push(table.clone());
            }
        }
    }
    found
}

#[tokio::test]
async fn deleting_a_user_cancels_their_request() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    request(&avery, ODD).await;
    server.work().await;
    let goodbye = delete(&avery, ODD).await;
    assert_eq!(goodbye["processing"], false);
    server.advance(26 * HOUR).await;
    assert_eq!(
        thread(&avery, ODD).await["messages"],
        goodbye["messages"],
        "nothing is delivered"
    );
    let mut conn = server.workspace.store.read().await.unwrap();
    let left: (String, i64) =
        sqlx::query_as("SELECT state, (SELECT count(*) FROM export_items) FROM exports")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
    assert_eq!(left, ("Cancelled".into(), 0));
}

#[tokio::test]
async fn conversation_names_no_longer_mention_a_deleted_user() {
    for (id, before, after) in [
        ("c-direct", "Odd Outsider", "Deleted user"),
        ("c-direct", "Ana Lima, Odd Outsider", "Ana Lima, Deleted user"),
        ("c-direct", "Odd Outsider and 4 more", "Deleted user and 4 more"),
        ("c-direct", "Odd Outsider, Ana Lima", "Deleted user, Ana Lima"),
        // Other users' names stay, even if they contain the deleted name.
        (
            "c-direct",
            "Odd Outsiderson, Todd Outsider",
            "Odd Outsiderson, Todd Outsider",
        ),
        // A room's name is its creator's text and stays.
        ("c-room", "Odd Outsider, farewell", "Odd Outsider, farewell"),
    ] {
        let server = Server::start().await;
        let mut conn = server.workspace.store.writer().await.unwrap();
        let rename = "UPDATE containers SET name = ? WHERE id = ?";
        sqlx::query(rename)
            .bind(before)
            .bind(id)
            .execute(&mut *conn)
            .await
            .unwrap();
        drop(conn);
        let avery = server.sign_in("full-access").await;
        delete(&avery, ODD).await;
        let mut conn = server.workspace.store.read().await.unwrap();
        let name: String = sqlx::query_scalar("SELECT name FROM containers WHERE id = ?")
            .bind(id)
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        assert_eq!(name, after);
    }
}

#[tokio::test]
async fn claiming_a_domain_does_not_restore_a_deleted_user() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    delete(&avery, ODD).await;
    let mut tx = server.workspace.store.write().await.unwrap();
    let adopted = attache_server::store::domains::adopt(&mut tx, &JUNIPER.into(), "deleted.invalid").await;
    assert_eq!(adopted.unwrap(), 0);
}

#[tokio::test]
async fn no_other_page_can_delete_a_user() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let code = command(&say(&avery, ODD, "Delete me").await);
    let request = avery
        .request(Method::POST, &path(ODD))
        .header("origin", "http://evil.example")
        .header("content-type", "application/json")
        .body(json!({ "text": code }).to_string().into());
    let reply = avery.send(request.unwrap()).await;
    assert_eq!(reply.status, 403, "{CONSOLE} only");
    assert!(
        last(&thread(&avery, ODD).await)["command"].is_string(),
        "not confirmed yet"
    );
}
