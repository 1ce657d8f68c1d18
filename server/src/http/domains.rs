//! Domains of an account.

use attache_wire::domain::{ClaimDomain, DomainDetail};
use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, App,
    admit::Allowed,
    body::JsonBody,
    query::{Id, Ids},
};
use crate::{authz::may, domains};

type Answer<T> = Result<Json<T>, ApiError>;

/// `POST /api/v1/accounts/{account}/domains`
pub(super) async fn claim(
    State(app): State<App>,
    allowed: Allowed<may::AddDomain>,
    Id(account): Id,
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
    Ids(account, domain): Ids,
) -> Answer<DomainDetail> {
    Ok(Json(
        domains::get(app.workspace(), &allowed.proof, &account, &domain).await?,
    ))
}

/// `POST /api/v1/accounts/{account}/domains/{domain}/check`
pub(super) async fn check(
    State(app): State<App>,
    allowed: Allowed<may::AddDomain>,
    Ids(account, domain): Ids,
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
    Ids(account, domain): Ids,
) -> Result<StatusCode, ApiError> {
    let Allowed { caller, proof } = allowed;
    domains::remove(app.workspace(), &caller, &proof, &account, &domain).await?;
    Ok(StatusCode::NO_CONTENT)
}
