//! The simulated clock in the top bar, and its controls.

use attache_wire::clock::{Clock, ClockPatch, DAY_A_MINUTE};
use leptos::prelude::*;

use super::{clock_control::ClockControl, simulator::Simulator};
use crate::{
    components::labels,
    state::sim_clock::{SimClock, millis},
    ui::{
        button::{Button, Kind},
        format::{self, TimeStyle},
        icon::{Icon, icon},
    },
};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// The date, the rate, the pause button and the ways to move forward.
#[component]
pub(super) fn ClockBar(clock: SimClock) -> impl IntoView {
    let control = ClockControl::new(clock);
    let now = clock.now();
    // Rounded to the minute: a fast clock stays readable, and a slow one renders once a minute.
    let minute = Memo::new(move |_| (now.get() / 60_000.0).floor() * 60_000.0);
    let paused = Memo::new(move |_| clock.last().is_some_and(|clock| clock.paused));
    let rate = Memo::new(move |_| clock.last().as_ref().map(rate));
    let pause = move |()| {
        control.change(ClockPatch {
            paused: Some(!paused.get_untracked()),
            ..ClockPatch::default()
        });
    };
    let next = Memo::new(move |_| clock.last().and_then(|clock| clock.next_event));
    let no_next = Signal::derive(move || {
        next.get()
            .is_none()
            .then(|| "No upcoming events: no request is running and no links are live.".to_owned())
    });
    let next_label = Signal::derive(move || match next.get() {
        Some(event) => format!(
            "Next event: {}, {}",
            labels::clock_event(event.kind),
            format::time(millis(&event.at), TimeStyle::Short)
        ),
        None => "Next event".to_owned(),
    });
    let to_next = move |()| {
        if let Some(event) = next.get_untracked() {
            control.advance(seconds_until(millis(&event.at), now.get_untracked()));
        }
    };
    view! {
        <div class="clock" role="group" aria-label="Simulated clock">
            <span class="clock-dot" data-running=move || (!paused.get()).then_some("")></span>
            <time class="clock-time" datetime=move || format::machine_time(minute.get())>
                {move || format::time(minute.get(), TimeStyle::DateTime)}
            </time>
            <span class="clock-rate">{move || rate.get()}</span>
            <Button
                kind=Kind::Bar
                small=true
                label=Signal::derive(move || if paused.get() { "Start the clock" } else { "Pause the clock" }.to_owned())
                on_click=pause
            >
                {move || icon(if paused.get() { Icon::Play } else { Icon::Pause })}
            </Button>
            <Button kind=Kind::Bar small=true label="Forward 1 h" on_click=move |()| control.advance(HOUR)>"+1 h"</Button>
            <Button kind=Kind::Bar small=true label="Forward 1 day" on_click=move |()| control.advance(DAY)>"+1 day"</Button>
            <Button kind=Kind::Bar small=true label=next_label disabled_reason=no_next on_click=to_next>"Next event"</Button>
            <Simulator clock control />
        </div>
    }
    .into_any()
}

/// Describes how fast the clock runs.
pub(super) fn rate(clock: &Clock) -> String {
    if clock.paused {
        "paused".to_owned()
    } else if (clock.rate - 1.0).abs() < 0.01 {
        "real time".to_owned()
    } else if (clock.rate - DAY_A_MINUTE).abs() < 0.01 {
        "1 day = 1 min".to_owned()
    } else {
        format!("{} × real time", format::plain(clock.rate, 0))
    }
}

/// Returns the whole seconds until `then`, at least one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float casts to the nearest whole number that fits"
)]
fn seconds_until(then: f64, now: f64) -> i64 {
    ((then - now) / 1000.0).ceil().max(1.0) as i64
}
