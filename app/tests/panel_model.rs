//! The Attachments panel's two axes, for fixed accounts at fixed times.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use attache_app::components::exports::availability::{Latest, Milestones, may_request};
use attache_wire::{account::AccountType, request::MayRequest, state::ExportState};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "fixtures/panel.rs"]
mod fixtures;
use fixtures::{LINKS_EXPIRE, NEXT_ALLOWED, account, at, enterprise, export, with};

wasm_bindgen_test_configure!(run_in_browser);

const HOUR: f64 = 3_600_000.0;

#[wasm_bindgen_test]
fn each_export_state_maps_to_a_panel_state() {
    let now = at("2026-01-22T23:00:00Z");
    let latest = |state| Latest::of(Some(&export(state)), now);
    assert_eq!(Latest::of(None, now), Latest::None);
    assert_eq!(latest(ExportState::Submitted), Latest::Processing);
    assert_eq!(latest(ExportState::Processing), Latest::Processing);
    assert_eq!(latest(ExportState::Ready), Latest::Ready);
    assert_eq!(latest(ExportState::ReadyWithErrors), Latest::ReadyWithErrors);
    assert_eq!(latest(ExportState::Failed), Latest::Failed);
    assert_eq!(latest(ExportState::Cancelled), Latest::Cancelled);
    assert_eq!(latest(ExportState::Revoked), Latest::Revoked);
    assert_eq!(latest(ExportState::Expired), Latest::Expired);
}

#[wasm_bindgen_test]
fn links_expire_on_the_second() {
    let ready = export(ExportState::Ready);
    assert_eq!(Latest::of(Some(&ready), at(LINKS_EXPIRE) - 1000.0), Latest::Ready);
    assert_eq!(Latest::of(Some(&ready), at(LINKS_EXPIRE)), Latest::Expired);
}

#[wasm_bindgen_test]
fn the_window_opens_on_the_second_after_seven_days() {
    let summary = with(export(ExportState::Expired));
    assert_eq!(
        may_request(&summary, true, at(NEXT_ALLOWED) - 1000.0),
        MayRequest::WindowClosed
    );
    assert_eq!(may_request(&summary, true, at(NEXT_ALLOWED)), MayRequest::Yes);
}

#[wasm_bindgen_test]
fn refusals_have_the_servers_precedence() {
    let now = at("2026-01-22T05:00:00Z");
    let team = account(AccountType::Team);
    assert_eq!(may_request(&team, false, now), MayRequest::NotPermitted);
    assert_eq!(may_request(&team, true, now), MayRequest::TeamAccount);
    let running = with(export(ExportState::Processing));
    assert_eq!(may_request(&running, false, now), MayRequest::NotPermitted);
    assert_eq!(may_request(&running, true, now), MayRequest::Running);
    assert_eq!(may_request(&enterprise(), true, now), MayRequest::Yes);
}

#[wasm_bindgen_test]
fn a_failed_or_cancelled_request_frees_its_slot() {
    let now = at("2026-01-22T09:00:01Z");
    for state in [ExportState::Failed, ExportState::Cancelled] {
        assert_eq!(may_request(&with(export(state)), true, now), MayRequest::Yes);
        assert_eq!(Milestones::of(&export(state)), None);
    }
}

#[wasm_bindgen_test]
fn processing_faster_than_a_day_leaves_a_dead_window() {
    let life = Milestones::of(&export(ExportState::Ready)).unwrap();
    assert!(!life.probable);
    assert_eq!(life.dead_window(), Some(3.5 * HOUR));

    let mut slow = export(ExportState::Ready);
    slow.delivered_at = Some("2026-01-23T05:00:00Z".into());
    slow.links_expire_at = Some("2026-01-29T05:00:00Z".into());
    assert_eq!(Milestones::of(&slow).unwrap().dead_window(), None);
}

#[wasm_bindgen_test]
fn the_estimated_delivery_is_the_middle_of_its_range() {
    let life = Milestones::of(&export(ExportState::Processing)).unwrap();
    assert!(life.probable);
    assert_eq!(life.ready.to_bits(), at("2026-01-22T21:40:00Z").to_bits());
    assert_eq!(life.links_end.to_bits(), at(LINKS_EXPIRE).to_bits());
    assert_eq!(Milestones::of(&export(ExportState::Submitted)), None);
}

#[wasm_bindgen_test]
fn revoked_links_end_when_revoked() {
    let life = Milestones::of(&export(ExportState::Revoked)).unwrap();
    assert!(life.revoked);
    assert_eq!(life.links_end.to_bits(), at("2026-01-24T12:00:00Z").to_bits());
}
