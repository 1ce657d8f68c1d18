//! The N-th read of a stored file fails, for every N of an export's run. The export is delivered whole, or says what is
//! missing, or fails and gives the window back; it is never short without saying so.

use attache_testing::{HOUR, JUNIPER, ReadFault, Server, Settings};
use serde_json::{Value, json};

/// The file store fails at every read from the first; used to count the reads of an undisturbed run.
const NEVER: ReadFault = ReadFault {
    first: u64::MAX,
    lasts: false,
    halfway: false,
};

/// Runs an export to its end with this fault, and returns it, its file's number of lines, and the number of reads.
async fn run(fault: ReadFault) -> (Value, usize, u64) {
    let settings = Settings {
        read_fault: Some(fault),
        ..Settings::default()
    };
    let server = Server::start_with(settings).await;
    let actor = server.sign_in("full-access").await;
    let before = server.reads();
    let id = server.delivered(&actor).await;
    // A step that failed is tried again after a while.
    for _ in 0..8 {
        server.advance(HOUR).await;
    }
    let reads = server.reads() - before;
    let export = actor.get(&format!("/api/v1/exports/{id}")).await.json();
    let file = actor.get(&format!("/api/v1/exports/{id}/manifest.txt")).await;
    if export["state"] == "Failed" {
        assert_eq!(export["failure"]["code"], "storeUnavailable", "{export}");
        assert_eq!(file.status, 409, "{fault:?}: a failed request has no file");
        let next = actor.submit(JUNIPER, "tok-2").await;
        assert_eq!(next.status, 202, "{fault:?}: the window was not given back");
    } else {
        assert_eq!(file.status, 200, "{fault:?}: {export}");
    }
    (export, file.text().lines().count(), reads)
}

#[tokio::test]
async fn whichever_read_fails_nothing_is_published_short() {
    let (whole, lines, reads) = run(NEVER).await;
    assert_eq!((&whole["state"], &whole["errors"]), (&json!("Ready"), &json!(0)));
    assert_eq!(whole["items"], lines);
    assert!(reads >= 4, "only {reads} reads");
    let mut failed = 0;
    for halfway in [false, true] {
        // A passing error leaves no trace.
        for first in 1..=reads {
            let fault = ReadFault {
                first,
                lasts: false,
                halfway,
            };
            let (export, found, _) = run(fault).await;
            assert_eq!(export["state"], "Ready", "{fault:?}: {export}");
            assert_eq!(found, lines, "{fault:?}");
        }
        // A lasting one fails the request, or is told file by file.
        for first in 1..=reads {
            let fault = ReadFault {
                first,
                lasts: true,
                halfway,
            };
            let (export, found, _) = run(fault).await;
            match export["state"].as_str().unwrap() {
                "Failed" => failed += 1,
                "ReadyWithErrors" => {
                    let errors = usize::try_from(export["errors"].as_u64().unwrap()).unwrap();
                    assert!(errors > 0, "{fault:?}");
                    assert_eq!(found + errors, lines, "{fault:?}: short without saying so");
                }
                state => panic!("{fault:?}: {state}"),
            }
        }
    }
    assert!(
        failed > 0,
        "a store that is down from the first read must fail the request"
    );
}
