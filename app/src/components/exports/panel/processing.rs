//! A running request: its stages, the attachments checked so far and the estimated delivery.

use attache_wire::{
    export::{Export, StepTimes},
    state::Step,
};
use leptos::prelude::*;

use crate::components::exports::wording;
use crate::{
    components::labels,
    state::sim_clock::millis,
    ui::{
        format::{self, TimeStyle},
        progress::Progress,
        stages::{Stage, StageList, StageState},
    },
};

/// Shows a running request.
#[component]
pub(crate) fn Processing(export: Signal<Export>, now: Signal<f64>) -> impl IntoView {
    let stages = Memo::new(move |_| {
        export.with(|export| stages(export.progress.as_ref().map_or(&[], |progress| &progress.steps)))
    });
    let checked = Memo::new(move |_| export.with(wording::checked));
    let done = Memo::new(move |_| export.with(wording::checked_items));
    let all = Memo::new(move |_| export.with(|export| export.items as f64));
    let bytes = Memo::new(move |_| export.with(wording::bytes_checked));
    let errors = Memo::new(move |_| export.with(|export| export.errors));
    let ready = Memo::new(move |_| {
        export.with(|export| {
            export
                .progress
                .as_ref()
                .map(|progress| wording::ready(progress, now.get()))
        })
    });
    let amounts = move || {
        let (done, all) = bytes.get()?;
        Some(view! {
            <span><strong>{done}</strong> " " {all}</span>
            <span><strong>{format::number(errors.get())}</strong> {if errors.get() == 1 { " error" } else { " errors" }}</span>
        })
    };
    let when = move || {
        let (left, at) = ready.get()?;
        Some(
            view! { <span>"Ready " <strong>{left}</strong> " " <span class="small">{format!("({at})")}</span></span> },
        )
    };
    view! {
        <div class="processing">
            <StageList label="Request stages" stages />
            <div class="stack" data-gap="small">
                <p class="processing-count">
                    <strong>{move || checked.get().0}</strong>
                    " "
                    {move || checked.get().1}
                </p>
                <Progress label="Attachments checked" value=done max=all />
                <p class="processing-facts">{amounts} {when}</p>
            </div>
        </div>
    }
    .into_any()
}

/// Returns all stages of a run, including those not started.
pub(crate) fn stages(times: &[StepTimes]) -> Vec<Stage> {
    Step::ALL
        .into_iter()
        .map(|step| stage(step, times.iter().find(|times| times.step == step)))
        .collect()
}

/// Returns one stage, with its start and end.
fn stage(step: Step, times: Option<&StepTimes>) -> Stage {
    let (state, note) = match times {
        None => (StageState::Pending, String::new()),
        Some(times) => {
            let at = |word: &str, at| [word, &format::time(millis(at), TimeStyle::Clock)].concat();
            // Not how long it took: if somebody moved the clock meanwhile, nobody has measured that.
            match &times.finished_at {
                None => (StageState::Current, at("since ", &times.started_at)),
                Some(finished) => (StageState::Done, at("until ", finished)),
            }
        }
    };
    Stage {
        label: labels::step(step).to_owned(),
        state,
        note,
    }
}
