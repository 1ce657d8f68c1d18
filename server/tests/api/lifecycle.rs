//! The life of an export: submitted, processed, delivered, downloaded, expired or revoked.

use axum::http::{StatusCode, header};
use serde_json::json;
use sha2::{Digest, Sha256};

use attache_testing::{Actor, DAY, HOUR, IN_SCOPE, JUNIPER, KITE, Server};

/// Returns the rows of a CSV manifest, each as a map from column to value.
fn rows(csv: &[u8]) -> Vec<std::collections::HashMap<String, String>> {
    csv::Reader::from_reader(csv)
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

async fn export(actor: &Actor, id: &str) -> serde_json::Value {
    actor.get(&format!("/api/v1/exports/{id}")).await.json()
}

#[tokio::test]
async fn the_main_job_from_request_to_expiry() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = avery.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();

    server.work().await;
    let running = export(&avery, &id).await;
    assert_eq!(running["state"], "Processing");
    assert_eq!(running["progress"]["step"], "collect");
    assert_eq!(
        (&running["items"], &running["progress"]["itemsChecked"]),
        (&json!(4), &json!(0))
    );

    server.advance(12 * HOUR).await;
    let halfway = export(&avery, &id).await["progress"]["itemsChecked"]
        .as_u64()
        .unwrap();
    assert!((1..4).contains(&halfway), "{halfway} of 4 after half a day");
    let early = avery.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
    assert_eq!(early.refusal(), (409, "exportNotReady".into()));

    server.advance(14 * HOUR).await;
    let ready = export(&avery, &id).await;
    assert_eq!(ready["state"], "Ready");
    assert_eq!(ready["deliveredAt"], "2026-01-23T03:10:00Z");
    assert_eq!(ready["linksExpireAt"], "2026-01-29T03:10:00Z");
    assert_eq!(ready["errors"], 0);

    let file = avery.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
    assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(
        file.headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"attachments-juniper-freight-2026-01-23.csv\""
    );
    assert_eq!(
        file.body.len().to_string(),
        file.headers[header::CONTENT_LENGTH].to_str().unwrap()
    );
    assert_eq!(
        hex::encode(Sha256::digest(&file.body)),
        ready["manifest"]["sha256"].as_str().unwrap()
    );
    let listed = rows(&file.body);
    let ids: Vec<&str> = listed.iter().map(|row| row["attachment_id"].as_str()).collect();
    assert_eq!(ids, IN_SCOPE);
    let paths: Vec<&str> = listed.iter().map(|row| row["path"].as_str()).collect();
    assert_eq!(
        paths.len(),
        paths
            .iter()
            .map(|path| path.to_lowercase())
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    );
    assert!(!paths.iter().any(|path| path.contains("..")), "{paths:?}");
    let again = avery.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
    assert_eq!(file.body, again.body, "two downloads are identical");

    let lines = avery
        .get(&format!("/api/v1/exports/{id}/manifest.txt"))
        .await
        .text();
    let urls: Vec<&str> = listed.iter().map(|row| row["url"].as_str()).collect();
    assert_eq!(lines.lines().collect::<Vec<_>>(), urls);

    server.advance(6 * DAY - 1).await;
    assert_eq!(export(&avery, &id).await["state"], "Ready");
    server.advance(1).await;
    let expired = export(&avery, &id).await;
    assert_eq!(expired["state"], "Expired");
    assert_eq!(expired["endedAt"], expired["linksExpireAt"]);
    let late = avery.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
    assert_eq!(late.refusal(), (410, "exportExpired".into()));
    let states: Vec<_> = expired["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["state"].clone())
        .collect();
    assert_eq!(states, ["Submitted", "Processing", "Ready", "Expired"]);
}

#[tokio::test]
async fn revoking_disables_the_file_at_once() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = server.delivered(&avery).await;
    let revoked = avery
        .post(&format!("/api/v1/exports/{id}/revoke"), &json!({}))
        .await;
    assert_eq!(revoked.json()["state"], "Revoked");
    let file = avery.get(&format!("/api/v1/exports/{id}/manifest.ndjson")).await;
    assert_eq!(file.refusal(), (410, "exportRevoked".into()));
    let again = avery
        .post(&format!("/api/v1/exports/{id}/revoke"), &json!({}))
        .await;
    assert_eq!(again.refusal(), (409, "illegalTransition".into()));
    // It was delivered, so the window stays closed.
    assert_eq!(
        avery.submit(JUNIPER, "tok-2").await.refusal(),
        (429, "exportWindow".into())
    );
}

#[tokio::test]
async fn a_broken_file_is_left_out_and_reported() {
    for (kind, code) in [("missingBlob", "missing"), ("corruptBlob", "digestMismatch")] {
        let server = Server::start().await;
        let avery = server.sign_in("full-access").await;
        let fault = json!({ "kind": kind, "attachmentId": "a-room" });
        assert_eq!(
            avery.post("/api/v1/simulator/faults", &fault).await.status,
            StatusCode::CREATED
        );
        let id = server.delivered(&avery).await;
        let export = export(&avery, &id).await;
        assert_eq!(
            (&export["state"], &export["errors"]),
            (&json!("ReadyWithErrors"), &json!(1)),
            "{kind}"
        );
        let errors = avery
            .get(&format!("/api/v1/exports/{id}/items?status=error"))
            .await
            .json();
        assert_eq!(errors["items"][0]["attachmentId"], "a-room");
        assert_eq!(errors["items"][0]["error"], code);
        let file = avery.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
        assert_eq!(rows(&file.body).len(), 3);
        // After the repair, the next export is complete.
        assert_eq!(
            avery.delete("/api/v1/simulator/faults").await.status,
            StatusCode::NO_CONTENT
        );
        server.advance(7 * DAY).await;
        let next = avery.submit(JUNIPER, "tok-2").await.json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        server.work().await;
        server.advance(26 * HOUR).await;
        assert_eq!(
            avery.get(&format!("/api/v1/exports/{next}")).await.json()["state"],
            "Ready"
        );
    }
}

#[tokio::test]
async fn an_export_of_nothing_is_an_empty_file() {
    let server = Server::start().await;
    let mut conn = server.workspace.store.writer().await.unwrap();
    for sql in [
        "UPDATE messages SET redacted_at = sent_at",
        "UPDATE accounts SET type = 'EnterpriseLWA' WHERE id = 'kite-studio'",
    ] {
        sqlx::query(sql).execute(&mut *conn).await.unwrap();
    }
    drop(conn);
    let avery = server.sign_in("full-access").await;
    let id = avery.submit(KITE, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    server.work().await;
    server.advance(26 * HOUR).await;
    let detail = export(&avery, &id).await;
    assert_eq!((&detail["state"], &detail["items"]), (&json!("Ready"), &json!(0)));
    let file = avery.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
    assert_eq!(file.text().lines().count(), 1, "only the header");
    assert_eq!(
        avery
            .get(&format!("/api/v1/exports/{id}/manifest.txt"))
            .await
            .text(),
        ""
    );
}

#[tokio::test]
async fn changes_after_the_submission_do_not_affect_the_export() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = avery.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    server.work().await;
    let mut conn = server.workspace.store.writer().await.unwrap();
    for sql in [
        "UPDATE messages SET redacted_at = sent_at",
        "UPDATE containers SET name = 'Renamed'",
        "UPDATE users SET registration = 'Released' WHERE id = 'ana'",
        "DELETE FROM attachments",
    ] {
        sqlx::query(sql).execute(&mut *conn).await.unwrap();
    }
    drop(conn);
    server.advance(26 * HOUR).await;
    let file = avery.get(&format!("/api/v1/exports/{id}/manifest.csv")).await;
    let listed = rows(&file.body);
    assert_eq!(listed.len(), IN_SCOPE.len());
    assert_eq!(listed[0]["container_name"], "Name of c-direct");
}

#[tokio::test]
async fn only_principals_with_the_permission_get_the_file() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = server.delivered(&avery).await;
    for (principal, status) in [
        ("full-access", 200),
        ("retrieve-only", 200),
        ("owner", 200),
        ("start-only", 403),
        ("read-only", 403),
        ("user-management", 403),
        ("denied", 403),
    ] {
        let actor = server.sign_in(principal).await;
        for path in ["manifest.csv", "manifest.txt", "manifest.ndjson", "items"] {
            let reply = actor.get(&format!("/api/v1/exports/{id}/{path}")).await;
            assert_eq!(reply.status, status, "{principal} {path}");
            if status == 403 {
                assert_eq!(
                    reply.json()["missingAction"],
                    "chime:RetrieveDataExport",
                    "{principal} {path}"
                );
            }
        }
    }
    server.workspace.audit.flush().await.unwrap();
    let mut conn = server.workspace.store.read().await.unwrap();
    let downloads: Vec<(String, String)> = sqlx::query_as(
        "SELECT principal_id, class FROM audit_events WHERE name = 'RetrieveDataExport' AND record LIKE '%csv%' ORDER BY seq",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    let downloads: Vec<_> = downloads
        .iter()
        .map(|(who, how)| (who.as_str(), how.as_str()))
        .collect();
    assert_eq!(
        downloads,
        [
            ("full-access", "allowed"),
            ("retrieve-only", "allowed"),
            ("owner", "allowed")
        ]
    );
}
