//! The API of exports: estimate, submit, list, get, list items, cancel and revoke.

use attache_wire::{
    account::Estimate,
    error::ErrorCode,
    export::{Export, ExportDetail, SubmitExport},
    id::{AccountId, ExportId},
    item::{Item, ItemStatus, Rule},
    page::Page,
    paths,
    permission::Action,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};

use super::{
    ApiError, App,
    authorise::Allowed,
    body::Judged,
    query::{Id, Parameters},
    route::{PAGE, Parameter, Route},
    shape,
};
use crate::{
    access::authorise::may,
    exports::{self, ItemQuery, Submitted},
};

const ITEMS: &[Parameter] = &[
    Parameter::new(
        "q",
        "Words; each must match the beginning of a word in the name of the file, uploader or container.",
        shape::search,
    ),
    Parameter::new(
        "rule",
        "Only items included by this clause of the scope rule.",
        || shape::one_of(Rule::ALL.map(Rule::as_str)),
    ),
    Parameter::new(
        "status",
        "Only items with this status: `pending`, `ok` or `error`.",
        || shape::one_of(ItemStatus::ALL.map(ItemStatus::as_str)),
    ),
    PAGE[0],
    PAGE[1],
];

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            estimate,
            "/api/v1/accounts/{account}/exports/estimate",
            "Current scope of a request",
        )
        .called("chime:EstimateDataExport")
        .needs(Action::StartDataExport)
        .gives::<Estimate>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            submit,
            "/api/v1/accounts/{account}/exports",
            "Request attachments",
        )
        .needs(Action::StartDataExport)
        .takes::<SubmitExport>()
        .gives::<Export>(202)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::Invalid,
            ErrorCode::TokenReused,
            ErrorCode::TeamAccount,
            ErrorCode::ExportRunning,
            ErrorCode::ExportWindow,
        ]),
        Route::get(
            list,
            "/api/v1/accounts/{account}/exports",
            "An account's attachment requests, newest first",
        )
        .called("chime:ListDataExports")
        .needs(Action::GetAccount)
        .query(PAGE)
        .gives_page::<Export>()
        .refuses(&[ErrorCode::NotFound]),
        Route::get(get, "/api/v1/exports/{export}", "One attachment request")
            .called("chime:GetDataExport")
            .needs(Action::GetAccount)
            .gives::<ExportDetail>(200)
            .refuses(&[ErrorCode::NotFound]),
        Route::get(
            items,
            "/api/v1/exports/{export}/items",
            "Its attachments, without links",
        )
        .called("chime:ListDataExportItems")
        .needs(Action::RetrieveDataExport)
        .query(ITEMS)
        .gives_page::<Item>()
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            cancel,
            "/api/v1/exports/{export}/cancel",
            "Cancel a running request",
        )
        .called("chime:CancelDataExport")
        .needs(Action::StartDataExport)
        .gives::<Export>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::IllegalTransition]),
        Route::post(
            revoke,
            "/api/v1/exports/{export}/revoke",
            "Revoke a ready request's links",
        )
        .called("chime:RevokeDataExport")
        .needs(Action::StartDataExport)
        .gives::<Export>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::IllegalTransition]),
    ]
}

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/accounts/{account}/exports/estimate`
pub(super) async fn estimate(
    State(app): State<App>,
    allowed: Allowed<may::StartDataExport>,
    Id(account): Id<AccountId>,
) -> Answer<Estimate> {
    Ok(Json(
        exports::estimate(app.workspace(), &allowed.proof, &account).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/exports`
pub(super) async fn submit(
    State(app): State<App>,
    allowed: Allowed<may::StartDataExport>,
    Id(account): Id<AccountId>,
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
    Id(account): Id<AccountId>,
    mut query: Parameters,
) -> Answer<Page<Export>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    Ok(Json(
        exports::list(app.workspace(), &allowed.proof, &account, after.as_deref(), limit).await?,
    ))
}

/// `GET /api/v1/exports/{export}`
pub(super) async fn get(
    State(app): State<App>,
    allowed: Allowed<may::GetAccount>,
    Id(export): Id<ExportId>,
) -> Answer<ExportDetail> {
    Ok(Json(
        exports::get(app.workspace(), &allowed.proof, &export).await?,
    ))
}

/// `GET /api/v1/exports/{export}/items`
pub(super) async fn items(
    State(app): State<App>,
    allowed: Allowed<may::RetrieveDataExport>,
    Id(export): Id<ExportId>,
    mut query: Parameters,
) -> Answer<Page<Item>> {
    let wanted = ItemQuery {
        q: query.search("q")?,
        rule: query.one_of("rule", Rule::parse)?,
        status: query.one_of("status", ItemStatus::parse)?,
        after: query.text("cursor"),
        limit: query.limit()?,
    };
    Ok(Json(
        exports::items(app.workspace(), &allowed.proof, &export, &wanted).await?,
    ))
}

/// `POST /api/v1/exports/{export}/cancel`
pub(super) async fn cancel(
    State(app): State<App>,
    allowed: Allowed<may::StartDataExport>,
    Id(export): Id<ExportId>,
) -> Answer<Export> {
    Ok(Json(
        exports::cancel(app.workspace(), &allowed.caller, &allowed.proof, &export).await?,
    ))
}

/// `POST /api/v1/exports/{export}/revoke`
pub(super) async fn revoke(
    State(app): State<App>,
    allowed: Allowed<may::StartDataExport>,
    Id(export): Id<ExportId>,
) -> Answer<Export> {
    Ok(Json(
        exports::revoke(app.workspace(), &allowed.caller, &allowed.proof, &export).await?,
    ))
}
