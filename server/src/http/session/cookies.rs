//! The session's two cookies: its own, which scripts cannot read, and the marker that tells them that there is one.

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
/// With this prefix a browser takes the cookie by TLS only, from this very host, for the whole host.
const HTTPS_NAME: &str = "__Host-attache_session";

/// What a change of the session sets.
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

/// The cookies of a session that begins.
pub(super) fn begun(app: &App, token: &Token) -> Cookies {
    both(session(app, token.reveal()), cookie(app, MARKER_COOKIE, "1"))
}

/// What takes them away again.
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

/// The values that the request gives for the session's cookie: more than one if somebody has tried to slip in another.
/// They are bytes: other cookies of the host, which are not ours to judge, may hold anything.
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

/// The one token that the request carries. `None` as well when there are several, or what there is is no token.
pub(super) fn token(app: &App, headers: &HeaderMap) -> Option<Token> {
    let mut values = values(app, headers);
    let token = parse(values.next()?)?;
    values.next().is_none().then_some(token)
}

/// The most tokens of one request that are looked at.
const MOST: usize = 4;

/// Every token that the request carries: signing in and out ends them all.
pub(super) fn tokens(app: &App, headers: &HeaderMap) -> Vec<Token> {
    values(app, headers).filter_map(parse).take(MOST).collect()
}
