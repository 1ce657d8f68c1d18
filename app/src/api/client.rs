//! One wrapper over `fetch`.

use attache_wire::{error::ErrorCode, session::MARKER_COOKIE};
use gloo_net::http::{Method, RequestBuilder};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, File};

use super::error::ApiError;
use crate::lean::json::Json;

/// The handle through which everything calls the server. Lives in the context of the whole console.
#[derive(Clone, Copy)]
pub struct Api {
    /// Whether the server has said that nobody is signed in (any more).
    signed_out: RwSignal<bool>,
    /// Counts up whenever everything that is shown must be read again.
    epoch: RwSignal<u32>,
    /// Until when that waits.
    held: StoredValue<Held>,
}

/// How many ask for nothing to be read again yet, and whether something would have been.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    by: u32,
    missed: bool,
}

impl Api {
    /// Makes the handle and puts it into the context.
    pub fn provide() -> Self {
        let api = Self {
            signed_out: RwSignal::new(!has_marker()),
            epoch: RwSignal::new(0),
            held: StoredValue::new(Held::default()),
        };
        provide_context(api);
        api
    }

    /// The handle of the context.
    pub fn get() -> Self {
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
        if self.held.with_value(|held| held.by > 0) {
            self.held.update_value(|held| held.missed = true);
        } else {
            self.epoch.update(|epoch| *epoch = epoch.wrapping_add(1));
        }
    }

    /// Lets [`Api::refresh_all`] wait for [`Api::release`]: what is being deleted must not be read again before its page
    /// is left.
    pub(crate) fn hold(self) {
        self.held.update_value(|held| held.by = held.by.saturating_add(1));
    }

    /// Ends one [`Api::hold`], and makes up for what waited if it was the last.
    pub(crate) fn release(self) {
        let missed = self.held.try_update_value(|held| {
            held.by = held.by.saturating_sub(1);
            held.by == 0 && std::mem::take(&mut held.missed)
        });
        if missed == Some(true) {
            self.refresh_all();
        }
    }

    /// Counts the calls of [`Api::refresh_all`].
    pub(crate) fn epoch(self) -> ReadSignal<u32> {
        self.epoch.read_only()
    }

    /// `GET`s JSON; abandoned when the signal says so.
    pub(crate) async fn read(self, path: &str, abort: Option<&AbortSignal>) -> Result<Json, ApiError> {
        self.json(Method::GET, path, None, abort).await
    }

    /// Sends a JSON body and reads the JSON answer. Never abandoned: what was begun is finished.
    pub async fn send<T: DeserializeOwned>(
        self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        let body = text_of(body)?;
        decode(&self.json(method, path, Some(body.into()), None).await?)
    }

    /// `POST`s a file as it is and reads the JSON answer.
    pub async fn upload<T: DeserializeOwned>(self, path: &str, file: File) -> Result<T, ApiError> {
        decode(&self.json(Method::POST, path, Some(file.into()), None).await?)
    }

    /// Sends a JSON body; the answer carries nothing.
    pub async fn tell(self, method: Method, path: &str, body: &impl Serialize) -> Result<(), ApiError> {
        let body = text_of(body)?;
        self.fetch(method, path, Some(body.into()), None).await.map(drop)
    }

    /// Sends a request without a body and reads the JSON answer.
    pub async fn call<T: DeserializeOwned>(self, method: Method, path: &str) -> Result<T, ApiError> {
        decode(&self.json(method, path, None, None).await?)
    }

    /// Sends a request without a body whose answer carries nothing.
    pub async fn act(self, method: Method, path: &str) -> Result<(), ApiError> {
        self.fetch(method, path, None, None).await.map(drop)
    }

    async fn json(
        self,
        method: Method,
        path: &str,
        body: Option<JsValue>,
        abort: Option<&AbortSignal>,
    ) -> Result<Json, ApiError> {
        let text = self.fetch(method, path, body, abort).await?;
        Json::parse(&text).ok_or(ApiError::Unreadable)
    }

    async fn fetch(
        self,
        method: Method,
        path: &str,
        body: Option<JsValue>,
        abort: Option<&AbortSignal>,
    ) -> Result<String, ApiError> {
        let builder = RequestBuilder::new(path)
            .method(method)
            .header("accept", "application/json")
            .abort_signal(abort);
        let request = match body {
            Some(text) if text.is_string() => builder.header("content-type", "application/json").body(text),
            Some(file) => builder.body(file),
            None => builder.build(),
        }
        .map_err(|_| ApiError::Unreadable)?;
        let answer = request.send().await.map_err(|_| ApiError::Offline)?;
        let text = answer.text().await.map_err(|_| ApiError::Offline)?;
        if answer.ok() {
            return Ok(text);
        }
        // A development proxy or a load balancer says so when nothing answers behind it.
        if matches!(answer.status(), 502 | 504) {
            return Err(ApiError::Offline);
        }
        let error = ApiError::from_answer(&text);
        // Not for a sign-in that failed (401 as well): the former session is still valid.
        if error.code() == Some(ErrorCode::Unauthorized) {
            self.signed_out.try_set(true);
        }
        Err(error)
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

/// The value that an answer means.
fn decode<T: DeserializeOwned>(json: &Json) -> Result<T, ApiError> {
    json.read().ok_or(ApiError::Unreadable)
}

/// The JSON text of a body.
fn text_of(body: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::Unreadable)
}
