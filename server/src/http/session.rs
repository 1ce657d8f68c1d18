//! Sessions: signing in to the demo, who is signed in, signing out.
//!
//! The token is 256 random bits in a cookie that scripts cannot read; the database holds its SHA-256 only.

use attache_wire::{
    error::ErrorCode,
    page::Page,
    session::{MARKER_COOKIE, Principal, Session, SignIn},
};
use axum::{
    Json,
    extract::{Extension, FromRequestParts, State},
    http::{HeaderName, StatusCode, header::SET_COOKIE, request::Parts},
    response::AppendHeaders,
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use sha2::{Digest, Sha256};

use super::{ApiError, App, body::JsonBody};
use crate::{
    access::{self, SignedIn},
    audit::{Event, Origin, Outcome},
    clock::{Millis, SECOND, rfc3339},
    error::{Error, Refusal, Result},
    store::{self, sessions::NewSession},
};

/// A session that was not used for so long is over (wall time).
const IDLE: Millis = 8 * 60 * 60 * SECOND;
/// A session is over after so long however it is used (wall time).
const ABSOLUTE: Millis = 24 * 60 * 60 * SECOND;
/// Use is noted no more often than this (wall time).
const TOUCH: Millis = 60 * SECOND;

const COOKIE: &str = "attache_session";
const HTTPS_COOKIE: &str = "__Host-attache_session";

fn cookie_name(app: &App) -> &'static str {
    if app.0.secure_cookies {
        HTTPS_COOKIE
    } else {
        COOKIE
    }
}

fn cookie(app: &App, token: String) -> Cookie<'static> {
    let secure = app.0.secure_cookies;
    Cookie::build((cookie_name(app), token))
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Strict)
        .path("/")
        .build()
}

fn digest(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

/// What a change of the session sets: its cookie, and the marker that scripts may read.
type Cookies = AppendHeaders<[(HeaderName, String); 2]>;

fn cookies(session: Cookie<'static>, marker: Cookie<'static>) -> Cookies {
    AppendHeaders([
        (SET_COOKIE, session.to_string()),
        (SET_COOKIE, marker.to_string()),
    ])
}

fn marker(app: &App) -> Cookie<'static> {
    Cookie::build((MARKER_COOKIE, "1"))
        .secure(app.0.secure_cookies)
        .same_site(SameSite::Strict)
        .path("/")
        .build()
}

fn removed(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.make_removal();
    cookie
}

/// The token that the request carries.
fn token(app: &App, jar: &CookieJar) -> Option<String> {
    // Ours has 43 characters; anything else is not worth a look-up.
    jar.get(cookie_name(app))
        .map(|cookie| cookie.value().to_owned())
        .filter(|token| token.len() == 43)
}

/// Whose session it is, and since when; `None` when there is none or it is over.
async fn resolve(app: &App, token: &str, origin: Origin) -> Result<Option<(SignedIn, Millis)>> {
    let workspace = app.workspace();
    let now = workspace.clock.wall().now();
    let sha256 = digest(token);
    let mut conn = workspace.store.read().await?;
    let Some(row) = store::sessions::get(&mut conn, &sha256, now - ABSOLUTE, now - IDLE).await? else {
        return Ok(None);
    };
    let Some(principal) = store::access::principal(&mut conn, &row.principal_id).await? else {
        return Ok(None);
    };
    drop(conn);
    if now - row.last_seen_wall > TOUCH {
        let mut tx = workspace.store.write().await?;
        store::sessions::touch(&mut tx, &sha256, now).await?;
        tx.commit().await?;
    }
    let caller = SignedIn {
        principal: principal.id,
        name: principal.name,
        origin,
    };
    Ok(Some((caller, row.created_wall)))
}

/// Whoever calls, with a live session. Handlers get it from the layer that admitted the call.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) signed_in: SignedIn,
    since_wall: Millis,
    token: Token,
}

/// A session's token, in no log.
#[derive(Clone)]
struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl Caller {
    /// Whose live session the request carries.
    ///
    /// # Errors
    /// 401 when there is none; or when the database fails.
    pub(super) async fn resolve(app: &App, parts: &Parts) -> Result<Self> {
        let jar = CookieJar::from_headers(&parts.headers);
        let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
        let unauthorized = || Refusal::new(ErrorCode::Unauthorized, "Sign in to go on.");
        let token = token(app, &jar).ok_or_else(unauthorized)?;
        let (signed_in, since_wall) = resolve(app, &token, origin).await?.ok_or_else(unauthorized)?;
        Ok(Self {
            signed_in,
            since_wall,
            token: Token(token),
        })
    }

    /// Whether the session is still alive: asked again by streams that go on for hours.
    pub(super) async fn is_still_signed_in(&self, app: &App) -> Result<bool> {
        Ok(resolve(app, &self.token.0, self.signed_in.origin.clone())
            .await?
            .is_some())
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> std::result::Result<Self, ApiError> {
        let caller = parts.extensions.get::<Self>().cloned();
        let open = || Error::Internal("an open route's handler asks who calls".into());
        Ok(caller.ok_or_else(open)?)
    }
}

/// `GET /api/v1/principals`
pub(super) async fn principals(
    State(app): State<App>,
) -> std::result::Result<Json<Page<Principal>>, ApiError> {
    let mut conn = app.workspace().store.read().await?;
    Ok(Json(Page::whole(store::access::principals(&mut conn).await?)))
}

/// `POST /api/v1/session`
pub(super) async fn sign_in(
    State(app): State<App>,
    Extension(origin): Extension<Origin>,
    jar: CookieJar,
    JsonBody(body): JsonBody<SignIn>,
) -> std::result::Result<(StatusCode, Cookies, Json<Session>), ApiError> {
    let workspace = app.workspace();
    let mut tx = workspace.store.write().await?;
    let Some(principal) = store::access::principal(&mut tx, &body.principal).await? else {
        return Err(Refusal::invalid("principal", "There is no such principal.").into());
    };
    let now = workspace.clock.wall().now();
    store::sessions::purge(&mut tx, now - IDLE).await?;
    if let Some(old) = token(&app, &jar) {
        store::sessions::delete(&mut tx, &digest(&old)).await?;
    }
    let fresh = workspace.random.secret();
    let new = NewSession {
        token_sha256: &digest(&fresh),
        id: &workspace.random.id(),
        principal: &principal.id,
        now_wall: now,
        address: origin.address.map(|address| address.to_string()),
        user_agent: &origin.user_agent,
    };
    store::sessions::insert(&mut tx, &new).await?;
    let caller = SignedIn {
        principal: principal.id.clone(),
        name: principal.name.clone(),
        origin,
    };
    let event = Event::new(
        workspace.random.id(),
        workspace.now(),
        "signin:ConsoleLogin",
        &caller.actor(),
        Outcome::Allowed,
        caller.origin.clone(),
    );
    store::audit::append(&mut tx, &event).await?;
    tx.commit().await?;
    let session = session(&app, &caller, principal, now)?;
    Ok((
        StatusCode::CREATED,
        cookies(cookie(&app, fresh), marker(&app)),
        Json(session),
    ))
}

fn session(app: &App, caller: &SignedIn, principal: Principal, since_wall: Millis) -> Result<Session> {
    let permissions = access::permissions(caller, &principal.policies, app.workspace().now())?;
    Ok(Session {
        principal,
        signed_in_at: rfc3339(since_wall),
        permissions,
    })
}

/// `GET /api/v1/session`
pub(super) async fn get(
    State(app): State<App>,
    caller: Caller,
) -> std::result::Result<Json<Session>, ApiError> {
    let mut conn = app.workspace().store.read().await?;
    let principal = store::access::principal(&mut conn, &caller.signed_in.principal).await?;
    let principal = principal.ok_or_else(|| Error::Internal("a session's principal vanished".into()))?;
    Ok(Json(session(
        &app,
        &caller.signed_in,
        principal,
        caller.since_wall,
    )?))
}

/// `DELETE /api/v1/session`: signs out; without a session there is nothing to do.
pub(super) async fn sign_out(
    State(app): State<App>,
    jar: CookieJar,
) -> std::result::Result<(StatusCode, Cookies), ApiError> {
    if let Some(token) = token(&app, &jar) {
        let mut tx = app.workspace().store.write().await?;
        store::sessions::delete(&mut tx, &digest(&token)).await?;
        tx.commit().await?;
    }
    Ok((
        StatusCode::NO_CONTENT,
        cookies(removed(cookie(&app, String::new())), removed(marker(&app))),
    ))
}
