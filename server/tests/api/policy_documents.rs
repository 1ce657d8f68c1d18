//! Invalid policy documents and hostile bodies: refused with a position, and nothing breaks.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use serde_json::json;

use crate::policies::{POLICIES, document, make};
use attache_testing::{JUNIPER, Server};

#[tokio::test]
async fn invalid_documents_are_refused_with_a_position_and_not_stored() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let before = ines.get(POLICIES).await.json();
    let valid = document("Allow", "*");
    let padded = |characters: usize| format!("{valid}{}", " ".repeat(characters - valid.len()));
    let deep = |levels: usize| "[".repeat(levels);
    let mut said = String::new();
    for (what, text) in [
        ("empty", String::new()),
        ("a byte order mark", format!("\u{feff}{valid}")),
        ("a NUL", "{\n\u{0}}".to_owned()),
        ("a NUL in a string", "{\n \"Statement\": \"\u{0}\"}".to_owned()),
        ("an escaped NUL", "{\"Version\": \"\\u0000\"}".to_owned()),
        (
            "an escape sequence of a terminal",
            "{\"\u{1b}[31m\": 1}".to_owned(),
        ),
        ("a lone surrogate", "{\"Version\": \"\\ud800\"}".to_owned()),
        (
            "a name given twice",
            "{\"Version\": \"2012-10-17\",\n  \"Version\": \"2012-10-17\"}".to_owned(),
        ),
        ("an unknown element", valid.replace("Effect", "Efect")),
        ("a wildcard before the colon", document("Allow", "chi*:X")),
        ("no policy", "[]".to_owned()),
        ("17 levels", deep(17)),
        ("6,000 levels", deep(6_000)),
        ("10,000 levels", deep(10_000)),
        ("6,145 characters", padded(6_145)),
        ("60,000 characters", padded(60_000)),
    ] {
        let check = ines
            .post("/api/v1/access/check", &json!({ "document": text }))
            .await;
        assert_eq!(check.status, StatusCode::OK, "{what}");
        let (check, fault) = (check.json(), check.json()["fault"].clone());
        assert_eq!(check["characters"], text.chars().count());
        let saved = ines
            .post(POLICIES, &json!({ "name": "Bad", "document": text }))
            .await;
        assert_eq!(saved.refusal(), (422, "invalid".into()), "{what}");
        let error = &saved.json()["errors"][0];
        assert_eq!(error["field"], "document");
        assert_eq!(
            (&error["line"], &error["column"], &error["detail"]),
            (&fault["line"], &fault["column"], &fault["message"])
        );
        said += &format!(
            "{what}: {}:{} {}\n",
            fault["line"], fault["column"], fault["message"]
        );
    }
    insta::assert_snapshot!(said, @r#"
    empty: 1:1 "expected a value, but the document ends here"
    a byte order mark: 1:1 "expected a value, found `\\u{feff}`"
    a NUL: 2:1 "expected a name in double quotes, found `\\0`"
    a NUL in a string: 2:16 "the control character U+0000 is not allowed in a policy"
    an escaped NUL: 1:14 "the control character U+0000 is not allowed in a policy"
    an escape sequence of a terminal: 1:3 "the control character U+001B is not allowed in a policy"
    a lone surrogate: 1:14 "an incomplete surrogate pair"
    a name given twice: 2:3 "`Version` is given twice"
    an unknown element: 1:28 "`Efect` is not a known element"
    a wildcard before the colon: 1:24 "`chi*:X` has a wildcard before the colon: wildcards are allowed only in the action name"
    no policy: 1:1 "a policy must be an object, not a list"
    17 levels: 1:17 "nested more than 16 deep"
    6,000 levels: 1:17 "nested more than 16 deep"
    10,000 levels: 1:6145 "a policy can have at most 6144 characters; the excess begins here"
    6,145 characters: 1:6145 "a policy can have at most 6144 characters; the excess begins here"
    60,000 characters: 1:6145 "a policy can have at most 6144 characters; the excess begins here"
    "#);
    let both = ines
        .post(POLICIES, &json!({ "name": "", "document": "" }))
        .await
        .json();
    let fields = [&both["errors"][0]["field"], &both["errors"][1]["field"]];
    assert_eq!(fields, ["name", "document"]);
    assert_eq!(ines.get(POLICIES).await.json(), before);

    let good = ines
        .post("/api/v1/access/check", &json!({ "document": padded(6_144) }))
        .await;
    assert_eq!(good.json(), json!({ "characters": 6_144 }));
    make(&ines, "Longest", &padded(6_144)).await;
}

#[tokio::test]
async fn hostile_bodies_are_refused() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let send = async |body: String| {
        let request = ines
            .request(Method::POST, POLICIES)
            .header(header::CONTENT_TYPE, "application/json");
        ines.send(request.body(Body::from(body)).unwrap()).await.refusal()
    };
    let (bad, invalid) = ((400, "badRequest".to_owned()), (422, "invalid".to_owned()));
    let named = |document: &str| format!(r#"{{"name": "A", "document": {document}}}"#);
    assert_eq!(
        send(named(&format!("\"{}\"", "x".repeat(1_000_000)))).await,
        (413, "payloadTooLarge".into())
    );
    assert_eq!(
        send(named("\"\\ud800\"")).await,
        bad,
        "a lone surrogate is not text"
    );
    assert_eq!(send(named("\"\u{1}\"")).await, bad);
    assert_eq!(send("[".repeat(10_000)).await, bad);
    assert_eq!(send(named(&"[".repeat(10_000))).await, bad);
    assert_eq!(
        send(named("{\"Statement\": []}")).await,
        invalid,
        "the document must be a string"
    );
    assert_eq!(
        send(r#"{"name": "A", "name": "B", "document": ""}"#.into()).await,
        invalid
    );
    assert_eq!(
        send(r#"{"name": "A", "document": "", "managed": true}"#.into()).await,
        invalid
    );
    assert_eq!(
        send(r#"{"name": "A", "document": "", "replaces": "x"}"#.into()).await,
        invalid
    );
    let there = ines.get(&format!("/api/v1/accounts/{JUNIPER}")).await;
    assert_eq!(there.status, StatusCode::OK, "the server goes on");
}
