//! An account of 100,000 users and 1,000 domains, through the HTTP handlers and with a session: what its pages ask for, and
//! what administrators do to many users at once. Searching the users is in the benchmark `search`.

#![expect(clippy::unwrap_used, reason = "a benchmark fails where it cannot go on")]
#![expect(clippy::print_stdout, reason = "the figures are the result")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/world.rs"]
mod world;

use std::time::Duration;

use figures::{Target, figure};
use serde_json::{Value, json};
use world::{JUNIPER, World};

/// Calls of each kind.
const CALLS: usize = 100;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let world = World::open().await;
        let account = format!("/api/v1/accounts/{JUNIPER}");
        let page = format!("{account}/users?limit=200");
        let ids = ids(&world.json(&page).await);
        let busy = busiest(&world).await;
        let domains = world.json(&format!("{account}/domains?limit=200")).await;
        let cursor = domains["nextCursor"].as_str().unwrap();
        let largest = largest_domain(&world, &account).await;
        let summary = world.json(&account).await;
        println!(
            "\n{} users, {} domains (milliseconds):",
            summary["users"],
            summary["domains"].as_array().map_or(0, Vec::len),
        );
        for (name, path) in [
            ("accounts", "/api/v1/accounts".to_owned()),
            (
                "accounts, searched",
                "/api/v1/accounts?q=juniper+branch".to_owned(),
            ),
            ("account summary", account.clone()),
            ("users", page),
            ("user of thousands of files", format!("{account}/users/{busy}")),
            (
                "conversations of the same",
                format!("{account}/users/{busy}/conversations?limit=200"),
            ),
            ("domains", format!("{account}/domains?limit=200")),
            (
                "domains, next page",
                format!("{account}/domains?limit=200&cursor={cursor}"),
            ),
            (
                "domain that everybody is in",
                format!("{account}/domains/{largest}"),
            ),
        ] {
            let mut times = Vec::new();
            for _ in 0..CALLS {
                times.push(world.get(&path).await.0);
            }
            tell(name, times);
        }
        let mut times = Vec::new();
        for id in &ids {
            times.push(world.get(&format!("{account}/users/{id}")).await.0);
        }
        tell("users, one after another", times);
        changes(&world, &account, &ids).await;
    });
}

/// Changes 200 users at once, to and fro.
async fn changes(world: &World, account: &str, ids: &[String]) {
    for (name, to, fro) in [
        (
            "suspend and activate 200",
            ("suspend", Value::Null),
            ("activate", Value::Null),
        ),
        ("tier of 200", ("tier", json!("Basic")), ("tier", json!("Pro"))),
    ] {
        let mut times = Vec::new();
        for _ in 0..CALLS / 2 {
            for (action, tier) in [&to, &fro] {
                let mut body = json!({ "userIds": ids });
                if !tier.is_null() {
                    body["tier"] = tier.clone();
                }
                let path = format!("{account}/user-changes/{action}");
                times.push(world.post(&path, &body).await);
            }
        }
        tell(name, times);
    }
    forget_guests(world).await;
    for name in ["invite 50", "invite 50 again"] {
        let mut times = Vec::new();
        for call in 0..CALLS {
            let guest = |nth| format!("guest-{call}-{nth}@branch-001.example");
            let emails: Vec<String> = (0..50).map(guest).collect();
            let body = json!({ "emails": emails });
            times.push(world.post(&format!("{account}/invitations"), &body).await);
        }
        tell(name, times);
    }
    forget_guests(world).await;
}

/// Takes those out again who were invited by this benchmark, now or in a run that was cut off.
async fn forget_guests(world: &World) {
    let mut tx = world.workspace.store.write().await.unwrap();
    let guests = "DELETE FROM users WHERE email BETWEEN 'guest-' AND 'guest.'";
    sqlx::query(guests).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The user who sent the most messages with a file.
async fn busiest(world: &World) -> String {
    let mut conn = world.workspace.store.read().await.unwrap();
    let busiest = "SELECT sender_id FROM messages GROUP BY sender_id ORDER BY count(*) DESC LIMIT 1";
    sqlx::query_scalar(busiest).fetch_one(&mut *conn).await.unwrap()
}

async fn largest_domain(world: &World, account: &str) -> String {
    let (mut largest, mut cursor) = ((0, String::new()), String::new());
    loop {
        let page = world.json(&format!("{account}/domains?limit=200{cursor}")).await;
        for domain in page["items"].as_array().unwrap() {
            let users = domain["users"].as_u64().unwrap();
            largest = largest.max((users, domain["id"].as_str().unwrap().to_owned()));
        }
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return largest.1,
        }
    }
}

fn tell(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
    println!("  {name:30} p50 {:7.2}   max {:7.2}", at(0.5), at(1.0));
    figure(
        &format!("large directory, {name}, p99"),
        at(0.99),
        "ms",
        Target::AtMost(25.0),
    );
}
