//! Accounts, their users and their domains.

use attache_wire::{
    account::{Account, AccountSummary, Domain},
    page::Page,
    user::{Registration, User, UserSort},
};
use axum::{Json, extract::State};

use super::{
    ApiError, App,
    admit::Allowed,
    query::{Id, Parameters},
};
use crate::{authz::may, directory, exports, store::users::UserQuery};

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/accounts`
pub(super) async fn list(
    State(app): State<App>,
    allowed: Allowed<may::ListAccounts>,
    mut query: Parameters,
) -> Answer<Page<Account>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    query.done()?;
    Ok(Json(
        directory::accounts(app.workspace(), &allowed.proof, after.as_deref(), limit).await?,
    ))
}

/// `GET /api/v1/accounts/{account}`
pub(super) async fn get(
    State(app): State<App>,
    allowed: Allowed<may::GetAccount>,
    Id(account): Id,
) -> Answer<AccountSummary> {
    Ok(Json(
        exports::summary(app.workspace(), &allowed.proof, &account).await?,
    ))
}

/// `GET /api/v1/accounts/{account}/users`
pub(super) async fn users(
    State(app): State<App>,
    allowed: Allowed<may::ListUsers>,
    Id(account): Id,
    mut query: Parameters,
) -> Answer<Page<User>> {
    let (sort, descending) = query.one_of("sort", sort)?.unwrap_or((UserSort::Name, false));
    let wanted = UserQuery {
        q: query.search("q")?,
        registration: query.one_of("status", Registration::parse)?,
        sort: Some(sort),
        descending,
        after: query.text("cursor"),
        limit: query.limit()?,
    };
    query.done()?;
    Ok(Json(
        directory::users(app.workspace(), &allowed.proof, &account, &wanted).await?,
    ))
}

fn sort(text: &str) -> Option<(UserSort, bool)> {
    match text.strip_prefix('-') {
        Some(key) => UserSort::parse(key).map(|sort| (sort, true)),
        None => UserSort::parse(text).map(|sort| (sort, false)),
    }
}

/// `GET /api/v1/accounts/{account}/domains`
pub(super) async fn domains(
    State(app): State<App>,
    allowed: Allowed<may::ListDomains>,
    Id(account): Id,
    mut query: Parameters,
) -> Answer<Page<Domain>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    query.done()?;
    Ok(Json(
        directory::domains(app.workspace(), &allowed.proof, &account, after.as_deref(), limit).await?,
    ))
}
