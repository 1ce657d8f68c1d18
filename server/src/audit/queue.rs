//! The queue of events to write.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync;

use super::Event;
use crate::clock::Millis;

/// Length at which the next caller waits until the queue is written.
const CAPACITY: usize = 4_096;
/// Events written per transaction. Small, so that other writers do not wait long.
const BATCH: usize = 512;

/// An event, and the wall time when it was queued.
pub(super) struct Waiting {
    pub(super) event: Event,
    pub(super) wall: Millis,
}

/// Events in order of arrival. An event leaves only when it has been written.
#[derive(Default)]
pub(super) struct Queue {
    events: Mutex<VecDeque<Arc<Waiting>>>,
    turn: sync::Mutex<()>,
}

impl Queue {
    fn events(&self) -> MutexGuard<'_, VecDeque<Arc<Waiting>>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, event: Event, wall: Millis) {
        self.events().push_back(Arc::new(Waiting { event, wall }));
    }

    pub(super) fn len(&self) -> usize {
        self.events().len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn is_full(&self) -> bool {
        self.len() >= CAPACITY
    }

    /// Returns a guard to hold while writing the front, so that no event is written twice.
    pub(super) async fn turn(&self) -> sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Returns the next transaction's events, at most `left`.
    pub(super) fn front(&self, left: usize) -> Vec<Arc<Waiting>> {
        self.events().iter().take(left.min(BATCH)).cloned().collect()
    }

    /// Removes the first `count` events, which have been written.
    pub(super) fn written(&self, count: usize) {
        self.events().drain(..count);
    }
}
