//! After a crash at any point and a restart, the pipeline continues and delivers exactly once.

use attache_server::{duties, worker::NextRun};
use serde_json::json;

use attache_testing::{HOUR, JUNIPER, Server};

/// Submits, runs `units` units of the pipeline, kills the server, and lets another finish. Returns the file's rows, and
/// whether any work was left after the crash.
async fn crash_after(units: usize) -> (String, bool) {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = avery.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut worker = duties::scheduler();
    for _ in 0..units {
        if let NextRun::At(at) = worker.tick(&server.workspace).await.unwrap() {
            let wait = (at - server.workspace.now() + 999) / 1_000;
            avery
                .patch("/api/v1/clock", &json!({ "advanceSeconds": wait.max(0) }))
                .await;
        }
    }
    let delivered = avery.get(&format!("/api/v1/exports/{id}")).await.json()["deliveredAt"].is_string();

    let server = server.crash_and_restart().await;
    let avery = server.sign_in("full-access").await;
    server.work().await;
    server.advance(26 * HOUR).await;
    let export = avery.get(&format!("/api/v1/exports/{id}")).await.json();
    assert_eq!(
        (&export["state"], &export["items"], &export["errors"]),
        (&json!("Ready"), &json!(4), &json!(0))
    );
    let states: Vec<_> = export["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["state"].clone())
        .collect();
    assert_eq!(
        states,
        ["Submitted", "Processing", "Ready"],
        "after {units} units"
    );
    let mut conn = server.workspace.store.read().await.unwrap();
    let (keys,): (i64,) = sqlx::query_as("SELECT count(*) FROM signing_keys")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(keys, 1, "published once");
    let listed = avery.get(&format!("/api/v1/exports/{id}/items")).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 4, "no duplicates");
    let found = avery
        .get(&format!("/api/v1/exports/{id}/items?q=rates"))
        .await
        .json();
    assert_eq!(
        found["items"].as_array().unwrap().len(),
        2,
        "search finds each once"
    );
    let file = avery
        .get(&format!("/api/v1/exports/{id}/manifest.ndjson"))
        .await
        .text();
    // Ignore keys and delivery times, which differ between runs.
    let rows = file.lines().map(|line| {
        let mut row: serde_json::Value = serde_json::from_str(line).unwrap();
        row.as_object_mut()
            .unwrap()
            .retain(|name, _| !name.starts_with("url"));
        row.to_string() + "\n"
    });
    (rows.collect(), !delivered)
}

#[tokio::test]
async fn a_crash_between_any_two_units_of_work_loses_and_duplicates_nothing() {
    let (whole, _) = crash_after(0).await;
    let mut units = 1;
    loop {
        let (file, unfinished) = crash_after(units).await;
        assert_eq!(file, whole, "after {units} units");
        if !unfinished {
            break;
        }
        units += 1;
    }
    assert!(units > 8, "there were {units} points to crash at");
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_writes_nothing() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = avery.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (mut slow, mut quick) = (duties::scheduler(), duties::scheduler());
    slow.tick(&server.workspace).await.unwrap();
    // The lease is held, so the other worker waits.
    assert!(matches!(
        quick.tick(&server.workspace).await.unwrap(),
        NextRun::After(_)
    ));
    server.wall.advance(std::time::Duration::from_secs(31));
    server.advance(26 * HOUR).await;
    let delivered = avery.get(&format!("/api/v1/exports/{id}")).await.json();
    slow.tick(&server.workspace).await.unwrap();
    assert_eq!(
        avery.get(&format!("/api/v1/exports/{id}")).await.json(),
        delivered
    );
}

#[tokio::test]
async fn the_clock_never_resumes_before_a_time_it_has_shown() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    avery
        .patch("/api/v1/clock", &json!({ "paused": false, "speed": 3600 }))
        .await;
    server.wall.advance(std::time::Duration::from_millis(1_500));
    let seen = server.workspace.now();
    let server = server.crash_and_restart().await;
    assert!(server.workspace.now() >= seen);
}

/// The length and hash that an earlier version stored are those of the file as that version wrote it.
#[tokio::test]
async fn a_file_that_an_earlier_version_delivered_is_sent_whole() {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = server.delivered(&avery).await;
    let path = format!("/api/v1/exports/{id}/manifest.csv");
    let file = avery.get(&path).await;
    assert_eq!(file.headers["content-length"], file.body.len().to_string());
    let mut conn = server.workspace.store.writer().await.unwrap();
    for change in [
        "UPDATE exports SET manifest_size = 10",
        "DELETE FROM _sqlx_migrations WHERE version = 7",
    ] {
        sqlx::query(change).execute(&mut *conn).await.unwrap();
    }
    drop(conn);

    let server = server.crash_and_restart().await;
    let avery = server.sign_in("full-access").await;
    let again = avery.get(&path).await;
    assert!(!again.headers.contains_key("content-length"));
    assert_eq!(again.text(), file.text());
    let export = avery.get(&format!("/api/v1/exports/{id}")).await.json();
    assert_eq!(export.get("manifest"), None);
}
