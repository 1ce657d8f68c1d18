//! The session's two cookies: the session cookie, which scripts cannot read, and a marker that tells scripts that it
//! exists.

use attache_wire::session::MARKER_COOKIE;
use axum::{
    http::{
        HeaderMap, HeaderName,
        header::{COOKIE, SET_COOKIE},
    },
    response::AppendHeaders,
};
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::{access::sessions::Token, http::App};

const NAME: &str = "attache_session";
/// With this prefix, a browser accepts the cookie only over TLS, from this exact host, and for the whole host.
const HTTPS_NAME: &str = "__Host-attache_session";

/// The `Set-Cookie` headers of a session change.
pub(super) type Cookies = AppendHeaders<[(HeaderName, String); 2]>;

fn name(app: &App) -> &'static str {
    if app.0.secure_cookies { HTTPS_NAME } else { NAME }
}

fn cookie(app: &App, name: &'static str, value: &str) -> Cookie<'static> {
    Cookie::build((name, value.to_owned()))
        .secure(app.0.secure_cookies)
        .same_site(SameSite::Strict)
        .path("/")
        .build()
}

fn session(app: &App, value: &str) -> Cookie<'static> {
    let mut cookie = cookie(app, name(app), value);
    cookie.set_http_only(true);
    cookie
}

/// Returns the cookies of a new session.
pub(super) fn begun(app: &App, token: &Token) -> Cookies {
    both(session(app, token.reveal()), cookie(app, MARKER_COOKIE, "1"))
}

/// Returns the headers that remove the cookies.
pub(super) fn ended(app: &App) -> Cookies {
    let removed = |mut cookie: Cookie<'static>| {
        cookie.make_removal();
        cookie
    };
    both(removed(session(app, "")), removed(cookie(app, MARKER_COOKIE, "")))
}

fn both(session: Cookie<'static>, marker: Cookie<'static>) -> Cookies {
    AppendHeaders([
        (SET_COOKIE, session.to_string()),
        (SET_COOKIE, marker.to_string()),
    ])
}

/// Returns the values of the session cookie in the request: more than one if someone injected another. They are bytes,
/// because other cookies of the host may contain anything.
fn values<'h>(app: &App, headers: &'h HeaderMap) -> impl Iterator<Item = &'h [u8]> {
    let name = name(app).as_bytes();
    headers
        .get_all(COOKIE)
        .into_iter()
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        .filter_map(move |pair| {
            let pair = pair.trim_ascii();
            let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (given, rest) = pair.split_at(end);
            (given.trim_ascii() == name).then(|| rest.get(1..).unwrap_or_default().trim_ascii())
        })
}

fn parse(value: &[u8]) -> Option<Token> {
    Token::parse(str::from_utf8(value).ok()?)
}

/// Returns the token of the request; `None` if it carries none, several, or a malformed one.
pub(super) fn token(app: &App, headers: &HeaderMap) -> Option<Token> {
    let mut values = values(app, headers);
    let token = parse(values.next()?)?;
    values.next().is_none().then_some(token)
}

/// Maximum number of tokens read from one request.
const MOST: usize = 4;

/// Returns every token of the request. Sign-in and sign-out end all their sessions.
pub(super) fn tokens(app: &App, headers: &HeaderMap) -> Vec<Token> {
    values(app, headers).filter_map(parse).take(MOST).collect()
}
