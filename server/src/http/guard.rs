//! What surrounds every request: its id, whom it is from and for, and the security headers.

pub(super) mod headers;
pub(super) mod origin;
mod peer;

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use futures::stream;

pub(super) use peer::{address, authority, is_for};

/// Identifies a request in the log; also sent as `X-Request-Id`.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// Returns the body of an answer without one, to `HEAD` or with status 304. For `Body::empty()`, the router would announce
/// a length of 0, as if the file were empty.
pub(super) fn no_body() -> Body {
    Body::from_stream(stream::empty::<Result<Bytes, Infallible>>())
}
