//! Bodies that get on, and calls that end.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::Response,
    middleware::Next,
    response::IntoResponse,
};
use hyper::body::{Frame, SizeHint};

use super::{ApiError, App};
use crate::{error::Error, workspace::Workspace};

/// The slowest that a body may arrive on average, in bytes per second.
const SLOWEST: u64 = 1024;
/// How long a body may arrive more slowly.
const GRACE: Duration = Duration::from_secs(10);

/// Ends a body that arrives byte by byte: it would hold its call, and what that locks, for as long as its sender likes.
pub(super) async fn steady(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    let workspace = app.0.workspace.clone();
    let since = workspace.clock.wall().elapsed();
    next.run(request.map(|body| {
        Body::new(Steady {
            body,
            workspace,
            since,
            received: 0,
        })
    }))
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

struct Steady {
    body: Body,
    workspace: Arc<Workspace>,
    since: Duration,
    received: u64,
}

impl HttpBody for Steady {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
        self.received += data.map_or(0, |data| data.len() as u64);
        let spent = self.workspace.clock.wall().elapsed().saturating_sub(self.since);
        let least = spent.saturating_sub(GRACE).as_secs() * SLOWEST;
        if frame.is_some() && self.received < least {
            let error = axum::Error::new(std::io::Error::from(std::io::ErrorKind::TimedOut));
            return Poll::Ready(Some(Err(error)));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
