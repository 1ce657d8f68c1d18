//! An audit log of a million records: writing it, searching it with every set of filters, verifying it, taking it along;
//! and what it costs a download to be recorded.

#![expect(clippy::unwrap_used, reason = "a benchmark fails where it cannot go on")]
#![expect(clippy::print_stdout, reason = "the figures are the result")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/server.rs"]
mod server;

use std::{
    net::Ipv4Addr,
    time::{Duration, Instant},
};

use attache_server::{
    audit::{Event, Identity, Origin, Outcome},
    clock::rfc3339,
    duties,
    worker::NextRun,
};
use attache_testing::seed;
use figures::{Target, figure};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use server::{Server, bytes, length};
use tokio::sync::watch;

const RECORDS: u64 = 1_000_000;
/// Simulated milliseconds between two records; a thousand at a time have the same.
const APART: i64 = 250;
const DOWNLOADS: usize = 20_000;
const CLIENTS: usize = 16;

const EVENTS: [&str; 10] = [
    "chime:ListAccounts",
    "chime:GetAccount",
    "chime:ListUsers",
    "chime:StartDataExport",
    "chime:RetrieveDataExport",
    "iam:PutUserPolicy",
    "iam:ListPolicies",
    "signin:ConsoleLogin",
    "cloudtrail:LookupEvents",
    "s3:HeadObject",
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        seed(folder.path(), 1, 200).await.close().await;
        let server = Server::open(folder.path(), "owner").await;
        let log = Log { server };
        log.downloads().await;
        log.fill().await;
        log.search().await;
        log.verify().await;
        log.take_along().await;
    });
}

/// The audit log of a server.
struct Log {
    server: Server,
}

impl Log {
    /// Downloads small files by their links while records are written as the server does it.
    async fn downloads(&self) {
        let path = "/api/v1/accounts/juniper-freight/exports";
        let request = json!({ "clientRequestToken": "bench" });
        let submitted = bytes(self.server.post(path, &request).await).await;
        let submitted: Value = serde_json::from_slice(&submitted).unwrap();
        let id = submitted["id"].as_str().unwrap();
        let mut worker = duties::scheduler();
        while worker.tick(&self.server.workspace).await.unwrap() == NextRun::Now {}
        let file = self
            .server
            .get(&format!("/api/v1/exports/{id}/manifest.txt"))
            .await;
        let file = String::from_utf8(bytes(file).await).unwrap();
        let links: Vec<&str> = file.lines().collect();
        let (stop, stopping) = watch::channel(false);
        let writer = tokio::spawn(self.server.workspace.audit.clone().run(stopping));
        let begun = Instant::now();
        stream::iter((0..DOWNLOADS).map(|nth| links[nth % links.len()]))
            .for_each_concurrent(CLIENTS, async |link| {
                // Only the head: the bytes take what they take.
                self.server.follow(link).await;
            })
            .await;
        let each = begun.elapsed().as_secs_f64() / DOWNLOADS as f64;
        figure(
            "links followed and recorded",
            1.0 / each,
            "per second",
            Target::None,
        );
        stop.send_replace(true);
        writer.await.unwrap();
        self.server.workspace.audit.flush().await.unwrap();
    }

    /// Half of it uses of links, the other half calls, most of them by one principal.
    async fn fill(&self) {
        let start = self.server.workspace.now();
        let begun = Instant::now();
        for nth in 0..RECORDS {
            let link = nth % 2 == 0;
            let who = match nth {
                _ if link => Identity {
                    kind: "Link",
                    id: format!("export-{}", nth / 2 % 300),
                    name: "Link".to_owned(),
                },
                _ => Identity {
                    kind: "Principal",
                    id: format!("principal-{}", (nth % 17 % 9) / 3 + nth % 5 / 4),
                    name: "Somebody With A Name".to_owned(),
                },
            };
            let action = if link {
                "s3:GetObject"
            } else {
                EVENTS[(nth / 2 % 10) as usize]
            };
            let outcome = match nth % 97 {
                0 => Outcome::Denied,
                1 => Outcome::Failed,
                _ => Outcome::Allowed,
            };
            let at = start + i64::try_from(nth / 1_000).unwrap() * APART;
            let origin = Origin {
                operation: "",
                address: Some(Ipv4Addr::new(192, 0, 2, 7).into()),
                user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0"
                    .to_owned(),
                request_id: self.server.workspace.random.id(),
            };
            let event = Event::new(
                self.server.workspace.random.id(),
                at,
                action,
                who,
                outcome,
                origin,
            );
            let event = event
                .request(json!({ "exportId": format!("export-{}", nth % 300), "attachmentId": format!("a-{nth}") }))
                .about((nth % 7 > 0).then(|| format!("account-{}", nth % 7 % 4).into()));
            self.server.workspace.audit.later(event).await.unwrap();
        }
        self.server.workspace.audit.flush().await.unwrap();
        let each = begun.elapsed().as_secs_f64() / RECORDS as f64;
        figure(
            "audit records written",
            1.0 / each,
            "per second",
            Target::AtLeast(5_000.0),
        );
    }

    /// Every set of filters, with values that many, few and no records have, and pages from the middle on.
    async fn search(&self) {
        let middle = rfc3339(self.server.workspace.now() + APART * 500);
        let mut times: Vec<(Duration, String)> = Vec::new();
        let either = |name: &str, values: &[&str]| -> Vec<String> {
            let given = values.iter().map(|value| format!("&{name}={value}"));
            std::iter::once(String::new()).chain(given).collect()
        };
        let principals = either("principal", &["principal-1", "export-7", "nobody"]);
        let events = either("event", &["GetObject", "PutUserPolicy", "Nothing"]);
        let outcomes = either("outcome", &["allowed", "denied"]);
        let accounts = either("account", &["account-1", "account-x"]);
        let spans = [String::new(), format!("&to={middle}"), format!("&from={middle}")];
        for principal in &principals {
            for event in &events {
                for outcome in &outcomes {
                    for account in &accounts {
                        for span in &spans {
                            let path =
                                format!("/api/v1/audit/events?{principal}{event}{outcome}{account}{span}");
                            self.page(&path, &mut times).await;
                        }
                    }
                }
            }
        }
        times.sort();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0.as_secs_f64() * 1_000.0;
        println!(
            "  p50 {:.2}   max {:.2}   {} calls",
            at(0.5),
            at(1.0),
            times.len()
        );
        println!("  slowest: {}", times[times.len() - 1].1);
        figure(
            "audit log of a million, p99 of a page",
            at(0.99),
            "ms",
            Target::AtMost(10.0),
        );
    }

    async fn page(&self, path: &str, times: &mut Vec<(Duration, String)>) {
        // What waits is written first; that is another matter.
        self.server.workspace.audit.flush().await.unwrap();
        let begun = Instant::now();
        let page = bytes(self.server.get(path).await).await;
        times.push((begun.elapsed(), path.to_owned()));
        let page: Value = serde_json::from_slice(&page).unwrap();
        if let Some(cursor) = page["nextCursor"].as_str() {
            let next = format!("{path}&cursor={cursor}");
            self.server.workspace.audit.flush().await.unwrap();
            let begun = Instant::now();
            length(self.server.get(&next).await).await;
            times.push((begun.elapsed(), next));
        }
    }

    async fn verify(&self) {
        let begun = Instant::now();
        let result = self.server.workspace.audit.verification().await.unwrap();
        assert_eq!(result.fault, None);
        let seconds = begun.elapsed().as_secs_f64() / result.intact as f64 * RECORDS as f64;
        figure(
            "audit log of a million, verification",
            seconds,
            "s",
            Target::AtMost(30.0),
        );
    }

    async fn take_along(&self) {
        let before = resident();
        let begun = Instant::now();
        let length = length(self.server.get("/api/v1/audit/events.csv").await).await;
        let rate = length as f64 / 1e6 / begun.elapsed().as_secs_f64();
        figure("audit log of a million, CSV", rate, "MB/s", Target::None);
        let grown = resident().saturating_sub(before) as f64 / 1_024.0;
        figure(
            "audit log of a million, memory of the CSV",
            grown,
            "MiB",
            Target::AtMost(32.0),
        );
    }
}

/// The process's most resident memory so far, in KiB; 0 where it cannot be told.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let text = line.unwrap_or_default().trim().trim_end_matches(" kB").to_owned();
    text.parse().unwrap_or(0)
}
