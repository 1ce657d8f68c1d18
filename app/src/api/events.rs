//! The server's events: one `EventSource`, closed when it is dropped.
//!
//! What it says is passed on as text, `<name> <data>`, because tabs send it to each other: see [`super::shared_events`].

use attache_wire::{
    event::{self, Event},
    paths,
};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{EventSource, MessageEvent};

use crate::lean::json;

/// The stream has opened.
pub(super) const OPEN: &str = "open";
/// The stream is lost; the browser tries again by itself.
pub(super) const LOST: &str = "lost";
/// The stream is lost for good.
pub(super) const CLOSED: &str = "closed";
/// Another tab's stream was open already when this tab asked.
pub(super) const JOINED: &str = "joined";

/// How the connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Not open yet.
    Connecting,
    /// Open: events arrive.
    Open,
    /// Lost; the browser tries again by itself.
    Lost,
    /// Lost for good: it must be opened again.
    Closed,
}

/// What the stream says.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The connection changed. What happened before it opened was missed.
    Link(LinkState),
    /// The connection is open, as it was before this tab asked, so nothing was missed since.
    Joined,
    /// Something happened.
    Event(Event),
}

impl News {
    /// Reads what [`EventStream`] passed on. An event that cannot be read was meant for a newer console; reading
    /// everything again is always right.
    pub(super) fn read(text: &str) -> Self {
        let (name, data) = text.split_once(' ').unwrap_or((text, ""));
        let event = match name {
            OPEN => return Self::Link(LinkState::Open),
            LOST => return Self::Link(LinkState::Lost),
            CLOSED => return Self::Link(LinkState::Closed),
            JOINED => return Self::Joined,
            event::CLOCK => json::from_str(data).ok().map(Event::Clock),
            event::EXPORT => json::from_str(data).ok().map(Event::Export),
            event::ASSISTANT => json::from_str(data).ok().map(Event::Assistant),
            _ => None,
        };
        Self::Event(event.unwrap_or(Event::Resync))
    }
}

/// An open stream of events.
pub struct EventStream {
    source: EventSource,
    // It must live as long as the source calls it.
    _listener: Closure<dyn FnMut(web_sys::Event)>,
}

impl EventStream {
    /// Opens the stream. `None` if the browser refuses.
    pub fn open(tell: impl Fn(String) + 'static) -> Option<Self> {
        let source = EventSource::new(&paths::events()).ok()?;
        let own = source.clone();
        let listener = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let name = event.type_();
            tell(match event.dyn_ref::<MessageEvent>() {
                Some(message) => [&name, " ", &message.data().as_string().unwrap_or_default()].concat(),
                None if name == OPEN => name,
                None if own.ready_state() == EventSource::CLOSED => CLOSED.to_owned(),
                None => LOST.to_owned(),
            });
        });
        let names = [
            OPEN,
            "error",
            event::CLOCK,
            event::EXPORT,
            event::ASSISTANT,
            event::RESYNC,
        ];
        for name in names {
            // Adding a listener fails only for an object that is no event target.
            let _ = source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        }
        Some(Self {
            source,
            _listener: listener,
        })
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.close();
    }
}
