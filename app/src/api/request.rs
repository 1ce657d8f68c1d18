//! One request to the server: built with the verbs of [`super::Api`], sent with [`Request::send`] or [`Request::fetch`].

use attache_wire::error::ErrorCode;
use gloo_net::http::{Method, RequestBuilder};
use leptos::prelude::{RwSignal, Set};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, File};

use super::error::ApiError;
use crate::lean::json;

/// A request that has not been sent yet.
///
/// Only its ends are generic: what they share is compiled once, not for each type that is sent or received.
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    /// Set when the server says that nobody is signed in any more.
    signed_out: RwSignal<bool>,
    method: Method,
    path: String,
    body: Option<Body>,
    abort: Option<AbortSignal>,
}

enum Body {
    Json(String),
    File(File),
    /// A value that JSON cannot express.
    Unwritable,
}

impl Request {
    pub(super) fn new(signed_out: RwSignal<bool>, method: Method, path: &str) -> Self {
        Self {
            signed_out,
            method,
            path: path.to_owned(),
            body: None,
            abort: None,
        }
    }

    /// Gives it a JSON body.
    pub fn body(mut self, value: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_string(value).map_or(Body::Unwritable, Body::Json));
        self
    }

    /// Gives it a file as its body, as it is.
    pub fn file(mut self, file: File) -> Self {
        self.body = Some(Body::File(file));
        self
    }

    /// Abandons it when the signal says so. Without a signal, what was begun is finished.
    pub(super) fn abort_with(mut self, signal: Option<AbortSignal>) -> Self {
        self.abort = signal;
        self
    }

    /// Sends it; the answer carries nothing.
    pub async fn send(self) -> Result<(), ApiError> {
        self.text().await.map(drop)
    }

    /// Sends it and reads the JSON answer.
    pub async fn fetch<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        let text = self.text().await?;
        json::from_str(&text).map_err(|_| ApiError::Unreadable)
    }

    /// Sends it and returns the answer's text.
    pub(super) async fn text(self) -> Result<String, ApiError> {
        let builder = RequestBuilder::new(&self.path)
            .method(self.method)
            .header("accept", "application/json")
            .abort_signal(self.abort.as_ref());
        let request = match self.body {
            None => builder.build(),
            Some(Body::Json(text)) => builder
                .header("content-type", "application/json")
                .body(JsValue::from(text)),
            Some(Body::File(file)) => builder.body(JsValue::from(file)),
            Some(Body::Unwritable) => return Err(ApiError::Unreadable),
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
