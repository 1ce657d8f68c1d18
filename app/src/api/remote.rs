//! A value that is read from the server and read again when its path or the world changes.

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::{client::Api, error::ApiError};

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
        let api = Api::get();
        let remote = Self {
            load: RwSignal::new(Load::Loading),
            busy: RwSignal::new(false),
            reload: RwSignal::new(0),
        };
        Effect::new(move |previous: Option<Flight>| {
            remote.reload.track();
            api.epoch().track();
            let path = path();
            let before = previous.and_then(|flight| flight.path.clone());
            let Some(path) = path else {
                remote.load.set(Load::Loading);
                return Flight::none();
            };
            if before.as_deref().map(address) != Some(address(&path)) {
                remote.load.set(Load::Loading);
            }
            let again = before.as_ref() == Some(&path);
            let flight = Flight::start(path);
            remote.fetch(api, &flight, again);
            flight
        });
        remote
    }

    fn fetch(self, api: Api, flight: &Flight, again: bool) {
        let (Some(path), controller) = (flight.path.clone(), flight.abort.clone()) else {
            return;
        };
        self.busy.set(true);
        spawn_local(async move {
            let signal = controller.as_ref().map(AbortController::signal);
            let answer = api.read::<T>(&path, signal.as_ref()).await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            self.busy.try_set(false);
            match answer {
                Ok(value) => {
                    self.load.try_set(Load::Ready(value));
                }
                Err(ApiError::Offline) if again && self.peek_ready() => {}
                Err(error) => {
                    self.load.try_set(Load::Failed(error));
                }
            }
        });
    }

    fn peek_ready(self) -> bool {
        self.load
            .try_with_untracked(|load| matches!(load, Load::Ready(_)))
            .unwrap_or(false)
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

/// A request under way; abandoned when it is dropped.
struct Flight {
    path: Option<String>,
    abort: Option<AbortController>,
}

impl Flight {
    fn none() -> Self {
        Self {
            path: None,
            abort: None,
        }
    }

    fn start(path: String) -> Self {
        Self {
            path: Some(path),
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
