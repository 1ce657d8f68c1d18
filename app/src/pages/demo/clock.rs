//! The simulated clock's fields: a time to set it to, and any speed.

use attache_wire::{
    Timestamp,
    clock::{Clock, ClockPatch, MAX_ADVANCE_DAYS, MAX_SPEED, MIN_SPEED, Speed},
    paths,
};
use leptos::{ev::SubmitEvent, prelude::*};

use crate::{
    api::Api,
    components::mutation::{Mutation, Refusal},
    state::sim_clock::SimClock,
    ui::{
        button::Button,
        dom::focus_what_is_wrong,
        field::{TextField, moment::MomentInput},
        format,
    },
};

/// Sends a change of the clock.
fn change(api: Api, clock: SimClock, mutation: Mutation, patch: ClockPatch) {
    mutation.run(async move {
        clock.take(api.patch(&paths::clock()).body(&patch).fetch::<Clock>().await?);
        Ok(())
    });
}

/// Sets the clock to a later time.
#[component]
pub(super) fn SetTime() -> impl IntoView {
    let (api, clock) = (Api::from_context(), SimClock::from_context());
    let mutation = Mutation::new();
    let value = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let refused = mutation.about("now");
    let error = Signal::derive(move || {
        let missing = missing.get() && value.with(String::is_empty);
        missing
            .then(|| "Enter a date and time.".to_owned())
            .or_else(|| refused.get())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let at = value.get_untracked();
        missing.set(at.is_empty());
        if at.is_empty() {
            return focus_what_is_wrong(&event);
        }
        let patch = ClockPatch {
            now: Some(Timestamp::from(at)),
            ..ClockPatch::default()
        };
        change(api, clock, mutation, patch);
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <MomentInput
                label="Set to (UTC)"
                hint=format!("A time after the one that the clock shows, at most {MAX_ADVANCE_DAYS} days ahead.")
                value
                error
            />
            <Refusal mutation />
            <div class="row">
                <Button submit=true busy=mutation.busy()>"Set the clock"</Button>
            </div>
        </form>
    }
    .into_any()
}

/// Sets the clock's speed, a number or automatic.
#[component]
pub(super) fn SetSpeed() -> impl IntoView {
    let (api, clock) = (Api::from_context(), SimClock::from_context());
    let mutation = Mutation::new();
    let value = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let refused = mutation.about("speed");
    let bounds = format!(
        "from {} to {}",
        format::plain(MIN_SPEED, 0),
        format::plain(MAX_SPEED, 0)
    );
    let hint = format!("Simulated seconds per second, {bounds}. 1 is real time, 1440 a day per minute.");
    let error = Signal::derive(move || match wrong.get() {
        true => Some(format!("Enter a number {bounds}.")),
        false => refused.get(),
    });
    let set = move |speed| {
        wrong.set(false);
        let patch = ClockPatch {
            speed: Some(speed),
            ..ClockPatch::default()
        };
        change(api, clock, mutation, patch);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match value.with_untracked(|text| speed(text)) {
            Some(rate) => set(Speed::Constant(rate)),
            None => {
                mutation.clear();
                wrong.set(true);
                focus_what_is_wrong(&event);
            }
        }
    };
    let current = move || match clock.last()?.speed {
        Speed::Auto(_) => {
            Some("Now automatic: a day per minute while a request runs, otherwise real time.".to_owned())
        }
        Speed::Constant(rate) => {
            let digits = u8::from(rate.fract() > 0.0) * 2;
            Some(format!("Now {} × real time.", format::plain(rate, digits)))
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TextField label="Speed" hint value error autocomplete="off" />
            <Refusal mutation />
            <div class="row">
                <Button submit=true busy=mutation.busy()>"Set the speed"</Button>
                <Button busy=mutation.busy() on_click=move |()| set(Speed::AUTO)>"Automatic speed"</Button>
                <span class="soft">{current}</span>
            </div>
        </form>
    }
    .into_any()
}

/// Reads a speed as people type it, with or without thousands separators.
fn speed(text: &str) -> Option<f64> {
    let rate: f64 = text.trim().replace(',', "").parse().ok()?;
    (MIN_SPEED..=MAX_SPEED).contains(&rate).then_some(rate)
}
