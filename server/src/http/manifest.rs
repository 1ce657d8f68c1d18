//! The file with the live links: authorised, recorded and never kept by a cache.

use attache_wire::{export::ManifestFormat, permission::Action};
use axum::{
    body::Body,
    extract::{MatchedPath, State},
    http::{HeaderMap, HeaderValue, Response, header},
};
use serde_json::json;

use super::{ApiError, App, admit::Allowed, query::Id};
use crate::{
    access, audit::Outcome, authz::may, download, error::Refusal, exports, store::exports::ExportRow,
};

/// `GET /api/v1/exports/{export}/manifest.{format}`
pub(super) async fn download(
    State(app): State<App>,
    allowed: Allowed<may::RetrieveDataExport>,
    Id(export): Id,
    path: MatchedPath,
) -> Result<Response<Body>, ApiError> {
    let format = path.as_str().rsplit('.').next().and_then(ManifestFormat::parse);
    let format = format.ok_or_else(|| Refusal::not_found("format"))?;
    let workspace = app.workspace();
    let (row, key) = exports::downloadable(workspace, &allowed.proof, &export).await?;
    let pieces = download::stream(workspace, &row, &key, format)?;
    let event = access::event(
        workspace,
        &allowed.caller,
        Action::RetrieveDataExport,
        Outcome::Allowed,
    );
    let request = json!({ "exportId": export, "format": format.extension() });
    let event = event.about(row.account_id.clone()).request(request);
    workspace.audit.later(event).await?;
    let mut response = Response::new(Body::from_stream(pieces));
    describe(response.headers_mut(), &row, format);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Says what the file is: its type, its name, and its length where that is known.
pub(super) fn describe(headers: &mut HeaderMap, export: &ExportRow, format: ManifestFormat) {
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(format)),
    );
    let day = export.delivered_at.map(crate::clock::rfc3339).unwrap_or_default();
    let day = day.get(..10).unwrap_or_default();
    let name = format!(
        "attachment; filename=\"attachments-{day}.{}\"",
        format.extension()
    );
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    if let (ManifestFormat::Csv, Some(size)) = (format, export.manifest_size) {
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
