//! One stream of events for all tabs of a browser. Over HTTP/1.1 a browser opens at most six connections to a server, so
//! with a stream for each tab, the seventh would wait for ever.
//!
//! The tab that holds a lock (Web Locks) listens, and passes on what it hears through a `BroadcastChannel`. When it
//! closes, is hidden or signs out, the browser gives the lock to the next visible tab. Browsers have locks only over HTTPS
//! and on the computer itself; without them, each visible tab has a stream of its own.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

use super::events::{CLOSED, JOINED, LOST, LinkState, News, OPEN};

/// Asks the listening tab how its stream stands.
const ASK: &str = "ask";

/// Receives what a stream says.
pub type Tell = Box<dyn Fn(String)>;
/// Opens a stream, which is closed when what is returned is dropped.
pub type Open = Box<dyn Fn(Tell) -> Option<Box<dyn Any>>>;

/// A tab's share in the stream; it leaves when this is dropped.
pub struct SharedEvents(Rc<Tab>);

struct Tab {
    /// Of the lock and of the channel.
    name: String,
    open: Open,
    on_news: Box<dyn Fn(News)>,
    /// `None` if the browser cannot share a stream.
    shared: Option<(JsValue, BroadcastChannel)>,
    /// Whether the tab listens as soon as it may.
    wanted: Cell<bool>,
    /// Whether it waits for the lock or holds it.
    queued: Cell<bool>,
    /// Gives the lock back.
    release: RefCell<Option<Function>>,
    stream: RefCell<Option<Box<dyn Any>>>,
    /// What the tab answers to [`ASK`].
    standing: Cell<Option<&'static str>>,
}

impl SharedEvents {
    /// Receives what the listening tab passes on, among all tabs that use this name. Opens no stream yet.
    pub fn join(name: &str, open: Open, on_news: impl Fn(News) + 'static) -> Self {
        let locks = Reflect::get(&window().navigator(), &"locks".into()).unwrap_or_default();
        let channel = (!locks.is_undefined()).then(|| BroadcastChannel::new(name).ok());
        let tab = Rc::new(Tab {
            name: name.to_owned(),
            open,
            on_news: Box::new(on_news),
            shared: channel.flatten().map(|channel| (locks, channel)),
            wanted: Cell::new(false),
            queued: Cell::new(false),
            release: RefCell::new(None),
            stream: RefCell::new(None),
            standing: Cell::new(None),
        });
        if let Some((_, channel)) = &tab.shared {
            let own = Rc::downgrade(&tab);
            let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
                if let (Some(tab), Some(text)) = (own.upgrade(), message.data().as_string()) {
                    tab.hear(&text);
                }
            });
            channel.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
        }
        Self(tab)
    }

    /// Listens as soon as no other tab does: while the tab is visible.
    pub fn listen(&self) {
        let tab = &self.0;
        if tab.wanted.replace(true) {
            return;
        }
        match &tab.shared {
            Some(_) => {
                tab.post(ASK);
                tab.queue();
            }
            None => tab.start(),
        }
    }

    /// Lets another tab listen.
    pub fn pause(&self) {
        self.0.wanted.set(false);
        self.0.stop();
    }

    /// Opens the stream again if this tab listens: after it was lost for good.
    pub fn reopen(&self) {
        if self.0.stream.borrow().is_some() {
            self.0.start();
        }
    }
}

impl Drop for SharedEvents {
    fn drop(&mut self) {
        self.pause();
        if let Some((_, channel)) = &self.0.shared {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}

impl Tab {
    /// Waits for the lock, and listens while this tab holds it.
    fn queue(self: &Rc<Self>) {
        let Some((locks, _)) = &self.shared else { return };
        if self.queued.replace(true) {
            return;
        }
        let own = Rc::clone(self);
        let granted = Closure::once_into_js(move || own.lead());
        let request = Reflect::get(locks, &"request".into()).map(JsValue::unchecked_into::<Function>);
        let held = request.and_then(|request| request.call2(locks, &self.name.as_str().into(), &granted));
        let own = Rc::clone(self);
        spawn_local(async move {
            let over = match held {
                Ok(held) => JsFuture::from(held.unchecked_into::<Promise>()).await,
                Err(error) => Err(error),
            };
            own.queued.set(false);
            match over {
                // Hidden, and visible again before the lock was given back.
                Ok(_) if own.wanted.get() => own.queue(),
                // Locks are forbidden here, such as without cookies.
                Err(_) if own.wanted.get() => own.start(),
                _ => {}
            }
        });
    }

    /// Listens. Returns a promise, until whose end the browser keeps the lock for this tab.
    fn lead(self: &Rc<Self>) -> JsValue {
        if !self.wanted.get() {
            return JsValue::UNDEFINED;
        }
        self.start();
        let held = Promise::new(&mut |release, _| {
            self.release.replace(Some(release));
        });
        held.into()
    }

    fn start(self: &Rc<Self>) {
        self.standing.set(None);
        (self.on_news)(News::Link(LinkState::Connecting));
        let own = Rc::downgrade(self);
        let tell: Tell = Box::new(move |text| {
            if let Some(tab) = own.upgrade() {
                tab.tell(&text);
            }
        });
        // The old stream goes first.
        self.stream.replace(None);
        let stream = (self.open)(tell);
        self.stream.replace(stream);
    }

    fn stop(&self) {
        self.stream.replace(None);
        self.standing.set(None);
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }

    /// Takes what the own stream says, and passes it on.
    fn tell(&self, text: &str) {
        match text {
            OPEN => self.standing.set(Some(JOINED)),
            LOST => self.standing.set(Some(LOST)),
            CLOSED => self.standing.set(Some(CLOSED)),
            _ => {}
        }
        self.post(text);
        (self.on_news)(News::read(text));
    }

    /// Takes what another tab says.
    fn hear(&self, text: &str) {
        if text == ASK {
            if let Some(standing) = self.standing.get() {
                self.post(standing);
            }
        } else if self.stream.borrow().is_none() {
            (self.on_news)(News::read(text));
        }
    }

    fn post(&self, text: &str) {
        if let Some((_, channel)) = &self.shared {
            // Fails only once the channel is closed.
            let _ = channel.post_message(&text.into());
        }
    }
}
