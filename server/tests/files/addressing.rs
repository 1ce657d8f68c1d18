//! A link opens its file only at the origin that it was signed for, and only by itself.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use attache_testing::Settings;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};

use super::world::{FILES, World};

#[tokio::test]
async fn a_link_opens_its_file_only_at_the_host_and_port_it_was_signed_for() {
    let world = World::delivered().await;
    let link = &world.any().url;
    for host in [
        "127.0.0.1:99999",
        "127.0.0.1:3001",
        "127.0.0.1:80",
        "127.0.0.1:03000",
        "127.0.0.1",
    ] {
        let url = link.replace("127.0.0.1:3000", host);
        let answer = world.fetch("GET", &url, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{host}");
        assert_eq!(answer.element("Code"), Some("SignatureDoesNotMatch"), "{host}");
    }
}

#[tokio::test]
async fn a_request_line_with_another_scheme_or_port_is_refused() {
    let world = World::delivered().await;
    let target = world.any().url.strip_prefix(FILES).unwrap();
    for (origin, status) in [
        (FILES, StatusCode::OK),
        ("HTTP://127.0.0.1:3000", StatusCode::OK),
        ("http://127.0.0.1:3001", StatusCode::FORBIDDEN),
        ("http://127.0.0.1", StatusCode::FORBIDDEN),
        ("https://127.0.0.1:3000", StatusCode::FORBIDDEN),
        ("https://127.0.0.1", StatusCode::FORBIDDEN),
    ] {
        let request = Request::get(format!("{origin}{target}"))
            .header(header::HOST, "127.0.0.1:3000")
            .body(Body::empty())
            .unwrap();
        let answer = world.send(request).await;
        assert_eq!(answer.status, status, "{origin}: {}", answer.text());
        if status != StatusCode::OK {
            assert_eq!(answer.element("Code"), Some("SignatureDoesNotMatch"), "{origin}");
        }
    }
}

#[tokio::test]
async fn behind_the_trusted_proxy_the_forwarded_host_counts() {
    let proxy = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 9));
    let world = World::delivered_with(Settings {
        files: "https://files.example",
        trusted_proxy: Some(proxy),
        ..Settings::default()
    })
    .await;
    let target = world.any().url.strip_prefix("https://files.example").unwrap();
    for (line, forwarded, status) in [
        ("", "files.example", StatusCode::OK),
        ("", "files.example:443", StatusCode::OK),
        ("http://internal:8000", "files.example", StatusCode::OK),
        ("", "files.example:80", StatusCode::FORBIDDEN),
        ("", "files.example:8443", StatusCode::FORBIDDEN),
    ] {
        let request = Request::get(format!("{line}{target}"))
            .header(header::HOST, "internal:8000")
            .header("x-forwarded-host", forwarded)
            .extension(ConnectInfo(SocketAddr::from((proxy, 50_000))))
            .body(Body::empty())
            .unwrap();
        let answer = world.send(request).await;
        assert_eq!(answer.status, status, "{line} {forwarded}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_link_is_the_only_proof_in_its_request() {
    let world = World::delivered().await;
    let link = &world.any().url;
    let both = world.fetch("GET", link, &[("authorization", "Bearer x")]).await;
    assert_eq!(both.status, StatusCode::BAD_REQUEST);
    assert_eq!(both.element("Code"), Some("InvalidArgument"));
    assert_eq!(both.element("ArgumentName"), Some("Authorization"));
    assert_eq!(
        both.element("Message"),
        Some(
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
             parameter or the Authorization header should be specified"
        )
    );
    assert!(!both.text().contains("Bearer"), "it is not repeated");
    let token = world
        .fetch("GET", &format!("{link}&X-Amz-Security-Token=x"), &[])
        .await;
    assert_eq!(token.status, StatusCode::BAD_REQUEST);
    assert_eq!(token.element("Code"), Some("InvalidToken"));
}
