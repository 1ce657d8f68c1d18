//! The API of sign-in, sign-out and the caller's own sessions.

mod caller;
mod cookies;

use attache_wire::{
    error::ErrorCode,
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
use super::{ApiError, App, body::JsonBody, query::Id, route::Route};
use crate::{
    access::{sessions, sign_in},
    audit::Origin,
};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(options, "/api/v1/sign-in", "Available ways to sign in")
            .open()
            .gives::<SignInOptions>(200),
        Route::get(
            principals,
            "/api/v1/principals",
            "Principals who can sign in to this demo",
        )
        .open()
        .gives_page::<Principal>()
        .refuses(&[ErrorCode::NotFound]),
        Route::post(sign_in, "/api/v1/session", "Sign in")
            .open()
            .takes::<SignIn>()
            .gives::<Session>(201)
            .refuses(&[
                ErrorCode::SignInFailed,
                ErrorCode::Invalid,
                ErrorCode::TooManyAttempts,
                ErrorCode::Unavailable,
            ]),
        // Sessions outlive the world, and the console needs one to work.
        Route::get(get, "/api/v1/session", "The current session and its permissions")
            .gives::<Session>(200)
            .without_a_world()
            .spared_errors(),
        Route::delete(sign_out, "/api/v1/session", "Sign out")
            .open()
            .status(204),
        Route::get(list, "/api/v1/sessions", "Your own sessions, newest first").gives_page::<SessionEntry>(),
        Route::delete(end_others, "/api/v1/sessions", "End all your other sessions").status(204),
        Route::delete(end, "/api/v1/sessions/{session}", "End one of your sessions")
            .status(204)
            .refuses(&[ErrorCode::NotFound]),
    ]
}

type Answer<T> = Result<T, ApiError>;

/// `GET /api/v1/sign-in`
pub(super) async fn options(State(app): State<App>) -> Answer<Json<SignInOptions>> {
    Ok(Json(sign_in::options(app.workspace(), &app.0.auth).await?))
}

/// `GET /api/v1/principals`
pub(super) async fn principals(State(app): State<App>) -> Answer<Json<Page<Principal>>> {
    Ok(Json(Page::whole(
        sign_in::choices(app.workspace(), &app.0.auth).await?,
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
    let (token, session) = sign_in::sign_in(app.workspace(), &app.0.auth, &body, &replaced, origin).await?;
    Ok((StatusCode::CREATED, cookies::begun(&app, &token), Json(session)))
}

/// `GET /api/v1/session`
pub(super) async fn get(State(app): State<App>, caller: Caller) -> Answer<Json<Session>> {
    Ok(Json(
        sign_in::session(app.workspace(), &app.0.auth, &caller.session).await?,
    ))
}

/// `DELETE /api/v1/session`: signs out; does nothing without a session.
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

/// `DELETE /api/v1/sessions/{session}`: also clears the cookies if it is the current session.
pub(super) async fn end(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<String>,
) -> Answer<(StatusCode, Option<Cookies>, ())> {
    sessions::end(app.workspace(), &caller.session, &id).await?;
    let cookies = (id == caller.session.id).then(|| cookies::ended(&app));
    Ok((StatusCode::NO_CONTENT, cookies, ()))
}

/// `DELETE /api/v1/sessions`: ends all sessions except the current one.
pub(super) async fn end_others(State(app): State<App>, caller: Caller) -> Answer<StatusCode> {
    sessions::end_others(app.workspace(), &caller.session).await?;
    Ok(StatusCode::NO_CONTENT)
}
