//! Users of an account.

use attache_wire::{
    page::Page,
    user::{AssignTier, ChangedUsers, ChosenUsers, InviteUsers, Invited, UserContainer, UserDetail},
};
use axum::{Json, extract::State};

use super::{
    ApiError, App,
    admit::Allowed,
    body::JsonBody,
    query::{Id, Ids, Parameters},
};
use crate::{authz::may, users};

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/accounts/{account}/users/{user}`
pub(super) async fn get(
    State(app): State<App>,
    allowed: Allowed<may::GetUser>,
    Ids(account, user): Ids,
) -> Answer<UserDetail> {
    Ok(Json(
        users::get(app.workspace(), &allowed.proof, &account, &user).await?,
    ))
}

/// `GET /api/v1/accounts/{account}/users/{user}/conversations`
pub(super) async fn conversations(
    State(app): State<App>,
    allowed: Allowed<may::GetUser>,
    Ids(account, user): Ids,
    mut query: Parameters,
) -> Answer<Page<UserContainer>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    query.done()?;
    let (workspace, proof) = (app.workspace(), &allowed.proof);
    Ok(Json(
        users::containers(workspace, proof, &account, &user, after.as_deref(), limit).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/invitations`
pub(super) async fn invite(
    State(app): State<App>,
    allowed: Allowed<may::InviteUsers>,
    Id(account): Id,
    JsonBody(body): JsonBody<InviteUsers>,
) -> Answer<Invited> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        users::invite(app.workspace(), &caller, &proof, &account, &body).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/user-changes/tier`
pub(super) async fn assign_tier(
    State(app): State<App>,
    allowed: Allowed<may::UpdateUserLicenses>,
    Id(account): Id,
    JsonBody(body): JsonBody<AssignTier>,
) -> Answer<ChangedUsers> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        users::assign_tier(app.workspace(), &caller, &proof, &account, &body).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/user-changes/remove`
pub(super) async fn remove(
    State(app): State<App>,
    allowed: Allowed<may::SuspendUsers>,
    Id(account): Id,
    JsonBody(body): JsonBody<ChosenUsers>,
) -> Answer<ChangedUsers> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        users::remove(app.workspace(), &caller, &proof, &account, &body).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/user-changes/suspend`
pub(super) async fn suspend(
    State(app): State<App>,
    allowed: Allowed<may::SuspendUsers>,
    Id(account): Id,
    JsonBody(body): JsonBody<ChosenUsers>,
) -> Answer<ChangedUsers> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        users::suspend(app.workspace(), &caller, &proof, &account, &body).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/user-changes/activate`
pub(super) async fn activate(
    State(app): State<App>,
    allowed: Allowed<may::ActivateUsers>,
    Id(account): Id,
    JsonBody(body): JsonBody<ChosenUsers>,
) -> Answer<ChangedUsers> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        users::activate(app.workspace(), &caller, &proof, &account, &body).await?,
    ))
}
