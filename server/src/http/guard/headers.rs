//! The security headers of the console's site, on every response including errors.

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Response, header},
    middleware::Next,
};

use crate::http::App;

/// The headers whose values are constant.
const FIXED: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // For browsers that do not support the policy's frame-ancestors.
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
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), \
         payment=(), usb=()",
    ),
];

/// Adds the headers to every response of the console's site.
pub(in crate::http) async fn console(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    let is_api =
        request.extensions().get::<MatchedPath>().is_some() || request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    protect(&app, &mut response);
    if is_api {
        response
            .headers_mut()
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Adds the headers to a response.
pub(in crate::http) fn protect(app: &App, response: &mut Response<Body>) {
    let headers = response.headers_mut();
    let policy = app.0.ui.content_security_policy();
    set(headers, header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.0.secure_cookies {
        let value = "max-age=63072000; includeSubDomains";
        set(headers, header::STRICT_TRANSPORT_SECURITY, value);
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
