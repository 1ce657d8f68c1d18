//! The designed states of the Attachments panel: visible text and buttons.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use attache_app::api::Load;
use attache_wire::{account::AccountType, state::ExportState};
use leptos::{prelude::*, task::tick};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "fixtures/panel.rs"]
mod fixtures;
#[path = "fixtures/panel_page.rs"]
mod page;
use fixtures::{LINKS_EXPIRE, NEXT_ALLOWED, account, at, enterprise, export, with};
use page::{EVERYTHING, May, show, show_with};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn available_shows_the_estimate_and_each_press_asks_once() {
    let panel = show(enterprise(), "2026-01-22T00:00:00Z", EVERYTHING).await;
    assert_eq!(panel.status(), None);
    panel.says("1,930");
    panel.says("1.4 GB");
    panel.says("largest 3 MB (ZIP archive)");
    panel.says("44 chat rooms, 310 conversations");
    panel.says("Included: 1,930");
    panel.says("Left out: 100");
    panel.says("In a chat room that an outsider created");
    assert_eq!(panel.why_off("Request attachments"), None);
    panel.button("Request attachments").unwrap().click();
    assert_eq!(panel.asked.get_untracked(), ["request"]);
}

#[wasm_bindgen_test]
async fn a_loading_estimate_says_so() {
    let panel = show_with(enterprise(), "2026-01-22T00:00:00Z", EVERYTHING, Load::Loading).await;
    panel.says("Estimating");
}

#[wasm_bindgen_test]
async fn a_team_account_sees_why_it_cannot_request_and_both_ways_out() {
    let panel = show(account(AccountType::Team), "2026-01-22T00:00:00Z", EVERYTHING).await;
    panel.says("Team accounts cannot request attachments.");
    panel.says("can ask the Assistant");
    assert_eq!(
        panel.link("Claim a domain").unwrap(),
        "/accounts/juniper/identity/domains/new"
    );
    assert_eq!(panel.link("Remove users").unwrap(), "/accounts/juniper/users");
    assert!(panel.button("Request attachments").is_none());
}

#[wasm_bindgen_test]
async fn a_missing_permission_is_named_and_linked() {
    let may = May {
        start: false,
        retrieve: true,
    };
    let panel = show(enterprise(), "2026-01-22T00:00:00Z", may).await;
    panel.says("None of your policies allows chime:StartDataExport");
    assert_eq!(
        panel.link("View your permissions").unwrap(),
        "/access?action=chime%3AStartDataExport"
    );
    assert!(panel.button("Request attachments").is_none());
}

#[wasm_bindgen_test]
async fn processing_shows_stages_counts_and_a_range_and_updates_in_place() {
    let panel = show(
        with(export(ExportState::Processing)),
        "2026-01-22T14:05:00Z",
        EVERYTHING,
    )
    .await;
    assert_eq!(panel.status().unwrap(), "Processing");
    panel.says("Done: Snapshot of the scope until 03:20 UTC");
    panel.says("Now: Collect and check files since 03:20 UTC");
    panel.says("Not started: Seal");
    panel.says("412 of 1,930 attachments");
    panel.says("318 MB of 1.4 GB");
    panel.says("Ready in about 6–9 h");
    panel.does_not_say("%");
    assert_eq!(panel.all("progress").len(), 1);

    let cancel = panel.button("Cancel request").unwrap();
    panel.summary.update(|summary| {
        for export in [&mut summary.running, &mut summary.latest].into_iter().flatten() {
            export.progress.as_mut().unwrap().items_checked = 413;
        }
    });
    tick().await;
    panel.says("413 of 1,930 attachments");
    assert!(
        cancel.is_connected(),
        "a button being pressed must not be replaced"
    );
    cancel.click();
    assert_eq!(panel.asked.get_untracked(), ["cancel exp-1"]);
    assert!(panel.button("Request attachments").is_none());
}

#[wasm_bindgen_test]
async fn nothing_is_counted_before_the_snapshot_completes() {
    let mut submitted = export(ExportState::Submitted);
    (submitted.items, submitted.bytes) = (0, 0);
    let panel = show(with(submitted), "2026-01-22T01:11:00Z", EVERYTHING).await;
    panel.says("finding the attachments in scope");
    panel.does_not_say("of 0");
}

#[wasm_bindgen_test]
async fn ready_shows_the_timeline_the_warning_and_the_dead_window() {
    let panel = show(
        with(export(ExportState::Ready)),
        "2026-01-22T23:40:00Z",
        EVERYTHING,
    )
    .await;
    assert_eq!(panel.status().unwrap(), "Ready");
    panel.says("attachments, 1.4 GB");
    panel.says("5 d 22 h");
    panel.says("Anyone who has this file can download every attachment in it.");
    panel.says("The links expire 3 h 30 min before the next request is possible");
    panel.says("The next request opens in 6 d 1 h");
    assert_eq!(
        panel.why_off("Request attachments").unwrap(),
        "You can make one request every 7 days. Next request in 6 d 1 h."
    );
    assert_eq!(panel.all(".timeline-point").len(), 4);
    assert_eq!(
        panel.link("View request").unwrap(),
        "/accounts/juniper/exports/exp-1"
    );

    // The menu renders its items on focus or hover.
    panel.button("Download file").unwrap().focus().unwrap();
    tick().await;
    for (name, asked) in [("CSV", "Csv"), ("TXT", "Txt"), ("NDJSON", "Ndjson")] {
        panel.button(name).unwrap().click();
        assert_eq!(
            panel.asked.get_untracked().pop().unwrap(),
            format!("download exp-1 {asked}")
        );
    }
    panel.button("Revoke links").unwrap().click();
    assert_eq!(panel.asked.get_untracked().pop().unwrap(), "revoke exp-1");
}

#[wasm_bindgen_test]
async fn the_countdown_follows_the_clock_and_links_expire_on_the_second() {
    let panel = show(
        with(export(ExportState::Ready)),
        "2026-01-22T23:40:00Z",
        EVERYTHING,
    )
    .await;
    panel.now.set(at(LINKS_EXPIRE) - 1000.0);
    tick().await;
    panel.says("1 s");
    assert_eq!(panel.status().unwrap(), "Ready");
    panel.now.set(at(LINKS_EXPIRE));
    tick().await;
    assert_eq!(panel.status().unwrap(), "Expired");
    panel.says("The links expired on");
    assert!(panel.button("Download file").is_none());
}

#[wasm_bindgen_test]
async fn errors_are_counted_and_link_to_their_reasons() {
    let panel = show(
        with(export(ExportState::ReadyWithErrors)),
        "2026-01-22T23:40:00Z",
        EVERYTHING,
    )
    .await;
    assert_eq!(panel.status().unwrap(), "Ready, 2 errors");
    panel.says("1,928");
    assert_eq!(
        panel.link("see why").unwrap(),
        "/accounts/juniper/exports/exp-1?status=error"
    );
}

#[wasm_bindgen_test]
async fn the_two_permissions_are_independent() {
    let start_only = May {
        start: true,
        retrieve: false,
    };
    let panel = show(
        with(export(ExportState::Ready)),
        "2026-01-22T23:40:00Z",
        start_only,
    )
    .await;
    assert_eq!(
        panel.why_off("Download file").unwrap(),
        "None of your policies allows chime:RetrieveDataExport."
    );
    assert_eq!(panel.why_off("Revoke links"), None);

    let retrieve_only = May {
        start: false,
        retrieve: true,
    };
    let panel = show(
        with(export(ExportState::Ready)),
        "2026-01-22T23:40:00Z",
        retrieve_only,
    )
    .await;
    assert_eq!(panel.why_off("Download file"), None);
    assert_eq!(
        panel.why_off("Revoke links").unwrap(),
        "None of your policies allows chime:StartDataExport."
    );
    panel.button("Revoke links").unwrap().click();
    assert!(panel.asked.get_untracked().is_empty());
}

#[wasm_bindgen_test]
async fn cooling_down_ends_on_the_second() {
    let panel = show(
        with(export(ExportState::Expired)),
        "2026-01-28T22:10:00Z",
        EVERYTHING,
    )
    .await;
    assert_eq!(panel.status().unwrap(), "Expired");
    panel.says("The next request opens in 3 h");
    panel.now.set(at(NEXT_ALLOWED) - 1000.0);
    tick().await;
    panel.says("The next request opens in 1 s");
    panel.now.set(at(NEXT_ALLOWED));
    tick().await;
    panel.does_not_say("The next request opens");
    assert_eq!(panel.why_off("Request attachments"), None);
}

#[wasm_bindgen_test]
async fn failed_and_cancelled_requests_say_they_do_not_count() {
    let panel = show(
        with(export(ExportState::Failed)),
        "2026-01-22T10:00:00Z",
        EVERYTHING,
    )
    .await;
    assert_eq!(panel.status().unwrap(), "Failed");
    panel.says("The file store could not be reached.");
    panel.says("does not count");
    assert_eq!(panel.why_off("Request attachments"), None);

    let panel = show(
        with(export(ExportState::Cancelled)),
        "2026-01-22T10:00:00Z",
        EVERYTHING,
    )
    .await;
    assert_eq!(panel.status().unwrap(), "Cancelled");
    panel.says("does not count");
    assert_eq!(panel.why_off("Request attachments"), None);
}

#[wasm_bindgen_test]
async fn a_revoked_request_still_uses_the_window() {
    let panel = show(
        with(export(ExportState::Revoked)),
        "2026-01-24T13:00:00Z",
        EVERYTHING,
    )
    .await;
    assert_eq!(panel.status().unwrap(), "Revoked");
    panel.says("stopped working.");
    panel.says("Links revoked");
    panel.does_not_say("download before");
    panel.says("The next request opens in 4 d 12 h");
    assert!(panel.button("Download file").is_none());
}

#[wasm_bindgen_test]
async fn the_next_request_may_open_while_links_are_live() {
    let mut slow = export(ExportState::Ready);
    slow.delivered_at = Some("2026-01-23T05:00:00Z".into());
    slow.links_expire_at = Some("2026-01-29T05:00:00Z".into());
    let panel = show(with(slow), "2026-01-29T02:00:00Z", EVERYTHING).await;
    assert_eq!(panel.status().unwrap(), "Ready");
    panel.says("another request is possible");
    panel.does_not_say("before the next request is possible");
    assert_eq!(panel.why_off("Request attachments"), None);
}
