//! A value that is read from the server and read again when its path or the world changes.

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::{
    client::{Api, decode},
    error::ApiError,
};

/// Where reading stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// Nothing yet.
    Loading,
    /// The value.
    Ready(T),
    /// There is none, and why.
    Failed(ApiError),
}

/// A value read with `GET`. A request that nobody waits for any more is abandoned.
///
/// While another page of the same list is read (only the query differs) the previous one stays. While the
/// same address is read again, the value stays, even if the server cannot be reached for a moment: the
/// shell says that the connection is lost.
pub struct Remote<T: Send + Sync + 'static> {
    load: RwSignal<Load<T>>,
    busy: RwSignal<bool>,
    reload: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + Send + Sync + DeserializeOwned + 'static> Remote<T> {
    /// Reads what is at the path that the closure gives, whenever what the closure reads changes. `None`
    /// reads nothing.
    pub fn new(path: impl Fn() -> Option<String> + 'static) -> Self {
        let remote = Self {
            load: RwSignal::new(Load::Loading),
            busy: RwSignal::new(false),
            reload: RwSignal::new(0),
        };
        let take = Rc::new(move |answer, again| remote.take(answer, again));
        let reader = Reader {
            api: Api::get(),
            path: Box::new(path),
            busy: remote.busy,
            reload: remote.reload,
            clear: Box::new(move || remote.load.set(Load::Loading)),
            take,
        };
        reader.start();
        remote
    }

    /// Takes an answer over. `again`: the same address was read before.
    fn take(self, answer: Result<String, ApiError>, again: bool) {
        let had_value = || {
            let had = |load: &Load<T>| matches!(load, Load::Ready(_));
            self.load.try_with_untracked(had).unwrap_or(false)
        };
        match answer.and_then(|text| decode(&text)) {
            Ok(value) => {
                self.load.try_set(Load::Ready(value));
            }
            Err(ApiError::Offline) if again && had_value() => {}
            Err(error) => {
                self.load.try_set(Load::Failed(error));
            }
        }
    }

    /// Where reading stands.
    pub fn load(self) -> ReadSignal<Load<T>> {
        self.load.read_only()
    }

    /// Where reading stands, without the value: a view that depends on it is not made anew when only the value
    /// changes.
    pub fn stage(self) -> Memo<Load<()>> {
        Memo::new(move |_| {
            self.load.with(|load| match load {
                Load::Loading => Load::Loading,
                Load::Ready(_) => Load::Ready(()),
                Load::Failed(error) => Load::Failed(error.clone()),
            })
        })
    }

    /// Whether a request is under way.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        self.load.with(|load| match load {
            Load::Ready(value) => Some(value.clone()),
            Load::Loading | Load::Failed(_) => None,
        })
    }

    /// Part of the value, if there is one.
    pub fn map<U>(self, part: impl FnOnce(&T) -> U) -> Option<U> {
        self.load.with(|load| match load {
            Load::Ready(value) => Some(part(value)),
            Load::Loading | Load::Failed(_) => None,
        })
    }

    /// Reads it again.
    pub fn reload(self) {
        self.reload.update(|count| *count = count.wrapping_add(1));
    }

    /// Puts in a value that came another way, such as with an event.
    pub fn put(self, value: T) {
        self.load.set(Load::Ready(value));
    }

    /// Changes the value in place, if there is one. The closure says whether it changed anything.
    pub fn amend(self, change: impl FnOnce(&mut T) -> bool) {
        self.load.maybe_update(|load| match load {
            Load::Ready(value) => change(value),
            Load::Loading | Load::Failed(_) => false,
        });
    }
}

type Take = dyn Fn(Result<String, ApiError>, bool);

/// What reads, whatever the value's type is: it is compiled once and not for each type.
struct Reader {
    api: Api,
    path: Box<dyn Fn() -> Option<String>>,
    busy: RwSignal<bool>,
    reload: RwSignal<u32>,
    clear: Box<dyn Fn()>,
    take: Rc<Take>,
}

impl Reader {
    fn start(self) {
        Effect::new(move |previous: Option<Flight>| {
            self.reload.track();
            self.api.epoch().track();
            let path = (self.path)();
            // Dropping it abandons the request before, if nobody has answered it yet.
            let before = previous.and_then(|flight| flight.path.clone());
            if path.is_none() || before.as_deref().map(address) != path.as_deref().map(address) {
                (self.clear)();
            }
            let again = before == path;
            let flight = Flight {
                path,
                abort: AbortController::new().ok(),
            };
            self.fly(&flight, again);
            flight
        });
    }

    fn fly(&self, flight: &Flight, again: bool) {
        let Some(path) = flight.path.clone() else { return };
        let signal = flight.abort.as_ref().map(AbortController::signal);
        let (api, busy, take) = (self.api, self.busy, Rc::clone(&self.take));
        busy.set(true);
        spawn_local(async move {
            let answer = api.read(&path, signal.as_ref()).await;
            if !signal.is_some_and(|signal| signal.aborted()) {
                busy.try_set(false);
                take(answer, again);
            }
        });
    }
}

/// A request under way; abandoned when it is dropped.
struct Flight {
    path: Option<String>,
    abort: Option<AbortController>,
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
