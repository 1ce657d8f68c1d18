//! Bodies that make progress, and calls that run to their end.

use std::{io, task::Poll, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::Response,
    middleware::Next,
    response::IntoResponse,
};
use futures::{StreamExt, stream};

use super::{ApiError, App};
use crate::error::Error;

/// The slowest that a body may arrive on average, in bytes per second.
const SLOWEST: u64 = 1024;
/// How long a body may arrive more slowly.
const GRACE: Duration = Duration::from_secs(10);

/// Ends a body that arrives byte by byte: it would hold its call, and what that locks, for as long as its sender likes.
/// Only the time that the server waits for the sender counts, not the time that the server itself needs.
pub(super) async fn steady(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    let workspace = app.0.workspace.clone();
    let (mut received, mut waited, mut waits_since) = (0, Duration::ZERO, None);
    let pieces = move |body: Body| {
        let mut body = body.into_data_stream();
        stream::poll_fn(move |cx| {
            let polled = body.poll_next_unpin(cx);
            let now = workspace.clock.wall().elapsed();
            let Poll::Ready(piece) = polled else {
                waits_since.get_or_insert(now);
                return Poll::Pending;
            };
            waited += waits_since
                .take()
                .map_or(Duration::ZERO, |since| now.saturating_sub(since));
            Poll::Ready(piece.map(|piece| {
                let piece = piece?;
                received += piece.len() as u64;
                match received < waited.saturating_sub(GRACE).as_secs() * SLOWEST {
                    true => Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))),
                    false => Ok(piece),
                }
            }))
        })
    };
    next.run(request.map(|body| Body::from_stream(pieces(body))))
        .await
}

/// Runs a call that may change something to its end, even if its caller leaves. A shutdown waits for it.
pub(super) async fn to_the_end(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let call = app.0.calls.spawn(next.run(request));
    call.await
        .unwrap_or_else(|error| ApiError::from(Error::Internal(error.to_string())).into_response())
}
