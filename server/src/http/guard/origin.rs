//! Cross-site request protection: a call that changes something must come from the console's own page, or from no page.
//!
//! A browser states where a call comes from (`Sec-Fetch-Site`; an old one at least `Origin`), and a page cannot forge
//! it. `SameSite=Strict` alone is not enough: cookies ignore ports, so a browser treats everything on `localhost` as
//! the same site. In addition, the body of a change must be JSON. No form can send that, and another page needs a CORS
//! preflight, which always fails.

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

/// Refuses calls from other pages. A proxy may change the `Host` header, so the console's own origin is trusted too.
pub(in crate::http) fn same_origin(app: &App) -> CsrfLayer<fn(ProtectionError) -> Response<Body>> {
    let layer = CsrfLayer::new();
    let layer = match layer.clone().add_trusted_origin(app.0.console.origin()) {
        Ok(trusting) => trusting,
        Err(error) => {
            tracing::warn!(%error, "cannot add the console's origin to the trusted origins");
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

/// Refuses calls from pages of another scheme, for browsers that do not send `Sec-Fetch-Site`. The layer above compares
/// only hosts, so someone who can modify plain HTTP could call from such a page.
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

/// The paths that accept a body of any type. They have no parameters.
#[derive(Debug, Clone, Default)]
pub(in crate::http) struct RawPaths(pub(in crate::http) Vec<&'static str>);

/// Refuses bodies that are not JSON, even where no body is read.
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
