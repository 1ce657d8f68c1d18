//! Calls from other pages: every method, origin and kind of body.

use axum::{
    body::Body,
    http::{Method, header},
};

use attache_testing::{Actor, Server};

/// The values of `Sec-Fetch-Site`.
const SITES: [Option<&str>; 5] = [
    None,
    Some("same-origin"),
    Some("none"),
    Some("same-site"),
    Some("cross-site"),
];

/// Origins of possible callers.
const ORIGINS: [Option<&str>; 8] = [
    None,
    Some("http://localhost:3000"),
    // Another program on the same machine.
    Some("http://localhost:8081"),
    Some("http://localhost"),
    Some("https://localhost:3000"),
    // The files site.
    Some("http://127.0.0.1:3000"),
    Some("null"),
    Some("https://evil.example"),
];

const CONSOLE_PAGE: &str = "http://localhost:3000";

/// Returns true if a state-changing call is accepted. A page cannot set either header, so no browser sends
/// contradictory values. `Sec-Fetch-Site`, which takes account of redirects, takes precedence.
fn heard(site: Option<&str>, origin: Option<&str>) -> bool {
    match site {
        Some("same-origin" | "none") => true,
        Some(_) => origin == Some(CONSOLE_PAGE),
        None => origin.is_none() || origin == Some(CONSOLE_PAGE),
    }
}

const TYPES: [(Option<&str>, bool); 9] = [
    (Some("application/json"), true),
    (Some("Application/JSON; charset=utf-8"), true),
    (Some("application/x-www-form-urlencoded"), false),
    (Some("multipart/form-data; boundary=x"), false),
    (Some("text/plain"), false),
    (Some("text/plain; x=application/json"), false),
    (Some("application/jsonp"), false),
    (Some(""), false),
    (None, false),
];

async fn call(
    actor: &Actor,
    method: &Method,
    path: &str,
    site: Option<&str>,
    origin: Option<&str>,
    content_type: Option<&str>,
) -> (u16, String) {
    let mut request = actor.request(method.clone(), path);
    for (name, value) in [
        ("sec-fetch-site", site),
        ("origin", origin),
        ("content-type", content_type),
    ] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    let reply = actor.send(request.body(Body::from("{}")).unwrap()).await;
    let code = match reply.status.is_success() {
        true => String::new(),
        false => reply.refusal().1,
    };
    (reply.status.as_u16(), code)
}

#[tokio::test]
async fn only_the_consoles_own_pages_can_change_anything() {
    let server = Server::start().await;
    let actor = server.sign_in("owner").await;
    let mut refused = 0;
    for (method, path) in [
        (Method::POST, "/api/v1/session"),
        (Method::POST, "/api/v1/exports/none/cancel"),
        (Method::POST, "/api/v1/simulator/faults"),
        (Method::PATCH, "/api/v1/clock"),
        (Method::PUT, "/api/v1/access/policies/none"),
        (Method::DELETE, "/api/v1/simulator/faults"),
        (Method::DELETE, "/api/v1/sessions/none"),
        // Methods that no path has are refused in the same way.
        (Method::TRACE, "/api/v1/session"),
        (Method::from_bytes(b"LOCK").unwrap(), "/api/v1/clock"),
    ] {
        for site in SITES {
            for origin in ORIGINS {
                for (content_type, json) in TYPES {
                    let (status, code) = call(&actor, &method, path, site, origin, content_type).await;
                    let case =
                        format!("{method} {path} {site:?} {origin:?} {content_type:?}: {status} {code}");
                    if !heard(site, origin) {
                        assert_eq!((status, &*code), (403, "crossSite"), "{case}");
                        refused += 1;
                    } else if !json {
                        assert_eq!((status, &*code), (415, "unsupportedMediaType"), "{case}");
                    } else {
                        assert!(![403, 415].contains(&status) && status < 500, "{case}");
                    }
                }
            }
        }
    }
    assert!(refused > 1_000);
    assert_eq!(actor.get("/api/v1/session").await.status, 200, "still signed in");
}

#[tokio::test]
async fn any_page_can_send_reads_but_no_other_page_can_see_the_response() {
    let server = Server::start().await;
    let actor = server.sign_in("owner").await;
    for method in [Method::GET, Method::HEAD] {
        for site in SITES {
            for origin in ORIGINS {
                let mut request = actor.request(method.clone(), "/api/v1/session");
                for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                    if let Some(value) = value {
                        request = request.header(name, value);
                    }
                }
                let reply = actor.send(request.body(Body::empty()).unwrap()).await;
                assert_eq!(reply.status, 200);
                let allows = reply
                    .headers
                    .keys()
                    .any(|name| name.as_str().starts_with("access-control-"));
                assert!(!allows, "no other origin can read the response");
            }
        }
    }
    let preflight = actor
        .request(Method::OPTIONS, "/api/v1/session")
        .header(header::ORIGIN, "http://localhost:8081")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .body(Body::empty())
        .unwrap();
    let reply = actor.send(preflight).await;
    assert_eq!(reply.refusal(), (405, "methodNotAllowed".into()));
}

#[tokio::test]
async fn calls_without_a_body_need_no_content_type() {
    let server = Server::start().await;
    let actor = server.sign_in("owner").await;
    let cancel = |content_type: Option<&'static str>| {
        let mut request = actor.request(Method::POST, "/api/v1/exports/none/cancel");
        if let Some(value) = content_type {
            request = request.header(header::CONTENT_TYPE, value);
        }
        actor.send(request.body(Body::empty()).unwrap())
    };
    assert_eq!(cancel(None).await.refusal(), (404, "notFound".into()));
    assert_eq!(
        cancel(Some("application/json")).await.refusal(),
        (404, "notFound".into())
    );
    let form = cancel(Some("application/x-www-form-urlencoded")).await;
    assert_eq!(form.refusal(), (415, "unsupportedMediaType".into()));
}

#[tokio::test]
async fn development_works_behind_trunks_proxy() {
    // `trunk serve` has its own port, but calls the server with the server's host.
    let server = Server::start().await;
    let actor = server.sign_in("read-only").await;
    for (page, host) in [
        ("http://localhost:8080", "localhost:3000"),
        ("http://127.0.0.1:8080", "localhost:3000"),
        ("http://localhost:8080", "localhost"),
    ] {
        let mut request = actor.request(Method::PATCH, "/api/v1/clock");
        request
            .headers_mut()
            .unwrap()
            .insert(header::HOST, host.parse().unwrap());
        let request = request
            .header(header::ORIGIN, page)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/json");
        assert_eq!(
            actor.send(request.body(Body::from("{}")).unwrap()).await.status,
            200
        );
    }
}
