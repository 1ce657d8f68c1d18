//! The designed states, each one click away.

use attache_wire::{
    paths,
    session::{Session, SignIn},
    simulator::{LaunchScenario, Launched, Scenario},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::Api,
    components::mutation::{Mutation, Refusal},
    routes,
    state::session::CurrentSession,
    ui::{button::Button, status::Tone, toasts::Toasts},
};

/// Returns a scenario's name and what it shows.
fn told(scenario: Scenario) -> (&'static str, &'static str) {
    match scenario {
        Scenario::Available => (
            "Available",
            "Attachments can be requested now. An estimate shows the current scope.",
        ),
        Scenario::Processing => (
            "Processing",
            "A request was just submitted and is being processed.",
        ),
        Scenario::Ready => (
            "Ready",
            "The file is ready and its links work. Moves the clock forward about a day.",
        ),
        Scenario::ReadyWithErrors => (
            "Ready with errors",
            "Like Ready, but one stored file was missing. The rest was delivered.",
        ),
        Scenario::Failed => (
            "Failed",
            "A request failed. It does not count towards the 7-day limit, so the next one is possible immediately.",
        ),
        Scenario::CoolingDown => (
            "Cooling down",
            "The links were revoked. The next request is possible 7 days after the last one.",
        ),
        Scenario::DeadWindow => (
            "Dead window",
            "The links have expired and no new request is possible yet. Moves the clock forward almost a week.",
        ),
        Scenario::Expired => (
            "Expired",
            "The links have expired and a new request is possible. Moves the clock forward a week.",
        ),
        Scenario::Revoked => (
            "Revoked",
            "The links were revoked and a new request is possible. Moves the clock forward a week.",
        ),
        Scenario::Team => (
            "Team account",
            "An account that cannot request attachments, and its two ways forward.",
        ),
        Scenario::Denied => (
            "Denied",
            "Signs you in as a principal who can view but not request.",
        ),
    }
}

/// The list of scenarios.
#[component]
pub(super) fn Scenarios() -> impl IntoView {
    let api = Api::from_context();
    let toasts = Toasts::from_context();
    let current = CurrentSession::from_context();
    let mutation = Mutation::new();
    let chosen = RwSignal::new(None);
    let navigate = StoredValue::new_local(use_navigate());
    let launch = move |scenario| {
        if mutation.busy().get_untracked() {
            return;
        }
        chosen.set(Some(scenario));
        mutation.run(async move {
            let body = LaunchScenario { scenario };
            let launched: Launched = api.post(&paths::scenarios()).body(&body).fetch().await?;
            // If you left the panel meanwhile, don't switch principals.
            if chosen.try_get_untracked().is_none() {
                return Ok(());
            }
            if let Some(principal) = launched.sign_in_as {
                let body = SignIn {
                    principal,
                    password: None,
                };
                let session: Session = api.post(&paths::session()).body(&body).fetch().await?;
                toasts.show(
                    Tone::Warning,
                    format!(
                        "You are now signed in as {}. To switch back, choose “Switch principal” in the menu \
                         with that name.",
                        session.principal.name
                    ),
                );
                current.take(session);
            }
            let place = routes::account(&launched.account_id);
            navigate.try_with_value(|go| go(&place, NavigateOptions::default()));
            Ok(())
        });
    };
    let one = |scenario| {
        let (name, sight) = told(scenario);
        let busy = Signal::derive(move || mutation.busy().get() && chosen.get() == Some(scenario));
        let other = move || mutation.busy().get() && chosen.get() != Some(scenario);
        let wait = Signal::derive(move || other().then(|| "Another scenario is running.".to_owned()));
        view! {
            <li class="demo-row">
                <Button busy disabled_reason=wait on_click=move |()| launch(scenario)>{name}</Button>
                <span>{sight}</span>
            </li>
        }
    };
    let list = Scenario::ALL.map(one).into_iter().collect_view();
    let progress = move || {
        mutation
            .busy()
            .get()
            .then_some("Setting up the scenario. This takes as long as processing a request on this machine.")
    };
    view! {
        <Refusal mutation />
        <p class="soft" role="status">{progress}</p>
        <ul class="demo-rows" aria-label="Scenarios">{list}</ul>
    }
    .into_any()
}
