//! Changing the simulated clock.

use attache_wire::{
    clock::{Clock, ClockPatch},
    paths,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::Api,
    state::sim_clock::SimClock,
    ui::{status::Tone, toasts::Toasts},
};

/// Sends changes of the clock, one at a time. A toast shows a refusal.
#[derive(Clone, Copy)]
pub(super) struct ClockControl {
    api: Api,
    clock: SimClock,
    toasts: Toasts,
    busy: RwSignal<bool>,
}

impl ClockControl {
    pub(super) fn new(clock: SimClock) -> Self {
        Self {
            api: Api::from_context(),
            clock,
            toasts: Toasts::from_context(),
            busy: RwSignal::new(false),
        }
    }

    pub(super) fn change(self, patch: ClockPatch) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            match self
                .api
                .patch(&paths::clock())
                .body(&patch)
                .fetch::<Clock>()
                .await
            {
                Ok(clock) => self.clock.take(clock),
                Err(error) => self.toasts.show(Tone::Error, error.sentence()),
            }
            self.busy.try_set(false);
        });
    }

    pub(super) fn advance(self, seconds: i64) {
        self.change(ClockPatch {
            advance_seconds: Some(seconds),
            ..ClockPatch::default()
        });
    }
}
