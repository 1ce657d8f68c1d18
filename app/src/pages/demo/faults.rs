//! Deliberate faults: broken files, a slow file store, crashes, failing calls, wrong clocks.

mod api_errors;
mod machinery;
mod skew;

use attache_wire::{
    page::Page as Rows,
    paths,
    simulator::{Fault, FaultKind, NewFault},
};
use leptos::prelude::*;

use self::{api_errors::Errors, machinery::Machine, skew::Skew};
use crate::{
    api::{Api, Load, Remote},
    components::{
        labels,
        mutation::{Mutation, Refusal},
        problem::Problem,
    },
    ui::{
        button::Button,
        field::select::{Choice, Select},
        status::{Status, Tone},
        toasts::Toasts,
    },
};

/// The broken files, with controls to break more and repair them.
#[component]
pub(super) fn Files() -> impl IntoView {
    let api = Api::from_context();
    let mutation = Mutation::new();
    let faults = Remote::<Rows<Fault>>::new(|| Some(paths::faults()));
    let retry = Callback::new(move |()| faults.reload());
    let whole = Memo::new(move |_| faults.map(|page| page.items.is_empty()) == Some(true));
    let break_one = move |kind| {
        mutation.run(async move {
            let body = NewFault {
                kind,
                attachment_id: None,
            };
            let _: Fault = api.post(&paths::faults()).body(&body).fetch().await?;
            Ok(())
        });
    };
    let mend = move |()| mutation.run(async move { api.delete(&paths::faults()).send().await });
    let nothing_to_mend =
        Signal::derive(move || whole.get().then(|| "All stored files are intact.".to_owned()));
    let stage = faults.stage();
    let state = move || match stage.get() {
        Load::Failed(error) => view! { <Problem error retry /> }.into_any(),
        Load::Loading => ().into_any(),
        Load::Ready(()) => {
            let broken = faults.value().map(|page| page.items).unwrap_or_default();
            if broken.is_empty() {
                return view! { <Status tone=Tone::Success label="All stored files are intact" /> }
                    .into_any();
            }
            broken.into_iter().map(described).collect_view().into_any()
        }
    };
    view! {
        <h3>"Stored files"</h3>
        <div class="demo-state">{state}</div>
        <Refusal mutation />
        <div class="row">
            <Button busy=mutation.busy() on_click=move |()| break_one(FaultKind::MissingBlob)>"Remove a file"</Button>
            <Button busy=mutation.busy() on_click=move |()| break_one(FaultKind::CorruptBlob)>"Damage a file"</Button>
            <Button busy=mutation.busy() disabled_reason=nothing_to_mend on_click=mend>"Repair all files"</Button>
        </div>
    }
    .into_any()
}

fn described(fault: Fault) -> impl IntoView {
    let label = match fault.kind {
        FaultKind::MissingBlob => "Missing",
        FaultKind::CorruptBlob => "Damaged",
    };
    let attachments = labels::counted(fault.attachments, "attachment", "attachments");
    view! {
        <div class="row">
            <Status tone=Tone::Error label />
            <span>{format!("a file of {attachments}")}</span>
        </div>
    }
}

/// The delays for each read of the file store: milliseconds and label.
const DELAYS: [(u32, &str); 4] = [
    (0, "No delay"),
    (100, "0.1 seconds"),
    (1_000, "1 second"),
    (5_000, "5 seconds"),
];

/// Faults of the whole server.
#[component]
pub(super) fn Server() -> impl IntoView {
    let machine = Machine::new();
    view! {
        <Store machine />
        <Errors machine />
        <Skew machine />
    }
    .into_any()
}

/// A slow file store, a crashing worker.
#[component]
fn Store(machine: Machine) -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let mutation = Mutation::new();
    let machinery = machine.settings;
    let retry = Callback::new(move |()| machinery.reload());
    let delay = Memo::new(move |_| machinery.map(|now| now.store_delay_millis));
    // Keep an unlisted delay as a choice, so that the control keeps the focus.
    let unusual = Memo::new(move |before: Option<&Option<u32>>| {
        let usual = |millis: &u32| DELAYS.iter().any(|(usual, _)| usual == millis);
        delay
            .get()
            .filter(|millis| !usual(millis))
            .or(before.copied().flatten())
    });
    let known = Memo::new(move |_| delay.get().is_some());
    let slow = move |millis: String| {
        let millis = millis.parse().unwrap_or(0);
        machine.change(mutation, |wanted| wanted.store_delay_millis = millis);
    };
    let crash = move |()| {
        mutation.run(async move {
            api.post(&paths::worker_crash()).send().await?;
            toasts.show(
                Tone::Warning,
                "The worker crashed. Another worker takes over when its lease expires, in 30 seconds.",
            );
            Ok(())
        });
    };
    let stage = machinery.stage();
    let failed = move || match stage.get() {
        Load::Failed(error) => Some(view! { <Problem error retry /> }),
        Load::Loading | Load::Ready(()) => None,
    };
    let state = move || match delay.get() {
        None | Some(0) => None,
        Some(_) => Some(view! { <Status tone=Tone::Warning label="Slow file store" /> }),
    };
    let select = move || {
        let unusual = unusual
            .get()
            .map(|millis| Choice::new(millis.to_string(), format!("{millis} milliseconds")));
        let choices = DELAYS.map(|(millis, label)| Choice::new(millis.to_string(), label));
        known.get().then(|| {
            view! {
                <Select
                    label="Delay for each file store read"
                    choices=choices.into_iter().chain(unusual).collect()
                    value=Signal::derive(move || delay.get().unwrap_or(0).to_string())
                    on_change=slow
                />
            }
        })
    };
    view! {
        <h3>"Worker and file store"</h3>
        {failed}
        <div class="demo-state">{state}</div>
        <Refusal mutation />
        {select}
        <div class="row">
            <Button busy=mutation.busy() on_click=crash>"Crash the worker"</Button>
            <span class="soft">"Stops the worker mid-task. A running request resumes 30 seconds later without losing anything."</span>
        </div>
    }
    .into_any()
}
