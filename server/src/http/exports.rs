//! Exports: estimate, submission, history, one, its items, cancel and revoke.

use attache_wire::{
    account::Estimate,
    export::{Export, ExportDetail, SubmitExport},
    item::{Item, ItemStatus, Rule},
    page::Page,
    paths,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};

use super::{
    ApiError, App,
    admit::Allowed,
    body::Judged,
    query::{Id, Parameters},
};
use crate::{
    authz::may,
    exports::{self, Submitted},
    store::export_items::ItemQuery,
};

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/accounts/{account}/exports/estimate`
pub(super) async fn estimate(
    State(app): State<App>,
    allowed: Allowed<may::StartDataExport>,
    Id(account): Id,
) -> Answer<Estimate> {
    Ok(Json(
        exports::estimate(app.workspace(), &allowed.proof, &account).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/exports`
pub(super) async fn submit(
    State(app): State<App>,
    allowed: Allowed<may::StartDataExport>,
    Id(account): Id,
    Judged(body): Judged<SubmitExport>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Export>), ApiError> {
    let (status, export) =
        match exports::submit(app.workspace(), &allowed.caller, &allowed.proof, &account, body).await? {
            Submitted::New(export) => (StatusCode::ACCEPTED, export),
            Submitted::Replayed(export) => (StatusCode::OK, export),
        };
    Ok((
        status,
        [(header::LOCATION, paths::export(&export.id))],
        Json(export),
    ))
}

/// `GET /api/v1/accounts/{account}/exports`
pub(super) async fn list(
    State(app): State<App>,
    allowed: Allowed<may::GetAccount>,
    Id(account): Id,
    mut query: Parameters,
) -> Answer<Page<Export>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    query.done()?;
    Ok(Json(
        exports::list(app.workspace(), &allowed.proof, &account, after.as_deref(), limit).await?,
    ))
}

/// `GET /api/v1/exports/{export}`
pub(super) async fn get(
    State(app): State<App>,
    allowed: Allowed<may::GetAccount>,
    Id(export): Id,
) -> Answer<ExportDetail> {
    Ok(Json(
        exports::get(app.workspace(), &allowed.proof, &export).await?,
    ))
}

/// `GET /api/v1/exports/{export}/items`
pub(super) async fn items(
    State(app): State<App>,
    allowed: Allowed<may::RetrieveDataExport>,
    Id(export): Id,
    mut query: Parameters,
) -> Answer<Page<Item>> {
    let wanted = ItemQuery {
        q: query.search("q")?,
        rule: query.one_of("rule", Rule::parse)?,
        status: query.one_of("status", ItemStatus::parse)?,
        after: query.text("cursor"),
        limit: query.limit()?,
    };
    query.done()?;
    Ok(Json(
        exports::items(app.workspace(), &allowed.proof, &export, &wanted).await?,
    ))
}

/// `POST /api/v1/exports/{export}/cancel`
pub(super) async fn cancel(
    State(app): State<App>,
    allowed: Allowed<may::StartDataExport>,
    Id(export): Id,
) -> Answer<Export> {
    Ok(Json(
        exports::cancel(app.workspace(), &allowed.caller, &allowed.proof, &export).await?,
    ))
}

/// `POST /api/v1/exports/{export}/revoke`
pub(super) async fn revoke(
    State(app): State<App>,
    allowed: Allowed<may::StartDataExport>,
    Id(export): Id,
) -> Answer<Export> {
    Ok(Json(
        exports::revoke(app.workspace(), &allowed.caller, &allowed.proof, &export).await?,
    ))
}
