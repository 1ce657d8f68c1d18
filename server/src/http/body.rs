//! JSON bodies: only `application/json`, at most 64 KiB, with a separate error for each fault.

use attache_wire::error::ErrorCode;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderValue, header},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, error::Category};

use super::{ApiError, MAX_BODY};
use crate::error::Refusal;

/// A body, or the refusal of it: for handlers in which other refusals take precedence.
pub(super) struct Judged<T>(pub(super) Result<T, Refusal>);

impl<T: DeserializeOwned + Serialize, S: Send + Sync> FromRequest<S> for Judged<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(read(request, state).await))
    }
}

/// A valid body; an invalid one is refused.
pub(super) struct JsonBody<T>(pub(super) T);

impl<T: DeserializeOwned + Serialize, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        Ok(Self(read(request, state).await?))
    }
}

async fn read<T, S>(request: Request, state: &S) -> Result<T, Refusal>
where
    T: DeserializeOwned + Serialize,
    S: Send + Sync,
{
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
    parse(&bytes).map_err(|error| match error.classify() {
        Category::Data => Refusal::new(ErrorCode::Invalid, format!("The body is not valid: {error}.")),
        _ => Refusal::new(ErrorCode::BadRequest, format!("The body is not JSON: {error}.")),
    })
}

/// Parses a body. Serde also reads a struct from an array of its fields, which is not part of the contract: such a body
/// is refused.
fn parse<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> serde_json::Result<T> {
    let read = serde_json::from_slice::<T>(bytes);
    let mut sent: Value = serde_json::from_slice(bytes)?;
    let body = read.or_else(|error| {
        write_as_integers(&mut sent);
        // The first error has the place in the text.
        serde_json::from_value(sent.clone()).map_err(|_| error)
    })?;
    match array_for_object(&sent, &serde_json::to_value(&body)?) {
        true => Err(serde::de::Error::custom(
            "there is an array where an object belongs",
        )),
        false => Ok(body),
    }
}

/// Writes numbers such as `3.0` as integers, which they are in JSON.
fn write_as_integers(sent: &mut Value) {
    /// Up to here, every integer has a floating-point number of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match sent {
        Value::Number(number) => {
            let float = number.as_f64().filter(|_| number.is_f64());
            if let Some(float) = float.filter(|float| float.fract() == 0.0 && float.abs() <= EXACT)
                && let Ok(integer) = format!("{float:.0}").parse::<i64>()
            {
                *number = integer.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(write_as_integers),
        Value::Object(fields) => fields.values_mut().for_each(write_as_integers),
        _ => {}
    }
}

/// Returns true if an array was sent for what is written as an object.
fn array_for_object(sent: &Value, written: &Value) -> bool {
    match (sent, written) {
        (Value::Array(_), Value::Object(_)) => true,
        (Value::Array(sent), Value::Array(written)) => sent
            .iter()
            .zip(written)
            .any(|(sent, written)| array_for_object(sent, written)),
        (Value::Object(sent), Value::Object(written)) => sent.iter().any(|(name, sent)| {
            written
                .get(name)
                .is_some_and(|written| array_for_object(sent, written))
        }),
        _ => false,
    }
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
