//! Live events from the server: one stream per visible tab.

use std::{collections::HashMap, time::Duration};

use attache_wire::{
    event::Event,
    export::Export,
    id::{ExportId, UserId},
    state::ExportState,
};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use serde::de::DeserializeOwned;

use crate::{
    api::{Api, EventStream, LinkState, Load, Remote},
    state::sim_clock::SimClock,
};

/// How often to read everything again while the stream is down.
const POLL: Duration = Duration::from_secs(5);

/// What an export event changes in a response that a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Merge {
    /// Nothing.
    Unrelated,
    /// Only what the event carries, which is put in.
    Complete,
    /// More than the event carries: the response has to be fetched again.
    Stale,
}

/// The live connection, provided as context.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    api: Api,
    clock: SimClock,
    link: RwSignal<LinkState>,
    export: RwSignal<Option<Export>>,
    assistant: RwSignal<UserId>,
    states: StoredValue<HashMap<ExportId, ExportState>>,
    stream: StoredValue<Option<EventStream>, LocalStorage>,
    /// Called when an export enters a state that causes a notification.
    on_news: Callback<()>,
}

impl Live {
    /// Opens the stream whenever the page is visible, and provides itself as context.
    pub(crate) fn provide(on_news: Callback<()>) -> Self {
        let live = Self {
            api: Api::from_context(),
            clock: SimClock::from_context(),
            link: RwSignal::new(LinkState::Connecting),
            export: RwSignal::new(None),
            assistant: RwSignal::new(UserId::default()),
            states: StoredValue::new(HashMap::new()),
            stream: StoredValue::new_local(None),
            on_news,
        };
        live.open();
        let visibility = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                live.close();
            } else {
                live.open();
            }
        });
        let poll = set_interval_with_handle(move || live.poll(), POLL);
        on_cleanup(move || {
            visibility.remove();
            if let Ok(poll) = poll {
                poll.clear();
            }
            live.close();
        });
        provide_context(live);
        live
    }

    /// Returns the connection from the context.
    pub(crate) fn from_context() -> Self {
        use_context().unwrap_or_else(|| Self::provide(Callback::new(|()| ())))
    }

    /// Returns the state of the connection.
    pub(crate) fn link(self) -> Signal<LinkState> {
        self.link.into()
    }

    /// Returns the export that changed last.
    pub(crate) fn export(self) -> Signal<Option<Export>> {
        self.export.into()
    }

    /// Returns the id of the user whose conversation with the Assistant changed last. Notifies on every change.
    pub(crate) fn assistant(self) -> Signal<UserId> {
        self.assistant.into()
    }

    /// Keeps a response up to date with export events. `merge` applies an export to it.
    pub(crate) fn follow<T>(self, response: Remote<T>, merge: impl Fn(&mut T, &Export) -> Merge + 'static)
    where
        T: Clone + PartialEq + Send + Sync + DeserializeOwned + 'static,
    {
        Effect::new(move |_| {
            let Some(export) = self.export.get() else { return };
            // A response on its way may predate the event. A failed one stays: events must not repeat a refused call.
            let mut merged = match response.load().get_untracked() {
                Load::Loading => Merge::Stale,
                Load::Ready(_) | Load::Failed(_) => Merge::Unrelated,
            };
            response.amend(|value| {
                merged = merge(value, &export);
                merged != Merge::Unrelated
            });
            if merged == Merge::Stale {
                response.reload();
            }
        });
    }

    fn open(self) {
        let Self { api, clock, .. } = self;
        let on_event = move |event| match event {
            Event::Clock(reading) => clock.take(reading),
            Event::Export(export) => self.take(*export),
            Event::Assistant(news) => self.assistant.set(news.user_id),
            Event::Resync => api.refresh_all(),
        };
        let on_state = move |state| {
            self.link.set(state);
            // Events from before the stream opened were missed.
            if state == LinkState::Open {
                api.refresh_all();
            }
        };
        self.link.set(LinkState::Connecting);
        self.stream.set_value(EventStream::open(on_event, on_state));
    }

    fn close(self) {
        self.stream.try_set_value(None);
    }

    fn poll(self) {
        if document().hidden() || self.link.get_untracked() == LinkState::Open {
            return;
        }
        if self.link.get_untracked() == LinkState::Closed {
            self.open();
        }
        self.api.refresh_all();
    }

    fn take(self, export: Export) {
        let before = self
            .states
            .try_update_value(|states| states.insert(export.id.clone(), export.state))
            .flatten();
        // Only a request in `Processing` repeats its state, to report progress. Any other event is a change.
        if before != Some(export.state) && export.state != ExportState::Processing {
            self.on_news.run(());
        }
        self.export.set(Some(export));
    }
}
