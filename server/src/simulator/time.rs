//! Changes of the simulated clock, within bounds.

use attache_wire::{
    clock::{Clock, ClockPatch, Speed},
    error::ErrorCode,
};

use crate::{
    clock::{ClockChange, DAY, SECOND},
    error::{Refusal, Result},
    exports,
    workspace::Workspace,
};

/// Maximum move of the clock in one call: 400 days.
const MAX_ADVANCE_SECONDS: i64 = 400 * DAY / SECOND;
/// The allowed speeds, in simulated seconds per second.
const SPEEDS: std::ops::RangeInclusive<f64> = 1.0..=86_400.0;

/// Changes the clock. Anything that has expired by then is recorded as expired when this returns.
///
/// # Errors
/// 422 for a change out of bounds, including `clockBackwards`; or when the database fails.
pub async fn change(workspace: &Workspace, patch: &ClockPatch) -> Result<Clock> {
    let advance = patch.advance_seconds.unwrap_or(0);
    if advance < 0 {
        let detail = "The simulated clock never runs backwards: advanceSeconds must be 0 or more.";
        return Err(Refusal::new(ErrorCode::ClockBackwards, detail).into());
    }
    if advance > MAX_ADVANCE_SECONDS {
        let detail = "The clock can be moved forward by at most 400 days at a time.";
        return Err(Refusal::invalid("advanceSeconds", detail).into());
    }
    if let Some(Speed::Constant(rate)) = patch.speed
        && !SPEEDS.contains(&rate)
    {
        let detail = "The speed must be \"auto\" or a number from 1 to 86400.";
        return Err(Refusal::invalid("speed", detail).into());
    }
    let change = ClockChange {
        speed: patch.speed,
        paused: patch.paused,
        advance: advance * SECOND,
    };
    let clock = workspace.change_clock(change).await?;
    exports::expire_overdue(workspace).await?;
    Ok(clock)
}
