//! The counters that a monitoring system scrapes.

use attache_server::http::table;
use axum::{body::Body, http::Method};

use attache_testing::{Actor, Server};

#[tokio::test]
async fn every_method_of_the_route_table_is_counted_by_its_name() {
    let server = Server::start().await;
    for route in table() {
        call(&server.anybody(), route.method(), route.path).await;
    }
    call(&server.anybody(), Method::HEAD, "/metrics").await;
    let counted = counters(&server).await;
    for method in table().iter().map(|route| route.method()).chain([Method::HEAD]) {
        assert!(
            counts(&counted, method.as_str()),
            "{method} is missing:\n{counted}"
        );
    }
    assert!(!counts(&counted, "other"), "{counted}");
}

#[tokio::test]
async fn a_method_that_a_client_makes_up_is_counted_as_other() {
    let server = Server::start().await;
    call(
        &server.anybody(),
        Method::from_bytes(b"BREW").unwrap(),
        "/metrics",
    )
    .await;
    let counted = counters(&server).await;
    assert!(counts(&counted, "other"), "{counted}");
    assert!(!counted.contains("BREW"), "{counted}");
}

async fn call(actor: &Actor, method: Method, path: &str) {
    let path = path.replace(['{', '}'], "");
    actor
        .send(actor.request(method, &path).body(Body::empty()).unwrap())
        .await;
}

async fn counters(server: &Server) -> String {
    server.anybody().get("/metrics").await.text()
}

fn counts(counters: &str, method: &str) -> bool {
    counters.contains(&format!("attache_http_requests_total{{method=\"{method}\""))
}
