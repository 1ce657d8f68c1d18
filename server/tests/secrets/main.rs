//! Codes, links and cookies never appear in the log, at any level, or in `Debug` output.

#![expect(clippy::unwrap_used, reason = "in a helper of tests, too, it fails the test")]

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use attache_testing::{Actor, Server};
use axum::http::Method;
use serde_json::json;
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

/// The captured log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const THREAD: &str = "/api/v1/assistant/users/odd/messages";

/// Writes to the Assistant and returns the command it asks for next.
async fn say(actor: &Actor, text: &str) -> Option<String> {
    let thread = actor.post(THREAD, &json!({ "text": text })).await.json();
    let last = thread["messages"].as_array().unwrap().last().unwrap().clone();
    last["command"].as_str().map(str::to_owned)
}

fn signature(link: &str) -> String {
    link.split("X-Amz-Signature=").nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn codes_links_and_cookies_are_not_logged() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_max_level(LevelFilter::TRACE)
        .init();
    let server = Server::start().await;
    let owner = server.sign_in("owner").await;

    let asked = say(&owner, "Delete me").await.unwrap();
    let used = say(&owner, "Get my attachments").await.unwrap();
    assert_eq!(say(&owner, &used).await, None);
    let export = server.delivered(&owner).await;
    let thread = owner.get(THREAD).await.json();
    let file = thread["messages"].as_array().unwrap().last().unwrap()["file"].clone();
    let csv = file["csvUrl"].as_str().unwrap();
    let own = server.follow(Method::GET, csv, None).await.text();
    let txt = file["textUrl"].as_str().unwrap();
    let own_link = server.follow(Method::GET, txt, None).await.text();
    let own_link = own_link.lines().next().unwrap();
    assert_eq!(server.follow(Method::GET, own_link, None).await.status, 200);
    assert!(own.contains(own_link));
    let list = owner
        .get(&format!("/api/v1/exports/{export}/manifest.txt"))
        .await
        .text();
    let link = list.lines().next().unwrap();
    assert_eq!(server.follow(Method::GET, link, None).await.status, 200);
    assert_eq!(
        server.follow(Method::GET, &format!("{link}0"), None).await.status,
        403
    );

    let typed: attache_wire::assistant::AssistantThread = serde_json::from_value(thread).unwrap();
    let debug = format!("{typed:?}");
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in [
        "the Assistant carried out a command",
        "a link was followed",
        "assistant_codes",
    ] {
        assert!(logged.contains(expected), "the log is there: {expected}");
    }
    let code = |command: &str| command.rsplit(' ').next().unwrap().to_owned();
    let cookie = owner.cookie.unwrap();
    let secrets = [
        code(&asked),
        code(&used),
        signature(csv),
        signature(txt),
        signature(own_link),
        signature(link),
        cookie.split('=').nth(1).unwrap().to_owned(),
    ];
    for secret in secrets {
        assert!(secret.len() >= 6);
        assert!(!logged.contains(&secret), "{secret} is in the log");
        assert!(!debug.contains(&secret), "{secret} is in the Debug output");
    }
}
