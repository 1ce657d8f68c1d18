//! A change on the server: sent once however often it is confirmed, with its refusal shown in one place.

mod name_form;

use std::{pin::Pin, time::Duration};

use leptos::{prelude::*, task::spawn_local};

pub(crate) use self::name_form::NameForm;
use super::permission;
use crate::routes;
use crate::{
    api::{Api, ApiError},
    ui::{banner::Banner, status::Tone},
};

type Work = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// Whether the change is being sent, and why the last one was refused.
#[derive(Clone, Copy)]
pub(crate) struct Mutation {
    api: Api,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ApiError>>,
}

impl Mutation {
    /// Starts idle, without a refusal.
    pub(crate) fn new() -> Self {
        Self {
            api: Api::from_context(),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    /// True while the change is being sent.
    pub(crate) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Forgets the last refusal.
    pub(crate) fn clear(self) {
        self.refused.set(None);
    }

    /// Returns the refusal as one sentence.
    pub(crate) fn sentence(self) -> Signal<Option<String>> {
        Signal::derive(move || self.refused.get().map(|error| error.sentence()))
    }

    /// Returns the server's error about this field.
    pub(crate) fn about(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let refused = self.refused.read();
            let errors = &refused.as_ref()?.problem()?.errors;
            let error = errors.iter().find(|error| error.field == field)?;
            Some(error.detail.clone())
        })
    }

    /// Runs the work unless some is running already. Navigation to another page belongs to the work. After success,
    /// everything on the page is read again; refreshes wait until then.
    pub(crate) fn run(self, work: impl Future<Output = Result<(), ApiError>> + 'static) {
        self.start(Box::pin(work));
    }

    fn start(self, work: Work) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.clear();
        self.api.pause_refresh();
        spawn_local(async move {
            let refused = work.await.err();
            if refused.is_none() {
                self.api.refresh_all();
            }
            // By then, the page that the work navigated to exists.
            set_timeout(move || self.api.resume_refresh(), Duration::ZERO);
            // The person may have left the page.
            self.busy.try_set(false);
            self.refused.try_set(refused);
        });
    }
}

/// Shows the refusal, unless it is about a field: the field shows it.
#[component]
pub(crate) fn Refusal(mutation: Mutation) -> impl IntoView {
    move || {
        let error = mutation.refused.get()?;
        if error.problem().is_some_and(|problem| !problem.errors.is_empty()) {
            return None;
        }
        let detail = match error.missing_action() {
            Some(action) => view! {
                {permission::missing(action)} " " <a href=routes::missing(action)>"View your permissions"</a>
            }
            .into_any(),
            None => error.detail().into_any(),
        };
        Some(view! { <Banner tone=Tone::Error title=format!("{}.", error.title())>{detail}</Banner> })
    }
}
