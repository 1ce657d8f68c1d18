//! Conversations with the Assistant: codes, the window, and the outcome of a request.

use serde_json::{Value, json};

use attache_testing::{Actor, DAY, HOUR, Reply, Server};

/// An outsider who uploaded in a conversation and created a room in which someone else uploaded.
pub const ODD: &str = "odd";
/// Released from an account, with an upload in a group.
pub const RELEASED: &str = "rel";
/// Managed by Juniper Freight.
pub const MANAGED: &str = "ana";

pub const ASK: &str = "Get my attachments";
pub const CODE_LIFE: i64 = 10 * 60;

pub fn path(user: &str) -> String {
    format!("/api/v1/assistant/users/{user}/messages")
}

/// Writes as a user and returns the conversation.
pub async fn say(actor: &Actor, user: &str, text: &str) -> Value {
    let reply = actor.post(&path(user), &json!({ "text": text })).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()
}

pub async fn thread(actor: &Actor, user: &str) -> Value {
    actor.get(&path(user)).await.json()
}

/// Returns the last message.
pub fn last(thread: &Value) -> &Value {
    thread["messages"].as_array().unwrap().last().unwrap()
}

pub fn text(thread: &Value) -> String {
    last(thread)["text"].as_str().unwrap().to_owned()
}

/// Returns the command that the Assistant asks for.
pub fn command(thread: &Value) -> String {
    last(thread)["command"].as_str().unwrap().to_owned()
}

/// Requests the attachments and confirms with the code.
pub async fn request(actor: &Actor, user: &str) -> Value {
    let asked = say(actor, user, ASK).await;
    let confirmed = say(actor, user, &command(&asked)).await;
    assert_eq!(confirmed["processing"], true, "{}", text(&confirmed));
    confirmed
}

#[tokio::test]
async fn a_request_is_confirmed_with_a_code() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    assert_eq!(thread(&avery, ODD).await["messages"], json!([]));

    let help = say(&avery, ODD, "  hELP\n").await;
    insta::assert_snapshot!(text(&help), @"
    You can send me:
    Get my attachments: get a file with links to your attachments, once every 7 days.
    Delete me: delete your account permanently.
    Help: show this message.
    ");
    let unknown = say(&avery, ODD, "What's up?").await;
    assert!(text(&unknown).starts_with("Sorry, I don't understand."));
    assert!(text(&unknown).contains(ASK));

    let asked = say(&avery, ODD, " get MY\tattachments ").await;
    let command = command(&asked);
    let code = command.strip_prefix("Get my attachments ").unwrap();
    assert_eq!(code.len(), 6);
    assert!(code.bytes().all(|c| b"BCDFGHJKMNPRSTVWXZ".contains(&c)), "{code}");
    assert_eq!(
        (&asked["processing"], &asked["nextAllowedAt"]),
        (&json!(false), &Value::Null)
    );

    // The confirmation ignores case and white space too.
    let confirmed = say(&avery, ODD, &format!(" {} ", command.to_lowercase())).await;
    assert_eq!(confirmed["processing"], true);
    assert_eq!(confirmed["nextAllowedAt"], "2026-01-29T01:10:00Z");
    assert_eq!(last(&confirmed)["author"], "assistant");

    let again = say(&avery, ODD, ASK).await;
    assert!(text(&again).contains("already"), "{}", text(&again));
    assert!(last(&again).get("command").is_none());
    let ids: Vec<u64> = again["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids.len(), 10);
    assert!(ids.is_sorted());
}

#[tokio::test]
async fn a_code_is_valid_once_and_for_exactly_ten_minutes() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;

    let first = command(&say(&avery, ODD, ASK).await);
    server.advance(CODE_LIFE).await;
    let late = say(&avery, ODD, &first).await;
    assert!(
        text(&late).starts_with("That code is wrong or has expired"),
        "at ten minutes"
    );
    assert_eq!(late["processing"], false);
    let second = command(&late);
    assert_ne!(first, second, "a new code");

    server.advance(CODE_LIFE - 1).await;
    let in_time = say(&avery, ODD, &second).await;
    assert_eq!(in_time["processing"], true, "a second before ten minutes");

    // After a failure the slot is free again, but needs a new code: the old one is used up.
    fail(&server, ODD).await;
    let reused = say(&avery, ODD, &second).await;
    assert_eq!(reused["processing"], false);
    assert_ne!(command(&reused), second);
}

/// Makes a user's running request fail, as after five errors.
async fn fail(server: &Server, user: &str) {
    let mut conn = server.workspace.store.writer().await.unwrap();
    let failed =
        sqlx::query("UPDATE exports SET state = 'Failed' WHERE subject_id = ? AND state = 'Submitted'")
            .bind(user)
            .execute(&mut *conn)
            .await
            .unwrap();
    assert_eq!(failed.rows_affected(), 1);
}

#[tokio::test]
async fn a_wrong_code_invalidates_the_old_code_and_creates_a_new_one() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let right = command(&say(&avery, ODD, ASK).await);
    for wrong in [
        "Get my attachments AAAAAA",
        "Get my attachments x",
        "Get my attachments É",
    ] {
        let refused = say(&avery, ODD, wrong).await;
        assert_eq!(refused["processing"], false, "{wrong}");
        assert_ne!(command(&refused), right);
    }
    let guessed = say(&avery, ODD, &right).await;
    assert_eq!(guessed["processing"], false, "the wrong ones ended it");
    // A code is valid only for its command and its user.
    let code = command(&guessed);
    let other = code.replace(ASK, "Delete me");
    let refused = say(&avery, ODD, &other).await;
    assert!(text(&refused).starts_with("That code is wrong or has expired"));
    let elsewhere = say(&avery, RELEASED, &code).await;
    assert!(text(&elsewhere).starts_with("That code is wrong or has expired"));
    assert_eq!(say(&avery, ODD, &code).await["processing"], true);
}

#[tokio::test]
async fn a_user_can_request_once_every_seven_days_to_the_second() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    request(&avery, ODD).await;
    server.work().await;
    server.advance(26 * HOUR).await;
    let delivered = thread(&avery, ODD).await;
    assert_eq!(
        (&delivered["processing"], &delivered["nextAllowedAt"]),
        (&json!(false), &json!("2026-01-29T01:10:00Z"))
    );

    server.advance(7 * DAY - 26 * HOUR - 1).await;
    let refused = say(&avery, ODD, ASK).await;
    assert!(
        text(&refused).ends_with("again from 2026-01-29 01:10:00 UTC."),
        "{}",
        text(&refused)
    );
    assert!(last(&refused).get("command").is_none());
    // Each user has their own window.
    request(&avery, RELEASED).await;

    server.advance(1).await;
    assert!(thread(&avery, ODD).await.get("nextAllowedAt").is_none());
    request(&avery, ODD).await;
}

#[tokio::test]
async fn a_managed_user_is_refused_and_referred_to_their_account() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    for user in [MANAGED, "sus"] {
        for command in ["Help", ASK, "Delete me", "Get my attachments BCDFGH", "Hello?"] {
            let refused = say(&avery, user, command).await;
            assert_eq!(
                text(&refused),
                "Your account is managed by Juniper Freight, so I can't do this for you. Please contact the administrator of \
                 Juniper Freight."
            );
            assert!(last(&refused).get("command").is_none());
            assert_eq!(refused["user"]["managedBy"], "Juniper Freight");
        }
    }
}

#[tokio::test]
async fn the_list_has_the_users_it_serves_and_search_finds_everyone() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let list = async |query: &str| {
        let page = avery.get(&format!("/api/v1/assistant/users{query}")).await.json();
        let ids = page["items"].as_array().unwrap().iter();
        let ids: Vec<String> = ids.map(|user| user["id"].as_str().unwrap().to_owned()).collect();
        (ids, page["nextCursor"].as_str().map(str::to_owned))
    };
    assert_eq!(list("").await, (vec!["odd".into(), "rel".into()], None));
    let (first, cursor) = list("?limit=1").await;
    assert_eq!(first, ["odd"]);
    let by_name = cursor.unwrap();
    assert_eq!(
        list(&format!("?limit=1&cursor={by_name}")).await,
        (vec!["rel".into()], None)
    );

    // Users who have never signed in are not found: they cannot write.
    let (found, _) = list("?q=juniperfreight").await;
    assert_eq!(found, ["ana", "bo", "sus", "rel", "kit", "odd"]);
    let (first, cursor) = list("?q=juniperfreight&limit=4").await;
    let (rest, end) = list(&format!("?q=juniperfreight&limit=4&cursor={}", cursor.unwrap())).await;
    assert_eq!(([first, rest].concat(), end), (found, None));
    let managed = avery.get("/api/v1/assistant/users?q=lima").await.json();
    assert_eq!(
        managed["items"],
        json!([{ "id": "ana", "displayName": "Ana Lima", "email": "ana@juniperfreight.example", "managedBy": "Juniper Freight" }])
    );
    assert_eq!(list("?q=-").await.0, [""; 0]);
    let mixed = avery
        .get(&format!("/api/v1/assistant/users?q=a&cursor={by_name}"))
        .await;
    assert_eq!(mixed.refusal(), (400, "badRequest".into()));
}

#[tokio::test]
async fn invalid_messages_are_refused() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let write =
        async |user: &str, text: &str| -> Reply { avery.post(&path(user), &json!({ "text": text })).await };
    for text in ["", " \n\t ", "a\u{0}b", &"é".repeat(1_001)] {
        assert_eq!(
            write(ODD, text).await.refusal(),
            (422, "invalid".into()),
            "{text:?}"
        );
    }
    write(ODD, &"é".repeat(1_000)).await;
    for user in ["nobody", "new"] {
        assert_eq!(
            write(user, "Help").await.refusal(),
            (404, "notFound".into()),
            "{user}"
        );
        assert_eq!(avery.get(&path(user)).await.refusal(), (404, "notFound".into()));
    }
    assert_eq!(thread(&avery, ODD).await["messages"].as_array().unwrap().len(), 2);
}
