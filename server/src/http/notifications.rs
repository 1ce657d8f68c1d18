//! The API of the notification centre: events, and which of them have been read.

use attache_wire::{
    error::ErrorCode,
    notification::{MarkRead, Notifications},
};
use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, App,
    body::JsonBody,
    query::Parameters,
    route::{PAGE, Route},
    session::Caller,
};
use crate::exports::notifications;

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            list,
            "/api/v1/notifications",
            "Attachment request events, newest first; empty without permission to view requests",
        )
        .query(PAGE)
        .gives::<Notifications>(200),
        Route::post(mark_read, "/api/v1/notifications", "Mark notifications as read")
            .takes::<MarkRead>()
            .status(204)
            .refuses(&[ErrorCode::Invalid]),
    ]
}

/// `GET /api/v1/notifications`
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    mut query: Parameters,
) -> Result<Json<Notifications>, ApiError> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
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
