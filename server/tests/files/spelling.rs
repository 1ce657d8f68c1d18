//! A link opens its file however an HTTP library spells it.

use axum::http::StatusCode;

use super::world::{FILES, World};

#[tokio::test]
async fn the_spellings_of_http_libraries_open_the_file() {
    let world = World::delivered().await;
    let named = world.links.iter().find(|link| link.url.contains("%28"));
    let link = &named.unwrap().url;
    for spelling in [
        // `yarl` and `aiohttp`.
        link.replace("%2F", "/").replace("%28", "(").replace("%29", ")"),
        link.replace("%2F", "%2f"),
        link.replace("%20", "+"),
        link.replace("/attachments/", "/%61ttachments/"),
        link.replace("X-Amz-Date", "X%2dAmz%2DDate"),
    ] {
        assert_ne!(&spelling, link);
        let file = world.fetch("GET", &spelling, &[]).await;
        assert_eq!(file.status, StatusCode::OK, "{spelling}: {}", file.text());
        assert_eq!(file.body, world.fetch("GET", link, &[]).await.body);
    }
}

#[tokio::test]
async fn a_link_with_a_bad_escape_is_no_address() {
    let world = World::delivered().await;
    let link = &world.any().url;
    for broken in [
        link.replace("%2F", "%zz"),
        format!("{link}&a=%2"),
        link.replace("?", "%?"),
        format!("{FILES}/%"),
    ] {
        let answer = world.fetch("GET", &broken, &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{broken}");
        assert_eq!(answer.element("Code"), Some("InvalidURI"), "{broken}");
    }
}
