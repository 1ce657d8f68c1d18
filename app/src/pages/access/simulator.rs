//! `/access/simulator`: what would a principal's policies say? The address holds the question, so that you can
//! share it; opening it asks again.

mod answer;
mod context;
mod question;
#[cfg(test)]
mod tests;

use attache_wire::{
    access::{EffectivePermissions, Simulation},
    page::Page,
    paths,
    permission::Action,
    session::Principal,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use self::{answer::Answer, context::ContextTable, question::Question};
use super::frame::AccessPage;
use crate::{
    api::{Api, ApiError, Remote},
    components::problem::Permitted,
    routes::url_query::UrlQuery,
    state::session::CurrentSession,
    ui::{
        banner::Banner,
        button::{Button, Kind},
        card::Card,
        field::TextField,
        skeleton::Loading,
        status::Tone,
    },
};

/// The policy simulator.
#[component]
pub(crate) fn Simulator() -> impl IntoView {
    view! {
        <AccessPage title="Simulator">
            <Permitted action=Action::SimulatePolicy>
                <Bench />
            </Permitted>
        </AccessPage>
    }
    .into_any()
}

/// A question and its answer.
type Answered = (Question, Result<Simulation, ApiError>);

/// The form, and the answer to the last question.
#[component]
fn Bench() -> impl IntoView {
    let url = UrlQuery::here();
    let question = Memo::new(move |_| Question::of(url));
    let answered = RwSignal::new(None::<Answered>);
    let busy = RwSignal::new(false);
    let asked = StoredValue::new(0_u32);
    let ask = move |question: Question| {
        let number = asked.try_update_value(|asked| {
            *asked = asked.wrapping_add(1);
            *asked
        });
        let api = Api::from_context();
        busy.set(true);
        spawn_local(async move {
            let answer = api.post(&paths::simulate()).body(&question.body()).fetch().await;
            // Drop stale answers.
            if number.is_some() && asked.try_get_value() == number {
                busy.try_set(false);
                answered.try_set(Some((question, answer)));
            }
        });
    };
    Effect::new(move |_| {
        let question = question.get();
        if question.is_whole() {
            ask(question);
        }
    });
    let submit = Callback::new(move |new: Question| {
        if new == question.get_untracked() {
            ask(new);
        } else {
            new.show_in(url);
        }
    });
    let result = move || match answered.get() {
        Some((question, Ok(simulation))) => view! { <Answer question simulation /> }.into_any(),
        Some((_, Err(error))) => view! {
            <Banner tone=Tone::Error title=error.title()>{error.detail()}</Banner>
        }
        .into_any(),
        None if busy.get() => view! { <Loading label="Simulating" lines=4 /> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <Form question answered submit busy />
        {result}
    }
    .into_any()
}

#[component]
fn Form(
    question: Memo<Question>,
    answered: RwSignal<Option<Answered>>,
    submit: Callback<Question>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let session = CurrentSession::from_context();
    let own =
        untrack(|| session.value()).map_or_else(String::new, |session| session.principal.id.to_string());
    let [principal, action, resource] = [(); 3].map(|()| RwSignal::new(String::new()));
    let rows = context::Rows::new();
    let myself = own.clone();
    // The form follows the address, for example after going back.
    Effect::new(move |_| {
        let question = question.get();
        principal.set(if question.principal.is_empty() {
            myself.clone()
        } else {
            question.principal.clone()
        });
        action.set(question.action.clone());
        resource.set(question.resource.clone());
        rows.show(&question.context);
    });
    Effect::new(move |_| {
        answered.with(|answered| {
            if let Some((question, Ok(simulation))) = answered {
                rows.learn(&simulation.context, &question.context);
            }
        });
    });
    let tried = RwSignal::new(false);
    let empty = move |field: RwSignal<String>, words: &'static str| {
        Signal::derive(move || {
            (tried.get() && field.with(|text| text.trim().is_empty())).then(|| words.to_owned())
        })
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = |field: RwSignal<String>| field.with_untracked(|text| text.trim().to_owned());
        let new = Question {
            principal: text(principal),
            action: text(action),
            resource: text(resource),
            context: rows.overrides(),
        };
        if new.is_whole() && !busy.get_untracked() {
            submit.run(new);
        }
    };
    view! {
        <Card title="Test policies">
            <form class="stack" on:submit=on_submit>
                <div class="split">
                    <TextField
                        label="Principal"
                        value=principal
                        hint="The principal's ID."
                        error=empty(principal, "Enter a principal.")
                        suggestions=principals()
                        required=true
                        autocomplete="off"
                    />
                    <TextField
                        label="Action"
                        value=action
                        hint="For example chime:StartDataExport."
                        error=empty(action, "Enter an action.")
                        suggestions=actions(own)
                        required=true
                        autocomplete="off"
                    />
                    <TextField
                        label="Resource (optional)"
                        value=resource
                        hint="An ARN. Leave empty for any resource."
                        autocomplete="off"
                    />
                </div>
                <ContextTable rows />
                <div>
                    <Button submit=true kind=Kind::Primary busy>"Simulate"</Button>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

/// Suggests principal ids, if you may list principals.
fn principals() -> Signal<Vec<String>> {
    let may = CurrentSession::from_context().permits(Action::ListPrincipals);
    let all = Remote::<Page<Principal>>::new(move || may.get().then(paths::access_principals));
    Signal::derive(move || {
        let ids = all.map(|all| all.items.iter().map(|one| one.id.to_string()).collect());
        ids.unwrap_or_default()
    })
}

/// Suggests all documented actions. The server lists them with any principal's permissions, so read your own.
fn actions(own: String) -> Signal<Vec<String>> {
    let all = Remote::<EffectivePermissions>::new(move || Some(paths::permissions(&own)));
    Signal::derive(move || {
        let names = all.map(|all| all.actions.iter().map(|one| one.action.clone()).collect());
        names.unwrap_or_default()
    })
}
