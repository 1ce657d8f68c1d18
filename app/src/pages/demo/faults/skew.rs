//! A worker whose clocks are wrong.

use attache_wire::simulator::MAX_WORKER_SKEW_SECONDS;
use leptos::{ev::SubmitEvent, prelude::*};

use super::machinery::Machine;
use crate::{
    components::{
        labels,
        mutation::{Mutation, Refusal},
    },
    ui::{
        button::Button,
        dom::focus_what_is_wrong,
        field::TextField,
        status::{Status, Tone},
    },
};

/// Skews the worker's clocks, and ends that.
#[component]
pub(super) fn Skew(machine: Machine) -> impl IntoView {
    let mutation = Mutation::new();
    let active = Memo::new(move |_| machine.settings.map(|now| now.worker_skew_seconds).flatten());
    let seconds = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let refused = mutation.about("workerSkewSeconds");
    let error = Signal::derive(move || match wrong.get() {
        true => Some(format!(
            "Enter a whole number from -{MAX_WORKER_SKEW_SECONDS} to {MAX_WORKER_SKEW_SECONDS}, other than 0."
        )),
        false => refused.get(),
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match seconds.with_untracked(|text| skew(text)) {
            Some(skew) => {
                wrong.set(false);
                machine.change(mutation, |wanted| wanted.worker_skew_seconds = Some(skew));
            }
            None => {
                wrong.set(true);
                focus_what_is_wrong(&event);
            }
        }
    };
    let end = move |()| machine.change(mutation, |wanted| wanted.worker_skew_seconds = None);
    let state = move || {
        active.get().map(|skew| {
            view! {
                <div class="row">
                    <Status tone=Tone::Warning label="Worker's clocks off" />
                    <span>{sentence(skew)}</span>
                    <Button small=true label=Signal::stored("End the clock skew".to_owned()) busy=mutation.busy() on_click=end>"End"</Button>
                </div>
            }
        })
    };
    view! {
        <h3>"Worker clock skew"</h3>
        <div class="demo-state">{state}</div>
        <Refusal mutation />
        <form class="stack" novalidate on:submit=submit>
            <TextField
                label="Seconds"
                hint="Positive: the worker's clocks are ahead, so it delivers early and its links are not valid yet. \
                 Negative: they are behind, so it delivers late."
                value=seconds
                error
                autocomplete="off"
            />
            <div class="row">
                <Button submit=true busy=mutation.busy()>"Skew the worker's clocks"</Button>
            </div>
        </form>
    }
    .into_any()
}

fn sentence(skew: i32) -> String {
    let seconds = labels::counted(skew.unsigned_abs().into(), "second", "seconds");
    let direction = if skew > 0 { "ahead" } else { "behind" };
    format!("{seconds} {direction}.")
}

/// Reads a skew as people type it, with a minus sign of either kind.
fn skew(text: &str) -> Option<i32> {
    let seconds: i32 = text.trim().replace('−', "-").parse().ok()?;
    let possible = seconds != 0 && (-MAX_WORKER_SKEW_SECONDS..=MAX_WORKER_SKEW_SECONDS).contains(&seconds);
    possible.then_some(seconds)
}
