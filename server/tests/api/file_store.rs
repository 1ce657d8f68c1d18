//! The file store fails, for a moment or for good; and what is served is what was uploaded.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use attache_server::{clock::Wall, duties};
use attache_testing::{Actor, HOUR, JUNIPER, Server};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};

/// The stored files, the same order each time.
fn stored(server: &Server) -> Vec<PathBuf> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => collect(&path, files),
                false => files.push(path),
            }
        }
    }
    let mut files = Vec::new();
    collect(&server.folder().join("blobs/sha256"), &mut files);
    files.sort();
    files
}

/// Makes every attempt to open the file an error (too many levels of symbolic links).
fn make_unreadable(file: &Path) {
    fs::rename(file, file.with_extension("aside")).unwrap();
    symlink(file, file).unwrap();
}

fn make_readable(file: &Path) {
    fs::remove_file(file).unwrap();
    fs::rename(file.with_extension("aside"), file).unwrap();
}

async fn upload(actor: &Actor, name: &str, bytes: &str) -> StatusCode {
    let path = format!(
        "/api/v1/simulator/uploads?sender=ana@juniperfreight.example&container=c-direct&fileName={name}"
    );
    let request = actor
        .request(Method::POST, &path)
        .body(Body::from(bytes.to_owned()))
        .unwrap();
    actor.send(request).await.status
}

async fn export(actor: &Actor, id: &str) -> Value {
    actor.get(&format!("/api/v1/exports/{id}")).await.json()
}

async fn submitted(actor: &Actor, token: &str) -> String {
    let reply = actor.submit(JUNIPER, token).await;
    assert_eq!(reply.status, StatusCode::ACCEPTED, "{}", reply.text());
    reply.json()["id"].as_str().unwrap().to_owned()
}

/// Runs the pipeline once, in the time in which it is to check files. Errors are logged and repeated.
async fn some_steps(server: &Server, actor: &Actor) {
    let mut scheduler = duties::scheduler();
    for _ in 0..10 {
        let advance = json!({ "advanceSeconds": HOUR });
        assert_eq!(actor.patch("/api/v1/clock", &advance).await.status, 200);
        scheduler.tick(&server.workspace).await.unwrap();
    }
}

#[tokio::test]
async fn a_passing_fault_of_the_store_leaves_no_gap() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let id = submitted(&actor, "tok-1").await;
    let files = stored(&server);
    files.iter().for_each(|file| make_unreadable(file));
    some_steps(&server, &actor).await;
    assert_eq!(export(&actor, &id).await["state"], "Processing");
    files.iter().for_each(|file| make_readable(file));
    server.wall.advance(std::time::Duration::from_secs(31));
    server.advance(26 * HOUR).await;
    let export = export(&actor, &id).await;
    assert_eq!(
        (&export["state"], &export["errors"]),
        (&json!("Ready"), &json!(0)),
        "{export}"
    );
}

#[tokio::test]
async fn unreadable_files_do_not_stop_the_others() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    stored(&server)[..2].iter().for_each(|file| make_unreadable(file));
    let id = server.delivered(&actor).await;
    let export = export(&actor, &id).await;
    assert_eq!(export["state"], "ReadyWithErrors", "{export}");
    let items = actor
        .get(&format!("/api/v1/exports/{id}/items?status=error"))
        .await
        .json();
    let all = items["items"].as_array().unwrap();
    assert!(all.iter().all(|item| item["error"] == "unreadable"), "{items}");
}

#[tokio::test]
async fn a_store_that_is_down_gives_the_window_back() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    stored(&server).iter().for_each(|file| make_unreadable(file));
    let id = submitted(&actor, "tok-1").await;
    server.work().await;
    server.advance(26 * HOUR).await;
    let export = export(&actor, &id).await;
    assert_eq!(export["failure"]["code"], "storeUnavailable", "{export}");
    stored(&server)
        .iter()
        .filter(|file| file.is_symlink())
        .for_each(|file| make_readable(file));
    submitted(&actor, "tok-2").await;
}

#[tokio::test]
async fn many_missing_files_are_the_stores_fault_unless_they_were_damaged_on_purpose() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    for number in 0..25 {
        let status = upload(&actor, &format!("{number}.txt"), &format!("file {number}")).await;
        assert_eq!(status, StatusCode::CREATED);
    }
    let files = stored(&server);
    for file in &files {
        fs::rename(file, file.with_extension("aside")).unwrap();
    }
    let id = submitted(&actor, "tok-1").await;
    server.work().await;
    server.advance(26 * HOUR).await;
    let export_1 = export(&actor, &id).await;
    assert_eq!(export_1["failure"]["code"], "storeUnavailable", "{export_1}");

    for file in &files {
        fs::rename(file.with_extension("aside"), file).unwrap();
    }
    let mut tx = server.workspace.store.write().await.unwrap();
    sqlx::query("INSERT INTO faults SELECT sha256, 'missingBlob' FROM blobs")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for file in &files {
        fs::remove_file(file).unwrap();
    }
    let id = submitted(&actor, "tok-2").await;
    server.work().await;
    server.advance(26 * HOUR).await;
    assert_eq!(export(&actor, &id).await["state"], "ReadyWithErrors");
}

#[tokio::test]
async fn a_damaged_file_is_never_served_and_a_new_upload_heals_it() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let bytes = "the right bytes";
    upload(&actor, "healed.txt", bytes).await;
    let id = server.delivered(&actor).await;
    let list = actor
        .get(&format!("/api/v1/exports/{id}/manifest.txt"))
        .await
        .text();
    let link = list
        .lines()
        .find(|link| link.contains("healed.txt"))
        .unwrap()
        .to_owned();
    let file = stored(&server)
        .into_iter()
        .find(|file| fs::read(file).unwrap() == bytes.as_bytes())
        .unwrap();
    fs::write(&file, "the wrong bytes").unwrap();
    let whole = server.follow(Method::GET, &link, None).await;
    assert_eq!(whole.status, StatusCode::INTERNAL_SERVER_ERROR);
    let part = server.follow(Method::GET, &link, Some("bytes=4-8")).await;
    assert_eq!(part.status, StatusCode::INTERNAL_SERVER_ERROR);

    upload(&actor, "again.txt", bytes).await;
    assert_eq!(server.follow(Method::GET, &link, None).await.text(), bytes);
    let part = server.follow(Method::GET, &link, Some("bytes=4-8")).await;
    assert_eq!(
        (part.status, part.text()),
        (StatusCode::PARTIAL_CONTENT, "right".into())
    );
}

#[tokio::test]
async fn a_large_damaged_file_is_broken_off_before_its_end() {
    let server = Server::start().await;
    let actor = server.sign_in("full-access").await;
    let mut bytes = "0123456789".repeat(60_000);
    upload(&actor, "large.txt", &bytes).await;
    let id = server.delivered(&actor).await;
    let list = actor
        .get(&format!("/api/v1/exports/{id}/manifest.txt"))
        .await
        .text();
    let link = list.lines().find(|link| link.contains("large.txt")).unwrap();
    let file = stored(&server)
        .into_iter()
        .find(|file| fs::read(file).unwrap() == bytes.as_bytes())
        .unwrap();
    bytes.replace_range(599_999.., "0");
    fs::write(&file, &bytes).unwrap();
    let whole = axum::http::Request::get(link).body(Body::empty()).unwrap();
    let whole = server.anybody().open(whole).await;
    assert_eq!(whole.status(), StatusCode::OK);
    assert!(axum::body::to_bytes(whole.into_body(), 1_000_000).await.is_err());
    // It is known now.
    assert_eq!(server.follow(Method::GET, link, None).await.status, 500);
}

#[tokio::test]
async fn a_set_is_that_of_the_submission() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let id = submitted(&owner, "tok-1").await;
    let suspend = format!("/api/v1/accounts/{JUNIPER}/user-changes/suspend");
    let body = json!({ "userIds": ["ana"] });
    let refused = owner.post(&suspend, &body).await;
    assert_eq!(refused.refusal(), (503, "unavailable".into()));
    assert_eq!(refused.header("retry-after"), Some("2"));
    server.work().await;
    assert_eq!(owner.post(&suspend, &body).await.status, 200, "the set is fixed");
    server.advance(26 * HOUR).await;
    assert_eq!(export(&owner, &id).await["state"], "Ready");
}

#[tokio::test]
async fn repeated_refusals_of_a_link_are_counted_instead_of_filling_the_log() {
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;
    let id = server.delivered(&owner).await;
    let list = owner
        .get(&format!("/api/v1/exports/{id}/manifest.txt"))
        .await
        .text();
    let link = list.lines().next().unwrap().to_owned();
    owner
        .post(&format!("/api/v1/exports/{id}/revoke"), &json!({}))
        .await;
    for _ in 0..100 {
        assert_eq!(server.follow(Method::GET, &link, None).await.status, 403);
    }
    attache_server::links::record_counts(&server.workspace, false)
        .await
        .unwrap();
    let path = "/api/v1/audit/events?event=GetObject&outcome=denied&limit=200";
    let log = owner.get(path).await.json();
    assert_eq!(
        log["items"].as_array().unwrap().len(),
        5,
        "the minute is not over"
    );
    server.wall.advance(std::time::Duration::from_secs(60));
    attache_server::links::record_counts(&server.workspace, false)
        .await
        .unwrap();
    let log = owner.get(path).await.json();
    assert_eq!(log["items"].as_array().unwrap().len(), 6);
    let counted = log["items"].as_array().unwrap().iter().find_map(|event| {
        let record: Value = serde_json::from_str(event["record"].as_str().unwrap()).unwrap();
        record["requestParameters"]["repeated"].as_u64()
    });
    assert_eq!(counted, Some(95));
}

#[tokio::test]
async fn files_without_a_row_are_swept_and_no_others() {
    let server = Server::start().await;
    let before = stored(&server);
    let orphan = "ab".repeat(32);
    let folder = server.folder().join("blobs/sha256/ab/ab");
    fs::create_dir_all(&folder).unwrap();
    let orphan = folder.join(&orphan);
    fs::write(&orphan, "left behind by a failed commit").unwrap();
    let modified = |at: SystemTime| {
        let file = fs::File::options().write(true).open(&orphan).unwrap();
        file.set_modified(at).unwrap();
    };
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(server.wall.now().try_into().unwrap());
    modified(now - Duration::from_secs(23 * 3_600));
    attache_server::accounts::retention::sweep(&server.workspace).await;
    assert_eq!(
        stored(&server).len(),
        before.len() + 1,
        "it may belong to a newer database"
    );
    modified(now - Duration::from_secs(25 * 3_600));
    attache_server::accounts::retention::sweep(&server.workspace).await;
    assert_eq!(stored(&server), before);
}
