//! Calls of the API that fail on purpose.

use attache_wire::{permission::Action, simulator::ApiErrors};
use leptos::{ev::SubmitEvent, prelude::*};

use super::machinery::Machine;
use crate::{
    components::mutation::{Mutation, Refusal},
    ui::{
        button::Button,
        dom::focus_what_is_wrong,
        field::{
            TextField,
            select::{Choice, Select},
        },
        status::{Status, Tone},
    },
};

/// Makes a share of the calls fail, and ends that.
#[component]
pub(super) fn Errors(machine: Machine) -> impl IntoView {
    let mutation = Mutation::new();
    let active = Memo::new(move |_| machine.settings.map(|now| now.api_errors.clone()).flatten());
    let percent = RwSignal::new("25".to_owned());
    let operation = RwSignal::new(String::new());
    let status = RwSignal::new("503".to_owned());
    let wrong = RwSignal::new(false);
    let refused_share = mutation.about("apiErrors.percent");
    let share_error = Signal::derive(move || match wrong.get() {
        true => Some("Enter a whole number from 1 to 100.".to_owned()),
        false => refused_share.get(),
    });
    let operations = Action::ALL.iter().map(|action| action.as_str().to_owned());
    let operations = Signal::stored(operations.collect::<Vec<_>>());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let share = percent.with_untracked(|text| text.trim().parse().ok());
        let share = share.filter(|share| (1..=100).contains(share));
        wrong.set(share.is_none());
        let Some(percent) = share else {
            return focus_what_is_wrong(&event);
        };
        let operation = operation.with_untracked(|text| text.trim().to_owned());
        let errors = ApiErrors {
            percent,
            status: status.with_untracked(|status| status.parse().unwrap_or(503)),
            operation: Some(operation).filter(|operation| !operation.is_empty()),
        };
        machine.change(mutation, |wanted| wanted.api_errors = Some(errors));
    };
    let end = move |()| machine.change(mutation, |wanted| wanted.api_errors = None);
    let state = move || {
        active.get().map(|errors| {
            view! {
                <div class="row">
                    <Status tone=Tone::Error label="Failing calls" />
                    <span>{sentence(&errors)}</span>
                    <Button small=true label=Signal::stored("End failing calls".to_owned()) busy=mutation.busy() on_click=end>"End"</Button>
                </div>
            }
        })
    };
    view! {
        <h3>"API errors"</h3>
        <div class="demo-state">{state}</div>
        <Refusal mutation />
        <form class="stack" novalidate on:submit=submit>
            <TextField label="Share of calls that fail, in percent" value=percent error=share_error autocomplete="off" />
            <TextField
                label="Operation"
                hint="Empty for all. The demo panel's own calls, sign-in and sign-out never fail on purpose."
                value=operation
                suggestions=operations
                error=mutation.about("apiErrors.operation")
                autocomplete="off"
            />
            <Select
                label="Response"
                choices=vec![
                    Choice::new("503", "503 Service Unavailable"),
                    Choice::new("500", "500 Internal Server Error"),
                ]
                value=status
                on_change=move |chosen| status.set(chosen)
            />
            <div class="row">
                <Button submit=true busy=mutation.busy()>"Make calls fail"</Button>
            </div>
        </form>
    }
    .into_any()
}

fn sentence(errors: &ApiErrors) -> String {
    let calls = match &errors.operation {
        Some(operation) => format!("calls of {operation}"),
        None => "calls".to_owned(),
    };
    format!("{}% of {calls} fail with {}.", errors.percent, errors.status)
}
