//! The API of the simulated clock.

use attache_wire::{
    clock::{Clock, ClockPatch},
    error::ErrorCode,
};
use axum::{Extension, Json, extract::State};
use serde_json::json;

use super::{
    ApiError, App,
    authorise::Particulars,
    body::JsonBody,
    route::{Records, Route},
    session::Caller,
};
use crate::simulator::time;

/// Returns the routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(get, "/api/v1/clock", "The simulated clock")
            .gives::<Clock>(200)
            .spared_errors(),
        Route::patch(patch, "/api/v1/clock", "Change the simulated clock")
            .called("simulator:SetClock")
            .records(Records::Call)
            .takes::<ClockPatch>()
            .gives::<Clock>(200)
            .refuses(&[ErrorCode::NotFound, ErrorCode::Invalid, ErrorCode::ClockBackwards])
            .in_demo(),
    ]
}

/// `GET /api/v1/clock`
pub(super) async fn get(State(app): State<App>, _caller: Caller) -> Result<Json<Clock>, ApiError> {
    Ok(Json(app.workspace().clock_now().await?))
}

/// `PATCH /api/v1/clock`
pub(super) async fn patch(
    State(app): State<App>,
    _caller: Caller,
    JsonBody(patch): JsonBody<ClockPatch>,
) -> Result<(Extension<Particulars>, Json<Clock>), ApiError> {
    let clock = time::change(app.workspace(), &patch).await?;
    let particulars = Particulars {
        request: json!(patch),
        response: json!({ "now": clock.now }),
    };
    Ok((Extension(particulars), Json(clock)))
}
