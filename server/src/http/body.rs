//! JSON bodies: only `application/json`, at most 64 KiB, with a separate error for each fault.

use attache_wire::error::ErrorCode;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderValue, header},
};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::{ApiError, MAX_BODY};
use crate::error::Refusal;

/// A body, or the refusal of it: for handlers in which other refusals take precedence.
pub(super) struct Judged<T>(pub(super) Result<T, Refusal>);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Judged<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(read(request, state).await))
    }
}

/// A valid body; an invalid one is refused.
pub(super) struct JsonBody<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        Ok(Self(read(request, state).await?))
    }
}

async fn read<T: DeserializeOwned, S: Send + Sync>(request: Request, state: &S) -> Result<T, Refusal> {
    if !request.headers().get(header::CONTENT_TYPE).is_some_and(is_json) {
        return Err(not_json());
    }
    let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            let detail = format!("The body can have at most {} KiB.", MAX_BODY / 1024);
            Refusal::new(ErrorCode::PayloadTooLarge, detail)
        } else {
            Refusal::new(ErrorCode::BadRequest, "The body could not be read completely.")
        }
    })?;
    serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
        Category::Data => Refusal::new(ErrorCode::Invalid, format!("The body is not valid: {error}.")),
        _ => Refusal::new(ErrorCode::BadRequest, format!("The body is not JSON: {error}.")),
    })
}

/// Returns true if the content type is JSON, ignoring its parameters.
pub(super) fn is_json(content_type: &HeaderValue) -> bool {
    let text = content_type.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// Returns the refusal of a body that is not JSON.
pub(super) fn not_json() -> Refusal {
    let detail = "Send the body as JSON, with Content-Type: application/json.";
    Refusal::new(ErrorCode::UnsupportedMediaType, detail)
}
