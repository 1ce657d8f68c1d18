//! The API of an account's domains.

use attache_wire::{
    domain::{ClaimDomain, DomainDetail},
    error::ErrorCode,
    id::{AccountId, DomainId},
    permission::Action,
};
use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, App,
    authorise::Allowed,
    body::JsonBody,
    query::{Id, Ids},
    route::Route,
};
use crate::{access::authorise::may, accounts::domains};

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(claim, "/api/v1/accounts/{account}/domains", "Claim a domain")
            .needs(Action::AddDomain)
            .takes::<ClaimDomain>()
            .gives::<DomainDetail>(201)
            .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid, ErrorCode::Conflict]),
        Route::get(
            get,
            "/api/v1/accounts/{account}/domains/{domain}",
            "A domain's verification, and the effect of removing it",
        )
        .needs(Action::GetDomain)
        .gives::<DomainDetail>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::post(
            check,
            "/api/v1/accounts/{account}/domains/{domain}/check",
            "Check the domain's TXT record now",
        )
        .called("chime:CheckDomain")
        .needs(Action::AddDomain)
        .gives::<DomainDetail>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::delete(
            remove,
            "/api/v1/accounts/{account}/domains/{domain}",
            "Remove a domain",
        )
        .needs(Action::DeleteDomain)
        .status(204)
        .refuses(&[ErrorCode::NotFound]),
    ]
}

type Answer<T> = Result<Json<T>, ApiError>;

/// `POST /api/v1/accounts/{account}/domains`
pub(super) async fn claim(
    State(app): State<App>,
    allowed: Allowed<may::AddDomain>,
    Id(account): Id<AccountId>,
    JsonBody(body): JsonBody<ClaimDomain>,
) -> Result<(StatusCode, Json<DomainDetail>), ApiError> {
    let Allowed { caller, proof } = allowed;
    let detail = domains::claim(app.workspace(), &caller, &proof, &account, &body.name).await?;
    Ok((StatusCode::CREATED, Json(detail)))
}

/// `GET /api/v1/accounts/{account}/domains/{domain}`
pub(super) async fn get(
    State(app): State<App>,
    allowed: Allowed<may::GetDomain>,
    Ids(account, domain): Ids<AccountId, DomainId>,
) -> Answer<DomainDetail> {
    Ok(Json(
        domains::get(app.workspace(), &allowed.proof, &account, &domain).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/domains/{domain}/check`
pub(super) async fn check(
    State(app): State<App>,
    allowed: Allowed<may::AddDomain>,
    Ids(account, domain): Ids<AccountId, DomainId>,
) -> Answer<DomainDetail> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        domains::check(app.workspace(), &caller, &proof, &account, &domain).await?,
    ))
}

/// `DELETE /api/v1/accounts/{account}/domains/{domain}`
pub(super) async fn remove(
    State(app): State<App>,
    allowed: Allowed<may::DeleteDomain>,
    Ids(account, domain): Ids<AccountId, DomainId>,
) -> Result<StatusCode, ApiError> {
    let Allowed { caller, proof } = allowed;
    domains::remove(app.workspace(), &caller, &proof, &account, &domain).await?;
    Ok(StatusCode::NO_CONTENT)
}
