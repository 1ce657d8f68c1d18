//! What people do in the simulated chat, on behalf of anybody.

use attache_wire::{
    event::Event,
    page::Page,
    simulator::{Activity, MadeContainer, NewGroup, NewRoom, Uploaded},
    user::UserContainer,
};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};

use super::{
    ApiError, App,
    body::JsonBody,
    query::{Id, Parameters},
    simulator::to_its_end,
};
use crate::{activity, chat};

/// `GET /api/v1/simulator/people/{user}/conversations`
pub(super) async fn conversations(
    State(app): State<App>,
    Id(user): Id,
    mut query: Parameters,
) -> Result<Json<Page<UserContainer>>, ApiError> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    query.done()?;
    Ok(Json(
        chat::places(app.workspace(), &user, after.as_deref(), limit).await?,
    ))
}

/// `POST /api/v1/simulator/groups`
pub(super) async fn begin_group(
    State(app): State<App>,
    JsonBody(body): JsonBody<NewGroup>,
) -> Result<(StatusCode, Json<MadeContainer>), ApiError> {
    let workspace = app.workspace();
    let members = chat::ids(workspace, "members", &body.members).await?;
    let id = chat::begin_group(workspace, &body.name, &members, workspace.now()).await?;
    workspace.events.publish(Event::Resync);
    Ok((StatusCode::CREATED, Json(MadeContainer { id })))
}

/// `POST /api/v1/simulator/rooms`
pub(super) async fn make_room(
    State(app): State<App>,
    JsonBody(body): JsonBody<NewRoom>,
) -> Result<(StatusCode, Json<MadeContainer>), ApiError> {
    let workspace = app.workspace();
    let creator = chat::id(workspace, "creator", &body.creator).await?;
    let others = chat::ids(workspace, "members", &body.members).await?;
    let id = chat::make_room(workspace, &body.name, &creator, &others, workspace.now()).await?;
    workspace.events.publish(Event::Resync);
    Ok((StatusCode::CREATED, Json(MadeContainer { id })))
}

/// `DELETE /api/v1/simulator/rooms/{room}`
pub(super) async fn delete_room(State(app): State<App>, Id(room): Id) -> Result<StatusCode, ApiError> {
    let workspace = app.workspace();
    chat::delete_room(workspace, &room, workspace.now()).await?;
    workspace.events.publish(Event::Resync);
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/simulator/uploads`: the body is the file.
pub(super) async fn upload(
    State(app): State<App>,
    mut query: Parameters,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Uploaded>), ApiError> {
    let mut given = |name| query.text(name).unwrap_or_default();
    let (sender, container, file_name) = (given("sender"), given("container"), given("fileName"));
    query.done()?;
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let workspace = app.workspace();
    let upload = chat::expected(workspace, &sender, container, file_name, length).await?;
    let shared = app.0.workspace.clone();
    let uploading = async move { chat::upload(&shared, upload, body.into_data_stream()).await };
    let uploaded = to_its_end(uploading).await?;
    workspace.events.publish(Event::Resync);
    Ok((StatusCode::CREATED, Json(uploaded)))
}

/// `GET /api/v1/simulator/activity`
pub(super) async fn activity(State(app): State<App>) -> Result<Json<Activity>, ApiError> {
    let enabled = activity::is_enabled(app.workspace()).await?;
    Ok(Json(Activity { enabled }))
}

/// `PUT /api/v1/simulator/activity`
pub(super) async fn set_activity(
    State(app): State<App>,
    JsonBody(body): JsonBody<Activity>,
) -> Result<Json<Activity>, ApiError> {
    activity::enable(app.workspace(), body.enabled).await?;
    Ok(Json(body))
}
