//! Live events from the server: one stream for all tabs in which the same principal is signed in.

#[cfg(test)]
mod tests;

use std::{any::Any, collections::HashMap, rc::Rc, time::Duration};

use attache_wire::{
    event::Event,
    export::Export,
    id::{ExportId, UserId},
    state::ExportState,
};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use serde::de::DeserializeOwned;

use crate::{
    api::{Api, EventStream, LinkState, News, Remote, SharedEvents, Tell},
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
    events: StoredValue<Option<SharedEvents>, LocalStorage>,
    /// Whether events were missed while the tab was hidden.
    missed: StoredValue<bool>,
    /// Called when an export enters a state that causes a notification.
    on_news: Callback<()>,
}

impl Live {
    /// Receives the events of the principal with this id, and provides itself as context.
    pub(crate) fn provide(principal: Signal<String>, on_news: Callback<()>) -> Self {
        let live = Self {
            api: Api::from_context(),
            clock: SimClock::from_context(),
            link: RwSignal::new(LinkState::Connecting),
            export: RwSignal::new(None),
            assistant: RwSignal::new(UserId::default()),
            states: StoredValue::new(HashMap::new()),
            events: StoredValue::new_local(None),
            missed: StoredValue::new(false),
            on_news,
        };
        Effect::new(move |_| live.join(&principal.get()));
        let visibility = window_event_listener_untyped("visibilitychange", move |_| live.listen());
        let poll = set_interval_with_handle(move || live.poll(), POLL);
        on_cleanup(move || {
            visibility.remove();
            if let Ok(poll) = poll {
                poll.clear();
            }
            live.events.try_set_value(None);
        });
        provide_context(live);
        live
    }

    /// Returns the connection from the context.
    pub(crate) fn from_context() -> Self {
        use_context().unwrap_or_else(|| Self::provide(Signal::default(), Callback::new(|()| ())))
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
        let apply = move |export: &Export| {
            let mut merged = Merge::Unrelated;
            response.amend(|value| {
                merged = merge(value, export);
                merged != Merge::Unrelated
            });
            if merged == Merge::Stale {
                response.reload();
            }
        };
        self.deliver(response.reading(), Rc::new(apply));
    }

    /// Passes each event to `apply`, and once more when the response has been read that was on its way: the answer may
    /// predate the event.
    fn deliver(self, reading: Signal<bool>, apply: Rc<dyn Fn(&Export)>) {
        let meanwhile = StoredValue::new(Vec::<Export>::new());
        let now = Rc::clone(&apply);
        Effect::new(move |_| {
            let Some(export) = self.export.get() else { return };
            now(&export);
            if reading.get_untracked() {
                meanwhile.update_value(|exports| exports.push(export));
            }
        });
        Effect::new(move |_| {
            let reading = reading.get();
            let exports = meanwhile.try_update_value(std::mem::take).unwrap_or_default();
            // A read that has just begun will know of them.
            if !reading {
                exports.iter().for_each(|export| apply(export));
            }
        });
    }

    fn join(self, principal: &str) {
        let open = Box::new(|tell: Tell| {
            let stream = EventStream::open(tell)?;
            Some(Box::new(stream) as Box<dyn Any>)
        });
        let on_news = move |news| match news {
            News::Link(state) => {
                self.link.set(state);
                // Events from before the stream opened were missed.
                if state == LinkState::Open {
                    self.missed.set_value(true);
                    self.catch_up();
                }
            }
            News::Joined => {
                self.link.set(LinkState::Open);
                self.catch_up();
            }
            News::Event(event) => self.apply(event),
        };
        // The former principal's share ends first.
        self.events.set_value(None);
        let events = SharedEvents::join(&["attache-live ", principal].concat(), open, on_news);
        self.events.set_value(Some(events));
        self.listen();
    }

    /// Listens, or lets another tab listen, as this one is visible or hidden.
    fn listen(self) {
        self.events.with_value(|events| match events {
            Some(events) if document().hidden() => events.pause(),
            Some(events) => events.listen(),
            None => {}
        });
    }

    /// Reads everything again if events were missed; a hidden tab waits until it is visible.
    fn catch_up(self) {
        if !document().hidden() && self.missed.try_update_value(std::mem::take) == Some(true) {
            self.api.refresh_all();
        }
    }

    fn apply(self, event: Event) {
        match event {
            Event::Clock(reading) => self.clock.take(reading),
            Event::Export(export) => self.take(*export),
            Event::Assistant(news) => self.assistant.set(news.user_id),
            Event::Resync => {
                self.missed.set_value(true);
                self.catch_up();
            }
        }
    }

    fn poll(self) {
        if document().hidden() || self.link.get_untracked() == LinkState::Open {
            return;
        }
        if self.link.get_untracked() == LinkState::Closed {
            self.events.with_value(|events| {
                if let Some(events) = events {
                    events.reopen();
                }
            });
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
