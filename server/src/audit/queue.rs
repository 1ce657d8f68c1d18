//! Events that wait to be written.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync;

use super::Event;
use crate::clock::Millis;

/// When this many are waiting, the next caller waits until they are written.
const CAPACITY: usize = 4_096;
/// Written in one transaction: others that want to write need not wait long.
const BATCH: usize = 512;

/// An event and the wall time at which it was handed over.
pub(super) struct Waiting {
    pub(super) event: Event,
    pub(super) wall: Millis,
}

/// Events in the order in which they came. They leave only when they are written.
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

    /// Held while the front is being written, so that nothing is written twice.
    pub(super) async fn turn(&self) -> sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// The next transaction's events, of the first `left`.
    pub(super) fn front(&self, left: usize) -> Vec<Arc<Waiting>> {
        self.events().iter().take(left.min(BATCH)).cloned().collect()
    }

    /// Lets go of the first `count`, which are written.
    pub(super) fn written(&self, count: usize) {
        self.events().drain(..count);
    }
}
