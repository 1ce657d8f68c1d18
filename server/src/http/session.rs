//! Signing in and out, and one's own sessions.

mod caller;
mod cookies;

use attache_wire::{
    page::Page,
    session::{Principal, Session, SessionEntry, SignIn, SignInOptions},
};
use axum::{
    Json,
    extract::{Extension, State},
    http::{HeaderMap, StatusCode},
};

pub(super) use self::caller::Caller;
use self::cookies::Cookies;
use super::{ApiError, App, body::JsonBody, query::Id};
use crate::{audit::Origin, sessions, signin};

type Answer<T> = Result<T, ApiError>;

/// `GET /api/v1/sign-in`
pub(super) async fn options(State(app): State<App>) -> Answer<Json<SignInOptions>> {
    Ok(Json(signin::options(app.workspace(), &app.0.auth).await?))
}

/// `GET /api/v1/principals`
pub(super) async fn principals(State(app): State<App>) -> Answer<Json<Page<Principal>>> {
    Ok(Json(Page::whole(
        signin::choices(app.workspace(), &app.0.auth).await?,
    )))
}

/// `POST /api/v1/session`
pub(super) async fn sign_in(
    State(app): State<App>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    JsonBody(body): JsonBody<SignIn>,
) -> Answer<(StatusCode, Cookies, Json<Session>)> {
    let replaced = cookies::tokens(&app, &headers);
    let (token, session) = signin::sign_in(app.workspace(), &app.0.auth, &body, &replaced, origin).await?;
    Ok((StatusCode::CREATED, cookies::begun(&app, &token), Json(session)))
}

/// `GET /api/v1/session`
pub(super) async fn get(State(app): State<App>, caller: Caller) -> Answer<Json<Session>> {
    Ok(Json(
        signin::session(app.workspace(), &app.0.auth, &caller.session).await?,
    ))
}

/// `DELETE /api/v1/session`: signs out; without a session there is nothing to do.
pub(super) async fn sign_out(
    State(app): State<App>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
) -> Answer<(StatusCode, Cookies)> {
    sessions::sign_out(app.workspace(), &cookies::tokens(&app, &headers), &origin).await?;
    Ok((StatusCode::NO_CONTENT, cookies::ended(&app)))
}

/// `GET /api/v1/sessions`
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<SessionEntry>>> {
    let entries = sessions::list(app.workspace(), &caller.session).await?;
    Ok(Json(Page::whole(entries)))
}

/// `DELETE /api/v1/sessions/{session}`; the present one's cookies are taken away with it.
pub(super) async fn end(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
) -> Answer<(StatusCode, Option<Cookies>, ())> {
    sessions::end(app.workspace(), &caller.session, &id).await?;
    let cookies = (id == caller.session.id).then(|| cookies::ended(&app));
    Ok((StatusCode::NO_CONTENT, cookies, ()))
}

/// `DELETE /api/v1/sessions`: all but the present one.
pub(super) async fn end_others(State(app): State<App>, caller: Caller) -> Answer<StatusCode> {
    sessions::end_others(app.workspace(), &caller.session).await?;
    Ok(StatusCode::NO_CONTENT)
}
