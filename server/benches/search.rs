//! Searching 100,000 users and a million items, through the HTTP handler and with a session: what people type, and what is
//! hard for an index.

#![expect(clippy::unwrap_used, reason = "a benchmark fails where it cannot go on")]
#![expect(clippy::print_stdout, reason = "the figures are the result")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/world.rs"]
mod world;

use std::time::Duration;

use figures::{Target, figure};
use world::{JUNIPER, World};

/// Times that each query is asked.
const TIMES: usize = 3;
/// Pages that are turned after the first.
const PAGES: usize = 3;

/// Kinds of words, by what is hard about them.
const USERS: [(&str, &[&str]); 9] = [
    ("nothing typed", &[""]),
    ("one letter", &["a", "m", "z", "é", "1"]),
    (
        "everybody has it",
        &["juniper", "example", "exam", "juniper-freight.example"],
    ),
    ("only in another account", &["harbor", "harbor-health"]),
    (
        "first names and prefixes",
        &["fatima", "søren", "xio", "za", "kat", "da"],
    ),
    (
        "two words",
        &["ana s", "omar khan", "m m", "example a", "juniper zhang"],
    ),
    (
        "addresses",
        &["fatima.abdi@", "olga.ivanova3@juniper-freight.example"],
    ),
    (
        "many words",
        &["a b c d e f g h", "example juniper freight example juniper"],
    ),
    ("nobody has it", &["qqqq", "xiomara abdi zhang", "' OR 1 --"]),
];
const USER_FILTERS: [&str; 4] = [
    "",
    "&status=Registered",
    "&status=Suspended",
    "&status=Unregistered",
];
const USER_SORTS: [&str; 8] = [
    "name",
    "-name",
    "email",
    "-email",
    "joined",
    "-joined",
    "lastActive",
    "-lastActive",
];

const ITEMS: [(&str, &[&str]); 9] = [
    ("nothing typed", &[""]),
    ("one letter", &["i", "s", "z", "é", "2"]),
    (
        "every item has it",
        &["juniper", "example", "freigh", "juniper-freight.example"],
    ),
    (
        "half of them have it",
        &["png", "jpg", "img", "screenshot", "pdf"],
    ),
    ("rare", &["cmd", "passwd", "xiomara zhang", "pod 424242 signed"]),
    (
        "two words",
        &["delivery note", "img jpg", "png pdf", "night shift", "scan jpg"],
    ),
    (
        "long prefixes",
        &["screensh", "lieferschei", "deliver", "スクリーン"],
    ),
    (
        "many words",
        &[
            "d n j p e f 1 2",
            "screenshot 2025 at png juniper freight example",
        ],
    ),
    (
        "no item has it",
        &["qqqq", "screenshot lieferschein", "zip xlsx docx"],
    ),
];
const ITEM_FILTERS: [&str; 6] = [
    "",
    "&rule=uploader-managed",
    "&rule=room-creator-managed",
    "&status=ok",
    "&status=error",
    "&rule=room-creator-managed&status=error",
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let world = World::open().await;
        let users = users(&world).await;
        let items = items(&world).await;
        figure(
            "users search, p99 of the slowest kind",
            users,
            "ms",
            Target::AtMost(25.0),
        );
        figure(
            "items search, p99 of the slowest kind",
            items,
            "ms",
            Target::AtMost(25.0),
        );
    });
}

async fn users(world: &World) -> f64 {
    let account = world.json(&format!("/api/v1/accounts/{JUNIPER}")).await;
    println!(
        "\nUsers search, {} users in the account (milliseconds):",
        account["users"]
    );
    let mut worst: f64 = 0.0;
    for (kind, words) in USERS {
        let mut paths = Vec::new();
        for word in words {
            for filter in USER_FILTERS {
                for sort in USER_SORTS {
                    let q = encode(word);
                    paths.push(format!(
                        "/api/v1/accounts/{JUNIPER}/users?q={q}{filter}&sort={sort}"
                    ));
                }
            }
        }
        worst = worst.max(ask(world, kind, &paths).await);
    }
    worst
}

async fn items(world: &World) -> f64 {
    let mut worst: f64 = 0.0;
    for (export, name) in [
        (&world.million, "a million items"),
        (&world.later, "a small export after it"),
    ] {
        println!("\nItems search, {name} (milliseconds):");
        for (kind, words) in ITEMS {
            let mut paths = Vec::new();
            for word in words {
                for filter in ITEM_FILTERS {
                    paths.push(format!(
                        "/api/v1/exports/{export}/items?q={}{filter}",
                        encode(word)
                    ));
                }
            }
            worst = worst.max(ask(world, kind, &paths).await);
        }
    }
    worst
}

/// Asks for each page a few times, and for some that follow it. Prints what it took, and returns the 99th percentile.
async fn ask(world: &World, kind: &str, paths: &[String]) -> f64 {
    let mut times: Vec<(Duration, String)> = Vec::new();
    for first in paths {
        let mut path = first.clone();
        for _ in 0..=PAGES {
            let page = world.json(&path).await;
            let times_each = if path == *first { TIMES } else { 1 };
            for _ in 0..times_each {
                times.push((world.get(&path).await.0, path.clone()));
            }
            let Some(cursor) = page["nextCursor"].as_str() else {
                break;
            };
            path = format!("{first}&cursor={cursor}");
        }
    }
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0.as_secs_f64() * 1_000.0;
    let p99 = at(0.99);
    println!(
        "  {kind:26} p50 {:7.2}   p99 {p99:7.2}   max {:7.2}   {} calls",
        at(0.5),
        at(1.0),
        times.len()
    );
    if p99 > 25.0 {
        println!("      slowest: {}", times[times.len() - 1].1);
    }
    p99
}

fn encode(word: &str) -> String {
    percent_encoding::utf8_percent_encode(word, percent_encoding::NON_ALPHANUMERIC).to_string()
}
