//! Calls that change something come from the console's own page, or from no page at all.
//!
//! A browser says where a call comes from (`Sec-Fetch-Site`; an old one at least `Origin`), and a page cannot change what it
//! says. `SameSite=Strict` alone would not do: a cookie knows no port, so that for a browser whatever else runs on
//! `localhost` is the same site. On top, a body that changes something is JSON, which no form can send and no other page
//! can without asking first (and is told no, since there is no CORS).

use attache_wire::error::ErrorCode;
use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    http::{HeaderValue, Method, Response, header},
    middleware::Next,
    response::IntoResponse,
};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::{
    error::Refusal,
    http::{ApiError, App, body},
};

/// Refuses calls of other pages. A proxy may have another `Host` in front of the server than the browser has in front of
/// the proxy, so the console's own origin is known as well.
pub(in crate::http) fn same_origin(app: &App) -> CsrfLayer<fn(ProtectionError) -> Response<Body>> {
    let layer = CsrfLayer::new();
    let layer = match layer.clone().add_trusted_origin(app.0.console.origin()) {
        Ok(trusting) => trusting,
        Err(error) => {
            tracing::warn!(%error, "the console's origin cannot be compared with others");
            layer
        }
    };
    layer.with_rejection_response(cross_site)
}

fn cross_site(_: ProtectionError) -> Response<Body> {
    cross_site_refused()
}

fn cross_site_refused() -> Response<Body> {
    let detail = "Requests that change data must come from the console itself.";
    ApiError::from(Refusal::new(ErrorCode::CrossSite, detail)).into_response()
}

/// Refuses calls of pages that came by another scheme, of browsers that do not say `Sec-Fetch-Site`: the layer above
/// compares hosts only, and who can change what comes by plain HTTP could call from there.
pub(in crate::http) async fn same_scheme(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let headers = request.headers();
    let scheme = app.0.console.origin().split("://").next().unwrap_or_default();
    let other = |origin: &HeaderValue| {
        let rest = origin.as_bytes().strip_prefix(scheme.as_bytes());
        !rest.is_some_and(|rest| rest.starts_with(b"://"))
    };
    let says_site = headers.contains_key("sec-fetch-site");
    if changes(&request) && !says_site && headers.get(header::ORIGIN).is_some_and(other) {
        return cross_site_refused();
    }
    next.run(request).await
}

fn changes(request: &Request) -> bool {
    !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
}

/// The paths whose body may be of any type. They have no parameters.
#[derive(Debug, Clone, Default)]
pub(in crate::http) struct RawPaths(pub(in crate::http) Vec<&'static str>);

/// Refuses bodies that are not JSON, also where none is read.
pub(in crate::http) async fn json_only(
    State(raw): State<RawPaths>,
    request: Request,
    next: Next,
) -> Response<Body> {
    if raw.0.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let mut types = request
        .headers()
        .get_all(header::CONTENT_TYPE)
        .into_iter()
        .peekable();
    let unnamed = types.peek().is_none() && !request.body().is_end_stream();
    if changes(&request) && (unnamed || !types.all(body::is_json)) {
        return ApiError::from(body::not_json()).into_response();
    }
    next.run(request).await
}
