//! Policies are created, changed, attached and deleted. Every change applies from the next call on, and nobody is
//! locked out.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use attache_testing::{Actor, Reply, Server};

pub const POLICIES: &str = "/api/v1/access/policies";

/// Returns a policy with one statement for every resource.
pub fn document(effect: &str, action: &str) -> String {
    json!({ "Statement": { "Effect": effect, "Action": action, "Resource": "*" } }).to_string()
}

/// Creates a policy and returns its id.
pub async fn make(actor: &Actor, name: &str, document: &str) -> String {
    let made = actor
        .post(POLICIES, &json!({ "name": name, "document": document }))
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    made.json()["policy"]["id"].as_str().unwrap().to_owned()
}

/// Replaces a policy's document, based on its current version.
pub async fn edit(actor: &Actor, id: &str, document: &str) -> Reply {
    let path = format!("{POLICIES}/{id}");
    let now = actor.get(&path).await.json();
    let body = json!({ "name": now["policy"]["name"], "document": document, "replaces": now["version"] });
    actor.put(&path, &body).await
}

pub fn attachment(principal: &str, policy: &str) -> String {
    format!("/api/v1/access/principals/{principal}/policies/{policy}")
}

pub async fn attach(actor: &Actor, principal: &str, policy: &str) {
    let reply = actor.put(&attachment(principal, policy), &json!({})).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
}

pub async fn detach(actor: &Actor, principal: &str, policy: &str) {
    let reply = actor.delete(&attachment(principal, policy)).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
}

/// Returns the audit events about policies: name, outcome, actor and parameters.
async fn recorded(server: &Server) -> Vec<String> {
    server.workspace.audit.flush().await.unwrap();
    let mut conn = server.workspace.store.read().await.unwrap();
    let records: Vec<String> =
        sqlx::query_scalar("SELECT record FROM audit_events WHERE source = 'iam' ORDER BY seq")
            .fetch_all(&mut *conn)
            .await
            .unwrap();
    let line = |record: String| {
        let record: Value = serde_json::from_str(&record).unwrap();
        let name = record["eventName"].as_str().unwrap().to_owned();
        let code = record["errorCode"].as_str().unwrap_or("done").to_owned();
        format!("{name} {code} {}", record["requestParameters"])
    };
    records.into_iter().map(line).collect()
}

#[tokio::test]
async fn creating_changing_attaching_and_deleting_a_policy_is_recorded() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let first = document("Allow", "chime:ListAccounts");
    let made = ines
        .post(POLICIES, &json!({ "name": "Desk", "document": first }))
        .await;
    assert_eq!(made.status, StatusCode::CREATED);
    let id = made.json()["policy"]["id"].as_str().unwrap().to_owned();
    let path = format!("{POLICIES}/{id}");
    assert_eq!(made.headers[header::LOCATION], *path);
    assert_eq!(made.json()["policy"]["document"], first, "kept as it is");
    assert_eq!(made.json(), ines.get(&path).await.json());

    attach(&ines, "denied", &id).await;
    attach(&ines, "denied", &id).await;
    let body = json!({ "name": "Front.Desk", "document": first, "replaces": made.json()["version"] });
    let changed = ines.put(&path, &body).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
    assert_eq!(changed.json()["principals"], json!(["denied"]));
    assert_ne!(changed.json()["version"], made.json()["version"]);

    let attached = ines.delete(&path).await;
    assert_eq!(attached.refusal(), (409, "conflict".into()));
    let said = attached.json()["detail"].as_str().unwrap().to_owned();
    insta::assert_snapshot!(said, @r"Front.Desk is attached to Robin Castellan. Detach it first.");
    detach(&ines, "denied", &id).await;
    detach(&ines, "denied", &id).await;
    assert_eq!(ines.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ines.get(&path).await.refusal(), (404, "notFound".into()));
    assert_eq!(ines.delete(&path).await.refusal(), (404, "notFound".into()));

    let recorded = recorded(&server).await.join("\n").replace(&id, "ID");
    insta::assert_snapshot!(recorded, @r#"
    CreatePolicy done {"documentSha256":"a037c0af228332e650a2b367e18f833bf27119a9fe57b2dbb81632931ed2d86a","policyId":"ID","policyName":"Desk"}
    AttachUserPolicy done {"policyId":"ID","policyName":"Desk","principalId":"denied"}
    AttachUserPolicy done {"policyId":"ID","policyName":"Desk","principalId":"denied"}
    UpdatePolicy done {"documentSha256":"a037c0af228332e650a2b367e18f833bf27119a9fe57b2dbb81632931ed2d86a","policyId":"ID","policyName":"Front.Desk"}
    DetachUserPolicy done {"policyId":"ID","policyName":"Front.Desk","principalId":"denied"}
    DetachUserPolicy done {"policyId":"ID","policyName":"Front.Desk","principalId":"denied"}
    DeletePolicy done {"policyId":"ID","policyName":"Front.Desk"}
    GetPolicy done {"policyId":"ID"}
    DeletePolicy Conflict {"policyId":"ID"}
    GetPolicy NotFound {"policyId":"ID"}
    DeletePolicy NotFound {"policyId":"ID"}
    "#);
}

#[tokio::test]
async fn the_list_shows_every_policy_and_its_principals() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    make(&ines, "desk", &document("Allow", "chime:ListAccounts")).await;
    let list = ines.get(POLICIES).await.json();
    let rows: Vec<String> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let (policy, has) = (&entry["policy"], &entry["principals"]);
            format!("{} managed={} {has}", policy["name"], policy["managed"])
        })
        .collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    "desk" managed=false []
    "ExportForLegal" managed=false []
    "FullAccess" managed=true ["full-access"]
    "Owner" managed=false ["owner"]
    "ReadOnly" managed=true ["read-only"]
    "RetrieveOnly" managed=false ["retrieve-only"]
    "StartOnly" managed=false ["start-only"]
    "UserManagement" managed=true ["user-management"]
    "#);
    assert_eq!(list["nextCursor"], Value::Null);
}

#[tokio::test]
async fn a_change_applies_from_the_next_call_of_an_open_session() {
    let server = Server::start().await;
    let (ines, robin) = (server.sign_in("owner").await, server.sign_in("denied").await);
    let accounts = "/api/v1/accounts";
    assert_eq!(robin.get(accounts).await.refusal(), (403, "accessDenied".into()));

    let id = make(&ines, "Looks", &document("Allow", "chime:List*")).await;
    attach(&ines, "denied", &id).await;
    assert_eq!(robin.get(accounts).await.status, StatusCode::OK);
    let session = robin.get("/api/v1/session").await.json();
    let may = |action: &str| {
        let permissions = session["permissions"].as_array().unwrap();
        permissions.iter().find(|p| p["action"] == action).unwrap()["allowed"].clone()
    };
    assert_eq!(
        (may("chime:ListAccounts"), may("chime:GetAccount")),
        (json!(true), json!(false))
    );

    edit(&ines, &id, &document("Allow", "chime:Get*")).await;
    assert_eq!(robin.get(accounts).await.refusal(), (403, "accessDenied".into()));
    attach(&ines, "denied", "read-only").await;
    assert_eq!(robin.get(accounts).await.status, StatusCode::OK);

    // A denying statement overrides all allowing ones, in any policy.
    edit(&ines, &id, &document("Deny", "chime:listaccounts")).await;
    let refused = robin.get(accounts).await;
    assert_eq!(refused.refusal(), (403, "accessDenied".into()));
    assert_eq!(refused.json()["missingAction"], "chime:ListAccounts");
    detach(&ines, "denied", &id).await;
    assert_eq!(robin.get(accounts).await.status, StatusCode::OK);
}

#[tokio::test]
async fn both_spellings_of_the_download_are_the_same_action() {
    let server = Server::start().await;
    let (ines, robin) = (server.sign_in("owner").await, server.sign_in("denied").await);
    let export = server.delivered(&ines).await;
    let file = format!("/api/v1/exports/{export}/manifest.csv");
    for action in ["chime:RetrieveDataExport", "chime:RetrieveDataExports"] {
        let id = make(&ines, "Download", &document("Allow", action)).await;
        assert_eq!(robin.get(&file).await.refusal(), (403, "accessDenied".into()));
        attach(&ines, "denied", &id).await;
        assert_eq!(robin.get(&file).await.status, StatusCode::OK, "{action}");
        detach(&ines, "denied", &id).await;
        ines.delete(&format!("{POLICIES}/{id}")).await;
    }
}

#[tokio::test]
async fn the_later_of_two_editors_gets_a_conflict() {
    let server = Server::start().await;
    let (ines, other) = (server.sign_in("owner").await, server.sign_in("owner").await);
    let id = make(&ines, "Shared", &document("Allow", "chime:ListAccounts")).await;
    let path = format!("{POLICIES}/{id}");
    let version = ines.get(&path).await.json()["version"].clone();
    let save = |action: &str| json!({ "name": "Shared", "document": document("Allow", action), "replaces": version });
    let (one, two) = (save("chime:ListUsers"), save("chime:ListDomains"));
    let (first, second) = tokio::join!(ines.put(&path, &one), other.put(&path, &two));
    let (won, lost) = match first.status {
        StatusCode::OK => (first, second),
        _ => (second, first),
    };
    assert_eq!(lost.refusal(), (409, "conflict".into()));
    assert_eq!(
        ines.get(&path).await.json(),
        won.json(),
        "the first change is intact"
    );

    let blind = json!({ "name": "Shared", "document": document("Allow", "chime:ListUsers") });
    let refused = ines.put(&path, &blind).await;
    assert_eq!(refused.refusal(), (422, "invalid".into()));
    assert_eq!(refused.json()["errors"][0]["field"], "replaces");
}

#[tokio::test]
async fn names_are_validated_and_unique_ignoring_case() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let valid = document("Allow", "chime:ListAccounts");
    for name in ["", "two words", "é", "a/b", "a\u{0}b", "<b>", &"x".repeat(129)] {
        let refused = ines
            .post(POLICIES, &json!({ "name": name, "document": valid }))
            .await;
        assert_eq!(refused.refusal(), (422, "invalid".into()), "{name:?}");
        assert_eq!(refused.json()["errors"][0]["field"], "name");
    }
    let id = make(&ines, "Desk", &valid).await;
    make(&ines, &"+=,.@-_x".repeat(16), &valid).await;
    for name in ["desk", "fullaccess", "OWNER"] {
        let taken = ines
            .post(POLICIES, &json!({ "name": name, "document": valid }))
            .await;
        assert_eq!(taken.refusal(), (409, "conflict".into()), "{name}");
        assert_eq!(taken.json()["errors"][0]["field"], "name");
    }
    // A policy may keep its own name.
    let path = format!("{POLICIES}/{id}");
    let version = ines.get(&path).await.json()["version"].clone();
    let body = json!({ "name": "DESK", "document": valid, "replaces": version });
    assert_eq!(ines.put(&path, &body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn managed_policies_cannot_be_changed() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    for id in ["full-access", "user-management", "read-only"] {
        let path = format!("{POLICIES}/{id}");
        let before = ines.get(&path).await.json();
        let edited = edit(&ines, id, &document("Allow", "*")).await;
        assert_eq!(edited.refusal(), (409, "managedPolicy".into()));
        assert_eq!(ines.delete(&path).await.refusal(), (409, "managedPolicy".into()));
        assert_eq!(ines.get(&path).await.json(), before);
    }
}

#[tokio::test]
async fn unknown_principals_and_policies_are_404() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let valid = json!({ "name": "A", "document": document("Allow", "*"), "replaces": "x" });
    for (principal, policy) in [("nope", "read-only"), ("denied", "nope"), ("%00", "%F0%9F%92%A9")] {
        let path = attachment(principal, policy);
        assert_eq!(
            ines.put(&path, &json!({})).await.refusal(),
            (404, "notFound".into())
        );
        assert_eq!(ines.delete(&path).await.refusal(), (404, "notFound".into()));
    }
    let nope = format!("{POLICIES}/nope");
    assert_eq!(ines.get(&nope).await.refusal(), (404, "notFound".into()));
    assert_eq!(ines.put(&nope, &valid).await.refusal(), (404, "notFound".into()));
    assert_eq!(ines.delete(&nope).await.refusal(), (404, "notFound".into()));
}

#[tokio::test]
async fn the_number_of_policies_is_limited() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let valid = document("Allow", "chime:ListAccounts");
    let mut ids = Vec::new();
    let refused = loop {
        let body = json!({ "name": format!("p-{}", ids.len()), "document": valid });
        let reply = ines.post(POLICIES, &body).await;
        if reply.status != StatusCode::CREATED {
            break reply;
        }
        ids.push(reply.json()["policy"]["id"].as_str().unwrap().to_owned());
    };
    assert_eq!(refused.refusal(), (409, "conflict".into()));
    assert_eq!(ids.len(), 196, "200 with the four that are there from the start");
    for id in &ids[..10] {
        attach(&ines, "denied", id).await;
    }
    let eleventh = ines.put(&attachment("denied", &ids[10]), &json!({})).await;
    assert_eq!(eleventh.refusal(), (409, "conflict".into()));
    attach(&ines, "denied", &ids[9]).await;
}

#[tokio::test]
async fn a_change_that_would_lock_everyone_out_is_refused() {
    let server = Server::start().await;
    let ines = server.sign_in("owner").await;
    let before = ines.get(POLICIES).await.json();
    let lockout = (409, "lockout".to_owned());

    let own = attachment("owner", "owner");
    assert_eq!(ines.delete(&own).await.refusal(), lockout);
    for locked in [
        document("Allow", "chime:*"),
        document("Allow", "iam:AttachUserPolicy"),
        json!({ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-01-01" } } } })
        .to_string(),
    ] {
        assert_eq!(edit(&ines, "owner", &locked).await.refusal(), lockout, "{locked}");
    }
    assert_eq!(ines.get(POLICIES).await.json(), before, "nothing was partly done");
    let deny = make(&ines, "NoMoreChanges", &document("Deny", "iam:Put*")).await;
    assert_eq!(
        ines.put(&attachment("owner", &deny), &json!({})).await.refusal(),
        lockout
    );

    // With a second administrator the first can lose the permission. A disabled administrator does not count.
    let split = make(&ines, "Change", &document("Allow", "iam:*")).await;
    attach(&ines, "full-access", &split).await;
    let mut tx = server.workspace.store.write().await.unwrap();
    let disable = "UPDATE principals SET disabled = ? WHERE id = 'full-access'";
    sqlx::query(disable).bind(true).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ines.delete(&own).await.refusal(), lockout);
    let mut tx = server.workspace.store.write().await.unwrap();
    sqlx::query(disable).bind(false).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ines.delete(&own).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ines.get(POLICIES).await.refusal(), (403, "accessDenied".into()));
    let avery = server.sign_in("full-access").await;
    attach(&avery, "owner", "owner").await;
    assert_eq!(ines.get(POLICIES).await.status, StatusCode::OK);
}
