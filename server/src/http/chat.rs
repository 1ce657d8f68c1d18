//! The API of the simulated chat: acts as any user.

use attache_wire::{
    error::ErrorCode,
    event::Event,
    id::{ContainerId, UserId},
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
    route::{PAGE, Parameter, Records, Route},
    shape,
};
use crate::simulator::{activity, chat};

const UPLOAD: &[Parameter] = &[
    Parameter::required("sender", "The sender's email address.", shape::some_text),
    Parameter::required("container", "The conversation's or room's ID.", shape::some_text),
    Parameter::required("fileName", "The file's name, 1 to 255 characters.", || {
        shape::text(1, chat::MAX_FILE_NAME_CHARS)
    }),
];

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            activity,
            "/api/v1/simulator/activity",
            "Whether simulated activity is on",
        )
        .in_demo()
        .gives::<Activity>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::put(
            set_activity,
            "/api/v1/simulator/activity",
            "Switch simulated activity on or off",
        )
        .called("simulator:SetActivity")
        .records(Records::Call)
        .in_demo()
        .takes::<Activity>()
        .gives::<Activity>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid]),
        Route::get(
            conversations,
            "/api/v1/simulator/people/{user}/conversations",
            "The rooms and conversations a user can write in",
        )
        .in_demo()
        .query(PAGE)
        .gives_page::<UserContainer>()
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            begin_group,
            "/api/v1/simulator/groups",
            "Create a group conversation in the simulated chat",
        )
        .called("simulator:CreateGroup")
        .records(Records::Call)
        .in_demo()
        .takes::<NewGroup>()
        .gives::<MadeContainer>(201)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid]),
        Route::post(
            make_room,
            "/api/v1/simulator/rooms",
            "Create a chat room in the simulated chat",
        )
        .called("simulator:CreateRoom")
        .records(Records::Call)
        .in_demo()
        .takes::<NewRoom>()
        .gives::<MadeContainer>(201)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid]),
        Route::delete(
            delete_room,
            "/api/v1/simulator/rooms/{room}",
            "Delete a chat room in the simulated chat with its messages",
        )
        .called("simulator:DeleteRoom")
        .records(Records::Call)
        .in_demo()
        .status(204)
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            upload,
            "/api/v1/simulator/uploads",
            "Send a file (the body, at most 50,000,000 bytes) in the simulated chat",
        )
        .called("simulator:SendFile")
        .records(Records::Call)
        .in_demo()
        .without_a_world()
        .takes_bytes()
        .query(UPLOAD)
        .gives::<Uploaded>(201)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::Invalid,
            ErrorCode::PayloadTooLarge,
        ]),
    ]
}

/// `GET /api/v1/simulator/people/{user}/conversations`
pub(super) async fn conversations(
    State(app): State<App>,
    Id(user): Id<UserId>,
    mut query: Parameters,
) -> Result<Json<Page<UserContainer>>, ApiError> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
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
pub(super) async fn delete_room(
    State(app): State<App>,
    Id(room): Id<ContainerId>,
) -> Result<StatusCode, ApiError> {
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
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let workspace = app.workspace();
    let upload = chat::expected(workspace, &sender, container.into(), file_name, length).await?;
    let uploaded = chat::upload(workspace, upload, body.into_data_stream()).await?;
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
