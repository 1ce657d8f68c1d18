//! The operations that the audit log names, and what came of them.

use attache_testing::{JUNIPER, Server};
use axum::http::{Method, header};
use serde_json::{Value, json};

const EVENTS: &str = "/api/v1/audit/events";

#[tokio::test]
async fn a_query_cannot_name_another_account_for_the_record() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let path = format!("/api/v1/accounts/{JUNIPER}?accountId=kite-studio");
    assert_eq!(owner.get(&path).await.refusal(), (400, "badRequest".to_owned()));
    let page = owner.get(&format!("{EVENTS}?event=GetAccount")).await.json();
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{page}");
    assert_eq!(items[0]["accountId"], JUNIPER);
    assert_eq!(items[0]["outcome"], "failed");

    // Where the path names no account, nothing else may.
    let path = "/api/v1/accounts?accountId=kite-studio&exportId=e-1";
    assert_eq!(owner.get(path).await.refusal(), (400, "badRequest".to_owned()));
    let page = owner.get(&format!("{EVENTS}?event=ListAccounts")).await.json();
    assert_eq!(page["items"][0]["accountId"], Value::Null, "{page}");
    assert!(!page.to_string().contains("e-1"), "{page}");
}

#[tokio::test]
async fn unknown_parameters_are_refused_on_every_route() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    for route in attache_server::http::table() {
        let path = route.path.replace(['{', '}'], "");
        let request = owner
            .request(route.method(), &format!("{path}?unheardOf=1"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(axum::body::Body::from("{}"))
            .unwrap();
        // Signing out comes last otherwise.
        if route.path == "/api/v1/session" && route.method() == Method::DELETE {
            continue;
        }
        let reply = owner.send(request).await;
        assert_eq!(reply.status, 400, "{} {path}: {}", route.method(), reply.text());
        assert!(reply.text().contains("unheardOf"), "{path}: {}", reply.text());
    }
}

#[tokio::test]
async fn the_log_names_the_operation_and_what_came_of_it() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let document =
        json!({ "Statement": { "Effect": "Allow", "Action": "chime:Get*", "Resource": "*" } }).to_string();
    owner
        .post("/api/v1/access/check", &json!({ "document": document }))
        .await;
    owner
        .get(&format!("/api/v1/accounts/{JUNIPER}/exports/estimate"))
        .await;
    let id = server.delivered(&owner).await;
    owner.get(&format!("/api/v1/exports/{id}/items")).await;
    let file = format!("/api/v1/exports/{id}/manifest.csv");
    let head = owner
        .send(
            owner
                .request(Method::HEAD, &file)
                .body(axum::body::Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!(head.status, 200);
    owner.get(&file).await;
    owner
        .post(&format!("/api/v1/exports/{id}/revoke"), &json!({}))
        .await;
    owner
        .patch("/api/v1/clock", &json!({ "advanceSeconds": 60 }))
        .await;
    let page = owner
        .get(&format!("{EVENTS}?principal=owner&limit=200"))
        .await
        .json();
    let mut seen: Vec<(String, bool, Value)> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            let record: Value = serde_json::from_str(event["record"].as_str().unwrap()).unwrap();
            assert_eq!(
                record["readOnly"].as_bool().unwrap_or(false),
                event["readOnly"].as_bool().unwrap()
            );
            let permission = &record["additionalEventData"]["permission"];
            (
                format!("{} {permission}", event["name"].as_str().unwrap()),
                event["readOnly"].as_bool().unwrap(),
                record["responseElements"].clone(),
            )
        })
        .collect();
    seen.sort_by(|one, other| one.0.cmp(&other.0));
    let now = server.workspace.clock_now().await.unwrap().now;
    let expected = [
        ("CheckPolicy \"iam:PutUserPolicy\"", true, Value::Null),
        ("EstimateDataExport \"chime:StartDataExport\"", true, Value::Null),
        (
            "StartDataExport \"chime:StartDataExport\"",
            false,
            json!({ "exportId": id, "state": "Submitted" }),
        ),
        (
            "ListDataExportItems \"chime:RetrieveDataExport\"",
            true,
            Value::Null,
        ),
        (
            "RetrieveDataExport \"chime:RetrieveDataExport\"",
            false,
            Value::Null,
        ),
        (
            "RevokeDataExport \"chime:StartDataExport\"",
            false,
            json!({ "state": "Revoked" }),
        ),
        ("SetClock null", false, json!({ "now": now })),
    ];
    let mut expected = expected.map(|(name, read, response)| (name.to_owned(), read, response));
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    let operations: Vec<_> = seen
        .iter()
        .filter(|(name, ..)| !name.starts_with("Console"))
        .cloned()
        .collect();
    assert_eq!(operations, expected);
    let changes = owner
        .get(&format!("{EVENTS}?principal=owner&reads=false&limit=200"))
        .await
        .json();
    let mut names: Vec<_> = changes["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "ConsoleLogin",
            "RetrieveDataExport",
            "RevokeDataExport",
            "SetClock",
            "StartDataExport"
        ]
    );
}

#[tokio::test]
async fn a_refused_read_is_not_left_out_with_the_reads() {
    let server = Server::start().await;
    let (owner, denied) = (server.sign_in("owner").await, server.sign_in("denied").await);
    assert_eq!(denied.get("/api/v1/accounts").await.status, 403);
    let page = owner
        .get(&format!(
            "{EVENTS}?principal=denied&reads=false&event=ListAccounts"
        ))
        .await
        .json();
    assert_eq!(page["items"][0]["outcome"], "denied", "{page}");
}

#[test]
fn every_operation_has_a_name_of_its_own_and_a_label_in_the_console() {
    const LABELS: &str = include_str!("../../../app/src/pages/audit_log/labels.rs");
    let mut operations = std::collections::BTreeMap::<&str, Vec<String>>::new();
    for route in attache_server::http::table() {
        let changes_unrecorded = route.operation().is_none() && route.method() != Method::GET;
        // These record themselves, or concern nobody but the caller; the Assistant's conversations are private.
        let own = ["/session", "/notifications", "/assistant/"]
            .iter()
            .any(|part| route.path.contains(part));
        assert!(!changes_unrecorded || own, "{} {}", route.method(), route.path);
        let Some(operation) = route.operation() else {
            continue;
        };
        let path = route
            .path
            .rsplit_once('.')
            .map_or(route.path, |(path, _format)| path);
        operations
            .entry(operation)
            .or_default()
            .push(format!("{} {path}", route.method()));
    }
    for (operation, mut routes) in operations {
        routes.dedup();
        assert_eq!(routes.len(), 1, "{operation}: {routes:?}");
        let simulated = operation.starts_with("simulator:");
        assert!(
            simulated || LABELS.contains(&format!("(\"{operation}\", ")),
            "{operation} has no label"
        );
    }
}
