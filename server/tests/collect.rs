//! The work for a batch of files does not grow with the number of files in the export.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, it fails the test")]

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use attache_server::store;
use attache_testing::{JUNIPER, Server};
use attache_wire::id::ExportId;

/// Instructions of SQLite's machine per count.
const PER_COUNT: i32 = 10;

/// Returns how many instructions SQLite runs for a batch of an export in which half of so many files are checked.
async fn instructions_of_a_batch(files: i64) -> u64 {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let id = avery.submit(JUNIPER, "tok-1").await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let id = ExportId::from(id);
    server.work().await;
    let mut tx = server.workspace.store.write().await.unwrap();
    for statement in [
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO blobs (sha256, size_bytes) SELECT printf('%064x', i), 1 FROM n WHERE ?1 <> ''",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO export_blobs (export_id, sha256, size_bytes, items, checked)
         SELECT ?1, printf('%064x', i), 1, 1, i <= ?2 / 2 FROM n",
    ] {
        let insert = sqlx::query(statement).bind(&id).bind(files);
        insert.execute(&mut *tx).await.unwrap();
    }
    store::pipeline::count_files(&mut tx, &id).await.unwrap();
    sqlx::query("UPDATE exports SET checked_to = printf('%064x', ?2 / 2) WHERE id = ?1")
        .bind(&id)
        .bind(files)
        .execute(&mut *tx)
        .await
        .unwrap();
    let counts = store::pipeline::file_counts(&mut tx, &id).await.unwrap();
    assert_eq!(counts.1, 0);
    assert!(counts.0 >= files.unsigned_abs(), "{counts:?}");

    let counted = Arc::new(AtomicU64::new(0));
    let counter = counted.clone();
    tx.lock_handle()
        .await
        .unwrap()
        .set_progress_handler(PER_COUNT, move || {
            counter.fetch_add(1, Ordering::SeqCst);
            true
        });
    store::pipeline::file_counts(&mut tx, &id).await.unwrap();
    let batch = store::pipeline::unchecked(&mut tx, &id, 16).await.unwrap();
    assert_eq!(batch.len(), 16);
    let checks: Vec<_> = batch.into_iter().map(|file| (file.sha256, None)).collect();
    store::pipeline::record_checks(&mut tx, &id, &checks)
        .await
        .unwrap();
    tx.lock_handle().await.unwrap().remove_progress_handler();
    let counts = store::pipeline::file_counts(&mut tx, &id).await.unwrap();
    assert_eq!(counts.1, 16);
    counted.load(Ordering::SeqCst)
}

#[tokio::test]
async fn a_batch_of_collect_costs_the_same_in_a_large_export() {
    let (small, large) = (
        instructions_of_a_batch(200).await,
        instructions_of_a_batch(20_000).await,
    );
    assert!(small > 0);
    assert!(large <= small * 3 / 2, "{small} became {large}");
}
