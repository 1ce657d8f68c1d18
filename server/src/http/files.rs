//! The files site: serves the bytes behind the links, and nothing else.
//!
//! The link alone authorises a request: the site needs no session, and neither reads nor sets cookies. Responses and
//! errors are those of an S3 store, so that S3 tools understand them.

mod conditions;
mod error;
mod headers;
mod range;

use std::ops::Range;

use axum::{
    body::Body,
    extract::{Extension, Request, State},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header, request::Parts},
    response::Redirect,
};
use futures::{StreamExt, TryStreamExt};
use object_store::{GetOptions, GetRange};

use self::{
    conditions::{Verdict, Version},
    error::FileError,
};
use super::{
    App,
    guard::{self, RequestId},
    guarded::Guarded,
    manifest::describe,
};
use crate::{
    audit::{Origin, Outcome},
    exports::{download, manifest},
    links::{self, Linked, LinkedFile, LinkedManifest, Use},
    signing::LinkRequest,
    workspace::{Workspace, blobs::Blobs},
};

/// `GET /` of the files site: redirects to the console.
pub(super) async fn to_console(State(app): State<App>) -> Redirect {
    Redirect::temporary(&format!("{}/", app.0.console.origin()))
}

/// Everything else on the files site: checks the link, then serves the file.
pub(super) async fn serve(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    Extension(origin): Extension<Origin>,
    request: Request,
) -> Response<Body> {
    let workspace = app.workspace();
    let Ok(place) = app.0.downloads.clone().try_acquire_owned() else {
        return FileError::Busy.into_response(&id.0);
    };
    let is_ours = guard::is_for(&app, &request, &workspace.files);
    let (request, _) = request.into_parts();
    let answered = match workspace.whole() {
        Ok(_whole) => answer(workspace, &request, is_ours, origin).await,
        Err(_) => Err(FileError::NoWorld),
    };
    let mut response = match answered {
        Ok(response) => response.map(|body| Body::new(Guarded::new(body, place))),
        Err(error) => error.into_response(&id.0),
    };
    if request.method == Method::HEAD && !response.status().is_success() {
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}

/// Adds the headers of every response of the files site.
pub(super) async fn protect(State(app): State<App>, mut response: Response<Body>) -> Response<Body> {
    headers::protect(response.headers_mut());
    if app.workspace().files.origin().starts_with("https://") {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// Finds the file, opens it and records the use. The response is sent only after that. `is_ours` tells whether the
/// request is for the origin of the links.
async fn answer(
    workspace: &Workspace,
    request: &Parts,
    is_ours: bool,
    origin: Origin,
) -> Result<Response<Body>, FileError> {
    let (answer, account) = match find(workspace, request, is_ours).await {
        Ok(Linked::Attachment(file)) => (give(workspace, request, &file).await, Some(file.account_id)),
        Ok(Linked::Manifest(manifest)) => (give_manifest(workspace, &manifest), Some(None)),
        Err(error) => (Err(error), None),
    };
    let refused = answer.as_ref().err();
    let range = request.headers.get(header::RANGE);
    let used = Use {
        method: request.method.as_str(),
        path: request.uri.path(),
        range: range.and_then(|range| range.to_str().ok()),
        origin,
        found: account,
        outcome: refused.map_or(Outcome::Allowed, FileError::outcome),
        refusal: refused.map(FileError::code_and_message),
    };
    links::record(workspace, used)
        .await
        .map_err(FileError::Unrecorded)?;
    answer
}

/// Returns the response with the file, or with the requested part of it.
async fn give(
    workspace: &Workspace,
    request: &Parts,
    file: &LinkedFile,
) -> Result<Response<Body>, FileError> {
    let version = Version::of(file);
    let mut response = Response::new(guard::no_body());
    version.describe(response.headers_mut());
    match version.judge(&request.headers) {
        Verdict::Proceed => {}
        Verdict::NotModified => {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(response);
        }
        Verdict::Failed(condition) => return Err(FileError::PreconditionFailed { condition }),
    }
    let asked = range::of(&request.method, &request.headers, &version, file.size_bytes);
    let part = asked.map_err(|_| FileError::InvalidRange {
        size: file.size_bytes,
    })?;
    headers::describe(
        response.headers_mut(),
        manifest::file_name(&file.path),
        &file.content_type,
    );
    let span = part.clone().unwrap_or(0..file.size_bytes);
    if part.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let text = format!("bytes {}-{}/{}", span.start, span.end - 1, file.size_bytes);
        set(response.headers_mut(), header::CONTENT_RANGE, &text);
    }
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(span.end - span.start));
    // A HEAD opens the file too, so that it reports what a GET would return.
    *response.body_mut() = open(&workspace.blobs, file, span).await?;
    Ok(response)
}

/// Returns the response with the manifest, rendered while it is sent. Range requests are not supported.
fn give_manifest(workspace: &Workspace, manifest: &LinkedManifest) -> Result<Response<Body>, FileError> {
    let LinkedManifest { export, key, format } = manifest;
    let pieces = download::stream(workspace, export, key, *format).map_err(FileError::Manifest)?;
    let logged = pieces.inspect_err(|error| tracing::error!(%error, "a download was interrupted"));
    let mut response = Response::new(Body::from_stream(logged));
    describe(response.headers_mut(), export, *format);
    set(response.headers_mut(), header::ACCEPT_RANGES, "none");
    Ok(response)
}

/// Refuses the methods for which S3 has no operation on an object, before it looks at the link. `PUT` and `DELETE` are
/// left to the signature: no link is signed for them.
fn check_method(method: &Method) -> Result<(), FileError> {
    match *method {
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE => Ok(()),
        Method::OPTIONS => Err(FileError::CrossOrigin),
        _ => Err(FileError::MethodNotAllowed),
    }
}

/// Checks the link and looks up its file.
async fn find(workspace: &Workspace, request: &Parts, is_ours: bool) -> Result<Linked, FileError> {
    let method = &request.method;
    check_method(method)?;
    let headers: Vec<(&str, &[u8])> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    let request = LinkRequest {
        method: method.as_str(),
        path: request.uri.path(),
        query: request.uri.query().unwrap_or_default(),
        headers: &headers,
        authority: is_ours.then(|| workspace.files.authority()),
    };
    let linked = links::resolve(workspace, request).await?;
    match *method {
        Method::GET | Method::HEAD => Ok(linked),
        _ => Err(FileError::MethodNotAllowed),
    }
}

/// Streams a range of a file.
async fn open(blobs: &Blobs, file: &LinkedFile, span: Range<u64>) -> Result<Body, FileError> {
    let is_whole = span == (0..file.size_bytes);
    let options = GetOptions {
        // The store rejects an empty range, but an empty file is valid.
        range: (!span.is_empty()).then_some(GetRange::Bounded(span)),
        ..GetOptions::default()
    };
    let object = match blobs.read(&file.sha256, options).await {
        Ok(object) => object,
        Err(object_store::Error::NotFound { .. }) => return Err(FileError::NoSuchKey),
        Err(error) => return Err(error.into()),
    };
    let damaged = || FileError::Damaged {
        sha256: file.sha256.clone(),
    };
    let meta = object.meta.clone();
    if meta.size != file.size_bytes {
        return Err(damaged());
    }
    let bytes = if blobs.is_verified(&file.sha256, &meta) {
        object.into_stream()
    } else if is_whole {
        blobs
            .verifying(file.sha256.clone(), meta, object.into_stream())
            .boxed()
    } else if blobs.verify(&file.sha256, &meta).await? {
        object.into_stream()
    } else {
        return Err(damaged());
    };
    let logged = bytes.inspect_err(|error| tracing::error!(%error, "a download was interrupted"));
    Ok(Body::from_stream(logged))
}

/// Sets a header whose value is known to be printable ASCII.
fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
