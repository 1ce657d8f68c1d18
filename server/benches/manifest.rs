//! The file of a million links, from the database through the HTTP handler, beside reading the same rows and signing them
//! without more, and beside rusty-s3 with the csv crate.
//!
//! A round of each after the other, and the median of the rounds: a million rows take seconds, so that what else the
//! machine does shows in one round as it does in the next.

#![expect(clippy::unwrap_used, reason = "a benchmark fails where it cannot go on")]
#![expect(clippy::print_stdout, reason = "the figures are the result")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/world.rs"]
mod world;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use attache_server::{
    exports::manifest::{file_name, push_rfc3339},
    signing::{AccessKey, AmzDate, Endpoint, Lifetime, Presigner, Secret, Terms},
};
use figures::{Target, figure, median};
use futures::TryStreamExt;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use sqlx::Row;
use world::World;

const ORIGIN: &str = "http://127.0.0.1:3000";
const KEY_ID: &str = "ATKKS2LQWERTZUIOPASD";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const DELIVERED: i64 = 1_769_044_200;
const LIFE: Duration = Duration::from_secs(518_400);
const ROUNDS: usize = 3;
/// Rows that rusty-s3 and csv are given at a time.
const PART: usize = 50_000;

/// A manifest row as any program would read it.
#[derive(sqlx::FromRow)]
struct Item {
    attachment_id: String,
    file_name: String,
    content_type: String,
    size_bytes: i64,
    sha256: String,
    uploader_email: String,
    container_kind: String,
    container_name: String,
    container_id: String,
    room_creator_email: Option<String>,
    message_id: String,
    uploaded_at: i64,
    rule: String,
    path: String,
}

const ROWS: &str =
    "SELECT attachment_id, file_name, content_type, size_bytes, sha256, uploader_email, container_kind,
    container_name, container_id, room_creator_email, message_id, uploaded_at, rule, path
    FROM export_items WHERE export_id = ? AND status = 'ok' ORDER BY seq";

#[tokio::main]
async fn main() {
    let world = World::open().await;
    let path = format!("/api/v1/exports/{}/manifest.csv", world.million);
    let rows = count(&world).await;

    let (mut ours, mut bare, mut rusty) = (Vec::new(), Vec::new(), Vec::new());
    let mut length = 0;
    for _ in 0..ROUNDS {
        let (elapsed, bytes) = world.get(&path).await;
        ours.push(elapsed);
        length = bytes;
        bare.push(read_and_sign(&world, rows).await);
        rusty.push(rusty_s3_and_csv(&world, rows).await);
    }
    let (ours, bare, rusty) = (median(&mut ours), median(&mut bare), median(&mut rusty));
    let each = |time: Duration| time.as_nanos() as f64 / rows as f64;
    println!("\n{rows} rows, {length} bytes of CSV; per row:");
    println!("  through the handler        {:6.0} ns", each(ours));
    println!("  bare reading and signing   {:6.0} ns", each(bare));
    println!("  rusty-s3 + csv from memory {:6.0} ns", each(rusty));
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    figure(
        "manifest, time of reading bare + signing",
        ratio(ours, bare),
        "×",
        Target::AtMost(1.5),
    );
    figure(
        "manifest vs rusty-s3 + csv from memory",
        ratio(rusty, ours),
        "×",
        Target::AtLeast(3.0),
    );
}

async fn count(world: &World) -> u64 {
    let mut conn = world.workspace.store.read().await.unwrap();
    let count = "SELECT items FROM exports WHERE id = ?";
    sqlx::query_scalar(count)
        .bind(&world.million)
        .fetch_one(&mut *conn)
        .await
        .unwrap()
}

/// The same rows through the same driver, and a link for each.
async fn read_and_sign(world: &World, rows: u64) -> Duration {
    let key = AccessKey {
        id: KEY_ID.into(),
        secret: Secret::new(SECRET),
    };
    let terms = Terms {
        endpoint: &Endpoint::parse(ORIGIN).unwrap(),
        key: &key,
        signed_at: &AmzDate::from_unix(DELIVERED).unwrap(),
        lifetime: Lifetime::OF_EXPORTS,
    };
    let mut signer = Presigner::for_export(&terms, &world.million);
    let begun = Instant::now();
    let mut conn = world.workspace.store.read().await.unwrap();
    let mut read = sqlx::query(ROWS).bind(&world.million).fetch(&mut *conn);
    let (mut out, mut seen) = (Vec::new(), 0);
    while let Some(row) = read.try_next().await.unwrap() {
        out.clear();
        for column in 0..14 {
            if column != 3 && column != 11 {
                black_box(row.get::<Option<&str>, _>(column));
            }
        }
        black_box((row.get::<i64, _>(3), row.get::<i64, _>(11)));
        signer.push_url(&[row.get(0), file_name(row.get(13))], &mut out);
        black_box(&out);
        seen += 1;
    }
    assert_eq!(seen, rows);
    begun.elapsed()
}

/// The same rows, read before the time is taken, a part at a time so that they need not all be in memory.
async fn rusty_s3_and_csv(world: &World, rows: u64) -> Duration {
    let bucket = Bucket::new(
        ORIGIN.parse().unwrap(),
        UrlStyle::Path,
        "attachments",
        "us-east-1",
    )
    .unwrap();
    let credentials = Credentials::new(KEY_ID, SECRET);
    let time = jiff::Timestamp::from_second(DELIVERED).unwrap();
    let mut expires = Vec::new();
    push_rfc3339((DELIVERED + 518_400) * 1000, &mut expires);
    let (mut elapsed, mut seen) = (Duration::ZERO, 0);
    let mut conn = world.workspace.store.read().await.unwrap();
    let read = sqlx::query_as::<_, Item>(ROWS)
        .bind(&world.million)
        .fetch(&mut *conn);
    let mut parts = std::pin::pin!(read.try_chunks(PART));
    while let Some(part) = parts.try_next().await.unwrap() {
        let begun = Instant::now();
        let mut writer = csv::Writer::from_writer(Vec::with_capacity(1 << 20));
        for item in &part {
            let key = format!(
                "{}/{}/{}",
                world.million,
                item.attachment_id,
                file_name(&item.path)
            );
            let action = bucket.get_object(Some(&credentials), &key);
            let url: String = action.sign_with_time(LIFE, &time).into();
            let uploaded_at = jiff::Timestamp::from_millisecond(item.uploaded_at)
                .unwrap()
                .to_string();
            let size = item.size_bytes.to_string();
            writer
                .write_record([
                    item.attachment_id.as_bytes(),
                    item.file_name.as_bytes(),
                    item.content_type.as_bytes(),
                    size.as_bytes(),
                    item.sha256.as_bytes(),
                    item.uploader_email.as_bytes(),
                    item.container_kind.as_bytes(),
                    item.container_name.as_bytes(),
                    item.container_id.as_bytes(),
                    item.room_creator_email.as_deref().unwrap_or("").as_bytes(),
                    item.message_id.as_bytes(),
                    uploaded_at.as_bytes(),
                    item.rule.as_bytes(),
                    item.path.as_bytes(),
                    url.as_bytes(),
                    &expires,
                ])
                .unwrap();
        }
        black_box(writer.into_inner().unwrap());
        elapsed += begun.elapsed();
        seen += part.len() as u64;
    }
    assert_eq!(seen, rows);
    elapsed
}
