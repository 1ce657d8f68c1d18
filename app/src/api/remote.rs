//! A value that is read from the server and read again when its path or the world changes.

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::{client::Api, error::ApiError};
use crate::lean::json;

/// Where reading stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// Nothing yet.
    Loading,
    /// The value.
    Ready(T),
    /// Reading failed, and why.
    Failed(ApiError),
}

/// A value read with `GET`. A request that nobody waits for any more is abandoned.
///
/// While another page of the same list is read (only the query differs) the previous one stays. While the
/// same address is read again, the value stays, even if the server cannot be reached for a moment (the shell
/// says that the connection is lost) or resets its demo data (an event
/// tells when that is done). An answer that equals the known value changes nothing.
pub struct Remote<T: Send + Sync + 'static> {
    load: RwSignal<Load<T>>,
    reads: Reads,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + PartialEq + Send + Sync + DeserializeOwned + 'static> Remote<T> {
    /// Reads what is at the path that the closure gives, whenever what the closure reads changes. `None`
    /// reads nothing.
    pub fn new(path: impl Fn() -> Option<String> + 'static) -> Self {
        let (load, reads) = (RwSignal::new(Load::Loading), Reads::new());
        let remote = Self { load, reads };
        let clear = move || load.set(Load::Loading);
        let land = move |path, answer, again| remote.land(path, answer, again);
        reads.follow(Box::new(path), Box::new(clear), Rc::new(land));
        remote
    }

    /// Takes the answer to the request for this path; `again` if the request before was for the same.
    fn land(self, path: String, answer: Result<String, ApiError>, again: bool) {
        let answer = answer.and_then(|text| json::from_str::<T>(&text).map_err(|_| ApiError::Unreadable));
        let known = untrack(|| self.value());
        if answer.is_ok() {
            self.reads.path.try_set(path);
        }
        match (answer, known) {
            (Ok(value), Some(known)) if value == known => {}
            (Ok(value), _) => self.put(value),
            (Err(error), Some(_)) if again && error.is_passing() => {}
            (Err(error), _) => {
                self.load.try_set(Load::Failed(error));
            }
        }
    }

    /// Where reading stands.
    pub fn load(self) -> Signal<Load<T>> {
        self.load.into()
    }

    /// Where reading stands, without the value: a view that depends on it is not drawn again when only the value changes.
    pub fn stage(self) -> Memo<Load<()>> {
        Memo::new(move |_| {
            self.load.with(|load| match load {
                Load::Loading => Load::Loading,
                Load::Ready(_) => Load::Ready(()),
                Load::Failed(error) => Load::Failed(error.clone()),
            })
        })
    }

    /// Whether a request is under way that somebody waits for: not while everything that is shown is read again.
    pub fn busy(self) -> Signal<bool> {
        self.reads.busy.into()
    }

    /// Whether any request is under way. Notifies of each that begins.
    pub(crate) fn reading(self) -> Signal<bool> {
        self.reads.reading.into()
    }

    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        self.map(T::clone)
    }

    /// Part of the value, if there is one.
    pub fn map<U>(self, part: impl FnOnce(&T) -> U) -> Option<U> {
        self.load
            .try_with(|load| match load {
                Load::Ready(value) => Some(part(value)),
                _ => None,
            })
            .flatten()
    }

    /// The path that the value was read at; empty before the first.
    pub(crate) fn path(self) -> Signal<String> {
        self.reads.path.into()
    }

    /// Reads it again.
    pub fn reload(self) {
        self.reads.reload.update(|count| *count = count.wrapping_add(1));
    }

    /// Puts in a value that came another way, such as with an event.
    pub fn put(self, value: T) {
        self.load.try_set(Load::Ready(value));
    }

    /// Changes the value, if there is one. The closure says whether it changed anything.
    pub fn amend(self, change: impl FnOnce(&mut T) -> bool) {
        let Some(mut value) = untrack(|| self.value()) else {
            return;
        };
        if change(&mut value) {
            self.put(value);
        }
    }
}

/// What a [`Remote`] knows of its requests. Apart from it, so that this is compiled once, not for each type that is read.
#[derive(Clone, Copy)]
struct Reads {
    path: RwSignal<String>,
    busy: RwSignal<bool>,
    reading: RwSignal<bool>,
    reload: RwSignal<u32>,
}

impl Reads {
    fn new() -> Self {
        Self {
            path: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            reading: RwSignal::new(false),
            reload: RwSignal::new(0),
        }
    }

    /// Reads what is at the path, again whenever what `path` reads changes. `clear` drops the value of another address.
    fn follow(self, path: Box<dyn Fn() -> Option<String>>, clear: Box<dyn Fn()>, land: Rc<Land>) {
        let api = Api::from_context();
        Effect::new(move |previous: Option<Flight>| {
            self.reload.track();
            let epoch = api.epoch().get();
            let Some(path) = path() else {
                clear();
                self.end();
                return Flight::none(epoch);
            };
            let (before, of_epoch) = match &previous {
                Some(flight) => (flight.path.as_deref(), flight.epoch),
                None => (None, epoch),
            };
            if before.map(address) != Some(address(&path)) {
                clear();
            }
            let again = before == Some(path.as_str());
            if !again || epoch == of_epoch {
                self.busy.set(true);
            }
            self.reading.set(true);
            let flight = Flight::start(path, epoch);
            self.fetch(api, &flight, again, Rc::clone(&land));
            flight
        });
    }

    fn fetch(self, api: Api, flight: &Flight, again: bool, land: Rc<Land>) {
        let (Some(path), controller) = (flight.path.clone(), flight.abort.clone()) else {
            return;
        };
        spawn_local(async move {
            let signal = controller.as_ref().map(AbortController::signal);
            let answer = api.get(&path).abort_with(signal.clone()).text().await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            self.end();
            land(path, answer, again);
        });
    }

    fn end(self) {
        self.busy.try_set(false);
        self.reading.try_set(false);
    }
}

/// Receives a request's path, the text of the answer, and whether the request before was for the same path.
type Land = dyn Fn(String, Result<String, ApiError>, bool);

/// A request under way; abandoned when it is dropped.
struct Flight {
    path: Option<String>,
    /// When it began, as [`Api::epoch`] counts.
    epoch: u32,
    abort: Option<AbortController>,
}

impl Flight {
    fn none(epoch: u32) -> Self {
        Self {
            path: None,
            epoch,
            abort: None,
        }
    }

    fn start(path: String, epoch: u32) -> Self {
        Self {
            path: Some(path),
            epoch,
            abort: AbortController::new().ok(),
        }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

/// A path without its query: what the value is about, as opposed to which part of it.
fn address(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}
