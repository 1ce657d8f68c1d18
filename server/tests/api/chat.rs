//! The simulated chat enforces Amazon Chime's limits.

use std::{fs, path::Path};

use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode, header},
};
use futures::stream;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use attache_testing::{Actor, DAY, JUNIPER, Reply, Server};

const LARGEST: usize = 50_000_000;

/// Returns the path for Ana to upload a file of this name to her conversation with Odd.
fn to(name: &str) -> String {
    let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/api/v1/simulator/uploads?sender=ANA@juniperfreight.example&container=c-direct&fileName={name}")
}

async fn upload(actor: &Actor, path: &str, body: Body) -> Reply {
    actor
        .send(actor.request(Method::POST, path).body(body).unwrap())
        .await
}

/// Returns a body of unknown length.
fn stream_of(size: usize) -> Body {
    let chunk = move |at: usize| Bytes::from(vec![7; (size - at).min(1_000_000)]);
    let chunks = (0..size)
        .step_by(1_000_000)
        .map(move |at| Ok::<_, std::io::Error>(chunk(at)));
    Body::from_stream(stream::iter(chunks))
}

/// Counts all files in the blob store's folder, however they got there.
fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { files(&path) } else { 1 })
        .sum()
}

async fn number(server: &Server, sql: &'static str) -> i64 {
    let mut conn = server.workspace.store.read().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_megabytes_are_accepted_and_one_byte_more_is_refused() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    let blobs = server.folder().join("blobs");
    let before = (
        files(&blobs),
        number(&server, "SELECT count(*) FROM messages").await,
    );

    let reply = upload(&actor, &to("large.bin"), stream_of(LARGEST + 1)).await;
    assert_eq!(reply.refusal(), (413, "payloadTooLarge".to_owned()));
    let announced = actor
        .request(Method::POST, &to("large.bin"))
        .header(header::CONTENT_LENGTH, LARGEST + 1)
        .body(Body::from_stream(
            stream::pending::<Result<Bytes, std::io::Error>>(),
        ))
        .unwrap();
    let reply = actor.send(announced).await;
    assert_eq!(
        reply.refusal(),
        (413, "payloadTooLarge".to_owned()),
        "refused before reading the body"
    );
    let broken = [Ok(Bytes::from("half a fi")), Err(std::io::Error::other("gone"))];
    let reply = upload(&actor, &to("half.txt"), Body::from_stream(stream::iter(broken))).await;
    assert_eq!(reply.refusal(), (400, "badRequest".to_owned()));
    let after = (
        files(&blobs),
        number(&server, "SELECT count(*) FROM messages").await,
    );
    assert_eq!(before, after, "nothing is left of what was refused");

    let reply = upload(&actor, &to("large.bin"), stream_of(LARGEST)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    let uploaded = reply.json();
    let sha256 = hex::encode(Sha256::digest(vec![7; LARGEST]));
    assert_eq!(
        (&uploaded["sizeBytes"], &uploaded["sha256"]),
        (&json!(LARGEST), &json!(sha256))
    );
    let file = blobs.join(format!("sha256/{}/{}/{sha256}", &sha256[..2], &sha256[2..4]));
    assert_eq!(fs::metadata(file).unwrap().len(), LARGEST as u64);
    upload(&actor, &to("again.bin"), stream_of(LARGEST)).await;
    assert_eq!(files(&blobs), before.0 + 1, "the same bytes lie there once");
}

#[tokio::test]
async fn unfinished_uploads_are_deleted_at_the_next_start() {
    let server = Server::start().await;
    let incoming = server.folder().join("blobs/incoming");
    fs::create_dir_all(&incoming).unwrap();
    // One complete upload and one partial one.
    let leftovers = [incoming.join("whole"), incoming.join("half#1")];
    for left in &leftovers {
        fs::write(left, "a file").unwrap();
    }
    let server = server.crash_and_restart().await;
    assert!(leftovers.iter().all(|left| !left.exists()));
    let reply = upload(
        &server.sign_in("full-access").await,
        &to("next.txt"),
        Body::from("next"),
    )
    .await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
}

#[tokio::test]
async fn an_uploaded_file_is_in_the_next_request_under_its_own_name() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let names = [
        ("../../up.pdf", "application/pdf"),
        ("a\r\nSet-Cookie: x.TXT", "text/plain"),
        ("logo.svg", "application/octet-stream"),
        ("page.html", "application/octet-stream"),
        ("no end", "application/octet-stream"),
        ("\u{202E}gpj.exe", "application/octet-stream"),
    ];
    for (name, _) in names {
        let reply = upload(&actor, &to(name), Body::from("the same few bytes")).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    }
    // The scope is exact to the millisecond of the submission. A file uploaded later is not included.
    let export = actor.submit(JUNIPER, "tok-1").await.json()["id"].clone();
    server.work().await;
    upload(&actor, &to("late.pdf"), Body::from("late")).await;
    server.advance(DAY + 7_200).await;
    let items = format!("/api/v1/exports/{}/items?limit=200", export.as_str().unwrap());
    let items = actor.get(&items).await.json();
    let sent: Vec<(&str, &str)> = items["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["sizeBytes"] == 18)
        .map(|item| {
            (
                item["fileName"].as_str().unwrap(),
                item["contentType"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(sent.len(), names.len());
    for named in names {
        assert!(sent.contains(&named), "{named:?} in {sent:?}");
    }
    assert!(!items.to_string().contains("late.pdf"));
}

#[tokio::test]
async fn invalid_senders_and_files_are_refused() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    let path = |sender: &str, container: &str, name: &str| {
        format!(
            "/api/v1/simulator/uploads?sender={sender}@juniperfreight.example&container={container}&fileName={name}"
        )
    };
    let long = "x".repeat(256);
    for (path, status, field) in [
        (path("ana", "c-direct", ""), 422, "fileName"),
        (path("ana", "c-direct", "a%00b"), 422, "fileName"),
        (path("ana", "c-direct", &long), 422, "fileName"),
        (path("nobody", "c-direct", "x"), 422, "sender"),
        (path("sus", "c-direct", "x"), 422, "sender"),
        (path("new", "c-direct", "x"), 422, "sender"),
        // Not a member.
        (path("bo", "c-direct", "x"), 422, "sender"),
        (path("ana", "none", "x"), 404, ""),
        (format!("{}&more=1", path("ana", "c-direct", "x")), 400, "more"),
    ] {
        let reply = upload(&actor, &path, Body::from("x")).await;
        assert_eq!(reply.refusal().0, status, "{path}: {}", reply.text());
        let field_of = reply.json()["errors"][0]["field"].clone();
        assert_eq!(field_of.as_str().unwrap_or_default(), field, "{path}");
    }
    let longest = path("ana", "c-direct", &long[1..]);
    assert_eq!(upload(&actor, &longest, Body::from("x")).await.status, 201);
    let mut tx = server.workspace.store.write().await.unwrap();
    sqlx::query("UPDATE users SET deleted_at = 1 WHERE id = 'ana'")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let reply = upload(&actor, &longest, Body::from("x")).await;
    assert_eq!(reply.json()["detail"], "This user was deleted.");

    for (name, value, status) in [
        ("content-type", "multipart/form-data; boundary=x", 422),
        ("content-type", "image/png", 422),
        ("sec-fetch-site", "cross-site", 403),
        ("origin", "https://evil.example", 403),
    ] {
        let request = actor.request(Method::POST, &longest).header(name, value);
        let reply = actor.send(request.body(Body::from("x")).unwrap()).await;
        assert_eq!(reply.refusal().0, status, "{name}: {value}");
    }
    assert_eq!(
        upload(&server.anybody(), &longest, Body::from("x")).await.status,
        401
    );
}

#[tokio::test]
async fn a_group_has_three_to_fifty_distinct_members_and_a_room_any_number() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    let mut tx = server.workspace.store.write().await.unwrap();
    for nth in 0..51 {
        sqlx::query(
            "INSERT INTO users (id, email, display_name, sort_name, registration, invitation, tier, joined_at)
             VALUES ('p' || ?1, 'p' || ?1 || '@x.example', 'P', 'p', 'Registered', 'Accepted', 'Basic', 1)",
        )
        .bind(nth)
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let people = |count: usize| {
        (0..count)
            .map(|nth| format!("P{nth}@x.example"))
            .collect::<Vec<_>>()
    };
    let begin = async |members: Vec<String>| {
        let body = json!({ "name": "Planners", "members": members });
        actor.post("/api/v1/simulator/groups", &body).await
    };
    for (count, status) in [(2, 422), (3, 201), (50, 201), (51, 422)] {
        assert_eq!(begin(people(count)).await.status, status, "{count} people");
    }
    let twice = ["p1@x.example", "P1@x.example", " p2@x.example"].map(str::to_owned);
    assert_eq!(
        begin(twice.to_vec()).await.json()["errors"][0]["field"],
        "members",
        "two people"
    );
    for other in ["sus", "new", "nobody"] {
        let mut members = people(3);
        members.push(format!("{other}@juniperfreight.example"));
        assert_eq!(
            begin(members).await.json()["errors"][0]["field"],
            "members",
            "{other}"
        );
    }

    let room =
        |name: &str| json!({ "name": name, "creator": "bo@juniperfreight.example", "members": people(51) });
    let made = actor.post("/api/v1/simulator/rooms", &room("Everybody")).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let mut conn = server.workspace.store.read().await.unwrap();
    let roles: Vec<(String, i64)> = sqlx::query_as(
        "SELECT role, count(*) FROM memberships WHERE container_id = ? GROUP BY role ORDER BY role",
    )
    .bind(made.json()["id"].as_str().unwrap())
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    assert_eq!(
        roles,
        [("Administrator".to_owned(), 1), ("Member".to_owned(), 51)]
    );
    let reply = actor.post("/api/v1/simulator/rooms", &room(" ")).await;
    assert_eq!(reply.json()["errors"][0]["field"], "name");
}

#[tokio::test]
async fn deleting_a_room_removes_its_files_from_the_estimate() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let estimate = async || {
        let path = format!("/api/v1/accounts/{JUNIPER}/exports/estimate");
        actor.get(&path).await.json()["attachments"].as_u64().unwrap()
    };
    let room = json!({ "name": "Passing", "creator": "ana@juniperfreight.example", "members": ["odd@juniperfreight.example"] });
    let room = actor.post("/api/v1/simulator/rooms", &room).await.json()["id"].clone();
    let room = room.as_str().unwrap();
    let before = estimate().await;
    // An outsider's upload in a managed user's room.
    let path = to("x.txt").replace("c-direct", room).replace("ANA", "odd");
    assert_eq!(upload(&actor, &path, Body::from("x")).await.status, 201);
    assert_eq!(estimate().await, before + 1);
    let sent = "SELECT messages_sent FROM users WHERE id = 'odd' AND last_active_at IS NOT NULL";
    assert_eq!(number(&server, sent).await, 1);

    let there = async || {
        let places = "/api/v1/simulator/people/odd/conversations";
        let places = actor.get(places).await.json();
        let places = places["items"].as_array().unwrap().clone();
        places.into_iter().find(|place| place["id"] == room)
    };
    let place = there().await.unwrap();
    assert_eq!(
        (&place["name"], &place["kind"], &place["attachments"]),
        (&json!("Passing"), &json!("room"), &json!(1))
    );

    let path = |id: &str| format!("/api/v1/simulator/rooms/{id}");
    assert_eq!(actor.delete(&path(room)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(estimate().await, before);
    assert_eq!(there().await, None);
    let nobody = "/api/v1/simulator/people/nobody/conversations";
    assert_eq!(actor.get(nobody).await.refusal().0, 404);
    for gone in [room, "c-direct", "none"] {
        assert_eq!(actor.delete(&path(gone)).await.refusal().0, 404, "{gone}");
    }
}

#[tokio::test]
async fn with_passwords_nobody_can_act_for_others() {
    let (_server, actor) = crate::passwords::owner().await;
    let nothing = Value::Null;
    for path in ["groups", "rooms", "uploads"] {
        let path = format!("/api/v1/simulator/{path}");
        assert_eq!(actor.post(&path, &nothing).await.refusal().0, 404, "{path}");
    }
    let places = "/api/v1/simulator/people/ana/conversations";
    assert_eq!(actor.get(places).await.refusal().0, 404);
    let activity = "/api/v1/simulator/activity";
    assert_eq!(actor.get(activity).await.refusal().0, 404);
    assert_eq!(actor.put(activity, &nothing).await.refusal().0, 404);
    assert_eq!(
        actor.delete("/api/v1/simulator/rooms/c-room").await.refusal().0,
        404
    );
    assert_eq!(actor.get("/api/v1/clock").await.status, 200);
}
