//! The layers around every request: its id, log line and count, the site it is for, and the security headers.

pub(super) mod headers;
pub(super) mod origin;
mod peer;

use std::convert::Infallible;

use attache_wire::error::ErrorCode;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, Response, header},
    middleware::Next,
    response::IntoResponse,
};
use futures::stream;
use tower::ServiceExt;

pub(super) use peer::is_for;

use super::{ApiError, App};
use crate::{audit::Origin, error::Refusal, signing::host_of};

/// Identifies a request in the log; also sent as `X-Request-Id`.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// Maximum length of a stored user agent, in characters.
const MAX_USER_AGENT: usize = 200;

/// The two sites.
#[derive(Clone)]
pub(super) struct Sites {
    pub(super) console: Router,
    pub(super) files: Router,
}

/// Routes the request to the site that its host names. Ports are ignored, because proxies, such as Trunk's, omit them.
pub(super) async fn dispatch(State((app, sites)): State<(App, Sites)>, request: Request) -> Response<Body> {
    let is_head = request.method() == Method::HEAD;
    match site(&app, sites, &request) {
        Ok(site) => {
            let mut response = site
                .oneshot(request)
                .await
                .unwrap_or_else(|never: Infallible| match never {});
            if is_head {
                // The site's router has dropped the body and announced its length, if it is known.
                *response.body_mut() = no_body();
            }
            response
        }
        Err(refusal) => {
            let mut response = ApiError::from(refusal).into_response();
            headers::protect(&app, &mut response);
            response
        }
    }
}

/// Returns the body of an answer without one, to `HEAD` or with status 304. For `Body::empty()`, the router would announce
/// a length of 0, as if the file were empty.
pub(super) fn no_body() -> Body {
    Body::from_stream(stream::empty::<Result<Bytes, Infallible>>())
}

fn site(app: &App, sites: Sites, request: &Request) -> Result<Router, Refusal> {
    let host = host_of(peer::authority(app, request)?).to_ascii_lowercase();
    if host == app.0.console.host() {
        Ok(sites.console)
    } else if host == app.workspace().files.host() {
        Ok(sites.files)
    } else {
        let detail = format!(
            "This server only answers requests for {}.",
            app.0.console.origin()
        );
        Err(Refusal::new(ErrorCode::MisdirectedRequest, detail))
    }
}

/// Assigns the request its id, logs it (never its query, which may be a signed link) and counts it.
pub(super) async fn request_context(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let id = app.workspace().random.id();
    let user_agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let origin = Origin {
        operation: "",
        address: peer::address(&app, &request),
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
