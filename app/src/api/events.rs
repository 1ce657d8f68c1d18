//! The server's events: one `EventSource`, closed when it is dropped.

use attache_wire::{
    event::{self, Event},
    paths,
};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{EventSource, MessageEvent};

use crate::lean::json;

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

/// An open stream of events.
pub struct EventStream {
    source: EventSource,
    // They must live as long as the source calls them.
    _listeners: Vec<Closure<dyn FnMut(web_sys::Event)>>,
}

impl EventStream {
    /// Opens the stream. `None` if the browser refuses.
    pub fn open(
        on_event: impl Fn(Event) + Clone + 'static,
        on_state: impl Fn(LinkState) + Clone + 'static,
    ) -> Option<Self> {
        let source = EventSource::new(&paths::events()).ok()?;
        let mut stream = Self {
            source,
            _listeners: Vec::new(),
        };
        let opened = on_state.clone();
        stream.listen("open", move |_| opened(LinkState::Open));
        let source = stream.source.clone();
        stream.listen("error", move |_| {
            on_state(if source.ready_state() == EventSource::CLOSED {
                LinkState::Closed
            } else {
                LinkState::Lost
            });
        });
        for name in [event::CLOCK, event::EXPORT, event::ASSISTANT, event::RESYNC] {
            let deliver = on_event.clone();
            stream.listen(name, move |message| {
                // What cannot be read was meant for a newer console; reading everything again is always right.
                deliver(decode(name, &message).unwrap_or(Event::Resync));
            });
        }
        Some(stream)
    }

    fn listen(&mut self, name: &str, listener: impl FnMut(web_sys::Event) + 'static) {
        let listener = Closure::<dyn FnMut(web_sys::Event)>::new(listener);
        // Adding a listener fails only for an object that is no event target.
        let _ = self
            .source
            .add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        self._listeners.push(listener);
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.close();
    }
}

fn decode(name: &str, message: &web_sys::Event) -> Option<Event> {
    let data = message.dyn_ref::<MessageEvent>()?.data().as_string()?;
    match name {
        event::CLOCK => json::from_str(&data).ok().map(Event::Clock),
        event::EXPORT => json::from_str(&data).ok().map(Event::Export),
        event::ASSISTANT => json::from_str(&data).ok().map(Event::Assistant),
        _ => Some(Event::Resync),
    }
}
