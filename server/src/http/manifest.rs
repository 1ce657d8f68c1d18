//! Downloads of the file with the live links: authorised, recorded and never cached.

use attache_wire::{error::ErrorCode, export::ManifestFormat, id::ExportId, permission::Action};
use axum::{
    body::Body,
    extract::{MatchedPath, State},
    http::{HeaderMap, HeaderValue, Method, Response, header},
};

use super::{
    ApiError, App,
    authorise::Allowed,
    download_name,
    query::Id,
    route::{Records, Route},
};
use crate::{
    access::authorise::may,
    error::Refusal,
    exports::{self, ExportRow, download},
};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            download,
            "/api/v1/exports/{export}/manifest.csv",
            "The file with the live links, as CSV",
        )
        .needs(Action::RetrieveDataExport)
        .records(Records::Operation)
        .media("text/csv")
        .gives::<String>(200)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::ExportNotReady,
            ErrorCode::ExportExpired,
            ErrorCode::ExportRevoked,
        ]),
        Route::get(
            download,
            "/api/v1/exports/{export}/manifest.txt",
            "The live links, one per line",
        )
        .needs(Action::RetrieveDataExport)
        .records(Records::Operation)
        .media("text/plain")
        .gives::<String>(200)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::ExportNotReady,
            ErrorCode::ExportExpired,
            ErrorCode::ExportRevoked,
        ]),
        Route::get(
            download,
            "/api/v1/exports/{export}/manifest.ndjson",
            "The file with the live links, as NDJSON",
        )
        .needs(Action::RetrieveDataExport)
        .records(Records::Operation)
        .media("application/x-ndjson")
        .gives::<String>(200)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::ExportNotReady,
            ErrorCode::ExportExpired,
            ErrorCode::ExportRevoked,
        ]),
    ]
}

/// `GET /api/v1/exports/{export}/manifest.{format}`
pub(super) async fn download(
    State(app): State<App>,
    allowed: Allowed<may::RetrieveDataExport>,
    Id(export): Id<ExportId>,
    path: MatchedPath,
    method: Method,
) -> Result<Response<Body>, ApiError> {
    let format = path.as_str().rsplit('.').next().and_then(ManifestFormat::parse);
    let format = format.ok_or_else(|| Refusal::not_found("format"))?;
    let workspace = app.workspace();
    let (row, body) = match method {
        // The headers alone are no download.
        Method::HEAD => {
            let (row, _) = exports::downloadable(workspace, &allowed.proof, &export).await?;
            (row, Body::empty())
        }
        _ => {
            let (caller, proof) = (&allowed.caller, &allowed.proof);
            let (row, pieces) = download::download(workspace, caller, proof, &export, format).await?;
            (row, Body::from_stream(pieces))
        }
    };
    let mut response = Response::new(body);
    describe(response.headers_mut(), &row, format);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Sets the file's type and name, and its length if known.
pub(super) fn describe(headers: &mut HeaderMap, export: &ExportRow, format: ManifestFormat) {
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(format)),
    );
    let (of, at) = (Some(export.subject_id.as_str()), export.delivered_at);
    download_name::insert(headers, "attachments", of, at, format.extension());
    // An older version stored no origin, so the file may have another length now.
    let size = export.manifest_size.filter(|_| export.files_origin.is_some());
    if let (ManifestFormat::Csv, Some(size)) = (format, size) {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    }
}

const fn content_type(format: ManifestFormat) -> &'static str {
    match format {
        ManifestFormat::Csv => "text/csv; charset=utf-8; header=present",
        ManifestFormat::Txt => "text/plain; charset=utf-8",
        ManifestFormat::Ndjson => "application/x-ndjson",
    }
}
