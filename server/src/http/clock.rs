//! The simulated clock.

use attache_wire::{
    clock::{Clock, ClockPatch, Speed},
    error::ErrorCode,
};
use axum::{Json, extract::State};

use super::{ApiError, App, body::JsonBody, route::Route, session::Caller};
use crate::{
    clock::{Change, DAY, SECOND},
    error::Refusal,
};

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(get, "/api/v1/clock", "The simulated clock").gives::<Clock>(200),
        Route::patch(patch, "/api/v1/clock", "Change the simulated clock")
            .takes::<ClockPatch>()
            .gives::<Clock>(200)
            .refuses(&[ErrorCode::Invalid, ErrorCode::ClockBackwards]),
    ]
}

/// The clock can be moved by ten years at once.
const MAX_ADVANCE_SECONDS: i64 = 3_652 * DAY / SECOND;

/// `GET /api/v1/clock`
pub(super) async fn get(State(app): State<App>, _caller: Caller) -> Result<Json<Clock>, ApiError> {
    Ok(Json(app.workspace().clock_now().await?))
}

/// `PATCH /api/v1/clock`
pub(super) async fn patch(
    State(app): State<App>,
    _caller: Caller,
    JsonBody(patch): JsonBody<ClockPatch>,
) -> Result<Json<Clock>, ApiError> {
    let advance = patch.advance_seconds.unwrap_or(0);
    if advance < 0 {
        let detail = "The simulated clock never runs backwards; advanceSeconds must be 0 or more.";
        return Err(Refusal::new(ErrorCode::ClockBackwards, detail).into());
    }
    if advance > MAX_ADVANCE_SECONDS {
        return Err(
            Refusal::invalid("advanceSeconds", "The clock can be moved by ten years at most.").into(),
        );
    }
    if let Some(Speed::Constant(rate)) = patch.speed
        && !(1.0..=86_400.0).contains(&rate)
    {
        return Err(Refusal::invalid("speed", "A speed is \"auto\" or a number from 1 to 86400.").into());
    }
    let change = Change {
        speed: patch.speed,
        paused: patch.paused,
        advance: advance * SECOND,
    };
    let clock = app.workspace().change_clock(change).await?;
    crate::exports::expire_overdue(app.workspace()).await?;
    Ok(Json(clock))
}
