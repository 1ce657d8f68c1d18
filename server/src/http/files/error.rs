//! S3's XML errors.

use std::{borrow::Cow, fmt::Write};

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};

use super::set;
use crate::{audit::Outcome, links::Unresolved, signing};

/// Why a file was not served.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    #[error("the link is refused")]
    Refused(signing::Refusal),
    #[error("no such object")]
    NoSuchKey,
    #[error("method not allowed")]
    MethodNotAllowed,
    #[error("no page of another site may read files")]
    CrossOrigin,
    #[error("the file does not match {condition}")]
    PreconditionFailed { condition: &'static str },
    #[error("the range is outside the file")]
    InvalidRange { size: u64 },
    #[error("the stored file {sha256} is damaged")]
    Damaged { sha256: String },
    #[error("the demo data is being reset")]
    NoWorld,
    #[error("too many downloads")]
    Busy,
    #[error("{0}")]
    Failed(crate::error::Error),
    #[error("blob store: {0}")]
    Blobs(#[from] object_store::Error),
    #[error("cannot generate the file with the links: {0}")]
    Manifest(crate::error::Error),
    #[error("the use of the link cannot be recorded")]
    Unrecorded,
}

impl From<Unresolved> for FileError {
    fn from(unresolved: Unresolved) -> Self {
        match unresolved {
            Unresolved::Refused(refusal) => Self::Refused(refusal),
            Unresolved::NoSuchKey => Self::NoSuchKey,
            Unresolved::Failed(error) => Self::Failed(error),
        }
    }
}

/// An S3 error response: status, code, message and further elements.
struct Answer {
    status: u16,
    code: &'static str,
    message: &'static str,
    fields: Vec<(&'static str, Cow<'static, str>)>,
}

impl FileError {
    /// Returns true if a retry may succeed soon.
    fn is_busy(&self) -> bool {
        match self {
            Self::NoWorld | Self::Unrecorded => true,
            Self::Failed(error) => error.is_busy(),
            _ => false,
        }
    }

    fn answer(&self) -> Answer {
        let plain = |status, code, message| Answer {
            status,
            code,
            message,
            fields: Vec::new(),
        };
        match self {
            Self::Refused(refusal) => Answer {
                status: refusal.status(),
                code: refusal.code(),
                message: refusal.message(),
                fields: refusal.fields(),
            },
            Self::NoSuchKey => plain(404, "NoSuchKey", "The specified key does not exist."),
            Self::MethodNotAllowed => plain(
                405,
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
            ),
            Self::CrossOrigin => plain(
                403,
                "AccessForbidden",
                "CORSResponse: CORS is not enabled for this bucket.",
            ),
            Self::PreconditionFailed { condition } => Answer {
                fields: vec![("Condition", (*condition).into())],
                ..plain(
                    412,
                    "PreconditionFailed",
                    "At least one of the pre-conditions you specified did not hold",
                )
            },
            Self::InvalidRange { size } => Answer {
                fields: vec![("ActualObjectSize", size.to_string().into())],
                ..plain(416, "InvalidRange", "The requested range is not satisfiable")
            },
            Self::Busy => plain(503, "SlowDown", "Reduce your request rate."),
            _ if self.is_busy() => plain(
                503,
                "ServiceUnavailable",
                "The server is busy or shutting down. Try again.",
            ),
            Self::NoWorld
            | Self::Unrecorded
            | Self::Damaged { .. }
            | Self::Failed(_)
            | Self::Blobs(_)
            | Self::Manifest(_) => plain(
                500,
                "InternalError",
                "The server failed to process the request. See its log for the cause.",
            ),
        }
    }

    /// Returns the outcome for the audit log.
    pub(super) const fn outcome(&self) -> Outcome {
        match self {
            Self::Refused(_) => Outcome::Denied,
            _ => Outcome::Failed,
        }
    }

    /// Returns the code and the message that the caller receives.
    pub(super) fn code_and_message(&self) -> (&'static str, &'static str) {
        let answer = self.answer();
        (answer.code, answer.message)
    }

    /// Converts it to an S3 error response.
    pub(super) fn into_response(self, request_id: &str) -> Response<Body> {
        let answer = self.answer();
        // Who causes the others is told elsewhere; a line for each would fill the log.
        if answer.status >= 500 && !matches!(self, Self::Busy | Self::Unrecorded | Self::NoWorld) {
            tracing::error!(error = %self, request = request_id, "a file could not be served");
        }
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
        push_element(&mut xml, "Code", answer.code);
        push_element(&mut xml, "Message", answer.message);
        for (name, value) in &answer.fields {
            push_element(&mut xml, name, value);
        }
        push_element(&mut xml, "RequestId", request_id);
        xml.push_str("</Error>");
        let mut response = Response::new(Body::from(xml));
        *response.status_mut() =
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        match self {
            Self::InvalidRange { size } => set(headers, header::CONTENT_RANGE, &format!("bytes */{size}")),
            Self::MethodNotAllowed => set(headers, header::ALLOW, "GET, HEAD"),
            Self::Busy | Self::Unrecorded | Self::Failed(_) if answer.status == 503 => {
                set(headers, header::RETRY_AFTER, "2")
            }
            _ => {}
        }
        response
    }
}

fn push_element(xml: &mut String, name: &str, text: &str) {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    // Writing to a String cannot fail.
    let _ = write!(xml, "<{name}>{text}</{name}>");
}
