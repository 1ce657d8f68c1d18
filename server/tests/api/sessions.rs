//! Signing in and out, and the lifetime of sessions.

use std::time::Duration;

use attache_server::access::sessions::MOST;
use axum::{
    body::Body,
    http::{HeaderValue, Method, StatusCode, header},
};
use futures::FutureExt;
use http_body_util::BodyExt;
use serde_json::json;

use attache_testing::{Actor, Server};

#[tokio::test]
async fn the_cookie_is_http_only_and_new_on_each_sign_in() {
    let server = Server::start().await;
    let body = json!({ "principal": "read-only" });
    let reply = server.anybody().post("/api/v1/session", &body).await;
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let all: Vec<_> = reply.headers.get_all(header::SET_COOKIE).iter().collect();
    assert_eq!(all.len(), 2);
    assert_eq!(
        all[1], "attache_signed_in=1; SameSite=Strict; Path=/",
        "readable by scripts, and not secret"
    );
    let first = server.sign_in("read-only").await;
    let second = first.post("/api/v1/session", &body).await;
    assert_eq!(second.status, StatusCode::CREATED);
    assert_eq!(
        first.get("/api/v1/session").await.refusal(),
        (401, "unauthorized".into()),
        "replaced"
    );
}

#[tokio::test]
async fn the_session_has_the_principal_and_their_permissions() {
    let server = Server::start().await;
    let session = server
        .sign_in("start-only")
        .await
        .get("/api/v1/session")
        .await
        .json();
    assert_eq!(session["principal"]["id"], "start-only");
    let allowed = |action: &str| {
        let permissions = session["permissions"].as_array().unwrap();
        permissions
            .iter()
            .find(|permission| permission["action"] == action)
            .unwrap()["allowed"]
            .as_bool()
            .unwrap()
    };
    assert!(allowed("chime:StartDataExport") && allowed("chime:ListUsers"));
    assert!(!allowed("chime:RetrieveDataExport") && !allowed("iam:ListUsers"));
}

#[tokio::test]
async fn a_session_ends_by_sign_out_idleness_and_age() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    assert_eq!(
        actor.delete("/api/v1/session").await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(actor.get("/api/v1/session").await.status, 401);

    let idle = server.sign_in("read-only").await;
    server.wall.advance(Duration::from_secs(8 * 3_600));
    assert_eq!(idle.get("/api/v1/session").await.status, 401);

    let busy = server.sign_in("read-only").await;
    for _ in 0..7 {
        server.wall.advance(Duration::from_secs(3 * 3_600));
        assert_eq!(busy.get("/api/v1/session").await.status, 200);
    }
    server.wall.advance(Duration::from_secs(3 * 3_600));
    assert_eq!(busy.get("/api/v1/session").await.status, 401, "a day is the end");
}

#[tokio::test]
async fn a_session_made_while_the_wall_clock_was_ahead_has_ended() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    let ahead = async |minutes: i64| {
        let mut tx = server.workspace.store.write().await.unwrap();
        sqlx::query(
            "UPDATE sessions SET created_wall = created_wall + ?, last_seen_wall = last_seen_wall + ?",
        )
        .bind(minutes * 60_000)
        .bind(minutes * 60_000)
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    };
    ahead(4).await;
    assert_eq!(
        actor.get("/api/v1/session").await.status,
        200,
        "set back a little"
    );
    ahead(2).await;
    assert_eq!(actor.get("/api/v1/session").await.status, 401);
    let again = server.sign_in("read-only").await;
    let sessions = again.get("/api/v1/sessions").await.json();
    assert_eq!(sessions["items"].as_array().unwrap().len(), 1, "{sessions}");
}

#[tokio::test]
async fn principals_can_list_and_end_only_their_own_sessions() {
    let server = Server::start().await;
    let laptop = server.sign_in("read-only").await;
    server.wall.advance(Duration::from_secs(60));
    let phone = server.sign_in("read-only").await;
    let other = server.sign_in("full-access").await;

    let list = phone.get("/api/v1/sessions").await.json();
    let items = list["items"].as_array().unwrap();
    let current: Vec<_> = items
        .iter()
        .map(|item| item["current"].as_bool().unwrap())
        .collect();
    assert_eq!(current, [true, false], "the newest first");
    assert_eq!(items[0]["signedInAt"], "2026-01-22T01:11:00Z");
    assert_eq!(items[0]["expiresAt"], "2026-01-23T01:11:00Z");
    assert_eq!(items[0]["address"], "127.0.0.1");
    assert!(!list.to_string().contains("token"), "no secrets: {list}");

    let theirs = other.get("/api/v1/sessions").await.json()["items"][0]["id"].clone();
    for id in [theirs.as_str().unwrap(), "nope", "%00", "..%2F"] {
        let reply = phone.delete(&format!("/api/v1/sessions/{id}")).await;
        assert_eq!(reply.refusal(), (404, "notFound".into()), "{id}");
    }
    assert_eq!(other.get("/api/v1/session").await.status, 200);

    let first = items[1]["id"].as_str().unwrap();
    assert_eq!(
        phone.delete(&format!("/api/v1/sessions/{first}")).await.status,
        204
    );
    assert_eq!(laptop.get("/api/v1/session").await.status, 401);
    let again = phone.delete(&format!("/api/v1/sessions/{first}")).await;
    assert_eq!(again.refusal(), (404, "notFound".into()));

    let tablet = server.sign_in("read-only").await;
    assert_eq!(phone.delete("/api/v1/sessions").await.status, 204);
    assert_eq!(tablet.get("/api/v1/session").await.status, 401);
    let left = phone.get("/api/v1/sessions").await.json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);

    let own = left["items"][0]["id"].as_str().unwrap();
    let reply = phone.delete(&format!("/api/v1/sessions/{own}")).await;
    assert_eq!(reply.status, 204);
    let cookies = reply.headers.get_all(header::SET_COOKIE).iter().count();
    assert_eq!(cookies, 2, "the browser is told to forget its own");
    assert_eq!(phone.get("/api/v1/session").await.status, 401);
}

#[tokio::test]
async fn a_disabled_principal_is_signed_out_at_once() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    let disable = async |value: i64| {
        let mut conn = server.workspace.store.writer().await.unwrap();
        sqlx::query("UPDATE principals SET disabled = ? WHERE id = 'read-only'")
            .bind(value)
            .execute(&mut *conn)
            .await
            .unwrap();
    };
    disable(1).await;
    assert_eq!(
        actor.get("/api/v1/session").await.refusal(),
        (401, "unauthorized".into())
    );
    let body = json!({ "principal": "read-only" });
    let reply = server.anybody().post("/api/v1/session", &body).await;
    assert_eq!(reply.refusal(), (401, "signInFailed".into()));
    let choices = server.anybody().get("/api/v1/sign-in").await.json();
    assert_eq!(choices["method"], "demo");
    assert_eq!(choices["principals"].as_array().unwrap().len(), 6, "{choices}");
}

#[tokio::test]
async fn the_event_stream_of_an_ended_session_ends() {
    let server = Server::start().await;
    let laptop = server.sign_in("read-only").await;
    let phone = server.sign_in("read-only").await;
    let listen = |actor: &Actor| {
        let request = actor.request(Method::GET, "/api/v1/events");
        let (actor, request) = (actor.clone(), request.body(Body::empty()).unwrap());
        async move { actor.open(request).await.into_body() }
    };
    let (mut of_laptop, mut of_phone) = (listen(&laptop).await, listen(&phone).await);
    for stream in [&mut of_laptop, &mut of_phone] {
        let first = stream.frame().await.unwrap().unwrap().into_data().unwrap();
        assert!(String::from_utf8_lossy(&first).contains("\nevent: clock\n"));
    }
    assert_eq!(phone.delete("/api/v1/sessions").await.status, 204);
    assert!(of_laptop.frame().await.is_none(), "the end");
    assert!(of_phone.frame().now_or_never().is_none(), "goes on");
    assert_eq!(phone.delete("/api/v1/session").await.status, 204);
    assert!(of_phone.frame().await.is_none(), "signed out");
}

#[tokio::test]
async fn signing_in_and_out_is_recorded() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    let second = server.sign_in("read-only").await;
    second.delete("/api/v1/sessions").await;
    second.delete("/api/v1/session").await;
    drop(actor);
    let mut conn = server.workspace.store.read().await.unwrap();
    let query = "SELECT name FROM audit_events WHERE principal_id = 'read-only' ORDER BY seq";
    let names: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut *conn).await.unwrap();
    assert_eq!(
        names,
        ["ConsoleLogin", "ConsoleLogin", "EndSession", "ConsoleLogout"]
    );
}

#[tokio::test]
async fn hostile_cookies_get_a_plain_401_and_change_nothing() {
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    let good = actor.cookie.clone().unwrap();
    let (name, token) = good.split_once('=').unwrap();
    let mut tampered = token.to_owned();
    tampered.replace_range(0..1, if token.starts_with('A') { "B" } else { "A" });
    let hostile: Vec<Vec<u8>> = [
        "".to_owned(),
        "attache_session".to_owned(),
        format!("{name}=x"),
        format!("{name}="),
        format!("{name}=' OR 1=1 --"),
        format!("{name}={}", "é".repeat(20)),
        format!("{name}={}", &token[..42]),
        format!("{name}={token}A"),
        format!("{name}={tampered}"),
        format!("{name}=\"{token}\""),
        format!("{name}={}", "A".repeat(43)),
        format!("{name}={}", "A".repeat(30_000)),
        format!("__Host-{name}={token}"),
        format!("{}={token}", name.to_uppercase()),
        format!("{name}={token}; {name}={token}"),
        format!("{name}={token}; {name}=x"),
        format!("{name}=x; {name}={token}"),
    ]
    .into_iter()
    .map(String::into_bytes)
    .chain([
        [name.as_bytes(), b"=\xff\xfe"].concat(),
        [good.as_bytes(), b"\xff"].concat(),
    ])
    .collect();
    for bytes in hostile {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let send = async |method: Method, path: &str| {
            let request = server.anybody().request(method, path);
            let cookie = HeaderValue::from_bytes(&bytes).unwrap();
            let request = request
                .header(header::COOKIE, cookie)
                .body(Body::empty())
                .unwrap();
            server.anybody().send(request).await
        };
        let reply = send(Method::GET, "/api/v1/session").await;
        assert_eq!(reply.refusal(), (401, "unauthorized".into()), "{shown}");
        assert_eq!(send(Method::GET, "/api/v1/sign-in").await.status, 200, "{shown}");
    }
    assert_eq!(actor.get("/api/v1/session").await.status, 200);

    // The cookie also works beside others and in a header of its own.
    let beside = server
        .anybody()
        .request(Method::GET, "/api/v1/session")
        .header(header::COOKIE, "theme=dark; attache_sessions=1")
        .header(header::COOKIE, format!("a=b;  {good} ;c"))
        .header(header::COOKIE, HeaderValue::from_bytes(b"theme=\xff").unwrap())
        .body(Body::empty())
        .unwrap();
    assert_eq!(server.anybody().send(beside).await.status, 200);

    // Replayed after the session has ended, the cookie is worthless.
    assert_eq!(actor.delete("/api/v1/session").await.status, 204);
    assert_eq!(actor.get("/api/v1/session").await.status, 401);
    let restarted = server.crash_and_restart().await;
    let mut replayed = restarted.anybody();
    replayed.cookie = Some(good);
    assert_eq!(replayed.get("/api/v1/session").await.status, 401);
}

#[tokio::test]
async fn the_number_of_sessions_is_limited() {
    let server = Server::start().await;
    let first = server.sign_in("read-only").await;
    let mut last = first.clone();
    for _ in 0..MOST {
        server.wall.advance(Duration::from_secs(1));
        last = server.sign_in("read-only").await;
    }
    assert_eq!(
        first.get("/api/v1/session").await.status,
        401,
        "the oldest session was ended"
    );
    let list = last.get("/api/v1/sessions").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), MOST as usize);
}

#[tokio::test]
async fn unknown_principals_cannot_sign_in() {
    let server = Server::start().await;
    for principal in ["root", "", "READ-ONLY", "\0", "read-only ", "' OR 1=1 --"] {
        let reply = server
            .anybody()
            .post("/api/v1/session", &json!({ "principal": principal }))
            .await;
        assert_eq!(reply.refusal(), (401, "signInFailed".into()), "{principal:?}");
        assert!(!reply.headers.contains_key(header::SET_COOKIE));
    }
}
