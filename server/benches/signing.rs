//! What a link and a row of the manifest cost, beside what other crates take for the same.
//!
//! `cargo bench -p attache-server --bench signing`; the ratios are printed at the end, from the medians of one
//! run.

#![expect(clippy::unwrap_used, reason = "a benchmark fails where it cannot go on")]
#![expect(clippy::print_stdout, reason = "the ratios are the result")]

use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

use attache_server::{
    exports::manifest::{Manifest, Row, push_rfc3339},
    signing::{AccessKey, AmzDate, Endpoint, Lifetime, Presigner, Secret, Terms},
};
use attache_wire::{
    export::ManifestFormat,
    item::{ContainerKind, Rule},
};
use criterion::Criterion;
use futures::executor::block_on;
use hmac::{Hmac, KeyInit, Mac};
use object_store::{aws::AmazonS3Builder, signer::Signer};
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use sha2::{Digest, Sha256};

const ORIGIN: &str = "http://127.0.0.1:3000";
const EXPORT: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const KEY_ID: &str = "ATKKS2LQWERTZUIOPASD";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const DELIVERED: i64 = 1_769_044_200;
const LIFE: Duration = Duration::from_secs(518_400);

/// Items such as the seeded world has: plain names, names with spaces, umlauts, emoji, commas.
fn paths() -> Vec<(String, String)> {
    let names = [
        "image.png",
        "Q3 forecast (final).xlsx",
        "Übergabeprotokoll.pdf",
        "notes, draft 2.txt",
        "IMG_20260122_011000.jpg",
        "🎉 party.jpg",
        "contract-2026-signed.pdf",
        "export.csv",
    ];
    (0..1000)
        .map(|n| {
            let path = format!("Rooms/Berlin depot {}/{}", n % 37, names[n % names.len()]);
            (format!("att-{n:07}"), path)
        })
        .collect()
}

fn row<'a>(attachment_id: &'a str, path: &'a str) -> Row<'a> {
    Row {
        attachment_id,
        file_name: path.rsplit('/').next().unwrap(),
        content_type: "application/octet-stream",
        size_bytes: 483_112,
        sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        uploader_email: "ana.lindqvist@juniper-freight.example",
        container_kind: ContainerKind::Room,
        container_name: "Berlin depot",
        container_id: "room-0000123",
        room_creator_email: Some("ben.okafor@juniper-freight.example"),
        message_id: "msg-0012345",
        uploaded_at: 1_750_000_000_250,
        rule: Rule::RoomCreatorManaged,
        path,
    }
}

fn presigner() -> Presigner {
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
    Presigner::for_export(&terms, EXPORT)
}

/// The link as rusty-s3 makes it.
struct RustyS3 {
    bucket: Bucket,
    credentials: Credentials,
    time: jiff::Timestamp,
}

impl RustyS3 {
    fn new() -> Self {
        Self {
            bucket: Bucket::new(
                ORIGIN.parse().unwrap(),
                UrlStyle::Path,
                "attachments",
                "us-east-1",
            )
            .unwrap(),
            credentials: Credentials::new(KEY_ID, SECRET),
            time: jiff::Timestamp::from_second(DELIVERED).unwrap(),
        }
    }

    fn link(&self, attachment: &str, path: &str) -> String {
        let key = format!("{EXPORT}/{attachment}/{}", path.rsplit('/').next().unwrap());
        let action = self.bucket.get_object(Some(&self.credentials), &key);
        action.sign_with_time(LIFE, &self.time).into()
    }
}

/// Runs benchmarks and remembers the median time of one item of each.
struct Bench {
    criterion: Criterion,
    medians: BTreeMap<&'static str, f64>,
}

impl Bench {
    /// `work` takes the number of the item to work on.
    fn run(&mut self, name: &'static str, mut work: impl FnMut(usize)) {
        let mut samples = Vec::new();
        self.criterion.bench_function(name, |bencher| {
            bencher.iter_custom(|rounds| {
                let start = Instant::now();
                for round in 0..rounds {
                    work(black_box(round as usize % 1000));
                }
                let elapsed = start.elapsed();
                samples.push(elapsed.as_nanos() as f64 / rounds as f64);
                elapsed
            });
        });
        samples.sort_by(f64::total_cmp);
        if let Some(median) = samples.get(samples.len() / 2) {
            self.medians.insert(name, *median);
        }
    }

    fn report(&self, ours: &str, theirs: &str, name: &str) {
        if let (Some(ours), Some(theirs)) = (self.medians.get(ours), self.medians.get(theirs)) {
            println!(
                "{name}: {:.1} × ({ours:.0} ns against {theirs:.0} ns)",
                theirs / ours
            );
        }
    }
}

fn main() {
    let items = paths();
    let mut bench = Bench {
        criterion: Criterion::default()
            .warm_up_time(Duration::from_secs(1))
            .measurement_time(Duration::from_secs(3))
            .configure_from_args(),
        medians: BTreeMap::new(),
    };
    links(&mut bench, &items);
    rows(&mut bench, &items);
    bench.criterion.final_summary();
    println!("\nRatios of this run, one core:");
    bench.report("link/ours", "link/rusty-s3", "link, ours vs rusty-s3");
    bench.report("link/ours", "link/object_store", "link, ours vs object_store");
    bench.report("link/hashing alone", "link/ours", "link, bare hashing vs ours");
    bench.report(
        "row/ours",
        "row/rusty-s3 + csv",
        "CSV row from memory, ours vs rusty-s3 + csv",
    );
}

fn links(bench: &mut Bench, items: &[(String, String)]) {
    let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let mut signer = presigner();
    let mut out = Vec::new();
    let rusty = RustyS3::new();

    // The same link, or the comparison means nothing.
    signer.push_url(&[&items[1].0, &name(&items[1].1)], &mut out);
    let signature = |url: &str| url.split_once("X-Amz-Signature=").unwrap().1[..64].to_owned();
    let ours = String::from_utf8(out.clone()).unwrap();
    assert_eq!(signature(&ours), signature(&rusty.link(&items[1].0, &items[1].1)));

    bench.run("link/ours", |n| {
        let (attachment, path) = &items[n];
        out.clear();
        signer.push_url(&[attachment, path.rsplit('/').next().unwrap()], &mut out);
        black_box(&out);
    });
    bench.run("link/rusty-s3", |n| {
        black_box(rusty.link(&items[n].0, &items[n].1));
    });
    let store = AmazonS3Builder::new()
        .with_endpoint(ORIGIN)
        .with_allow_http(true)
        .with_bucket_name("attachments")
        .with_region("us-east-1")
        .with_access_key_id(KEY_ID)
        .with_secret_access_key(SECRET)
        .build()
        .unwrap();
    bench.run("link/object_store", |n| {
        let (attachment, path) = &items[n];
        let key = object_store::path::Path::from_iter([EXPORT, attachment, path.rsplit('/').next().unwrap()]);
        let method = object_store::signer::Method::GET;
        black_box(block_on(store.signed_url(method, &key, LIFE)).unwrap());
    });

    // What no signer can do without: one hash of a canonical request and one HMAC of a hash.
    let (unsigned, _) = ours.split_once("&X-Amz-Signature=").unwrap();
    let suffix = "\nhost:127.0.0.1:3000\n\nhost\nUNSIGNED-PAYLOAD";
    let canonical = format!("GET\n{}{suffix}", unsigned.strip_prefix(ORIGIN).unwrap());
    let mut keyed = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
    keyed.update(b"AWS4-HMAC-SHA256\n20260122T011000Z\n20260122/us-east-1/s3/aws4_request\n");
    bench.run("link/hashing alone", |_| {
        let digest = Sha256::digest(black_box(&canonical));
        let mut mac = keyed.clone();
        mac.update(&[digest, digest].concat());
        black_box(mac.finalize());
    });
}

fn rows(bench: &mut Bench, items: &[(String, String)]) {
    let mut manifest = Manifest::new(ManifestFormat::Csv, presigner(), (DELIVERED + 518_400) * 1000);
    let mut out = Vec::new();
    bench.run("row/ours", |n| {
        if n == 0 {
            out.clear();
        }
        let (attachment, path) = &items[n];
        manifest.push_row(&row(attachment, path), &mut out);
        black_box(&out);
    });

    let rusty = RustyS3::new();
    let mut expires = Vec::new();
    push_rfc3339((DELIVERED + 518_400) * 1000, &mut expires);
    let mut writer = csv::Writer::from_writer(Vec::new());
    bench.run("row/rusty-s3 + csv", |n| {
        if n == 0 {
            writer = csv::Writer::from_writer(Vec::with_capacity(1 << 20));
        }
        let (attachment, path) = &items[n];
        let row = row(attachment, path);
        let uploaded_at = jiff::Timestamp::from_millisecond(row.uploaded_at)
            .unwrap()
            .to_string();
        let (size, url) = (
            row.size_bytes.to_string(),
            rusty.link(row.attachment_id, row.path),
        );
        let record: [&[u8]; 16] = [
            row.attachment_id.as_bytes(),
            row.file_name.as_bytes(),
            row.content_type.as_bytes(),
            size.as_bytes(),
            row.sha256.as_bytes(),
            row.uploader_email.as_bytes(),
            row.container_kind.as_str().as_bytes(),
            row.container_name.as_bytes(),
            row.container_id.as_bytes(),
            row.room_creator_email.unwrap_or("").as_bytes(),
            row.message_id.as_bytes(),
            uploaded_at.as_bytes(),
            row.rule.as_str().as_bytes(),
            row.path.as_bytes(),
            url.as_bytes(),
            &expires,
        ];
        writer.write_record(record).unwrap();
        black_box(&writer);
    });
}
