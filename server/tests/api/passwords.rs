//! Signing in by password: who is admitted, what the others are told, and the limits on attempts.

use std::{net::SocketAddr, time::Duration};

use attache_server::{
    access::passwords::Password,
    administration::principals::{New, Principals, Refused},
    http::table,
    random::Random,
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, header},
};
use serde_json::{Value, json};

use attache_testing::{Actor, Reply, Server, Settings};

const RIGHT: &str = "correct horse battery";
const WRONG: &str = "incorrect horse battery";

async fn start() -> Server {
    let settings = Settings {
        passwords: true,
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    let ines = New {
        id: "ines".into(),
        name: Some("Ines Marchetti".into()),
        policies: vec!["Owner".into(), "read-only".into()],
        tags: vec!["department=legal".into()],
        ..New::default()
    };
    let principals = beside(&server).await;
    principals
        .add(&ines, &Password::new(RIGHT).unwrap())
        .await
        .unwrap();
    server
}

/// Starts a server and signs the owner in by password.
pub async fn owner() -> (Server, Actor) {
    let server = start().await;
    let ines = sign_in(&server, RIGHT).await;
    (server, ines)
}

/// Opens the same data as another process would.
pub async fn beside(server: &Server) -> Principals {
    let workspace = &server.workspace;
    let folder = server.folder();
    Principals::open(
        workspace.store.clone(),
        folder,
        server.wall.clone(),
        Random::seeded(7),
    )
    .await
    .unwrap()
}

async fn attempt(actor: &Actor, principal: &str, password: &str) -> Reply {
    let body = json!({ "principal": principal, "password": password });
    actor.post("/api/v1/session", &body).await
}

async fn sign_in(server: &Server, password: &str) -> Actor {
    let reply = attempt(&server.anybody(), "ines", password).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
    let mut actor = server.anybody();
    actor.cookie = cookie.split(';').next().map(str::to_owned);
    actor
}

#[tokio::test]
async fn time_is_real_and_nobody_can_move_it() {
    let server = start().await;
    let ines = sign_in(&server, RIGHT).await;
    let clock = ines.get("/api/v1/clock").await.json();
    assert_eq!(
        (&clock["rate"], &clock["paused"]),
        (&json!(1.0), &json!(false)),
        "{clock}"
    );
    for change in [
        json!({ "advanceSeconds": 60 }),
        json!({ "speed": "auto" }),
        json!({ "paused": true }),
    ] {
        let refusal = ines.patch("/api/v1/clock", &change).await.refusal();
        assert_eq!(refusal, (404, "notFound".to_owned()), "{change}");
    }
    // The machine slept for a day.
    server.wall.advance(Duration::from_secs(24 * 3_600));
    server.workspace.reserve_time().await.unwrap();
    assert_eq!(server.workspace.now(), server.workspace.clock.wall().now());
}

#[tokio::test]
async fn strangers_cannot_read_the_metrics() {
    let server = start().await;
    assert_eq!(server.anybody().get("/metrics").await.status, 404);
    assert_eq!(sign_in(&server, RIGHT).await.get("/metrics").await.status, 404);
}

#[tokio::test]
async fn every_route_of_the_simulator_exists_in_demos_only() {
    for route in table() {
        let simulated = route.path.starts_with("/api/v1/simulator/")
            || (route.path == "/api/v1/clock" && route.method() == Method::PATCH);
        assert!(!simulated || route.demo, "{} {}", route.method(), route.path);
    }
}

#[tokio::test]
async fn the_right_password_signs_in_and_principals_are_not_listed() {
    let server = start().await;
    let ines = sign_in(&server, RIGHT).await;
    let session = ines.get("/api/v1/session").await.json();
    assert_eq!(session["principal"]["name"], "Ines Marchetti");
    assert_eq!(session["principal"]["tags"][0]["key"], "department");
    assert_eq!(session["principal"]["policies"].as_array().unwrap().len(), 2);

    let options = server.anybody().get("/api/v1/sign-in").await.json();
    assert_eq!(options, json!({ "method": "password", "principals": [] }));
    let principals = server.anybody().get("/api/v1/principals").await;
    assert_eq!(principals.refusal(), (404, "notFound".into()));

    let without = json!({ "principal": "ines" });
    let reply = server.anybody().post("/api/v1/session", &without).await;
    assert_eq!(reply.refusal(), (422, "invalid".into()));
    assert_eq!(reply.json()["errors"][0]["field"], "password");

    let demo = Server::start().await;
    let reply = attempt(&demo.anybody(), "read-only", RIGHT).await;
    assert_eq!(reply.refusal(), (422, "invalid".into()), "a demo takes none");
}

#[tokio::test]
async fn nobody_can_write_as_someone_else() {
    let server = start().await;
    let ines = sign_in(&server, RIGHT).await;
    assert_eq!(ines.get("/api/v1/session").await.json()["method"], "password");
    let demo = table().into_iter().filter(|route| route.demo);
    let mut count = 0;
    for route in demo {
        let request = ines
            .request(route.method(), &route.path.replace("{user}", "odd"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(r#"{"text": "Help"}"#));
        let reply = ines.send(request.unwrap()).await;
        assert_eq!(reply.refusal(), (404, "notFound".into()), "{}", route.path);
        count += 1;
    }
    assert!(count >= 3, "the Assistant's routes at least");
}

#[tokio::test]
async fn every_failed_sign_in_gets_the_same_response() {
    let server = start().await;
    let principals = beside(&server).await;
    let gone = New {
        id: "gone".into(),
        ..New::default()
    };
    principals
        .add(&gone, &Password::new(RIGHT).unwrap())
        .await
        .unwrap();
    principals.disable(&"gone".into()).await.unwrap();
    let mut answers = Vec::new();
    for (principal, password) in [
        ("ines", WRONG),
        ("ines", ""),
        ("nobody", RIGHT),
        ("full-access", RIGHT),
        ("gone", RIGHT),
        ("Ines", RIGHT),
        ("' OR 1=1 --", RIGHT),
        ("\u{0}", "\u{0}"),
    ] {
        let reply = attempt(&server.anybody(), principal, password).await;
        let mut headers = reply.headers.clone();
        headers.remove("x-request-id");
        assert!(!headers.contains_key(header::SET_COOKIE));
        let mut problem = reply.json();
        assert_eq!(reply.refusal(), (401, "signInFailed".into()), "{principal:?}");
        problem["requestId"] = Value::Null;
        answers.push((problem, headers));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "they differ: {answers:?}");

    // The log has details, but no name that may be a mistyped password.
    server.workspace.audit.flush().await.unwrap();
    let mut conn = server.workspace.store.read().await.unwrap();
    let failed: Vec<(String, String)> = sqlx::query_as(
        "SELECT principal_id, record FROM audit_events WHERE name = 'ConsoleLogin' AND class = 'failed' ORDER BY seq",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    let who: Vec<_> = failed.iter().map(|(who, _)| who.as_str()).collect();
    assert_eq!(
        who,
        [
            "ines",
            "ines",
            "unknown",
            "full-access",
            "gone",
            "unknown",
            "unknown",
            "unknown"
        ]
    );
    let records: String = failed.into_iter().map(|(_, record)| record).collect();
    for secret in [RIGHT, WRONG, "OR 1=1", "nobody"] {
        assert!(!records.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn after_five_failures_even_the_right_password_has_to_wait() {
    let server = start().await;
    for _ in 0..5 {
        let reply = attempt(&server.anybody(), "ines", WRONG).await;
        assert_eq!(reply.refusal(), (401, "signInFailed".into()));
    }
    for password in [WRONG, RIGHT] {
        let reply = attempt(&server.anybody(), "ines", password).await;
        assert_eq!(reply.refusal(), (429, "tooManyAttempts".into()));
        assert_eq!(reply.headers[header::RETRY_AFTER], "60");
        assert_eq!(reply.json()["retryAfter"], 60);
    }
    // Unknown names have to wait just as long.
    for _ in 0..5 {
        assert_eq!(attempt(&server.anybody(), "nobody", WRONG).await.status, 401);
    }
    let reply = attempt(&server.anybody(), "nobody", WRONG).await;
    assert_eq!(reply.headers[header::RETRY_AFTER], "60");

    server.wall.advance(Duration::from_secs(59));
    let reply = attempt(&server.anybody(), "ines", RIGHT).await;
    assert_eq!(reply.headers[header::RETRY_AFTER], "1");
    server.wall.advance(Duration::from_secs(1));
    for _ in 0..10 {
        sign_in(&server, RIGHT).await;
    }
}

#[tokio::test]
async fn an_address_is_throttled_across_names_and_cannot_be_forged() {
    let server = start().await;
    let from = async |address: &str, forged: &str, principal: &str| {
        let peer: SocketAddr = format!("{address}:50000").parse().unwrap();
        let body = json!({ "principal": principal, "password": RIGHT });
        let mut request: Request<Body> = server
            .anybody()
            .request(Method::POST, "/api/v1/session")
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-forwarded-for", forged)
            .header("forwarded", format!("for={forged}"))
            .header("x-real-ip", forged)
            .body(Body::from(body.to_string()))
            .unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        server.anybody().send(request).await.status.as_u16()
    };
    for nth in 0..30 {
        let forged = format!("198.51.100.{nth}");
        assert_eq!(from("203.0.113.9", &forged, &format!("made-up-{nth}")).await, 401);
    }
    assert_eq!(from("203.0.113.9", "198.51.100.99", "ines").await, 429);
    assert_eq!(
        from("203.0.113.10", "203.0.113.9", "ines").await,
        201,
        "another address"
    );
}

#[tokio::test]
async fn a_new_password_or_disabling_ends_existing_sessions() {
    let server = start().await;
    let principals = beside(&server).await;
    let before = sign_in(&server, RIGHT).await;
    let other = "tractor muffin violet";
    assert_eq!(
        principals
            .set_password(&"ines".into(), &Password::new(other).unwrap())
            .await
            .unwrap(),
        1
    );
    assert_eq!(before.get("/api/v1/session").await.status, 401);
    assert_eq!(attempt(&server.anybody(), "ines", RIGHT).await.status, 401);
    let after = sign_in(&server, other).await;

    assert_eq!(principals.disable(&"ines".into()).await.unwrap(), (1, 0));
    assert_eq!(after.get("/api/v1/session").await.status, 401);
    assert_eq!(attempt(&server.anybody(), "ines", other).await.status, 401);
    principals.enable(&"ines".into()).await.unwrap();
    assert_eq!(
        after.get("/api/v1/session").await.status,
        401,
        "ended sessions stay ended"
    );
    sign_in(&server, other).await;

    let mut conn = server.workspace.store.read().await.unwrap();
    let query = "SELECT name FROM audit_events WHERE principal_id = 'system' AND source = 'iam' ORDER BY seq";
    let names: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut *conn).await.unwrap();
    assert_eq!(
        names,
        ["CreateUser", "UpdateLoginProfile", "DisableUser", "EnableUser"]
    );
    let query = "SELECT count(*) FROM audit_events WHERE record LIKE '%argon2%' OR record LIKE '%horse%'";
    let secrets: i64 = sqlx::query_scalar(query).fetch_one(&mut *conn).await.unwrap();
    assert_eq!(secrets, 0);
}

#[tokio::test]
async fn invalid_principals_are_refused_and_leave_nothing_behind() {
    let server = start().await;
    let principals = beside(&server).await;
    let before = principals.list().await.unwrap().len();
    let password = Password::new(RIGHT).unwrap();
    let refused = async |change: &dyn Fn(&mut New)| {
        let mut new = New {
            id: "noor".into(),
            ..New::default()
        };
        change(&mut new);
        principals.add(&new, &password).await.unwrap_err()
    };
    for id in [
        "",
        "Noor",
        "-noor",
        "no or",
        "noör",
        "system",
        "unknown",
        "a\u{0}",
        &"x".repeat(65),
    ] {
        let refused = refused(&|new| new.id = id.into()).await;
        assert!(matches!(refused, Refused::Id(_)), "{id:?}: {refused}");
    }
    for tag in ["", "x", "=x", "k=\n"] {
        let refused = refused(&|new| new.tags = vec![tag.into()]).await;
        assert!(matches!(refused, Refused::Tag(_)), "{tag:?}: {refused}");
    }
    let twice = refused(&|new| new.tags = vec!["Team=a".into(), "team=b".into()]).await;
    assert!(matches!(twice, Refused::Tag(_)), "{twice}");
    assert!(matches!(
        refused(&|new| new.name = Some("\t".into())).await,
        Refused::Text("name", _)
    ));
    assert!(matches!(
        refused(&|new| new.id = "ines".into()).await,
        Refused::Taken(_)
    ));
    let policy = refused(&|new| new.policies = vec!["ReadOnly".into(), "Nope".into()]).await;
    assert!(
        policy.to_string().contains("FullAccess, Owner, ReadOnly"),
        "{policy}"
    );
    assert_eq!(principals.list().await.unwrap().len(), before);
    let nobody = principals.disable(&"nobody".into()).await.unwrap_err();
    assert!(nobody.to_string().contains("attache user list"), "{nobody}");
}
