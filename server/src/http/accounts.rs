//! Accounts, their users and their domains.

use attache_wire::{
    account::{Account, AccountSummary, Domain},
    error::ErrorCode,
    page::Page,
    permission::Action,
    user::{Registration, User, UserSort},
};
use axum::{Json, extract::State};

use super::{
    ApiError, App,
    query::{Id, Parameters},
    session::Caller,
};
use crate::{
    access,
    error::Refusal,
    exports,
    store::{self, users::UserQuery},
};

type Answer<T> = Result<Json<T>, ApiError>;

fn page<T>(page: Option<(Vec<T>, Option<String>)>) -> Answer<Page<T>> {
    let wrong = || {
        Refusal::new(
            ErrorCode::BadRequest,
            "The cursor is not one of this list; start again without it.",
        )
    };
    let (items, next_cursor) = page.ok_or_else(wrong)?;
    Ok(Json(Page { items, next_cursor }))
}

/// `GET /api/v1/accounts`
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    mut query: Parameters,
) -> Answer<Page<Account>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    query.done()?;
    let _proof = access::require(app.workspace(), &caller.signed_in, Action::ListAccounts).await?;
    let mut conn = app.workspace().store.read().await?;
    page(store::accounts::list(&mut conn, after.as_deref(), limit).await?)
}

/// `GET /api/v1/accounts/{account}`
pub(super) async fn get(State(app): State<App>, caller: Caller, Id(account): Id) -> Answer<AccountSummary> {
    let proof = access::require(app.workspace(), &caller.signed_in, Action::GetAccount).await?;
    Ok(Json(exports::summary(app.workspace(), &proof, &account).await?))
}

/// `GET /api/v1/accounts/{account}/users`
pub(super) async fn users(
    State(app): State<App>,
    caller: Caller,
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
    let _proof = access::require(app.workspace(), &caller.signed_in, Action::ListUsers).await?;
    let mut conn = app.workspace().store.read().await?;
    if store::accounts::get(&mut conn, &account).await?.is_none() {
        return Err(Refusal::not_found("account").into());
    }
    page(store::users::list(&mut conn, &account, &wanted).await?)
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
    caller: Caller,
    Id(account): Id,
    mut query: Parameters,
) -> Answer<Page<Domain>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    query.done()?;
    let _proof = access::require(app.workspace(), &caller.signed_in, Action::ListDomains).await?;
    let mut conn = app.workspace().store.read().await?;
    if store::accounts::get(&mut conn, &account).await?.is_none() {
        return Err(Refusal::not_found("account").into());
    }
    page(store::accounts::domains(&mut conn, &account, after.as_deref(), limit).await?)
}
