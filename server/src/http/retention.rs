//! The API of an account's retention settings.

use attache_wire::{
    error::ErrorCode,
    id::AccountId,
    permission::Action,
    retention::{Retention, RetentionEffect, SaveRetention},
};
use axum::{Json, extract::State};

use super::{
    ApiError, App,
    authorise::Allowed,
    body::JsonBody,
    query::{Id, Parameters},
    route::{Parameter, Route},
    shape,
};
use crate::{access::authorise::may, accounts::retention};

const RETENTION: &[Parameter] = &[
    Parameter::new(
        "conversationDays",
        "Days to keep conversations; unlimited if omitted.",
        shape::retention_days,
    ),
    Parameter::new(
        "roomDays",
        "Days to keep rooms; unlimited if omitted.",
        shape::retention_days,
    ),
];

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            get,
            "/api/v1/accounts/{account}/settings/retention",
            "An account's retention settings",
        )
        .needs(Action::GetAccountSettings)
        .gives::<Retention>(200)
        .refuses(&[ErrorCode::NotFound]),
        Route::put(
            put,
            "/api/v1/accounts/{account}/settings/retention",
            "Change an Enterprise account's retention settings",
        )
        .needs(Action::UpdateAccountSettings)
        .takes::<SaveRetention>()
        .gives::<Retention>(200)
        .refuses(&[
            ErrorCode::NotFound,
            ErrorCode::Invalid,
            ErrorCode::Conflict,
            ErrorCode::Unavailable,
        ]),
        Route::get(
            effect,
            "/api/v1/accounts/{account}/settings/retention/effect",
            "Preview what other retention settings would hide, restore and delete",
        )
        .called("chime:GetRetentionEffect")
        .needs(Action::GetAccountSettings)
        .query(RETENTION)
        .gives::<RetentionEffect>(200)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid, ErrorCode::Conflict]),
    ]
}

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /api/v1/accounts/{account}/settings/retention`
pub(super) async fn get(
    State(app): State<App>,
    allowed: Allowed<may::GetAccountSettings>,
    Id(account): Id<AccountId>,
) -> Answer<Retention> {
    Ok(Json(
        retention::get(app.workspace(), &allowed.proof, &account).await?,
    ))
}

/// `PUT /api/v1/accounts/{account}/settings/retention`
pub(super) async fn put(
    State(app): State<App>,
    allowed: Allowed<may::UpdateAccountSettings>,
    Id(account): Id<AccountId>,
    JsonBody(body): JsonBody<SaveRetention>,
) -> Answer<Retention> {
    let Allowed { caller, proof } = allowed;
    Ok(Json(
        retention::put(app.workspace(), &caller, &proof, &account, &body).await?,
    ))
}

/// `GET /api/v1/accounts/{account}/settings/retention/effect`
pub(super) async fn effect(
    State(app): State<App>,
    allowed: Allowed<may::GetAccountSettings>,
    Id(account): Id<AccountId>,
    mut query: Parameters,
) -> Answer<RetentionEffect> {
    let days = |text: &str| text.parse::<u32>().ok();
    let wanted = Retention {
        conversation_days: query.one_of("conversationDays", days)?,
        room_days: query.one_of("roomDays", days)?,
    };
    Ok(Json(
        retention::effect(app.workspace(), &allowed.proof, &account, &wanted).await?,
    ))
}
