//! The panel's texts about times and amounts.

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

/// Returns the number of attachments checked, and the words after it. The total is unknown until the snapshot is
/// complete.
pub(crate) fn checked(export: &Export) -> (String, String) {
    match known_total(export) {
        Some(progress) => (
            format::number(progress.items_checked),
            format!("of {} attachments", format::number(export.items)),
        ),
        None => ("…".to_owned(), "finding the attachments in scope".to_owned()),
    }
}

/// Returns the number of attachments checked; `None` while the total is unknown.
pub(crate) fn checked_items(export: &Export) -> Option<f64> {
    known_total(export).map(|progress| progress.items_checked as f64)
}

/// Returns the number of bytes checked, and the words after it; `None` while the total is unknown.
pub(crate) fn bytes_checked(export: &Export) -> Option<(String, String)> {
    known_total(export).map(|progress| {
        (
            format::bytes(progress.bytes_checked),
            format!("of {}", format::bytes(export.bytes)),
        )
    })
}

/// Returns a running export's progress for the tab's title; `None` if it is not running.
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

/// Describes the estimated delivery: the remaining time, and the range of times.
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

/// Describes the remaining time as a range, in hours if it reaches one hour and in minutes otherwise.
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

/// Formats the time left until `then`, with seconds in the last hour.
pub(crate) fn countdown(then: f64, now: f64) -> String {
    format::duration((then - now).max(0.0))
}

/// Explains that the window is closed. `left` is the formatted time until it opens.
pub(crate) fn window_closed(left: &str) -> String {
    format!("You can make one request every 7 days. Next request in {left}.")
}

/// Explains why no request is possible now; `None` if one is. `left` is the formatted time until the window opens.
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

/// Returns an export's progress once its snapshot is complete.
fn known_total(export: &Export) -> Option<&Progress> {
    export
        .progress
        .as_ref()
        .filter(|progress| export.items > 0 && progress.step > Step::Snapshot)
}
