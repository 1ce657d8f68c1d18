//! Two administrators who request the same account's attachments at the same moment.
//!
//! `ATTACHE_RACES` sets the number of rounds (`cargo xtask crash --race 10000`).

use std::{
    io::Write,
    sync::{Arc, Barrier},
    thread,
};

use crate::{
    kills::number,
    running::{Reply, Running, try_call},
};

const EXPORTS: &str = "/api/v1/accounts/juniper-freight/exports";

/// Submits two requests at the same moment, each through a connection of its own, as the principals of these cookies.
fn race(port: u16, requests: [(&str, &str); 2]) -> [Reply; 2] {
    let start = Arc::new(Barrier::new(2));
    let racers = requests.map(|(cookie, token)| {
        let (start, cookie) = (start.clone(), cookie.to_owned());
        let body = format!("{{\"clientRequestToken\":\"{token}\"}}");
        thread::spawn(move || {
            start.wait();
            try_call(port, "POST", EXPORTS, &cookie, &body).unwrap()
        })
    });
    racers.map(|racer| racer.join().unwrap())
}

/// Returns the code of a refusal.
fn code(reply: &Reply) -> String {
    reply.json()["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn of_two_administrators_at_once_exactly_one_is_accepted() {
    let rounds = number("ATTACHE_RACES", 50);
    let dir = tempfile::tempdir().unwrap();
    let server = Running::start(&dir.path().join("data"), &["--attachments", "60", "--speed", "1"]);
    let cookies = ["owner", "full-access"].map(|principal| server.sign_in(principal));
    let exports = || {
        let summary = server.call("GET", "/api/v1/accounts/juniper-freight", &cookies[0], "");
        summary.json()["exports"].as_u64().unwrap()
    };
    let before = exports();
    let mut wins = [0_u64; 2];
    for round in 0..rounds {
        let tokens = [format!("first-{round}"), format!("second-{round}")];
        let replies = race(
            server.port(),
            [(&cookies[0], &tokens[0]), (&cookies[1], &tokens[1])],
        );
        let winner = replies.iter().position(|reply| reply.status == 202);
        let winner = winner.unwrap_or_else(|| panic!("round {round}: nobody was accepted"));
        let (won, lost) = (&replies[winner], &replies[1 - winner]);
        assert_eq!(
            (lost.status, &*code(lost)),
            (409, "exportRunning"),
            "round {round}: {}",
            lost.body
        );
        let id = won.json()["id"].clone();
        assert_eq!(
            lost.json()["exportId"],
            id,
            "round {round}: it names the winner's request"
        );
        wins[winner] += 1;

        // The winner's request, sent twice more at once, is answered with the request that exists.
        let again = [(&*cookies[winner], &*tokens[winner]); 2];
        for reply in race(server.port(), again) {
            assert_eq!(
                (reply.status, &reply.json()["id"]),
                (200, &id),
                "round {round}: {}",
                reply.body
            );
        }
        // A cancelled request opens the window again.
        let cancel = format!("/api/v1/exports/{}/cancel", id.as_str().unwrap());
        assert_eq!(
            server.call("POST", &cancel, &cookies[0], "{}").status,
            200,
            "round {round}"
        );
    }
    assert_eq!(exports() - before, rounds, "one request a round");
    // Shown with --nocapture.
    let line = format!(
        "{rounds} races: won {} and {} times, never both\n",
        wins[0], wins[1]
    );
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}
