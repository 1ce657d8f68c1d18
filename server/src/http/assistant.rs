//! The API of conversations with the Assistant.

use attache_wire::{
    assistant::{AssistantThread, AssistantUser, WriteToAssistant},
    error::ErrorCode,
    id::UserId,
    page::Page,
};
use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, App,
    body::JsonBody,
    query::{Id, Parameters},
    route::{PAGE, Parameter, Route},
    shape,
};
use crate::assistant;

const USERS: &[Parameter] = &[
    Parameter::new(
        "q",
        "Words; each must match the beginning of a word in the name or email address. Also finds managed users.",
        shape::search,
    ),
    PAGE[0],
    PAGE[1],
];

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            users,
            "/api/v1/assistant/users",
            "Users who can write to the Assistant",
        )
        .in_demo()
        .query(USERS)
        .gives_page::<AssistantUser>()
        .refuses(&[ErrorCode::NotFound]),
        Route::get(
            thread,
            "/api/v1/assistant/users/{user}/messages",
            "A user's conversation with the Assistant",
        )
        .in_demo()
        .gives::<AssistantThread>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            write,
            "/api/v1/assistant/users/{user}/messages",
            "Write to the Assistant as a user",
        )
        .in_demo()
        .takes::<WriteToAssistant>()
        .gives::<AssistantThread>(201)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::Invalid]),
    ]
}

/// `GET /api/v1/assistant/users`
pub(super) async fn users(
    State(app): State<App>,
    mut query: Parameters,
) -> Result<Json<Page<AssistantUser>>, ApiError> {
    let (q, after, limit) = (query.search("q")?, query.text("cursor"), query.limit()?);
    Ok(Json(
        assistant::users(app.workspace(), &q, after.as_deref(), limit).await?,
    ))
}

/// `GET /api/v1/assistant/users/{user}/messages`
pub(super) async fn thread(
    State(app): State<App>,
    Id(user): Id<UserId>,
) -> Result<Json<AssistantThread>, ApiError> {
    Ok(Json(assistant::thread(app.workspace(), &user).await?))
}

/// `POST /api/v1/assistant/users/{user}/messages`
pub(super) async fn write(
    State(app): State<App>,
    Id(user): Id<UserId>,
    JsonBody(body): JsonBody<WriteToAssistant>,
) -> Result<(StatusCode, Json<AssistantThread>), ApiError> {
    let thread = assistant::write(app.workspace(), &user, &body.text).await?;
    Ok((StatusCode::CREATED, Json(thread)))
}
