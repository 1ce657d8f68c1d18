use attache_testing::Settings;
use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use super::world::{FILES, World};

#[tokio::test]
async fn every_link_of_the_manifest_opens_its_file() {
    opens_every_file(&World::delivered().await).await;
    let settings = Settings {
        object_store: true,
        ..Settings::default()
    };
    opens_every_file(&World::delivered_with(settings).await).await;
}

async fn opens_every_file(world: &World) {
    for link in &world.links {
        let file = world.fetch("GET", &link.url, &[]).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text());
        assert_eq!(file.body.len() as u64, link.size, "{}", link.path);
        assert_eq!(
            hex::encode(Sha256::digest(&file.body)),
            link.sha256,
            "{}",
            link.path
        );
        if link.size > 1 {
            let middle = usize::try_from(link.size / 2).unwrap();
            let range = format!("bytes={middle}-");
            let part = world.fetch("GET", &link.url, &[("range", &range)]).await;
            assert_eq!(part.body, file.body[middle..], "{}", link.path);
        }
        assert_eq!(file.header("etag"), Some(&*format!("\"{}\"", link.sha256)));
        let name = attache_server::signing::encode(link.path.rsplit('/').next().unwrap());
        let disposition = file.header("content-disposition").unwrap();
        assert!(
            disposition.starts_with("attachment; filename=\""),
            "{disposition}"
        );
        assert!(
            disposition.ends_with(&format!("\"; filename*=UTF-8''{name}")),
            "{disposition}"
        );
    }
}

#[tokio::test]
async fn a_hostile_file_is_harmless() {
    let world = World::delivered().await;
    let file = world
        .fetch("GET", &world.any().url, &[("cookie", "attache_session=x")])
        .await;
    let headers: Vec<_> = [
        "cache-control",
        "content-security-policy",
        "cross-origin-resource-policy",
        "referrer-policy",
        "x-content-type-options",
        "accept-ranges",
        "set-cookie",
    ]
    .iter()
    .map(|name| format!("{name}: {}", file.header(name).unwrap_or("(none)")))
    .collect();
    insta::assert_snapshot!(headers.join("\n"), @r"
    cache-control: private, no-store
    content-security-policy: sandbox; default-src 'none'; frame-ancestors 'none'
    cross-origin-resource-policy: same-origin
    referrer-policy: no-referrer
    x-content-type-options: nosniff
    accept-ranges: bytes
    set-cookie: (none)
    ");
    let refused = world.fetch("GET", &format!("{FILES}/attachments/x"), &[]).await;
    assert_eq!(
        refused.header("content-security-policy"),
        Some("sandbox; default-src 'none'; frame-ancestors 'none'")
    );
    assert_eq!(refused.header("cache-control"), Some("private, no-store"));
}

#[tokio::test]
async fn range_requests_return_parts_of_a_file() {
    let world = World::delivered().await;
    let link = world.any();
    let whole = world.fetch("GET", &link.url, &[]).await.body;
    let size = link.size;
    for (range, content_range, bytes) in [
        ("bytes=0-9", format!("bytes 0-9/{size}"), &whole[..10]),
        (
            "bytes=-5",
            format!("bytes {}-{}/{size}", size - 5, size - 1),
            &whole[whole.len() - 5..],
        ),
        ("bytes=7-", format!("bytes 7-{}/{size}", size - 1), &whole[7..]),
    ] {
        let part = world.fetch("GET", &link.url, &[("range", range)]).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
        assert_eq!(part.header("content-range"), Some(&*content_range));
        assert_eq!(part.header("content-length"), Some(&*bytes.len().to_string()));
        assert_eq!(part.body, bytes);
    }
    let etag = format!("\"{}\"", link.sha256);
    let same = world
        .fetch("GET", &link.url, &[("range", "bytes=0-0"), ("if-range", &etag)])
        .await;
    assert_eq!((same.status, same.body.len()), (StatusCode::PARTIAL_CONTENT, 1));
    let other = world
        .fetch("GET", &link.url, &[("range", "bytes=0-0"), ("if-range", "\"x\"")])
        .await;
    assert_eq!((other.status, &other.body), (StatusCode::OK, &whole));

    let outside = world
        .fetch("GET", &link.url, &[("range", &format!("bytes={size}-"))])
        .await;
    assert_eq!(outside.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(outside.header("content-range"), Some(&*format!("bytes */{size}")));
    assert_eq!(outside.element("Code"), Some("InvalidRange"));
    assert_eq!(
        outside.element("Message"),
        Some("The requested range is not satisfiable")
    );
}

#[tokio::test]
async fn conditional_requests_and_head_omit_the_body() {
    let world = World::delivered().await;
    let link = world.any();
    let etag = format!("\"{}\"", link.sha256);
    let known = world
        .fetch(
            "GET",
            &link.url,
            &[("if-none-match", &format!("\"a\", W/{etag}"))],
        )
        .await;
    assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(known.header("etag"), Some(&*etag));
    assert_eq!(known.header("content-length"), None);
    let unknown = world.fetch("GET", &link.url, &[("if-none-match", "\"a\"")]).await;
    assert_eq!(unknown.status, StatusCode::OK);
    let mismatch = world.fetch("GET", &link.url, &[("if-match", "\"a\"")]).await;
    assert_eq!(mismatch.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(mismatch.element("Code"), Some("PreconditionFailed"));
    assert_eq!(mismatch.element("Condition"), Some("If-Match"));

    let head = world.fetch("HEAD", &link.url, &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header("content-length"), Some(&*link.size.to_string()));
    assert_eq!(head.header("etag"), Some(&*etag));
    let known = world.fetch("HEAD", &link.url, &[("if-none-match", &etag)]).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    assert_eq!(known.header("content-length"), None, "not the file's length");
    let changed = format!("{}0", link.url);
    let refused = world.fetch("GET", &changed, &[]).await;
    let head = world.fetch("HEAD", &changed, &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::FORBIDDEN, 0));
    let length = refused.body.len().to_string();
    assert_eq!(head.header("content-length"), Some(&*length));
}

#[tokio::test]
async fn every_file_is_dated_by_its_upload() {
    let world = World::delivered().await;
    for link in &world.links {
        let file = world.fetch("HEAD", &link.url, &[]).await;
        assert_eq!(file.header("last-modified"), Some(&*link.http_date(0)));
    }
}

#[tokio::test]
async fn dates_serve_as_conditions() {
    let world = World::delivered().await;
    let link = world.any();
    let (before, same, after) = (link.http_date(-1), link.http_date(0), link.http_date(1));
    for method in ["GET", "HEAD"] {
        for (name, date, status) in [
            ("if-modified-since", &before, StatusCode::OK),
            ("if-modified-since", &same, StatusCode::NOT_MODIFIED),
            ("if-modified-since", &after, StatusCode::NOT_MODIFIED),
            ("if-unmodified-since", &before, StatusCode::PRECONDITION_FAILED),
            ("if-unmodified-since", &same, StatusCode::OK),
            ("if-unmodified-since", &after, StatusCode::OK),
        ] {
            let answer = world.fetch(method, &link.url, &[(name, date)]).await;
            assert_eq!(answer.status, status, "{method} {name}: {date}");
            if status == StatusCode::NOT_MODIFIED {
                assert_eq!(answer.header("last-modified"), Some(&*same));
                assert_eq!(answer.header("content-length"), None);
            }
        }
    }
    for (date, status) in [
        (&before, StatusCode::OK),
        (&same, StatusCode::PARTIAL_CONTENT),
        (&after, StatusCode::OK),
    ] {
        let part = world
            .fetch("GET", &link.url, &[("range", "bytes=0-0"), ("if-range", date)])
            .await;
        assert_eq!(part.status, status, "if-range: {date}");
    }
}
