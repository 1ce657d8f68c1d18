//! The API client: where every request begins, and what all of them have in common (the session, refreshing).

use attache_wire::session::MARKER_COOKIE;
use gloo_net::http::Method;
use leptos::prelude::*;

use super::request::Request;

/// The handle through which everything calls the server. Lives in the context of the whole console.
#[derive(Clone, Copy)]
pub struct Api {
    /// Whether the server has said that nobody is signed in (any more).
    signed_out: RwSignal<bool>,
    /// Counts up whenever everything that is shown must be read again.
    epoch: RwSignal<u32>,
    /// Whether that waits.
    paused: StoredValue<PausedRefresh>,
}

/// How many mutations keep a refresh waiting, and whether one is due when the last of them is done.
#[derive(Debug, Clone, Copy, Default)]
struct PausedRefresh {
    by: u32,
    due: bool,
}

impl Api {
    /// Makes the handle and puts it into the context.
    pub fn provide() -> Self {
        let api = Self {
            signed_out: RwSignal::new(!has_marker()),
            epoch: RwSignal::new(0),
            paused: StoredValue::new(PausedRefresh::default()),
        };
        provide_context(api);
        api
    }

    /// The handle of the context.
    pub fn from_context() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Whether a call was answered with 401 since the last [`Api::signed_in`].
    pub fn is_signed_out(self) -> Signal<bool> {
        self.signed_out.into()
    }

    /// Whether it is worth asking who is signed in.
    pub fn may_have_session(self) -> bool {
        !self.signed_out.get()
    }

    /// Takes note that somebody has signed in.
    pub fn signed_in(self) {
        self.signed_out.set(false);
    }

    /// Reads again everything that is shown: after missed events, a lost connection or a hidden tab.
    pub fn refresh_all(self) {
        if self.paused.with_value(|paused| paused.by > 0) {
            self.paused.update_value(|paused| paused.due = true);
        } else {
            self.epoch.update(|epoch| *epoch = epoch.wrapping_add(1));
        }
    }

    /// Lets [`Api::refresh_all`] wait for [`Api::resume_refresh`]: what is being deleted must not be read again before
    /// its page is left.
    pub(crate) fn pause_refresh(self) {
        self.paused
            .update_value(|paused| paused.by = paused.by.saturating_add(1));
    }

    /// Ends one [`Api::pause_refresh`], and makes up for what waited if it was the last.
    pub(crate) fn resume_refresh(self) {
        let due = self.paused.try_update_value(|paused| {
            paused.by = paused.by.saturating_sub(1);
            paused.by == 0 && std::mem::take(&mut paused.due)
        });
        if due == Some(true) {
            self.refresh_all();
        }
    }

    /// Counts the calls of [`Api::refresh_all`].
    pub(crate) fn epoch(self) -> ReadSignal<u32> {
        self.epoch.read_only()
    }

    /// A request that reads something.
    pub fn get(self, path: &str) -> Request {
        Request::new(self.signed_out, Method::GET, path)
    }

    /// A request that adds something, or has something done.
    pub fn post(self, path: &str) -> Request {
        Request::new(self.signed_out, Method::POST, path)
    }

    /// A request that replaces something.
    pub fn put(self, path: &str) -> Request {
        Request::new(self.signed_out, Method::PUT, path)
    }

    /// A request that changes part of something.
    pub fn patch(self, path: &str) -> Request {
        Request::new(self.signed_out, Method::PATCH, path)
    }

    /// A request that deletes something.
    pub fn delete(self, path: &str) -> Request {
        Request::new(self.signed_out, Method::DELETE, path)
    }
}

/// Whether the server has left its mark that somebody has signed in. Without it, asking would only be told 401.
fn has_marker() -> bool {
    let cookies = js_sys::Reflect::get(&document(), &"cookie".into());
    let cookies = cookies
        .ok()
        .and_then(|cookies| cookies.as_string())
        .unwrap_or_default();
    cookies.split("; ").any(|cookie| {
        cookie
            .strip_prefix(MARKER_COOKIE)
            .is_some_and(|rest| rest.starts_with('='))
    })
}
