//! A running request is cancelled if its requester loses the permission, and everyone who may see it is notified.

use attache_server::duties;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    events::listen,
    passwords::beside,
    policies::{attach, detach, document, edit, make},
};
use attache_testing::{Actor, HOUR, JUNIPER, Server};

/// Submits for Juniper Freight and starts the pipeline.
async fn submitted(server: &Server, actor: &Actor, token: &str) -> String {
    let reply = actor.submit(JUNIPER, token).await;
    assert_eq!(reply.status, StatusCode::ACCEPTED, "{}", reply.text());
    server.work().await;
    reply.json()["id"].as_str().unwrap().to_owned()
}

async fn export(actor: &Actor, id: &str) -> Value {
    actor.get(&format!("/api/v1/exports/{id}")).await.json()
}

/// Returns the state and the last timeline entry: its actor and detail.
async fn end(actor: &Actor, id: &str) -> String {
    let detail = export(actor, id).await;
    let last = detail["timeline"].as_array().unwrap().last().unwrap();
    format!(
        "{} by {}: {}",
        detail["state"], last["actor"]["kind"], last["detail"]
    )
}

/// Returns a policy that allows submissions under a condition.
fn start_if(condition: &Value) -> String {
    let start = "chime:StartDataExport";
    json!({ "Statement": { "Effect": "Allow", "Action": start, "Resource": "*", "Condition": condition } })
        .to_string()
}

#[tokio::test]
async fn detaching_the_policy_cancels_at_once_and_notifies_the_others() {
    let server = Server::start().await;
    let (ines, sam) = (server.sign_in("owner").await, server.sign_in("start-only").await);
    let mila = server.sign_in("read-only").await;
    let id = submitted(&server, &sam, "tok-1").await;

    let heard = listen(&server, &mila, None, async {
        detach(&ines, "start-only", "start-only").await;
    });
    let heard = heard.await;
    assert_eq!(
        heard.iter().filter(|line| *line == "event: export").count(),
        1,
        "{heard:?}"
    );
    insta::assert_snapshot!(end(&mila, &id).await, @r#""Cancelled" by "system": "Sam Okafor, who requested this, no longer has a policy that allows chime:StartDataExport.""#);
    let mut conn = server.workspace.store.read().await.unwrap();
    let records: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "SELECT name, principal_id, account_id FROM audit_events WHERE seq > (SELECT max(seq) - 2 FROM audit_events) ORDER BY seq",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    assert_eq!(
        records,
        [
            ("DetachUserPolicy".into(), "owner".into(), None),
            ("CancelDataExport".into(), "system".into(), Some(JUNIPER.into())),
        ]
    );
    drop(conn);

    // The work so far is discarded, and the window is open again.
    server.work().await;
    let items = ines.get(&format!("/api/v1/exports/{id}/items")).await.json();
    assert_eq!(items["items"], json!([]));
    submitted(&server, &ines, "tok-2").await;
}

#[tokio::test]
async fn editing_a_policy_or_denying_in_another_cancels_too() {
    let server = Server::start().await;
    let (ines, robin) = (server.sign_in("owner").await, server.sign_in("denied").await);
    let allow = make(&ines, "Start", &document("Allow", "chime:*")).await;
    attach(&ines, "denied", &allow).await;

    let id = submitted(&server, &robin, "tok-1").await;
    edit(&ines, &allow, &document("Allow", "chime:List*")).await;
    insta::assert_snapshot!(end(&ines, &id).await, @r#""Cancelled" by "system": "Robin Castellan, who requested this, no longer has a policy that allows chime:StartDataExport.""#);

    edit(&ines, &allow, &document("Allow", "chime:*")).await;
    let id = submitted(&server, &robin, "tok-2").await;
    let deny = make(&ines, "NoStart", &document("Deny", "chime:Start*")).await;
    assert_eq!(
        export(&ines, &id).await["state"],
        "Processing",
        "not attached to anyone yet"
    );
    attach(&ines, "denied", &deny).await;
    insta::assert_snapshot!(end(&ines, &id).await, @r#""Cancelled" by "system": "Robin Castellan, who requested this, now has a policy that denies chime:StartDataExport.""#);
}

#[tokio::test]
async fn a_principal_who_keeps_the_permission_keeps_the_request() {
    let server = Server::start().await;
    let (ines, sam) = (server.sign_in("owner").await, server.sign_in("start-only").await);
    let id = submitted(&server, &sam, "tok-1").await;
    attach(&ines, "start-only", "full-access").await;
    detach(&ines, "start-only", "start-only").await;
    detach(&ines, "full-access", "full-access").await;
    make(&ines, "NoStart", &document("Deny", "*")).await;
    assert_eq!(export(&ines, &id).await["state"], "Processing");
    server.advance(26 * HOUR).await;
    assert_eq!(export(&ines, &id).await["state"], "Ready");

    // A delivered request stays delivered.
    detach(&ines, "start-only", "full-access").await;
    assert_eq!(export(&ines, &id).await["state"], "Ready");
}

#[tokio::test]
async fn a_condition_that_lapses_is_noticed_before_delivery() {
    let server = Server::start().await;
    let (ines, robin) = (server.sign_in("owner").await, server.sign_in("denied").await);
    let until = start_if(&json!({ "DateLessThan": { "aws:CurrentTime": "2026-01-22T12:00:00Z" } }));
    let policy = make(&ines, "Until.noon", &until).await;
    attach(&ines, "denied", &policy).await;
    let id = submitted(&server, &robin, "tok-1").await;

    // It is noticed even if the server was down in between.
    let server = server.crash_and_restart().await;
    server.work().await;
    server.advance(26 * HOUR).await;
    let ines = server.sign_in("owner").await;
    insta::assert_snapshot!(end(&ines, &id).await, @r#""Cancelled" by "system": "Robin Castellan, who requested this, no longer has a policy that allows chime:StartDataExport.""#);
    let file = ines.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
    assert_eq!(file.refusal(), (409, "exportNotReady".into()));
    submitted(&server, &ines, "tok-2").await;
}

#[tokio::test]
async fn conditions_are_evaluated_with_the_requests_original_address() {
    let server = Server::start().await;
    let (ines, robin) = (server.sign_in("owner").await, server.sign_in("denied").await);
    let office = |network: &str| start_if(&json!({ "IpAddress": { "aws:SourceIp": network } }));
    let policy = make(&ines, "Office", &office("127.0.0.0/8")).await;
    attach(&ines, "denied", &policy).await;
    let id = submitted(&server, &robin, "tok-1").await;
    let server = server.crash_and_restart().await;
    let ines = server.sign_in("owner").await;
    edit(&ines, &policy, &office("127.0.0.1/32")).await;
    assert_eq!(export(&ines, &id).await["state"], "Processing");
    edit(&ines, &policy, &office("192.0.2.0/24")).await;
    assert_eq!(export(&ines, &id).await["state"], "Cancelled");
}

#[tokio::test]
async fn disabling_a_principal_on_the_command_line_cancels_and_notifies() {
    let server = Server::start().await;
    let (ines, sam) = (server.sign_in("owner").await, server.sign_in("start-only").await);
    let id = submitted(&server, &sam, "tok-1").await;
    let mut worker = duties::scheduler();
    worker.tick(&server.workspace).await.unwrap();
    let heard = listen(&server, &ines, None, async {
        let principals = beside(&server).await;
        assert_eq!(principals.disable(&"start-only".into()).await.unwrap(), (1, 1));
        worker.tick(&server.workspace).await.unwrap();
        worker.tick(&server.workspace).await.unwrap();
    });
    let heard = heard.await;
    let exports = heard.iter().filter(|line| *line == "event: export");
    assert_eq!(exports.count(), 1, "{heard:?}");
    insta::assert_snapshot!(end(&ines, &id).await, @r#""Cancelled" by "system": "Sam Okafor, who requested this, is disabled, so chime:StartDataExport is denied.""#);
    assert_eq!(
        sam.submit(JUNIPER, "tok-2").await.refusal(),
        (401, "unauthorized".into())
    );
}

#[tokio::test]
async fn a_submission_concurrent_with_the_loss_leaves_nothing_running() {
    let server = Server::start().await;
    let (ines, sam) = (server.sign_in("owner").await, server.sign_in("start-only").await);
    for round in 0..100 {
        let token = format!("tok-{round}");
        let (submitted, ()) = tokio::join!(
            sam.submit(JUNIPER, &token),
            detach(&ines, "start-only", "start-only")
        );
        match submitted.status {
            StatusCode::ACCEPTED => {
                let id = submitted.json()["id"].as_str().unwrap().to_owned();
                assert_eq!(export(&ines, &id).await["state"], "Cancelled", "round {round}");
            }
            _ => assert_eq!(submitted.refusal(), (403, "accessDenied".into()), "round {round}"),
        }
        attach(&ines, "start-only", "start-only").await;
    }
}

#[tokio::test]
async fn a_policy_corrupted_in_storage_allows_nothing_and_can_be_repaired() {
    let server = Server::start().await;
    let (ines, sam) = (server.sign_in("owner").await, server.sign_in("start-only").await);
    let id = submitted(&server, &sam, "tok-1").await;
    let mut tx = server.workspace.store.write().await.unwrap();
    sqlx::query("UPDATE policies SET document = '{' WHERE id = 'start-only'")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        sam.get("/api/v1/accounts").await.refusal(),
        (500, "internal".into())
    );
    make(&ines, "Unrelated", &document("Allow", "chime:*")).await;
    insta::assert_snapshot!(end(&ines, &id).await, @r#""Cancelled" by "system": "Sam Okafor, who requested this, has a damaged policy, so chime:StartDataExport is denied.""#);
    let access = ines.get(&format!("/api/v1/exports/{id}/access")).await;
    assert_eq!(access.status, StatusCode::OK);
    let mended = edit(&ines, "start-only", &document("Allow", "chime:*")).await;
    assert_eq!(mended.status, StatusCode::OK, "{}", mended.text());
    assert_eq!(sam.submit(JUNIPER, "tok-2").await.status, StatusCode::ACCEPTED);
}
