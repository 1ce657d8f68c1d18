//! The panel's sentences about times and amounts.

use attache_wire::{
    export::{Export, Progress},
    permission::Action,
    request::MayRequest,
    state::Step,
};

use crate::{
    components::permission,
    state::sim_clock::millis,
    ui::format::{self, TimeStyle},
};

const MINUTE: f64 = 60_000.0;
const HOUR: f64 = 60.0 * MINUTE;

/// How many attachments have been checked, and the words after the number. Before the set is fixed nobody
/// knows out of how many.
pub(crate) fn checked(export: &Export) -> (String, String) {
    match known_total(export) {
        Some(progress) => (
            format::number(progress.items_checked),
            format!("of {} attachments", format::number(export.items)),
        ),
        None => ("…".to_owned(), "finding the attachments in scope".to_owned()),
    }
}

/// The same as a number, where it can be known.
pub(crate) fn checked_items(export: &Export) -> Option<f64> {
    known_total(export).map(|progress| progress.items_checked as f64)
}

/// How many bytes have been checked.
pub(crate) fn bytes_checked(export: &Export) -> Option<(String, String)> {
    known_total(export).map(|progress| {
        (
            format::bytes(progress.bytes_checked),
            format!("of {}", format::bytes(export.bytes)),
        )
    })
}

/// What the tab's title says of a running export; nothing for one that is not running.
pub(crate) fn tab(export: &Export) -> Option<String> {
    export.state.is_running().then(|| match known_total(export) {
        Some(progress) => format!(
            "{}/{}",
            format::number(progress.items_checked),
            format::number(export.items)
        ),
        None => "Processing".to_owned(),
    })
}

/// When it is probably ready: how long that still takes, and between which times.
pub(crate) fn ready(progress: &Progress, now: f64) -> (String, String) {
    let time = |at| format::time(millis(at), TimeStyle::Short);
    let (earliest, latest) = (time(&progress.ready_earliest), time(&progress.ready_latest));
    let between = if earliest == latest {
        latest
    } else {
        format!("{earliest} to {latest}")
    };
    (remaining(progress, now), between)
}

/// How long it probably still takes: a range, in the largest unit that it fills.
pub(crate) fn remaining(progress: &Progress, now: f64) -> String {
    let earliest = (millis(&progress.ready_earliest) - now).max(0.0);
    let latest = (millis(&progress.ready_latest) - now).max(0.0);
    if latest < MINUTE {
        return "any moment now".to_owned();
    }
    let (unit, name) = if latest >= HOUR {
        (HOUR, "h")
    } else {
        (MINUTE, "min")
    };
    let (low, high) = ((earliest / unit).floor(), (latest / unit).ceil());
    let (few, many) = (format::plain(low, 0), format::plain(high, 0));
    if low < 1.0 {
        format!("in less than {many} {name}")
    } else if high - low < 1.0 {
        format!("in about {many} {name}")
    } else {
        format!("in about {few}–{many} {name}")
    }
}

/// How long it is until then, to the second in the last hour.
pub(crate) fn countdown(then: f64, now: f64) -> String {
    format::duration((then - now).max(0.0))
}

/// Why a request is refused before its time.
pub(crate) fn window_closed(left: &str) -> String {
    format!("You can make one request every 7 days. Next request in {left}.")
}

/// Why a request cannot be made now; nothing if it can. `left`: how long the window is still closed.
pub(crate) fn why_not(may_request: MayRequest, left: &str) -> Option<String> {
    Some(match may_request {
        MayRequest::Yes => return None,
        MayRequest::NotPermitted => permission::missing(Action::StartDataExport),
        MayRequest::TeamAccount => {
            "Team accounts cannot request attachments: claim a domain first.".to_owned()
        }
        MayRequest::Running => "A request is already running.".to_owned(),
        MayRequest::WindowClosed => window_closed(left),
    })
}

/// The progress of an export whose set is fixed.
fn known_total(export: &Export) -> Option<&Progress> {
    export
        .progress
        .as_ref()
        .filter(|progress| export.items > 0 && progress.step > Step::Snapshot)
}
