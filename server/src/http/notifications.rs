//! The notification centre: what happened, and what of it has been read.

use attache_wire::notification::{MarkRead, Notifications};
use axum::{Json, extract::State, http::StatusCode};

use super::{ApiError, App, body::JsonBody, query::Parameters, session::Caller};
use crate::notifications;

/// `GET /api/v1/notifications`
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    mut query: Parameters,
) -> Result<Json<Notifications>, ApiError> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    query.done()?;
    Ok(Json(
        notifications::list(app.workspace(), &caller.signed_in, after.as_deref(), limit).await?,
    ))
}

/// `POST /api/v1/notifications`
pub(super) async fn mark_read(
    State(app): State<App>,
    caller: Caller,
    JsonBody(mark): JsonBody<MarkRead>,
) -> Result<StatusCode, ApiError> {
    notifications::mark_read(app.workspace(), &caller.signed_in, &mark).await?;
    Ok(StatusCode::NO_CONTENT)
}
