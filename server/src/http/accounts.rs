//! The API of accounts, their users and their domains.

use attache_wire::{
    account::{Account, AccountSummary, Domain, NameAccount},
    error::ErrorCode,
    id::AccountId,
    page::Page,
    permission::Action,
    user::{Registration, User, UserSort},
};
use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, App,
    authorise::Allowed,
    body::JsonBody,
    query::{Id, Parameters},
    route::{PAGE, Parameter, Route},
    shape,
};
use crate::{
    access::authorise::may,
    accounts::{
        self,
        directory::{self, UserQuery},
    },
    exports,
};

const ACCOUNTS: &[Parameter] = &[
    Parameter::new(
        "q",
        "Words; each must match the beginning of a word in the name, or of a verified domain.",
        shape::search,
    ),
    PAGE[0],
    PAGE[1],
];

const USERS: &[Parameter] = &[
    Parameter::new(
        "q",
        "Words; each must match the beginning of a word in the name or email address.",
        shape::search,
    ),
    Parameter::new("status", "Only this registration status.", || {
        shape::one_of(Registration::ALL.map(Registration::as_str))
    }),
    Parameter::new(
        "sort",
        "`name` (the default), `email`, `joined` or `lastActive`; a leading `-` sorts in descending order.",
        || {
            shape::one_of(
                UserSort::ALL
                    .iter()
                    .flat_map(|sort| ["", "-"].map(|order| format!("{order}{}", sort.as_str()))),
            )
        },
    ),
    PAGE[0],
    PAGE[1],
];

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(list, "/api/v1/accounts", "The accounts")
            .needs(Action::ListAccounts)
            .query(ACCOUNTS)
            .gives_page::<Account>(),
        Route::get(
            get,
            "/api/v1/accounts/{account}",
            "An account with the status of its requests",
        )
        .needs(Action::GetAccount)
        .gives::<AccountSummary>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::get(users, "/api/v1/accounts/{account}/users", "An account's users")
            .needs(Action::ListUsers)
            .query(USERS)
            .gives_page::<User>()
            .refuses(&[ErrorCode::NotFound]),
        Route::get(
            domains,
            "/api/v1/accounts/{account}/domains",
            "An account's domains",
        )
        .needs(Action::ListDomains)
        .query(PAGE)
        .gives_page::<Domain>()
        .refuses(&[ErrorCode::NotFound]),
        Route::post(create, "/api/v1/accounts", "Create a Team account")
            .needs(Action::CreateAccount)
            .takes::<NameAccount>()
            .gives::<Account>(201)
            .refuses(&[ErrorCode::Invalid]),
        Route::patch(rename, "/api/v1/accounts/{account}", "Rename an account")
            .needs(Action::RenameAccount)
            .takes::<NameAccount>()
            .gives::<Account>(200)
            .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid]),
        Route::delete(
            delete,
            "/api/v1/accounts/{account}",
            "Delete an account without users (Team) or domains (Enterprise)",
        )
        .needs(Action::DeleteAccount)
        .status(204)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Conflict]),
    ]
}

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/accounts`
pub(super) async fn list(
    State(app): State<App>,
    allowed: Allowed<may::ListAccounts>,
    mut query: Parameters,
) -> Answer<Page<Account>> {
    let q = query.search("q")?;
    let (after, limit) = (query.text("cursor"), query.limit()?);
    Ok(Json(
        directory::accounts(app.workspace(), &allowed.proof, &q, after.as_deref(), limit).await?,
    ))
}

/// `POST /api/v1/accounts`
pub(super) async fn create(
    State(app): State<App>,
    allowed: Allowed<may::CreateAccount>,
    JsonBody(body): JsonBody<NameAccount>,
) -> Result<(StatusCode, Json<Account>), ApiError> {
    let Allowed { caller, proof } = allowed;
    let account = accounts::create(app.workspace(), &caller, &proof, &body.name).await?;
    Ok((StatusCode::CREATED, Json(account)))
}

/// `PATCH /api/v1/accounts/{account}`
pub(super) async fn rename(
    State(app): State<App>,
    allowed: Allowed<may::RenameAccount>,
    Id(account): Id<AccountId>,
    JsonBody(body): JsonBody<NameAccount>,
) -> Answer<Account> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        accounts::rename(app.workspace(), &caller, &proof, &account, &body.name).await?,
    ))
}

/// `DELETE /api/v1/accounts/{account}`
pub(super) async fn delete(
    State(app): State<App>,
    allowed: Allowed<may::DeleteAccount>,
    Id(account): Id<AccountId>,
) -> Result<StatusCode, ApiError> {
    let Allowed { caller, proof } = allowed;
    accounts::delete(app.workspace(), &caller, &proof, &account).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/v1/accounts/{account}`
pub(super) async fn get(
    State(app): State<App>,
    allowed: Allowed<may::GetAccount>,
    Id(account): Id<AccountId>,
) -> Answer<AccountSummary> {
    Ok(Json(
        exports::summary(app.workspace(), &allowed.proof, &account).await?,
    ))
}

/// `GET /api/v1/accounts/{account}/users`
pub(super) async fn users(
    State(app): State<App>,
    allowed: Allowed<may::ListUsers>,
    Id(account): Id<AccountId>,
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
    Id(account): Id<AccountId>,
    mut query: Parameters,
) -> Answer<Page<Domain>> {
    let (after, limit) = (query.text("cursor"), query.limit()?);
    Ok(Json(
        directory::domains(app.workspace(), &allowed.proof, &account, after.as_deref(), limit).await?,
    ))
}
