//! What happens around every request: its id, its log line and count, which site it is for, and the security headers.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use attache_wire::error::ErrorCode;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Response, header},
    middleware::Next,
    response::IntoResponse,
};
use tower::ServiceExt;

use super::{ApiError, App};
use crate::{audit::Origin, error::Refusal, signing::host_of};

/// Finds a request in the log; also sent back as `X-Request-Id`.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// The longest user agent that is kept.
const MAX_USER_AGENT: usize = 200;

/// The two sites.
#[derive(Clone)]
pub(super) struct Sites {
    pub(super) console: Router,
    pub(super) files: Router,
}

/// Hands the request to the site that its host names. Ports do not matter: proxies, Trunk's among them, leave them out.
pub(super) async fn dispatch(State((app, sites)): State<(App, Sites)>, request: Request) -> Response<Body> {
    let host = host_of(host(&app, &request).unwrap_or_default()).to_ascii_lowercase();
    let site = if host == app.0.console.host() {
        sites.console
    } else if host == app.workspace().files.host() {
        sites.files
    } else {
        let detail = format!("This server answers as {} only.", app.0.console.origin());
        return ApiError::from(Refusal::new(ErrorCode::MisdirectedRequest, detail)).into_response();
    };
    site.oneshot(request)
        .await
        .unwrap_or_else(|never: Infallible| match never {})
}

fn host<'r>(app: &App, request: &'r Request) -> Option<&'r str> {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if from_proxy(app, request)
        && let Some(forwarded) = text(HeaderName::from_static("x-forwarded-host"))
    {
        return Some(forwarded);
    }
    text(header::HOST).or_else(|| request.uri().authority().map(|authority| authority.as_str()))
}

fn peer(request: &Request) -> Option<IpAddr> {
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip().to_canonical())
}

fn from_proxy(app: &App, request: &Request) -> bool {
    app.0.trusted_proxy.is_some() && peer(request) == app.0.trusted_proxy
}

/// The caller's address: the peer's, or what a trusted proxy says it was (its own, last, entry).
fn address(app: &App, request: &Request) -> Option<IpAddr> {
    let forwarded = || {
        let header = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        header.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    if from_proxy(app, request) {
        forwarded().or_else(|| peer(request))
    } else {
        peer(request)
    }
}

/// Gives the request its id, logs it (never its query, which may be a signed link) and counts it.
pub(super) async fn accompany(State(app): State<App>, mut request: Request, next: Next) -> Response<Body> {
    let id = app.workspace().random.id();
    let user_agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let origin = Origin {
        address: address(&app, &request),
        user_agent: user_agent.chars().take(MAX_USER_AGENT).collect(),
        request_id: id.clone(),
    };
    let method = request.method().clone();
    let is_link = request.uri().path().starts_with("/attachments/");
    let path = if is_link {
        "/attachments/…".to_owned()
    } else {
        request.uri().path().to_owned()
    };
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(origin);
    let start = app.workspace().clock.wall().elapsed();
    let mut response = next.run(request).await;
    let took = app.workspace().clock.wall().elapsed().saturating_sub(start);
    let status = response.status().as_u16();
    tracing::debug!(request = id, %method, path, status, millis = took.as_millis(), "request");
    app.0.metrics.request(&method, status, took);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
        .headers_mut()
        .entry(header::X_CONTENT_TYPE_OPTIONS)
        .or_insert(HeaderValue::from_static("nosniff"));
    response
}

/// The security headers of the console's site.
pub(super) async fn console_headers(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    let is_api =
        request.extensions().get::<MatchedPath>().is_some() || request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set(
        headers,
        header::CONTENT_SECURITY_POLICY,
        app.0.ui.content_security_policy(),
    );
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.0.secure_cookies {
        set(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        );
    }
    if is_api {
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
