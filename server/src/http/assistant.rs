//! The conversations with the Assistant.

use attache_wire::{
    assistant::{AssistantThread, AssistantUser, WriteToAssistant},
    page::Page,
};
use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, App,
    body::JsonBody,
    query::{Id, Parameters},
};
use crate::assistant;

/// `GET /api/v1/assistant/users`
pub(super) async fn users(
    State(app): State<App>,
    mut query: Parameters,
) -> Result<Json<Page<AssistantUser>>, ApiError> {
    let (q, after, limit) = (query.search("q")?, query.text("cursor"), query.limit()?);
    query.done()?;
    Ok(Json(
        assistant::users(app.workspace(), &q, after.as_deref(), limit).await?,
    ))
}

/// `GET /api/v1/assistant/users/{user}/messages`
pub(super) async fn thread(State(app): State<App>, Id(user): Id) -> Result<Json<AssistantThread>, ApiError> {
    Ok(Json(assistant::thread(app.workspace(), &user).await?))
}

/// `POST /api/v1/assistant/users/{user}/messages`
pub(super) async fn write(
    State(app): State<App>,
    Id(user): Id,
    JsonBody(body): JsonBody<WriteToAssistant>,
) -> Result<(StatusCode, Json<AssistantThread>), ApiError> {
    let thread = assistant::write(app.workspace(), &user, &body.text).await?;
    Ok((StatusCode::CREATED, Json(thread)))
}
