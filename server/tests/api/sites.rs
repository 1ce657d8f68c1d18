//! The two sites: which host belongs to which, and what each serves.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Method, Request, header},
};

use attache_testing::{FILES, Reply, Server, Settings};

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
    for route in attache_server::http::table() {
        let reply = on_files(&route.path.replace(['{', '}'], "")).await;
        assert_eq!(reply.status, 400, "{} is judged as a link", route.path);
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
    // The console's site serves no attachments, whatever the link.
    let avery = server.sign_in("full-access").await;
    let export = server.delivered(&avery).await;
    let file = avery
        .get(&format!("/api/v1/exports/{export}/manifest.txt"))
        .await
        .text();
    let link = file.lines().next().unwrap();
    let path = link.strip_prefix(&format!("http://{FILES}")).unwrap();
    assert_eq!(on_files(path).await.status, 200);
    let on_console = avery.get(path).await;
    assert_eq!(on_console.refusal(), (404, "notFound".into()));
    assert!(
        server.anybody().get("/").await.text().contains("trunk build"),
        "explains how to build the console"
    );
}

/// Returns the site that answers a request with these `Host` headers and this authority in its request line.
async fn site(server: &Server, hosts: &[&[u8]], line: &str) -> String {
    let mut request = Request::get(format!("{line}/api/v1/nope"));
    for host in hosts {
        request = request.header(header::HOST, HeaderValue::from_bytes(host).unwrap());
    }
    which(&server.anybody().send(request.body(Body::empty()).unwrap()).await)
}

fn which(reply: &Reply) -> String {
    match reply.status.as_u16() {
        404 => "console".into(),
        400 if reply.text().contains("<Error>") => "files".into(),
        status => {
            let (_, code) = reply.refusal();
            format!("{status} {code}")
        }
    }
}

#[tokio::test]
async fn the_host_selects_the_site_and_unknown_hosts_are_misdirected() {
    let server = Server::start().await;
    let misdirected = "421 misdirectedRequest";
    for (host, expected) in [
        (&b"localhost:3000"[..], "console"),
        (b"LocalHost:3000", "console"),
        (b"localhost", "console"),
        (b"localhost:", "console"),
        (b"localhost:8080", "console"),
        (b"127.0.0.1:3000", "files"),
        (b"127.0.0.1", "files"),
        // To a browser, a name with a trailing dot is another site.
        (b"localhost.:3000", misdirected),
        (b"localhost.", misdirected),
        (b"127.0.0.1.", misdirected),
        (b"127.1", misdirected),
        (b"2130706433", misdirected),
        (b"0x7f.0.0.1", misdirected),
        (b"[::1]:3000", misdirected),
        (b"[::ffff:127.0.0.1]:3000", misdirected),
        (b"0.0.0.0:3000", misdirected),
        (b"evil.example", misdirected),
        (b"evil.example:3000", misdirected),
        (b"localhost.evil.example", misdirected),
        (b"evil.localhost", misdirected),
        (b"user@localhost:3000", misdirected),
        (b"localhost:3000@evil.example", misdirected),
        (b"localhost:3000:3000", misdirected),
        (b"localhost:x", misdirected),
        (b"localhost:3000/", misdirected),
        (b"localhost, evil.example", misdirected),
        (b"local host", misdirected),
        (b" ", misdirected),
        (b"", misdirected),
        (b"\xff\xfe", misdirected),
        (b"localhost\xff", misdirected),
    ] {
        let shown = String::from_utf8_lossy(host);
        assert_eq!(site(&server, &[host], "").await, expected, "{shown:?}");
    }
    assert_eq!(site(&server, &[], "").await, misdirected, "no host at all");

    // With two `Host` headers, a proxy and the server might use different ones.
    for hosts in [
        [&b"localhost:3000"[..], b"evil.example"],
        [b"localhost:3000", b"localhost:3000"],
    ] {
        assert_eq!(site(&server, &hosts, "").await, "400 badRequest");
    }

    // The request line takes precedence over the header.
    for (line, host, expected) in [
        ("http://localhost:3000", "evil.example", "console"),
        ("http://127.0.0.1:3000", "localhost:3000", "files"),
        ("http://evil.example", "localhost:3000", misdirected),
        ("http://user@localhost:3000", "localhost:3000", misdirected),
    ] {
        assert_eq!(
            site(&server, &[host.as_bytes()], line).await,
            expected,
            "{line} {host}"
        );
    }

    let health = Request::get("/healthz").header(header::HOST, "anything");
    let health = server.anybody().send(health.body(Body::empty()).unwrap()).await;
    assert_eq!(health.text(), "ok\n", "on any host");
}

#[tokio::test]
async fn an_ipv6_console_and_an_ipv6_files_site_are_distinguished() {
    let settings = Settings {
        console: "http://[::1]:3000",
        files: "http://[::2]:3000",
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    for (host, expected) in [
        ("[::1]:3000", "console"),
        ("[::1]", "console"),
        ("[::2]:3000", "files"),
        ("[::3]:3000", "421 misdirectedRequest"),
        ("::1", "421 misdirectedRequest"),
        ("[::1", "421 misdirectedRequest"),
    ] {
        assert_eq!(site(&server, &[host.as_bytes()], "").await, expected, "{host}");
    }
}

#[tokio::test]
async fn forwarded_headers_are_trusted_only_from_the_trusted_proxy() {
    let proxy = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 9));
    let settings = Settings {
        trusted_proxy: Some(proxy),
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    let send = async |peer: &str, forwarded: &[(&str, &str)]| {
        let peer: IpAddr = peer.parse().unwrap();
        let body = r#"{"principal":"read-only"}"#;
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/session")
            .header(header::HOST, "internal:8000")
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in forwarded {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body)).unwrap();
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from((peer, 50_000))));
        server.anybody().send(request).await.status.as_u16()
    };
    let host = ("x-forwarded-host", "localhost:3000");
    assert_eq!(
        send(
            "10.0.0.9",
            &[host, ("x-forwarded-for", "203.0.113.1, 198.51.100.2")]
        )
        .await,
        201
    );
    assert_eq!(
        send(
            "::ffff:10.0.0.9",
            &[host, ("x-forwarded-for", "::ffff:198.51.100.3")]
        )
        .await,
        201
    );
    assert_eq!(
        send("10.0.0.9", &[host, ("x-forwarded-for", "garbage")]).await,
        201
    );
    assert_eq!(
        send("10.0.0.9", &[("x-forwarded-host", "localhost, evil.example")]).await,
        421
    );
    assert_eq!(send("10.0.0.9", &[]).await, 421);
    assert_eq!(send("10.0.0.8", &[host]).await, 421, "not the proxy");
    assert_eq!(send("127.0.0.1", &[host]).await, 421, "not the proxy");
    let mut conn = server.workspace.store.read().await.unwrap();
    let addresses: Vec<Option<String>> = sqlx::query_scalar("SELECT address FROM sessions ORDER BY address")
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    assert_eq!(
        addresses,
        [None, Some("198.51.100.2".into()), Some("198.51.100.3".into())],
        "the proxy's own entry, and none if it is not an address"
    );
}
