//! Tampering with the stored audit log is detected, and the first fault is named.

use std::fs;

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, SqliteConnection};

use attache_testing::{Actor, Server};

const VERIFICATION: &str = "/api/v1/audit/verification";

/// Starts a server whose log has eight records and a head.
async fn eight() -> (Server, Actor) {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    for _ in 0..7 {
        assert_eq!(owner.get("/api/v1/accounts").await.status, 200);
    }
    server.workspace.audit.write().await.unwrap();
    (server, owner)
}

async fn tamper(server: &Server, statements: &str) {
    let mut conn: sqlx::pool::PoolConnection<_> = server.workspace.store.writer().await.unwrap();
    let conn: &mut SqliteConnection = &mut conn;
    for statement in statements.split(';') {
        let done = sqlx::query(AssertSqlSafe(statement)).execute(&mut *conn).await;
        assert!(done.unwrap().rows_affected() > 0, "{statement}");
    }
}

/// Returns the kind and record number of the first fault, and the number of intact records before it.
async fn found(owner: &Actor) -> Value {
    let result = owner.get(VERIFICATION).await.json();
    let fault = &result["fault"];
    json!([fault["kind"], fault["sequence"], result["intact"]])
}

#[tokio::test]
async fn an_untouched_log_is_intact() {
    let (server, owner) = eight().await;
    let result = owner.get(VERIFICATION).await.json();
    assert_eq!(
        result,
        json!({ "intact": 8, "checkedAt": "2026-01-22T01:10:00Z" })
    );
    let server = server.crash_and_restart().await;
    let owner = server.sign_in("owner").await;
    // The verification's own record was still queued when the server was killed.
    assert_eq!(found(&owner).await, json!([null, null, 9]), "9 is the sign-in");
}

#[tokio::test]
async fn every_kind_of_tampering_with_records_is_detected() {
    let swap =
        "UPDATE audit_events SET seq = 99 WHERE seq = 3; UPDATE audit_events SET seq = 3 WHERE seq = 4;
                UPDATE audit_events SET seq = 4 WHERE seq = 99";
    let swap_texts = "UPDATE audit_events SET record = (SELECT o.record FROM audit_events o WHERE o.seq = 7 - audit_events.seq)
                      WHERE seq IN (3, 4)";
    let renumbered = "DELETE FROM audit_events WHERE seq = 3;
                      UPDATE audit_events SET seq = -seq WHERE seq > 3; UPDATE audit_events SET seq = -seq - 1 WHERE seq < 0";
    let inserted = "UPDATE audit_events SET seq = -seq WHERE seq > 4; UPDATE audit_events SET seq = -seq + 1 WHERE seq < 0;
                    INSERT INTO audit_events SELECT 5, 'x', at, source, name, principal_id, principal_name, class,
                        error_code, address, account_id, record, hash FROM audit_events WHERE seq = 4";
    let before =
        "INSERT INTO audit_events SELECT 0, 'x', at, source, name, principal_id, principal_name, class,
                      error_code, address, account_id, record, hash FROM audit_events WHERE seq = 4";
    for (tampered, kind, sequence, intact) in [
        (
            "UPDATE audit_events SET record = replace(record, 'ListAccounts', 'GetAccount') WHERE seq = 5",
            "altered",
            5,
            4,
        ),
        (
            "UPDATE audit_events SET record = record || ' ' WHERE seq = 8",
            "altered",
            8,
            7,
        ),
        (
            "UPDATE audit_events SET record = CAST(x'ff' AS TEXT) WHERE seq = 2",
            "altered",
            2,
            1,
        ),
        (
            "UPDATE audit_events SET record = '' WHERE seq = 1",
            "altered",
            1,
            0,
        ),
        (
            "UPDATE audit_events SET hash = x'00' WHERE seq = 6",
            "altered",
            6,
            5,
        ),
        (
            "UPDATE audit_events SET hash = (SELECT hash FROM audit_events WHERE seq = 2) WHERE seq = 6",
            "altered",
            6,
            5,
        ),
        ("UPDATE audit_events SET id = 'x' WHERE seq = 3", "altered", 3, 2),
        (
            "UPDATE audit_events SET at = at + 1 WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (
            "UPDATE audit_events SET source = 'iam' WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (
            "UPDATE audit_events SET name = lower(name) WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (
            "UPDATE audit_events SET principal_id = 'denied' WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (
            "UPDATE audit_events SET principal_name = 'Somebody' WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (
            "UPDATE audit_events SET class = 'denied' WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (
            "UPDATE audit_events SET error_code = 'NotFound' WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (
            "UPDATE audit_events SET address = NULL WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (
            "UPDATE audit_events SET account_id = 'kite-studio' WHERE seq = 3",
            "altered",
            3,
            2,
        ),
        (swap, "altered", 3, 2),
        (swap_texts, "altered", 3, 2),
        (renumbered, "altered", 3, 2),
        (inserted, "altered", 5, 4),
        (before, "altered", 0, 0),
        ("DELETE FROM audit_events WHERE seq = 1", "missing", 2, 0),
        ("DELETE FROM audit_events WHERE seq IN (4, 5)", "missing", 6, 3),
        ("DELETE FROM audit_events WHERE seq = 8", "cutOff", 8, 7),
        ("DELETE FROM audit_events WHERE seq > 3", "cutOff", 4, 3),
        ("DELETE FROM audit_events", "cutOff", 1, 0),
    ] {
        let (server, owner) = eight().await;
        tamper(&server, tampered).await;
        assert_eq!(found(&owner).await, json!([kind, sequence, intact]), "{tampered}");
    }
}

#[tokio::test]
async fn a_running_server_does_not_hide_a_log_that_was_cut_off() {
    let (server, owner) = eight().await;
    tamper(&server, "DELETE FROM audit_events WHERE seq > 5").await;
    // The server continues from the shortened log, past the previous last number.
    for _ in 0..5 {
        owner.get("/api/v1/accounts").await;
        server.workspace.audit.write().await.unwrap();
    }
    assert_eq!(found(&owner).await, json!(["cutOff", 8, 7]));
    let server = server.crash_and_restart().await;
    let owner = server.sign_in("owner").await;
    server.workspace.audit.write().await.unwrap();
    assert_eq!(found(&owner).await, json!(["cutOff", 8, 7]), "nor does the next");
}

#[tokio::test]
async fn a_missing_altered_or_old_head_is_detected() {
    let (server, owner) = eight().await;
    let path = server.folder().join("audit.head");
    let head = fs::read_to_string(&path).unwrap();
    fs::write(&path, head.replace("\"sequence\":8", "\"sequence\":7")).unwrap();
    assert_eq!(found(&owner).await, json!(["headLost", 8, 8]));
    fs::remove_file(&path).unwrap();
    server.workspace.audit.write().await.unwrap();
    assert_eq!(
        found(&owner).await,
        json!(["headLost", 9, 9]),
        "and it is not created again"
    );
    // A crash between the commit and writing the head leaves the log ahead of its head, which is valid.
    fs::write(&path, head).unwrap();
    assert_eq!(found(&owner).await, json!([null, null, 10]));
}

#[tokio::test]
async fn another_key_does_not_verify_the_log() {
    let (server, _) = eight().await;
    let key = server.folder().join("audit.key");
    let first = fs::read(&key).unwrap();
    assert_eq!(first.len(), 32);
    fs::write(&key, [7; 32]).unwrap();
    let server = server.crash_and_restart().await;
    let owner = server.sign_in("owner").await;
    assert_eq!(found(&owner).await, json!(["altered", 1, 0]));

    // A deleted key is replaced by a new one, which does not match either.
    fs::remove_file(&key).unwrap();
    let server = server.crash_and_restart().await;
    let owner = server.sign_in("owner").await;
    assert_eq!(found(&owner).await, json!(["altered", 1, 0]));
    assert_ne!(fs::read(&key).unwrap(), first);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_key() {
    use std::os::unix::fs::PermissionsExt;

    let (server, _) = eight().await;
    for name in ["audit.key", "audit.head"] {
        let mode = fs::metadata(server.folder().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn records_from_before_the_chain_are_chained_at_the_next_start() {
    let (server, _) = eight().await;
    // As the migration leaves them: no hash, no columns, and the outcome in the record.
    let old = json!({
        "eventID": "e-1", "eventTime": "2026-01-20T00:00:00Z", "eventName": "StartDataExport", "eventSource": "chime",
        "userIdentity": { "type": "Principal", "principalId": "full-access" }, "sourceIPAddress": null, "userAgent": "",
        "requestID": "r-1", "requestParameters": { "accountId": "juniper-freight" }, "errorCode": null,
        "additionalEventData": { "outcome": "denied" },
    });
    tamper(
        &server,
        &format!(
            "DELETE FROM audit_events; INSERT INTO audit_events VALUES (1, 'e-1', 0, '', '', '', '', 'denied', NULL, NULL,
             NULL, '{old}', x''), (2, 'e-1', 0, '', '', '', '', 'denied', NULL, NULL, NULL, '{old}', x'')"
        ),
    )
    .await;
    for name in ["audit.key", "audit.head"] {
        fs::remove_file(server.folder().join(name)).unwrap();
    }
    let server = server.crash_and_restart().await;
    let owner = server.sign_in("owner").await;
    assert_eq!(found(&owner).await, json!([null, null, 3]));
    let path = "/api/v1/audit/events?outcome=denied&principal=full-access&event=startdataexport";
    let page = owner.get(path).await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    assert_eq!(page["items"][0]["sequence"], 2);
}
