//! What a world of a million attachments costs: making it, exporting it, and the pages that show it.

#![expect(clippy::unwrap_used, reason = "a benchmark fails where it cannot go on")]
#![expect(clippy::print_stdout, reason = "the figures are the result")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/world.rs"]
mod world;

use std::time::Duration;

use figures::{Target, figure, median};
use world::{JUNIPER, World};

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let world = World::open().await;
        println!("\nA million attachments (seconds, when the world was made):");
        for part in ["seeding", "snapshot", "collect", "seal", "publish"] {
            let seconds = world.seconds[part].as_f64().unwrap_or(f64::NAN);
            figure(
                &format!("a million attachments, {part}"),
                seconds,
                "s",
                Target::None,
            );
        }
        let estimate = format!("/api/v1/accounts/{JUNIPER}/exports/estimate");
        let first = world.get(&estimate).await.0;
        figure(
            "a million attachments, first estimate",
            first.as_secs_f64(),
            "s",
            Target::None,
        );
        for (name, path) in [
            ("estimate again", estimate),
            ("account summary", format!("/api/v1/accounts/{JUNIPER}")),
            ("requests", format!("/api/v1/accounts/{JUNIPER}/exports")),
            ("request", format!("/api/v1/exports/{}", world.million)),
            ("domains", format!("/api/v1/accounts/{JUNIPER}/domains")),
            ("accounts", "/api/v1/accounts".to_owned()),
        ] {
            let mut times: Vec<Duration> = Vec::new();
            for _ in 0..20 {
                times.push(world.get(&path).await.0);
            }
            let name = format!("a million attachments, {name}");
            figure(
                &name,
                median(&mut times).as_secs_f64() * 1_000.0,
                "ms",
                Target::AtMost(25.0),
            );
        }
    });
}
