//! The file from the Assistant: its content, who can download it, and when it expires.

use attache_server::{
    duties,
    exports::download,
    store::exports::{self, ExportRow, KeyRow},
    worker::NextRun,
};
use attache_wire::export::ManifestFormat;
use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::assistant::{ASK, ODD, RELEASED, last, request, say, text, thread};
use attache_testing::{ATTACHMENTS, Actor, DAY, HOUR, KITE, Reply, Server};

/// Lets the Assistant deliver a user's file and returns the conversation.
pub async fn delivered(server: &Server, actor: &Actor, user: &str) -> Value {
    request(actor, user).await;
    server.work().await;
    server.advance(26 * HOUR).await;
    thread(actor, user).await
}

/// Returns the links to the file: CSV and text.
pub fn links(thread: &Value) -> [String; 2] {
    ["csvUrl", "textUrl"].map(|name| last(thread)["file"][name].as_str().unwrap().to_owned())
}

async fn get(server: &Server, link: &str) -> Reply {
    server.follow(Method::GET, link, None).await
}

/// Returns status and code of an S3 error.
pub fn refused(reply: &Reply) -> (u16, String) {
    let text = reply.text();
    let code = text
        .split("<Code>")
        .nth(1)
        .and_then(|rest| rest.split("</Code>").next());
    (reply.status.as_u16(), code.unwrap_or_default().to_owned())
}

fn content(id: &str) -> &'static str {
    ATTACHMENTS.iter().find(|row| row.0 == id).unwrap().4
}

#[tokio::test]
async fn a_request_delivers_every_byte() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let thread = delivered(&server, &avery, ODD).await;
    let message = last(&thread);
    assert_eq!(
        (&message["author"], &message["at"]),
        (&json!("assistant"), &json!("2026-01-23T03:10:00Z"))
    );
    insta::assert_snapshot!(text(&thread), @"Your file is ready. It lists 2 attachments, each with a download link. All links work for 6 days for anyone who has them, so keep the file private.");
    let file = &message["file"];
    assert_eq!(
        (
            &file["state"],
            &file["items"],
            &file["errors"],
            &file["linksExpireAt"]
        ),
        (
            &json!("Ready"),
            &json!(2),
            &json!(0),
            &json!("2026-01-29T03:10:00Z")
        )
    );
    let [csv, txt] = links(&thread);
    assert!(
        csv.contains("/manifest.csv?X-Amz-Algorithm=AWS4-HMAC-SHA256&"),
        "{csv}"
    );
    assert!(csv.contains("&X-Amz-Date=20260123T031000Z&X-Amz-Expires=518400&"));

    // The files site needs no session and gets no cookie.
    let table = get(&server, &csv).await;
    assert_eq!(table.status, 200);
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"attachments-odd-2026-01-23.csv\"",
        ),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        assert_eq!(table.headers[&name], value, "{name}");
    }
    assert_eq!(
        table.headers[header::CONTENT_LENGTH],
        table.body.len().to_string()
    );
    let modified = &table.headers[header::LAST_MODIFIED];
    assert_eq!(modified, "Fri, 23 Jan 2026 03:10:00 GMT");
    let since = [("if-modified-since", modified.to_str().unwrap())];
    let known = server.anybody().fetch(Method::GET, &csv, &since).await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    let rows: Vec<std::collections::HashMap<String, String>> = csv::Reader::from_reader(&table.body[..])
        .deserialize()
        .map(Result::unwrap)
        .collect();
    let listed: Vec<_> = rows
        .iter()
        .map(|row| (row["attachment_id"].as_str(), row["rule"].as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("a-outsider", "uploader-managed"),
            ("a-elsewhere", "room-creator-managed")
        ]
    );

    let lines = get(&server, &txt).await;
    assert_eq!(lines.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    let lines = lines.text();
    assert_eq!(
        lines.lines().collect::<Vec<_>>(),
        rows.iter().map(|row| row["url"].as_str()).collect::<Vec<_>>()
    );
    for (link, row) in lines.lines().zip(&rows) {
        let reply = get(&server, link).await;
        assert_eq!(
            (reply.status.as_u16(), reply.text().as_str()),
            (200, content(&row["attachment_id"]))
        );
    }

    let head = server.follow(Method::HEAD, &csv, None).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(
        head.headers[header::CONTENT_LENGTH],
        table.headers[header::CONTENT_LENGTH]
    );
    let part = server.follow(Method::GET, &csv, Some("bytes=0-9")).await;
    assert_eq!(
        (part.status.as_u16(), &part.body),
        (200, &table.body),
        "ranges are not supported"
    );
    assert_eq!(
        server.follow(Method::DELETE, &csv, None).await.status,
        403,
        "signed for another method"
    );
}

#[tokio::test]
async fn the_file_and_all_its_links_expire_at_the_same_second() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let [csv, txt] = links(&delivered(&server, &avery, ODD).await);
    let attachment = get(&server, &txt).await.text().lines().next().unwrap().to_owned();
    server.advance(6 * DAY - 1).await;
    for link in [&csv, &txt, &attachment] {
        assert_eq!(get(&server, link).await.status, 200, "a second before");
    }
    assert_eq!(
        links(&thread(&avery, ODD).await),
        [csv.clone(), txt.clone()],
        "signed again, and the same"
    );
    server.advance(1).await;
    for link in [&csv, &txt, &attachment] {
        assert_eq!(refused(&get(&server, link).await), (403, "AccessDenied".into()));
    }
    let file = last(&thread(&avery, ODD).await)["file"].clone();
    assert_eq!(
        file,
        json!({ "state": "Expired", "items": 2, "bytes": 34, "errors": 0, "linksExpireAt": "2026-01-29T03:10:00Z" })
    );
}

#[tokio::test]
async fn a_user_without_attachments_gets_an_empty_file_and_a_message() {
    let server = Server::start().await;
    let mut conn = server.workspace.store.writer().await.unwrap();
    let redact = "UPDATE messages SET redacted_at = sent_at WHERE sender_id = 'rel'";
    sqlx::query(redact).execute(&mut *conn).await.unwrap();
    drop(conn);
    let avery = server.sign_in("full-access").await;
    let thread = delivered(&server, &avery, RELEASED).await;
    assert!(text(&thread).contains("It is empty"), "{}", text(&thread));
    let [csv, txt] = links(&thread);
    let (csv, txt) = (get(&server, &csv).await, get(&server, &txt).await);
    assert_eq!((txt.status.as_u16(), txt.body.len()), (200, 0));
    assert_eq!(csv.text().lines().count(), 1, "the header");
    assert!(csv.text().starts_with("attachment_id,file_name,"));
}

#[tokio::test]
async fn an_unreadable_file_is_left_out_and_reported() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let fault = json!({ "kind": "corruptBlob", "attachmentId": "a-elsewhere" });
    avery.post("/api/v1/simulator/faults", &fault).await;
    let thread = delivered(&server, &avery, ODD).await;
    assert!(
        text(&thread).ends_with("1 attachment was left out because it could not be read."),
        "{}",
        text(&thread)
    );
    let file = &last(&thread)["file"];
    assert_eq!(
        (&file["state"], &file["items"], &file["errors"]),
        (&json!("ReadyWithErrors"), &json!(1), &json!(1))
    );
    assert_eq!(get(&server, &links(&thread)[1]).await.text().lines().count(), 1);
}

#[tokio::test]
async fn a_changed_link_is_refused() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let [csv, _] = links(&delivered(&server, &avery, ODD).await);
    let end = csv.len() - 1;
    let other = if csv.ends_with('0') { "1" } else { "0" };
    for (changed, code) in [
        (format!("{}{other}", &csv[..end]), "SignatureDoesNotMatch"),
        (
            csv.replace("manifest.csv", "manifest.txt"),
            "SignatureDoesNotMatch",
        ),
        (
            csv.replace("manifest.csv", "manifest.ndjson"),
            "SignatureDoesNotMatch",
        ),
        (csv.replace("518400", "604800"), "SignatureDoesNotMatch"),
        (
            csv.replace("20260123T", "20260124T"),
            "AuthorizationQueryParametersError",
        ),
    ] {
        assert_ne!(changed, csv);
        assert_eq!(refused(&get(&server, &changed).await).1, code, "{changed}");
    }
}

#[tokio::test]
async fn a_user_who_becomes_managed_before_delivery_gets_no_file() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    request(&avery, ODD).await;
    server.work().await;
    let mut conn = server.workspace.store.writer().await.unwrap();
    let managed = "UPDATE users SET account_id = 'juniper-freight' WHERE id = 'odd'";
    sqlx::query(managed).execute(&mut *conn).await.unwrap();
    drop(conn);
    server.advance(26 * HOUR).await;
    let thread = thread(&avery, ODD).await;
    insta::assert_snapshot!(text(&thread), @"Your request was cancelled because your account is now managed by Juniper Freight. Please contact the administrator of Juniper Freight.");
    assert!(last(&thread).get("file").is_none());
    assert_eq!(
        (&thread["processing"], thread.get("nextAllowedAt")),
        (&json!(false), None),
        "the slot is free again"
    );
    let mut conn = server.workspace.store.read().await.unwrap();
    let (keys,): (i64,) = sqlx::query_as("SELECT count(*) FROM signing_keys")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(keys, 0);
}

#[tokio::test]
async fn the_assistant_serves_a_user_removed_from_a_team_account() {
    let server = Server::start().await;
    let mut conn = server.workspace.store.writer().await.unwrap();
    let sent = "UPDATE messages SET sender_id = 'kit' WHERE id = 'm-a-outsider'";
    sqlx::query(sent).execute(&mut *conn).await.unwrap();
    drop(conn);
    let avery = server.sign_in("full-access").await;
    let refused = say(&avery, "kit", ASK).await;
    assert!(
        text(&refused).contains("managed by Kite Studio"),
        "{}",
        text(&refused)
    );

    let removed = avery
        .post(
            &format!("/api/v1/accounts/{KITE}/user-changes/remove"),
            &json!({ "userIds": ["kit"] }),
        )
        .await;
    assert_eq!(removed.status, 200, "{}", removed.text());
    let [_, txt] = links(&delivered(&server, &avery, "kit").await);
    let list = get(&server, &txt).await.text();
    assert_eq!(list.lines().count(), 1);
    assert_eq!(get(&server, list.trim_end()).await.text(), content("a-outsider"));
}

#[tokio::test]
async fn a_crash_at_any_point_changes_nothing() {
    for units in 0.. {
        let server = Server::start().await;
        let avery = server.sign_in("full-access").await;
        request(&avery, ODD).await;
        let mut worker = duties::scheduler();
        for _ in 0..units {
            if let NextRun::At(at) = worker.tick(&server.workspace).await.unwrap() {
                let wait = (at - server.workspace.now() + 999) / 1_000;
                let on = json!({ "advanceSeconds": wait.max(0) });
                avery.patch("/api/v1/clock", &on).await;
            }
        }
        let before = last(&thread(&avery, ODD).await)["file"].is_object();
        let server = server.crash_and_restart().await;
        let avery = server.sign_in("full-access").await;
        server.work().await;
        server.advance(26 * HOUR).await;
        let thread = thread(&avery, ODD).await;
        let messages = thread["messages"].as_array().unwrap();
        let files = messages.iter().filter(|message| message["file"].is_object());
        assert_eq!(
            (files.count(), messages.len()),
            (1, 5),
            "reported once, after {units} units"
        );
        assert_eq!(get(&server, &links(&thread)[1]).await.text().lines().count(), 2);
        if before {
            break;
        }
    }
}

/// Returns an export and the key that signs its links.
async fn signed(server: &Server, export: &str) -> (ExportRow, KeyRow) {
    let mut conn = server.workspace.store.read().await.unwrap();
    let row = exports::get(&mut conn, &export.into()).await.unwrap();
    let key = exports::key_of(&mut conn, &export.into()).await.unwrap();
    (row.unwrap(), key.unwrap())
}

#[tokio::test]
async fn no_link_opens_an_accounts_file_and_no_key_opens_another_exports_file() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let account = server.delivered(&avery).await;
    let [csv, _] = links(&delivered(&server, &avery, ODD).await);
    let own = csv.split('/').nth(4).unwrap();
    let (account_row, account_key) = signed(&server, &account).await;
    let (own_row, own_key) = signed(&server, own).await;
    for format in ManifestFormat::ALL {
        for (row, key) in [
            (&account_row, &account_key),
            (&account_row, &own_key),
            (&own_row, &account_key),
        ] {
            let link = download::link(&server.workspace, row, key, format).unwrap();
            let reply = get(&server, &link).await;
            assert_eq!(refused(&reply), (404, "NoSuchKey".into()), "{link}");
        }
    }
    let link = download::link(&server.workspace, &own_row, &own_key, ManifestFormat::Csv);
    assert_eq!(link.unwrap(), csv);
}
