//! The files site: serves the bytes behind the links, and nothing else.
//!
//! The link alone authorises a request: the site needs no session, and neither reads nor sets cookies. Responses and
//! errors are those of an S3 store, so that S3 tools understand them.

mod conditions;
mod error;
mod headers;
mod range;
mod sent;

use std::ops::Range;

use axum::{
    body::{Body, HttpBody},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect},
};
use futures::TryStreamExt;

use self::{
    conditions::{Verdict, Version},
    error::FileError,
    sent::Sent,
};
use super::{
    App,
    guard::{self, RequestId},
    guarded::Guarded,
    manifest::describe,
};
use crate::{
    audit::Origin,
    exports::{download, manifest},
    links::{self, Linked, LinkedAttachment, LinkedFile, LinkedManifest, RefusedUse},
    signing::LinkRequest,
    workspace::{
        Workspace,
        blobs::{Blobs, Pieces},
        use_log::{LinkUse, Target, UseRecord},
    },
};

/// Answers a request to the files site: checks the link, then serves the file. `GET /` leads to the console.
pub(super) async fn serve(app: &App, request: Request, id: RequestId, origin: Origin) -> Response<Body> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_read && request.uri().path() == "/" {
        return Redirect::temporary(&format!("{}/", app.0.console.origin())).into_response();
    }
    let workspace = app.workspace();
    let Ok(place) = app.0.downloads.clone().try_acquire_owned() else {
        return FileError::Busy.into_response(&id.0);
    };
    let is_ours = guard::is_for(app, &request, &workspace.files);
    let (request, _) = request.into_parts();
    let answered = match workspace.whole() {
        Ok(_whole) => answer(app, &request, is_ours, origin).await,
        Err(_) => Err(FileError::NoWorld),
    };
    let mut response = match answered {
        Ok(response) => response.map(|body| Body::new(Guarded::new(body, place))),
        Err(error) => error.into_response(&id.0),
    };
    if request.method == Method::HEAD {
        if !response.status().is_success() {
            response.headers_mut().remove(header::CONTENT_TYPE);
        }
        let length = response.body().size_hint().exact();
        *response.body_mut() = guard::no_body();
        if let Some(length) = length {
            let length = HeaderValue::from(length);
            response
                .headers_mut()
                .entry(header::CONTENT_LENGTH)
                .or_insert(length);
        }
    }
    response
}

/// Adds the headers of every response of the files site.
pub(super) fn protect(app: &App, mut response: Response<Body>) -> Response<Body> {
    headers::protect(response.headers_mut());
    if app.workspace().files.origin().starts_with("https://") {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// Finds the file and opens it. Its use is recorded when the response has been sent or given up; while that would fail,
/// nothing is served. `is_ours` tells whether the request is for the origin of the links.
async fn answer(
    app: &App,
    request: &Parts,
    is_ours: bool,
    origin: Origin,
) -> Result<Response<Body>, FileError> {
    let workspace = app.workspace();
    if !workspace.uses.is_open() {
        return Err(FileError::Unrecorded);
    }
    let (answer, account) = match find(workspace, request, is_ours).await {
        Ok(linked) => {
            let answer = match &linked {
                Linked::Attachment(linked) => give(workspace, request, &linked.file).await,
                Linked::Manifest(manifest) => give_manifest(workspace, request, manifest),
            };
            match answer {
                Ok(given) => return Ok(recorded(app, request, linked, origin, given)),
                Err(error) => (error, Some(linked.account())),
            }
        }
        Err(error) => (error, None),
    };
    let refused = RefusedUse {
        method: request.method.as_str(),
        path: request.uri.path(),
        range: range_of(request),
        origin,
        found: account,
        outcome: answer.outcome(),
        refusal: answer.code_and_message(),
    };
    links::record(workspace, refused)
        .await
        .map_err(FileError::Failed)?;
    Err(answer)
}

fn range_of(request: &Parts) -> Option<&str> {
    request.headers.get(header::RANGE)?.to_str().ok()
}

/// Returns the response with a body that records the use.
fn recorded(app: &App, request: &Parts, linked: Linked, origin: Origin, given: Given) -> Response<Body> {
    let Given {
        response,
        is_to_the_end,
    } = given;
    let account = linked.account();
    let length = response.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let (export, target) = match linked {
        Linked::Attachment(LinkedAttachment { export, id, .. }) => (export, Target::Attachment(id)),
        Linked::Manifest(manifest) => (manifest.export.id, Target::Manifest(manifest.format)),
    };
    let is_without_body = request.method == Method::HEAD || response.status() == StatusCode::NOT_MODIFIED;
    let record = UseRecord {
        at: 0,
        target,
        method: request.method.to_string(),
        status: response.status().as_u16(),
        bytes_sent: 0,
        is_complete: is_without_body,
        range: range_of(request).map(|range| range.chars().take(links::MAX_TEXT).collect()),
        address: origin.address,
        user_agent: origin.user_agent,
    };
    let used = LinkUse {
        export,
        account,
        request_id: origin.request_id,
        record,
    };
    response.map(|body| Body::new(Sent::new(body, app.clone(), used, length, is_to_the_end)))
}

/// What a request is given.
struct Given {
    response: Response<Body>,
    /// True if it has the bytes of an attachment up to its last one.
    is_to_the_end: bool,
}

impl Given {
    /// Returns a response that has no attachment's last byte.
    const fn without_end(response: Response<Body>) -> Self {
        Self {
            response,
            is_to_the_end: false,
        }
    }
}

/// Returns the response with the file, or with the requested part of it.
async fn give(workspace: &Workspace, request: &Parts, file: &LinkedFile) -> Result<Given, FileError> {
    let version = Version::of(file);
    let mut response = begin(&version, request)?;
    if response.status() == StatusCode::NOT_MODIFIED {
        return Ok(Given::without_end(response));
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
    let is_to_the_end = request.method == Method::GET && span.end == file.size_bytes;
    *response.body_mut() = open(&workspace.blobs, file, span).await?;
    Ok(Given {
        response,
        is_to_the_end,
    })
}

/// Returns a response without a body that describes the version: 304 if the client has it.
fn begin(version: &Version, request: &Parts) -> Result<Response<Body>, FileError> {
    let mut response = Response::new(guard::no_body());
    version.describe(response.headers_mut());
    match version.judge(&request.headers) {
        Verdict::Proceed => {}
        Verdict::NotModified => *response.status_mut() = StatusCode::NOT_MODIFIED,
        Verdict::Failed(condition) => return Err(FileError::PreconditionFailed { condition }),
    }
    Ok(response)
}

/// Returns the response with the manifest, rendered while it is sent. Range requests are not supported.
fn give_manifest(
    workspace: &Workspace,
    request: &Parts,
    manifest: &LinkedManifest,
) -> Result<Given, FileError> {
    let LinkedManifest { export, key, format } = manifest;
    let version = Version::of_manifest(export.delivered_at.unwrap_or(export.submitted_at));
    let mut response = begin(&version, request)?;
    if response.status() == StatusCode::NOT_MODIFIED {
        return Ok(Given::without_end(response));
    }
    let pieces = download::stream(workspace, export, key, *format).map_err(FileError::Manifest)?;
    let logged = pieces.inspect_err(|error| tracing::error!(%error, "a download was interrupted"));
    *response.body_mut() = Body::from_stream(logged);
    describe(response.headers_mut(), export, *format);
    set(response.headers_mut(), header::ACCEPT_RANGES, "none");
    Ok(Given::without_end(response))
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

/// Returns a range of a file.
async fn open(blobs: &Blobs, file: &LinkedFile, span: Range<u64>) -> Result<Body, FileError> {
    let stored = match blobs.open(&file.sha256).await {
        Ok(stored) => stored,
        Err(object_store::Error::NotFound { .. }) => return Err(FileError::NoSuchKey),
        Err(error) => return Err(error.into()),
    };
    let damaged = || FileError::Damaged {
        sha256: file.sha256.clone(),
    };
    if stored.size != file.size_bytes {
        return Err(damaged());
    }
    let is_whole = span == (0..file.size_bytes);
    let is_intact = match blobs.is_intact(&file.sha256, &stored) {
        None if is_whole => None,
        None => Some(blobs.verify(&file.sha256, &stored).await?),
        known => known,
    };
    let pieces = match is_intact {
        Some(true) => stored.read(span).await?,
        Some(false) => return Err(damaged()),
        None => blobs.read_verifying(&file.sha256, stored).await?,
    };
    Ok(match pieces {
        Pieces::One(bytes) => bytes.into(),
        Pieces::Many(pieces) => {
            let logged = pieces.inspect_err(|error| tracing::error!(%error, "a download was interrupted"));
            Body::from_stream(logged)
        }
    })
}

/// Sets a header whose value is known to be printable ASCII.
fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
