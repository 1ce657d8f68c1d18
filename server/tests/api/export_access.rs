//! Who can download a request's file, who has, and who acknowledged that it must be guarded.

use axum::http::StatusCode;
use serde_json::json;

use crate::policies::{attach, detach, document, make};
use attache_testing::{DAY, HOUR, JUNIPER, Server};

#[tokio::test]
async fn file_access_lists_who_can_download_and_who_has() {
    let server = Server::start().await;
    let (ines, june) = (
        server.sign_in("owner").await,
        server.sign_in("retrieve-only").await,
    );
    let id = ines.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v1/exports/{id}/access");
    let guard = format!("/api/v1/exports/{id}/acknowledgements");
    let early = ines.get(&path).await.json();
    assert_eq!(
        (&early["state"], &early["available"]),
        (&json!("Submitted"), &json!(false))
    );
    assert_eq!(
        june.post(&guard, &json!({})).await.refusal(),
        (409, "exportNotReady".into())
    );
    server.work().await;
    server.advance(26 * HOUR).await;

    let deny = make(
        &ines,
        "NoDownloads",
        &document("Deny", "chime:RetrieveDataExport"),
    )
    .await;
    attach(&ines, "full-access", &deny).await;
    let acknowledged = june.post(&guard, &json!({})).await;
    assert_eq!(acknowledged.status, StatusCode::CREATED);
    june.get(&format!("/api/v1/exports/{id}/items")).await;
    for format in ["csv", "txt"] {
        let file = june.get(&format!("/api/v1/exports/{id}/manifest.{format}")).await;
        assert_eq!(file.status, StatusCode::OK);
    }
    ines.get(&format!("/api/v1/exports/{id}/manifest.ndjson")).await;
    let found = ines.get(&path).await.json();
    assert_eq!(
        (&found["state"], &found["available"]),
        (&json!("Ready"), &json!(true))
    );
    let rulings: Vec<String> = found["principals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            format!(
                "{} {}: {} by {}",
                row["id"], row["name"], row["ruling"], row["statement"]["policyName"]
            )
        })
        .collect();
    insta::assert_snapshot!(rulings.join("\n"), @r#"
    "full-access" "Avery Lindqvist": "explicitlyDenied" by "NoDownloads"
    "user-management" "Noor Haddad": "deniedByDefault" by null
    "read-only" "Mila Petrov": "deniedByDefault" by null
    "start-only" "Sam Okafor": "deniedByDefault" by null
    "retrieve-only" "June Takeda": "allowed" by "RetrieveOnly"
    "denied" "Robin Castellan": "deniedByDefault" by null
    "owner" "Ines Marchetti": "allowed" by "Owner"
    "#);
    insta::assert_json_snapshot!(json!([found["downloads"], found["acknowledgements"]]), @r#"
    [
      [
        {
          "at": "2026-01-23T03:10:00Z",
          "format": "ndjson",
          "name": "Ines Marchetti",
          "principal": "owner"
        },
        {
          "at": "2026-01-23T03:10:00Z",
          "format": "txt",
          "name": "June Takeda",
          "principal": "retrieve-only"
        },
        {
          "at": "2026-01-23T03:10:00Z",
          "format": "csv",
          "name": "June Takeda",
          "principal": "retrieve-only"
        }
      ],
      [
        {
          "at": "2026-01-23T03:10:00Z",
          "name": "June Takeda",
          "principal": "retrieve-only"
        }
      ]
    ]
    "#);
    assert_eq!(found["acknowledgements"][0], acknowledged.json());

    server.advance(6 * DAY).await;
    let dead = ines.get(&path).await.json();
    assert_eq!(
        (&dead["state"], &dead["available"]),
        (&json!("Expired"), &json!(false))
    );
    assert_eq!(dead["downloads"].as_array().unwrap().len(), 3);
    assert_eq!(
        june.post(&guard, &json!({})).await.refusal(),
        (410, "exportExpired".into())
    );
    for path in [
        "/api/v1/exports/nope/access",
        "/api/v1/exports/nope/acknowledgements",
    ] {
        let reply = match path.ends_with("access") {
            true => ines.get(path).await,
            false => ines.post(path, &json!({})).await,
        };
        assert_eq!(reply.refusal(), (404, "notFound".into()));
    }
}

#[tokio::test]
async fn a_download_never_depends_on_an_acknowledgement() {
    let server = Server::start().await;
    let (ines, june) = (
        server.sign_in("owner").await,
        server.sign_in("retrieve-only").await,
    );
    let id = server.delivered(&ines).await;
    let file = format!("/api/v1/exports/{id}/manifest.csv");
    assert_eq!(june.get(&file).await.status, StatusCode::OK);
    let guard = format!("/api/v1/exports/{id}/acknowledgements");
    let sam = server.sign_in("start-only").await;
    assert_eq!(
        sam.post(&guard, &json!({})).await.refusal(),
        (403, "accessDenied".into())
    );
    detach(&ines, "retrieve-only", "retrieve-only").await;
    assert_eq!(
        june.post(&guard, &json!({})).await.refusal(),
        (403, "accessDenied".into())
    );
}
