//! Errors on the wire: one path from [`Error`] to `application/problem+json`. The caller and the log receive different
//! texts.

use std::any::Any;

use attache_wire::error::{ErrorCode, Problem};
use axum::{
    Json,
    body::Body,
    http::{HeaderValue, Method, Response, StatusCode, header},
    response::IntoResponse,
};

use super::guard::RequestId;
use crate::error::{Error, Refusal};

/// The error of a handler.
#[derive(Debug)]
pub struct ApiError(Error);

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// A refusal on its way to [`render`], which knows the request's id.
#[derive(Clone)]
struct Refused(Box<Refusal>);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response<Body> {
        let refusal = match self.0 {
            Error::Refused(refusal) => refusal,
            error if error.is_disk_full() => {
                tracing::error!(%error, "the disk is full");
                let detail =
                    "The server's disk is full. Nothing was lost. Try again once space is available.";
                Box::new(Refusal {
                    retry_after: Some(60),
                    ..Refusal::new(ErrorCode::Unavailable, detail)
                })
            }
            error if error.is_busy() => {
                let detail = "The server is busy or shutting down. Try again.";
                Box::new(Refusal {
                    retry_after: Some(2),
                    ..Refusal::new(ErrorCode::Unavailable, detail)
                })
            }
            error => {
                tracing::error!(%error, "a request failed");
                let detail = "The server failed to process the request. See its log for the cause.";
                Box::new(Refusal::new(ErrorCode::Internal, detail))
            }
        };
        let status = StatusCode::from_u16(refusal.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(Refused(refusal));
        response
    }
}

/// Returns the code and detail of a refusing response; `None` for any other.
pub(super) fn why(response: &Response<Body>) -> Option<(ErrorCode, String)> {
    let refused = response.extensions().get::<Refused>();
    refused.map(|Refused(refusal)| (refusal.code, refusal.detail.clone()))
}

/// Renders a refusal as a problem document; returns any other response unchanged.
pub(super) fn render(response: Response<Body>, id: &RequestId) -> Response<Body> {
    let Some(Refused(refusal)) = response.extensions().get::<Refused>().cloned() else {
        return response;
    };
    let (mut parts, _) = response.into_parts();
    let problem = Problem {
        status: refusal.code.status(),
        code: refusal.code,
        title: refusal.code.title().to_owned(),
        detail: refusal.detail,
        request_id: id.0.clone(),
        missing_action: refusal.missing_action,
        retry_after: refusal.retry_after,
        next_allowed_at: refusal.next_allowed_at,
        export_id: refusal.export_id,
        state: refusal.state,
        errors: refusal.errors,
    };
    if let Some(seconds) = problem.retry_after {
        parts
            .headers
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    // The router set the length of the empty body that is replaced here.
    parts.headers.remove(header::CONTENT_LENGTH);
    let (json, body) = Json(problem).into_response().into_parts();
    parts.headers.extend(json.headers);
    parts.headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, body)
}

pub(super) async fn not_found() -> ApiError {
    Refusal::new(ErrorCode::NotFound, "There is no resource at this path.").into()
}

pub(super) async fn method_not_allowed(method: Method) -> ApiError {
    Refusal::new(
        ErrorCode::MethodNotAllowed,
        format!("This path does not support {method}."),
    )
    .into()
}

pub(super) fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let cause = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown cause");
    ApiError::from(Error::Internal(format!("a handler panicked: {cause}"))).into_response()
}
