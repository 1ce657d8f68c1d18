use attache_testing::Reply;
use attache_wire::paths;
use axum::http::StatusCode;
use serde_json::json;

use super::world::{FILES, World};

/// Returns `status Code: Message`, as a row of the table.
fn row(answer: &Reply) -> String {
    let element = |name| answer.element(name).unwrap_or("?");
    assert_eq!(answer.header("content-type"), Some("application/xml"));
    assert_eq!(answer.element("RequestId"), answer.header("x-request-id"));
    format!(
        "{} {}: {}",
        answer.status.as_u16(),
        element("Code"),
        element("Message")
    )
}

/// Returns the link with one parameter's value replaced.
fn with(url: &str, name: &str, value: &str) -> String {
    let start = url.find(&format!("{name}=")).unwrap() + name.len() + 1;
    let end = url[start..].find('&').map_or(url.len(), |at| start + at);
    format!("{}{value}{}", &url[..start], &url[end..])
}

#[tokio::test]
async fn each_refusal_gets_the_same_response_as_from_s3() {
    let world = World::delivered().await;
    let url = world.any().url.clone();
    let credential = |from: &str, to: &str| url.replace(from, to);
    let day = format!("%2F{}%2F", url.split("%2F").nth(1).unwrap());
    let old = format!("{FILES}/attachments/x?AWSAccessKeyId=A&Expires=1&Signature=x");
    let links = [
        ("an old signature", old),
        ("no parameters", url.split('?').next().unwrap().to_owned()),
        ("no expiry", url.replace("&X-Amz-Expires=518400", "")),
        ("a parameter twice", format!("{url}&X-Amz-Expires=518400")),
        ("algorithm", with(&url, "X-Amz-Algorithm", "AWS4-HMAC-SHA1")),
        ("credential", with(&url, "X-Amz-Credential", "me")),
        ("region", credential("us-east-1", "eu-west-1")),
        ("service", credential("%2Fs3%2F", "%2Fec2%2F")),
        ("terminal", credential("aws4_request", "aws3_request")),
        ("date", with(&url, "X-Amz-Date", "today")),
        ("date of the credential", credential(&day, "%2Ftoday%2F")),
        ("another day", with(&url, "X-Amz-Date", "20250101T000000Z")),
        ("expiry in words", with(&url, "X-Amz-Expires", "soon")),
        ("expiry below zero", with(&url, "X-Amz-Expires", "-1")),
        ("expiry of nothing", with(&url, "X-Amz-Expires", "0")),
        ("expiry after a week", with(&url, "X-Amz-Expires", "604801")),
        ("signed headers", with(&url, "X-Amz-SignedHeaders", "Host")),
        ("host not signed", with(&url, "X-Amz-SignedHeaders", "range")),
        ("dated ahead", world.sign("/attachments/", &["x"], 901).await),
        ("key", credential("Credential=A", "Credential=B")),
        ("signature", with(&url, "X-Amz-Signature", &"0".repeat(64))),
        ("expiry", with(&url, "X-Amz-Expires", "518399")),
        ("path", url.replace("/attachments/", "/attachments/x")),
        ("bucket", url.replace("/attachments/", "/others/")),
        ("query", format!("{url}&versionId=1")),
    ];
    let mut table = Vec::new();
    for (what, link) in &links {
        let answer = world.fetch("GET", link, &[]).await;
        table.push(format!("{what} -> {}", row(&answer)));
        let head = world.fetch("HEAD", link, &[]).await;
        assert_eq!((head.status, head.body.len()), (answer.status, 0), "{what}");
    }
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        table.push(format!(
            "{method} -> {}",
            row(&world.fetch(method, &url, &[]).await)
        ));
    }
    let unsigned = world.fetch("GET", &url, &[("x-amz-meta-a", "b")]).await;
    table.push(format!("header not signed -> {}", row(&unsigned)));
    assert_eq!(unsigned.element("HeadersNotSigned"), Some("x-amz-meta-a"));
    insta::assert_snapshot!(table.join("\n"), @r#"
    an old signature -> 400 InvalidRequest: The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.
    no parameters -> 400 AuthorizationQueryParametersError: Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.
    no expiry -> 400 AuthorizationQueryParametersError: Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.
    a parameter twice -> 400 AuthorizationQueryParametersError: A query parameter must not be given more than once.
    algorithm -> 400 AuthorizationQueryParametersError: X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"
    credential -> 400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "&lt;YOUR-AKID&gt;/YYYYMMDD/REGION/SERVICE/aws4_request".
    region -> 400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; the region is wrong; expecting 'us-east-1'
    service -> 400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; incorrect service. This endpoint belongs to "s3".
    terminal -> 400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; incorrect terminal. This endpoint uses "aws4_request".
    date -> 400 AuthorizationQueryParametersError: X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"
    date of the credential -> 400 AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; incorrect date format. This date in the credential must be in the format "yyyyMMdd".
    another day -> 400 AuthorizationQueryParametersError: Invalid credential date. This date is not the same as X-Amz-Date.
    expiry in words -> 400 AuthorizationQueryParametersError: X-Amz-Expires should be a number
    expiry below zero -> 400 AuthorizationQueryParametersError: X-Amz-Expires must be non-negative
    expiry of nothing -> 400 AuthorizationQueryParametersError: X-Amz-Expires must be at least 1 second
    expiry after a week -> 400 AuthorizationQueryParametersError: X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds
    signed headers -> 400 AuthorizationQueryParametersError: X-Amz-SignedHeaders must be a sorted list of lower-case header names, with ; between them.
    host not signed -> 403 AccessDenied: There were headers present in the request which were not signed
    dated ahead -> 403 AccessDenied: Request is not valid yet
    key -> 403 InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.
    signature -> 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
    expiry -> 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
    path -> 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
    bucket -> 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
    query -> 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
    POST -> 405 MethodNotAllowed: The specified method is not allowed against this resource.
    PUT -> 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
    DELETE -> 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.
    PATCH -> 405 MethodNotAllowed: The specified method is not allowed against this resource.
    OPTIONS -> 403 AccessForbidden: CORSResponse: CORS is not enabled for this bucket.
    header not signed -> 403 AccessDenied: There were headers present in the request which were not signed
    "#);
}

#[tokio::test]
async fn a_method_that_is_not_allowed_is_told_which_are() {
    let world = World::delivered().await;
    for url in [&world.any().url, &format!("{FILES}/")] {
        let answer = world.fetch("POST", url, &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{url}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{url}");
        assert_eq!(answer.element("Code"), Some("MethodNotAllowed"), "{url}");
    }
}

#[tokio::test]
async fn a_link_expires_after_exactly_six_days() {
    let world = World::delivered().await;
    let url = &world.any().url;
    world.advance(6 * 24 * 3600 - 1).await;
    assert_eq!(world.fetch("GET", url, &[]).await.status, StatusCode::OK);
    world.advance(1).await;
    let expired = world.fetch("GET", url, &[]).await;
    assert_eq!(row(&expired), "403 AccessDenied: Request has expired");
    assert_eq!(expired.element("X-Amz-Expires"), Some("518400"));
    assert_eq!(expired.element("Expires"), Some("2026-01-28T01:10:00Z"));
    assert_eq!(expired.element("ServerTime"), Some("2026-01-28T01:10:00Z"));
}

#[tokio::test]
async fn a_revoked_export_has_no_key() {
    let world = World::delivered().await;
    let revoked = world.actor.post(&paths::revoke(&world.export), &json!({})).await;
    assert_eq!(revoked.status, StatusCode::OK, "{}", revoked.text());
    let answer = world.fetch("GET", &world.any().url, &[]).await;
    assert_eq!(answer.element("Code"), Some("InvalidAccessKeyId"));
}

#[tokio::test]
async fn only_a_genuine_link_learns_whether_an_object_exists() {
    let world = World::delivered().await;
    let url = world.any().url.clone();
    let key = url.strip_prefix(FILES).unwrap().split('?').next().unwrap();
    let [_, _, export, attachment, name] = key.split('/').collect::<Vec<_>>()[..] else {
        unreachable!("{key}")
    };
    let name = String::from_utf8(attache_server::signing::decode(name).unwrap().into_owned()).unwrap();
    for (prefix, key) in [
        ("/attachments/", vec![export, "att-none", &name]),
        ("/attachments/", vec![export, attachment, "other.txt"]),
        ("/attachments/", vec!["exp-other", attachment, &name]),
        ("/attachments/", vec![export]),
        ("/others/", vec![export, attachment, &name]),
    ] {
        let link = world.sign(prefix, &key, 0).await;
        let genuine = world.fetch("GET", &link, &[]).await;
        assert_eq!(
            row(&genuine),
            "404 NoSuchKey: The specified key does not exist.",
            "{key:?}"
        );
        let forged = world
            .fetch("GET", &with(&link, "X-Amz-Signature", "0"), &[])
            .await;
        assert_eq!(forged.element("Code"), Some("SignatureDoesNotMatch"));
    }
    let genuine = world.sign("/attachments/", &[export, attachment, &name], 0).await;
    assert_eq!(world.fetch("GET", &genuine, &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_missing_file_is_not_found() {
    let world = World::delivered().await;
    let link = world.any();
    let attachment = link.url.split('/').nth(5).unwrap();
    let fault = json!({ "kind": "missingBlob", "attachmentId": attachment });
    let broken = world.actor.post(&paths::faults(), &fault).await;
    assert_eq!(broken.status, StatusCode::CREATED, "{}", broken.text());
    let answer = world.fetch("GET", &link.url, &[]).await;
    assert_eq!(answer.element("Code"), Some("NoSuchKey"));
}
