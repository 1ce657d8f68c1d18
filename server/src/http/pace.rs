//! Bodies that make progress, and calls that run to their end.

use std::{io, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::Response,
    middleware::Next,
    response::IntoResponse,
};
use futures::StreamExt;

use super::{ApiError, App};
use crate::error::Error;

/// The slowest that a body may arrive on average, in bytes per second.
const SLOWEST: u64 = 1024;
/// How long a body may arrive more slowly.
const GRACE: Duration = Duration::from_secs(10);

/// Ends a body that arrives byte by byte: it would hold its call, and what that locks, for as long as its sender likes.
pub(super) async fn steady(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    let workspace = app.0.workspace.clone();
    let since = workspace.clock.wall().elapsed();
    let mut received = 0;
    let pieces = move |body: Body| {
        body.into_data_stream().map(move |piece| {
            let piece = piece?;
            received += piece.len() as u64;
            let spent = workspace.clock.wall().elapsed().saturating_sub(since);
            match received < spent.saturating_sub(GRACE).as_secs() * SLOWEST {
                true => Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))),
                false => Ok(piece),
            }
        })
    };
    next.run(request.map(|body| Body::from_stream(pieces(body))))
        .await
}

/// Runs a call that may change something to its end, even if its caller leaves.
pub(super) async fn to_the_end(request: Request, next: Next) -> Response<Body> {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let call = tokio::spawn(next.run(request));
    call.await
        .unwrap_or_else(|error| ApiError::from(Error::Internal(error.to_string())).into_response())
}
