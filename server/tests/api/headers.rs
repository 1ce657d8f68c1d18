//! The headers of every response, on both sites, for every kind of response.

use axum::{
    body::Body,
    http::{HeaderMap, Method, header},
};

use attache_testing::{Actor, FILES, Reply, Server, Settings};

/// A named call and the status of its response.
struct Case {
    name: &'static str,
    method: Method,
    host: &'static str,
    path: &'static str,
    body: String,
    status: u16,
}

fn cases(host: &'static str) -> Vec<Case> {
    let case = |name, method: Method, path, body: &str, status| Case {
        name,
        method,
        host,
        path,
        body: body.to_owned(),
        status,
    };
    vec![
        case("the page", Method::GET, "/", "", 200),
        case("another page", Method::GET, "/accounts/x/users", "", 200),
        case("the page's head", Method::HEAD, "/", "", 200),
        case("a file that is not there", Method::GET, "/nope.js", "", 404),
        case("an open call", Method::GET, "/api/v1/sign-in", "", 200),
        case("no session", Method::GET, "/api/v1/accounts", "", 401),
        case("no such route", Method::GET, "/api/v1/nope", "", 404),
        case("no such route", Method::GET, "/api", "", 404),
        case("no such method", Method::DELETE, "/api/v1/accounts", "", 405),
        case("no such method of the page", Method::POST, "/", "", 405),
        case(
            "an unknown method",
            Method::from_bytes(b"LOCK").unwrap(),
            "/",
            "",
            405,
        ),
        case(
            "too large",
            Method::POST,
            "/api/v1/session",
            &"x".repeat(70_000),
            413,
        ),
        case("no JSON", Method::POST, "/api/v1/session", "{", 400),
        case("refused", Method::POST, "/api/v1/session", "{}", 422),
        case("signed out", Method::DELETE, "/api/v1/session", "", 204),
        case("not UTF-8", Method::GET, "/api/v1/accounts/%FF", "", 401),
        case("metrics", Method::GET, "/metrics", "", 200),
        case("health", Method::GET, "/healthz", "", 200),
        case("health by another method", Method::POST, "/healthz", "", 405),
    ]
}

async fn send(actor: &Actor, case: &Case) -> Reply {
    let mut request = actor.request(case.method.clone(), case.path);
    let headers = request.headers_mut().unwrap();
    headers.insert(header::HOST, case.host.parse().unwrap());
    if !case.body.is_empty() {
        headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
    }
    actor
        .send(request.body(Body::from(case.body.clone())).unwrap())
        .await
}

fn shown(headers: &HeaderMap) -> String {
    let mut lines: Vec<_> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .filter(|line| {
            [
                "content-security",
                "cross-origin",
                "permissions",
                "referrer",
                "strict-transport",
                "x-content",
                "x-frame",
            ]
            .iter()
            .any(|start| line.starts_with(start))
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

#[tokio::test]
async fn every_response_of_the_console_site_has_the_headers() {
    let server = Server::start().await;
    let mut cases = cases("localhost:3000");
    for host in ["evil.example", "", "localhost:3000:3000"] {
        cases.push(Case {
            name: "another host",
            method: Method::GET,
            host,
            path: "/",
            body: String::new(),
            status: 421,
        });
    }
    let mut seen = Vec::new();
    for case in cases {
        let reply = send(&server.anybody(), &case).await;
        assert_eq!(reply.status, case.status, "{}", case.name);
        assert_eq!(
            reply
                .headers
                .get_all(header::CONTENT_SECURITY_POLICY)
                .iter()
                .count(),
            1
        );
        seen.push(shown(&reply.headers));
        if case.path.starts_with("/api/") || case.status >= 400 {
            assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store", "{}", case.name);
        }
        if case.status >= 400 && case.method != Method::HEAD {
            assert_eq!(reply.refusal().0, case.status);
        }
        if case.status == 405 {
            assert!(reply.headers.contains_key(header::ALLOW), "{}", case.name);
        }
    }
    // Cause an internal error: drop a table.
    let mut conn = server.workspace.store.writer().await.unwrap();
    sqlx::query("DROP TABLE sessions")
        .execute(&mut *conn)
        .await
        .unwrap();
    drop(conn);
    let mut actor = server.anybody();
    actor.cookie = Some(format!("attache_session={}", "A".repeat(43)));
    let reply = actor.get("/api/v1/session").await;
    assert_eq!(reply.refusal(), (500, "internal".into()));
    seen.push(shown(&reply.headers));

    seen.dedup();
    assert_eq!(seen.len(), 1, "they differ: {seen:#?}");
    insta::assert_snapshot!(seen[0], @r"
    content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()
    referrer-policy: no-referrer
    x-content-type-options: nosniff
    x-frame-options: DENY
    ");
}

#[tokio::test]
async fn behind_tls_there_is_hsts_and_a_host_only_cookie() {
    let settings = Settings {
        console: "https://chat.example",
        files: "https://files.example",
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    for case in cases("chat.example") {
        let reply = send(&server.anybody(), &case).await;
        assert_eq!(reply.status, case.status, "{}", case.name);
        let hsts = &reply.headers[header::STRICT_TRANSPORT_SECURITY];
        assert_eq!(hsts, "max-age=63072000; includeSubDomains", "{}", case.name);
    }
    let case = Case {
        name: "sign in",
        method: Method::POST,
        host: "chat.example",
        path: "/api/v1/session",
        body: r#"{"principal":"read-only"}"#.into(),
        status: 201,
    };
    let reply = send(&server.anybody(), &case).await;
    let cookies: Vec<_> = reply.headers.get_all(header::SET_COOKIE).iter().collect();
    let cookie = cookies[0].to_str().unwrap();
    let (pair, attributes) = cookie.split_once(';').unwrap();
    assert!(pair.starts_with("__Host-attache_session="), "{cookie}");
    assert_eq!(attributes, " HttpOnly; SameSite=Strict; Secure; Path=/");
    assert_eq!(cookies[1], "attache_signed_in=1; SameSite=Strict; Secure; Path=/");

    // A cookie without the prefix may come from another host in the domain, so it is ignored.
    let token = pair.split_once('=').unwrap().1;
    for (cookie, status) in [(pair.to_owned(), 200), (format!("attache_session={token}"), 401)] {
        let request = server.anybody().request(Method::GET, "/api/v1/session");
        let mut request = request
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap();
        request
            .headers_mut()
            .insert(header::HOST, "chat.example".parse().unwrap());
        assert_eq!(server.anybody().send(request).await.status, status);
    }
}

#[tokio::test]
async fn the_files_site_has_its_own_headers_and_ignores_cookies() {
    let server = Server::start().await;
    let mut actor = server.sign_in("owner").await;
    let own = actor.cookie.take().unwrap();
    for cookie in [None, Some(own), Some("attache_session=x".to_owned())] {
        actor.cookie = cookie;
        let mut seen = Vec::new();
        for case in cases(FILES) {
            if case.path == "/healthz" {
                continue;
            }
            let reply = send(&actor, &case).await;
            assert!(
                (300..500).contains(&reply.status.as_u16()),
                "console routes must not succeed: {} {}",
                case.path,
                reply.status
            );
            assert!(!reply.headers.contains_key(header::SET_COOKIE));
            assert!(
                !reply.headers.contains_key(header::VARY),
                "the response does not depend on cookies"
            );
            seen.push(shown(&reply.headers));
        }
        seen.dedup();
        assert_eq!(seen.len(), 1, "they differ: {seen:#?}");
        assert!(
            seen[0].contains("sandbox") && seen[0].contains("nosniff"),
            "{}",
            seen[0]
        );
    }
}
