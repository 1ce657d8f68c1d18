//! The API of the audit log: its pages, its file and its verification.

use attache_wire::{
    audit::{AuditEvent, AuditOutcome, AuditVerification},
    page::Page,
    permission::Action,
};
use axum::{
    Json,
    body::Body,
    extract::{MatchedPath, State},
    http::{HeaderValue, Response, header},
};

use super::{
    ApiError, App,
    authorise::Allowed,
    download_name,
    query::Parameters,
    route::{PAGE, Parameter, Route},
    shape,
};
use crate::{
    access::authorise::may,
    administration::audit_log::{self, Filter},
    audit::file::Format,
    error::Refusal,
};

/// Filters of the audit log.
const AUDIT_FILE: &[Parameter] = AUDIT.split_at(7).0;

const AUDIT: &[Parameter] = &[
    Parameter::new("from", "Only events at or after this time.", shape::time),
    Parameter::new("to", "Only events before this time.", shape::time),
    Parameter::new(
        "principal",
        "Only events of this principal, or of this request's links.",
        shape::search,
    ),
    Parameter::new(
        "event",
        "Only events of this name, e.g. `StartDataExport`.",
        shape::search,
    ),
    Parameter::new(
        "outcome",
        "Only events with this outcome: `allowed`, `denied` or `failed`.",
        || shape::one_of(AuditOutcome::ALL.map(AuditOutcome::as_str)),
    ),
    Parameter::new("account", "Only events about this account.", shape::search),
    Parameter::new(
        "reads",
        "`false` leaves out reads that were allowed; `true` by default.",
        shape::boolean,
    ),
    PAGE[0],
    PAGE[1],
];

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(list, "/api/v1/audit/events", "The audit log, newest first")
            .needs(Action::LookupEvents)
            .query(AUDIT)
            .gives_page::<AuditEvent>(),
        Route::get(file, "/api/v1/audit/events.csv", "The audit log as CSV")
            .called("cloudtrail:ExportEvents")
            .needs(Action::LookupEvents)
            .query(AUDIT_FILE)
            .media("text/csv")
            .gives::<String>(200),
        Route::get(file, "/api/v1/audit/events.ndjson", "The audit log as NDJSON")
            .called("cloudtrail:ExportEvents")
            .needs(Action::LookupEvents)
            .query(AUDIT_FILE)
            .media("application/x-ndjson")
            .gives::<String>(200),
        Route::get(verification, "/api/v1/audit/verification", "Verify the audit log")
            .called("cloudtrail:VerifyEvents")
            .needs(Action::LookupEvents)
            .gives::<AuditVerification>(200),
    ]
}

fn filter(query: &mut Parameters) -> Result<Filter, Refusal> {
    Ok(Filter {
        from: query.time("from")?,
        to: query.time("to")?,
        principal: query.filter("principal")?,
        event: query.filter("event")?,
        outcome: query.one_of("outcome", AuditOutcome::parse)?,
        account: query.filter("account")?,
        without_reads: query.one_of("reads", |text| text.parse().ok())? == Some(false),
    })
}

/// `GET /api/v1/audit/events`
pub(super) async fn list(
    State(app): State<App>,
    allowed: Allowed<may::LookupEvents>,
    mut query: Parameters,
) -> Result<Json<Page<AuditEvent>>, ApiError> {
    let (filter, after, limit) = (filter(&mut query)?, query.text("cursor"), query.limit()?);
    let page = audit_log::events(app.workspace(), &allowed.proof, &filter, after.as_deref(), limit).await?;
    Ok(Json(page))
}

/// `GET /api/v1/audit/events.{format}`
pub(super) async fn file(
    State(app): State<App>,
    allowed: Allowed<may::LookupEvents>,
    path: MatchedPath,
    mut query: Parameters,
) -> Result<Response<Body>, ApiError> {
    let format = path.as_str().rsplit('.').next().and_then(Format::parse);
    let format = format.ok_or_else(|| Refusal::not_found("format"))?;
    let filter = filter(&mut query)?;
    let account = filter.account.clone();
    let pieces = audit_log::file(app.workspace(), &allowed.proof, filter, format).await?;
    let mut response = Response::new(Body::from_stream(pieces));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(format.content_type()),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let (of, at) = (account.as_deref(), Some(app.workspace().now()));
    download_name::insert(headers, "audit", of, at, format.extension());
    Ok(response)
}

/// `GET /api/v1/audit/verification`
pub(super) async fn verification(
    State(app): State<App>,
    allowed: Allowed<may::LookupEvents>,
) -> Result<Json<AuditVerification>, ApiError> {
    Ok(Json(
        audit_log::verification(app.workspace(), &allowed.proof).await?,
    ))
}
