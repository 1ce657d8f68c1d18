//! Whether collect's work grows in proportion to an export's distinct files: the database's part of it, which reading the
//! files comes on top of.

#![expect(clippy::unwrap_used, reason = "a benchmark fails where it cannot go on")]
#![expect(clippy::print_stdout, reason = "the figures are the result")]

#[path = "support/figures.rs"]
mod figures;

use std::time::{Duration, Instant};

use attache_server::store;
use attache_testing::{JUNIPER, Server};
use attache_wire::id::ExportId;
use figures::{Target, figure};

/// Files per batch, as the pipeline checks them.
const BATCH: u64 = 16;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut per_file = Vec::new();
        for files in [20_000, 200_000] {
            let took = collect(files).await;
            let name = format!("collect, {files} distinct files");
            figure(&name, took.as_secs_f64(), "s", Target::None);
            per_file.push(took.as_secs_f64() / f64::from(files));
        }
        figure(
            "collect, a file among 200000 as against one among 20000",
            per_file[1] / per_file[0],
            "×",
            Target::AtMost(2.0),
        );
    });
}

/// Checks all files of an export that has so many distinct ones, and returns how long that took.
async fn collect(files: u32) -> Duration {
    let server = Server::start().await;
    let avery = server.sign_in("full-access").await;
    let submitted = avery.submit(JUNIPER, "bench").await.json();
    let id = ExportId::from(submitted["id"].as_str().unwrap());
    server.work().await;
    let store = &server.workspace.store;
    let mut tx = store.write().await.unwrap();
    for statement in [
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO blobs (sha256, size_bytes) SELECT printf('%064x', i), 1 FROM n WHERE ?1 <> ''",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO export_blobs (export_id, sha256, size_bytes, items) SELECT ?1, printf('%064x', i), 1, 1 FROM n",
    ] {
        let insert = sqlx::query(statement).bind(&id).bind(files);
        insert.execute(&mut *tx).await.unwrap();
    }
    store::pipeline::count_files(&mut tx, &id).await.unwrap();
    tx.commit().await.unwrap();
    let begun = Instant::now();
    loop {
        let mut conn = store.read().await.unwrap();
        let (total, checked) = store::pipeline::file_counts(&mut conn, &id).await.unwrap();
        if checked == total {
            return begun.elapsed();
        }
        let batch = store::pipeline::unchecked(&mut conn, &id, BATCH).await.unwrap();
        drop(conn);
        let checks: Vec<_> = batch.into_iter().map(|file| (file.sha256, None)).collect();
        let mut tx = store.write().await.unwrap();
        store::pipeline::record_checks(&mut tx, &id, &checks)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}
