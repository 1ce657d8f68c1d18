//! Scheduled DNS look-ups: they run side by side, hold nothing else, and one that fails does not end the others.

use std::{
    net::UdpSocket,
    sync::{Mutex, OnceLock},
    time::{Duration, Instant},
};

use attache_server::{
    duties,
    worker::{NextRun, Scheduler},
    workspace::dns::{NoAnswer, Resolver, System},
};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use attache_testing::{Actor, HOUR, JUNIPER, KITE, Server, Settings};

const DOMAINS: &str = "/api/v1/accounts/kite-studio/domains";

/// Claims these domains for Kite Studio, and makes their look-ups due. Returns the claims.
async fn due(server: &Server, actor: &Actor, names: &[&str]) -> Vec<Value> {
    let mut claims = Vec::new();
    for name in names {
        let reply = actor.post(DOMAINS, &json!({ "name": name })).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        claims.push(reply.json());
    }
    let advance = json!({ "advanceSeconds": HOUR });
    assert_eq!(actor.patch("/api/v1/clock", &advance).await.status, 200);
    assert!(claims.iter().all(|claim| claim["checkedAt"].is_null()));
    assert!(!server.workspace.dns.is_simulated());
    claims
}

async fn now(actor: &Actor, claim: &Value) -> Value {
    let id = claim["domain"]["id"].as_str().unwrap();
    actor.get(&format!("{DOMAINS}/{id}")).await.json()
}

/// Requests Juniper Freight's attachments and steps the local duties until they are delivered.
async fn deliver(server: &Server, actor: &Actor) {
    let reply = actor.submit(JUNIPER, "tok-1").await;
    assert_eq!(reply.status, 202, "{}", reply.text());
    let path = format!("/api/v1/exports/{}", reply.json()["id"].as_str().unwrap());
    let mut scheduler = Scheduler::new(duties::local());
    while !actor.get(&path).await.json()["deliveredAt"].is_string() {
        if let NextRun::At(_) = scheduler.tick(&server.workspace).await.unwrap() {
            let advance = json!({ "advanceSeconds": HOUR });
            assert_eq!(actor.patch("/api/v1/clock", &advance).await.status, 200);
        }
    }
}

/// A name server that reads no question.
fn silent() -> Box<dyn Resolver> {
    static SOCKET: OnceLock<UdpSocket> = OnceLock::new();
    let socket = SOCKET.get_or_init(|| UdpSocket::bind("127.0.0.1:0").unwrap());
    Box::new(System::of(socket.local_addr().unwrap()).unwrap())
}

#[tokio::test]
async fn a_silent_name_server_costs_all_claims_two_seconds_together_and_the_pipeline_none() {
    let settings = Settings {
        dns: Some(silent),
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    let admin = server.sign_in("full-access").await;
    let names = ["a.example", "b.example", "c.example", "d.example", "e.example"];
    let claims = due(&server, &admin, &names).await;
    let mut look_ups = Scheduler::new(duties::remote());
    let start = Instant::now();
    let mut looking = Box::pin(look_ups.tick(&server.workspace));
    tokio::select! {
        biased;
        _ = &mut looking => panic!("the look-ups ended before the delivery"),
        () = deliver(&server, &admin) => {}
    }
    looking.await.unwrap();
    let took = start.elapsed();
    assert!(
        took >= Duration::from_secs(2),
        "{took:?}: nothing waited for the name server"
    );
    assert!(
        took < Duration::from_secs(4),
        "{took:?}: the look-ups waited for each other"
    );
    for claim in &claims {
        assert_eq!(now(&admin, claim).await["finding"], "noAnswer");
    }
}

/// The record of [`Gated`], its questions so far, and the permits of its answers: with the record, and without one.
static RECORD: Mutex<Option<(String, String)>> = Mutex::new(None);
static ASKED: Semaphore = Semaphore::const_new(0);
static FOUND: Semaphore = Semaphore::const_new(0);
static MISSING: Semaphore = Semaphore::const_new(0);

/// A DNS that answers when it is told to.
struct Gated;

impl Resolver for Gated {
    fn txt<'a>(&'a self, name: &'a str, _: i64) -> BoxFuture<'a, Result<Vec<String>, NoAnswer>> {
        let record = RECORD.lock().unwrap().clone();
        let value = record.and_then(|(known, value)| (known == name).then_some(value));
        ASKED.add_permits(1);
        Box::pin(async move {
            let gate = if value.is_some() { &FOUND } else { &MISSING };
            drop(gate.acquire().await);
            Ok(value.into_iter().collect())
        })
    }
}

#[tokio::test]
async fn a_claim_that_has_to_wait_does_not_end_the_others() {
    let settings = Settings {
        dns: Some(|| Box::new(Gated)),
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    let admin = server.sign_in("full-access").await;
    let claims = due(&server, &admin, &["a.example", "b.example", "c.example"]).await;
    let text = |name: &str| claims[0]["record"][name].as_str().unwrap().to_owned();
    *RECORD.lock().unwrap() = Some((text("name"), text("value")));

    // While the answers are on their way, a request is submitted, whose set a new domain would change.
    let workspace = server.workspace.clone();
    let looking = tokio::spawn(async move {
        let mut look_ups = Scheduler::new(duties::remote());
        look_ups.tick(&workspace).await.unwrap()
    });
    drop(ASKED.acquire_many(3).await.unwrap());
    assert_eq!(admin.submit(JUNIPER, "tok-1").await.status, 202);
    FOUND.add_permits(1);
    MISSING.add_permits(1);
    assert!(matches!(looking.await.unwrap(), NextRun::After(_)));
    assert_eq!(
        now(&admin, &claims[0]).await["domain"]["status"],
        "PendingVerification"
    );
    for claim in &claims[1..] {
        assert_eq!(now(&admin, claim).await["finding"], "noRecord", "it was cut off");
    }

    // Once the set is fixed, the record counts.
    server.work().await;
    assert_eq!(now(&admin, &claims[0]).await["domain"]["status"], "Verified");
    assert_eq!(
        admin.get(&format!("/api/v1/accounts/{KITE}")).await.json()["type"],
        "EnterpriseLWA"
    );
}
