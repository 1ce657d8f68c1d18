//! The two sites and the console's headers.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::{FILES, Server};

#[tokio::test]
async fn the_console_comes_with_strict_headers() {
    let server = Server::start().await;
    for path in ["/", "/accounts/x/users", "/api/v1/principals", "/api/v1/nope"] {
        let reply = server.anybody().get(path).await;
        let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert_eq!(reply.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(reply.headers["cross-origin-opener-policy"], "same-origin");
        assert_eq!(reply.headers["cross-origin-resource-policy"], "same-origin");
        assert_eq!(reply.headers[header::REFERRER_POLICY], "no-referrer");
        assert!(
            !reply.headers.contains_key(header::STRICT_TRANSPORT_SECURITY),
            "only with TLS"
        );
    }
    assert!(
        server.anybody().get("/").await.text().contains("trunk build"),
        "says how to build the console"
    );
}

#[tokio::test]
async fn each_site_has_its_own_routes_only() {
    let server = Server::start().await;
    let on_files = async |path: &str| {
        let request = Request::get(path)
            .header(header::HOST, FILES)
            .body(Body::empty())
            .unwrap();
        server.anybody().send(request).await
    };
    for path in ["/api/v1/principals", "/index.html"] {
        let reply = on_files(path).await;
        assert_eq!(reply.status, 400, "{path} is judged as a link");
        assert!(
            reply
                .text()
                .contains("<Code>AuthorizationQueryParametersError</Code>")
        );
        assert!(!reply.headers.contains_key(header::SET_COOKIE));
    }
    let home = on_files("/").await;
    assert_eq!(
        (home.status.as_u16(), &home.headers[header::LOCATION]),
        (307, &"http://localhost:3000/".parse().unwrap())
    );
}
