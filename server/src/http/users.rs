//! The API of an account's users.

use attache_wire::{
    error::ErrorCode,
    id::{AccountId, UserId},
    page::Page,
    permission::Action,
    user::{self, AssignTier, ChangedUsers, ChosenUsers, InviteUsers, Invited, UserContainer, UserDetail},
};
use axum::{Json, extract::State};

use super::{
    ApiError, App,
    authorise::Allowed,
    body::JsonBody,
    query::{Id, Ids, Parameters},
    route::{PAGE, Route},
};
use crate::{access::authorise::may, accounts::users};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            get,
            "/api/v1/accounts/{account}/users/{user}",
            "A user, with their attachments in scope",
        )
        .needs(Action::GetUser)
        .gives::<UserDetail>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::get(
            conversations,
            "/api/v1/accounts/{account}/users/{user}/conversations",
            "A user's rooms and conversations",
        )
        .called("chime:ListUserConversations")
        .needs(Action::GetUser)
        .query(PAGE)
        .gives_page::<UserContainer>()
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            invite,
            "/api/v1/accounts/{account}/invitations",
            "Invite users; each address is evaluated separately",
        )
        .needs(Action::InviteUsers)
        .takes::<user::InviteUsers>()
        .gives::<Invited>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid]),
        Route::post(
            assign_tier,
            "/api/v1/accounts/{account}/user-changes/tier",
            "Assign a permission tier to users; each is evaluated separately",
        )
        .needs(Action::UpdateUserLicenses)
        .takes::<AssignTier>()
        .gives::<ChangedUsers>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid]),
        Route::post(
            remove,
            "/api/v1/accounts/{account}/user-changes/remove",
            "Remove users from a Team account; each is evaluated separately",
        )
        .called("chime:RemoveUsers")
        .needs(Action::SuspendUsers)
        .takes::<ChosenUsers>()
        .gives::<ChangedUsers>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid, ErrorCode::Conflict]),
        Route::post(
            suspend,
            "/api/v1/accounts/{account}/user-changes/suspend",
            "Suspend users of an Enterprise account; each is evaluated separately",
        )
        .needs(Action::SuspendUsers)
        .takes::<ChosenUsers>()
        .gives::<ChangedUsers>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid, ErrorCode::Conflict]),
        Route::post(
            activate,
            "/api/v1/accounts/{account}/user-changes/activate",
            "Un-suspend users; each is evaluated separately",
        )
        .needs(Action::ActivateUsers)
        .takes::<ChosenUsers>()
        .gives::<ChangedUsers>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid]),
    ]
}

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/accounts/{account}/users/{user}`
pub(super) async fn get(
    State(app): State<App>,
    allowed: Allowed<may::GetUser>,
    Ids(account, user): Ids<AccountId, UserId>,
) -> Answer<UserDetail> {
    Ok(Json(
        users::get(app.workspace(), &allowed.proof, &account, &user).await?,
    ))
}

/// `GET /api/v1/accounts/{account}/users/{user}/conversations`
pub(super) async fn conversations(
    State(app): State<App>,
    allowed: Allowed<may::GetUser>,
    Ids(account, user): Ids<AccountId, UserId>,
    mut query: Parameters,
) -> Answer<Page<UserContainer>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    let (workspace, proof) = (app.workspace(), &allowed.proof);
    Ok(Json(
        users::containers(workspace, proof, &account, &user, after.as_deref(), limit).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/invitations`
pub(super) async fn invite(
    State(app): State<App>,
    allowed: Allowed<may::InviteUsers>,
    Id(account): Id<AccountId>,
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
    Id(account): Id<AccountId>,
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
    Id(account): Id<AccountId>,
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
    Id(account): Id<AccountId>,
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
    Id(account): Id<AccountId>,
    JsonBody(body): JsonBody<ChosenUsers>,
) -> Answer<ChangedUsers> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        users::activate(app.workspace(), &caller, &proof, &account, &body).await?,
    ))
}
