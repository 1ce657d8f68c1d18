use attache_wire::clock::{Auto, Clock, ClockEvent, ClockEventKind, ClockPatch, Speed};

use super::{DELIVERED, SUBMITTED};
use crate::collection::Samples;

pub fn samples() -> Samples {
    Samples::new()
        .values(&[Speed::AUTO, Speed::Constant(60.0)])
        .variants::<Auto>()
        .object(&clock())
        .object(&next_event())
        .variants::<ClockEventKind>()
        .object(&ClockPatch {
            speed: Some(Speed::Constant(60.0)),
            paused: Some(false),
            advance_seconds: Some(3_600),
            now: Some(DELIVERED.into()),
        })
}

pub fn clock() -> Clock {
    Clock {
        now: SUBMITTED.into(),
        speed: Speed::AUTO,
        rate: 1_440.0,
        paused: false,
        next_event: Some(next_event()),
    }
}

fn next_event() -> ClockEvent {
    ClockEvent {
        at: DELIVERED.into(),
        kind: ClockEventKind::Delivery,
    }
}
