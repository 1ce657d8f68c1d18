//! Changes of the simulated clock, within bounds.

use attache_wire::{
    Timestamp,
    clock::{Clock, ClockPatch, MAX_ADVANCE_DAYS, MAX_SPEED, MIN_SPEED, Speed},
    error::{ErrorCode, FieldError},
};

use crate::{
    clock::{ClockChange, DAY, END_OF_TIME, Millis, SECOND, parse_rfc3339},
    error::{Refusal, Result},
    exports,
    workspace::Workspace,
};

/// Maximum move of the clock in one call.
const MAX_ADVANCE: Millis = MAX_ADVANCE_DAYS * DAY;

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
    if advance > MAX_ADVANCE / SECOND {
        let detail = "The clock can be moved forward by at most 400 days at a time.";
        return Err(Refusal::invalid("advanceSeconds", detail).into());
    }
    if let Some(Speed::Constant(rate)) = patch.speed
        && !(MIN_SPEED..=MAX_SPEED).contains(&rate)
    {
        let detail = "The speed must be \"auto\" or a number from 1 to 86400.";
        return Err(Refusal::invalid("speed", detail).into());
    }
    let to = match &patch.now {
        Some(_) if patch.advance_seconds.is_some() => {
            let detail = "Move the clock with now or with advanceSeconds, not with both.";
            return Err(Refusal::invalid("now", detail).into());
        }
        Some(now) => Some(target(now, workspace.now())?),
        None => None,
    };
    let change = ClockChange {
        speed: patch.speed,
        paused: patch.paused,
        advance: advance * SECOND,
        to,
    };
    let clock = workspace.change_clock(change).await?;
    exports::expire_overdue(workspace).await?;
    Ok(clock)
}

/// Returns the time to set the clock to, if the clock, which shows `now`, may be moved there.
fn target(to: &Timestamp, now: Millis) -> Result<Millis, Refusal> {
    let Ok(at) = parse_rfc3339(to) else {
        let detail = "The time must be RFC 3339, such as 2026-02-01T09:00:00Z.";
        return Err(Refusal::invalid("now", detail));
    };
    if at < now {
        let detail = "The simulated clock never runs backwards. Choose a time after the one it shows.";
        return Err(Refusal {
            errors: vec![FieldError::new("now", detail)],
            ..Refusal::new(ErrorCode::ClockBackwards, detail)
        });
    }
    if at > END_OF_TIME {
        let detail = "The clock cannot be set past the year 2200.";
        return Err(Refusal::invalid("now", detail));
    }
    if at - now > MAX_ADVANCE {
        let detail = "The clock can be moved forward by at most 400 days at a time.";
        return Err(Refusal::invalid("now", detail));
    }
    Ok(at)
}
