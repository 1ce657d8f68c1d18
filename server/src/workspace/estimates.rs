//! Estimates that are kept while they are true.

use std::time::Duration;

use attache_wire::{account::Estimate, id::AccountId};
use tokio::sync::{Mutex, MutexGuard};

use crate::clock::{Millis, parse_rfc3339, rfc3339};

/// The estimates that are known, one per account. Callers who ask while one is being made wait for it.
#[derive(Debug, Default)]
pub struct Estimates(Mutex<Vec<Known>>);

/// An estimate and how long it holds.
#[derive(Debug, Clone)]
pub struct Known {
    /// The account.
    pub account: AccountId,
    /// The revision of the world that it was made of.
    pub revision: i64,
    /// The simulated time at which the next message's retention ends.
    pub until: Millis,
    /// Wall time (elapsed) up to which it may be out of date by such messages.
    pub stale_until: Duration,
    /// What it says.
    pub estimate: Estimate,
}

impl Known {
    /// The estimate as it can be shown at `now`.
    fn at(&self, revision: i64, now: Millis, elapsed: Duration) -> Option<Estimate> {
        let made = parse_rfc3339(&self.estimate.at).ok()?;
        if self.revision != revision || now < made {
            return None;
        }
        if now < self.until {
            return Some(Estimate {
                at: rfc3339(now),
                ..self.estimate.clone()
            });
        }
        (elapsed < self.stale_until).then(|| self.estimate.clone())
    }
}

impl Estimates {
    /// Waits until no other estimate is being made, and keeps others waiting until the guard is dropped.
    pub async fn lock(&self) -> Guard<'_> {
        Guard(self.0.lock().await)
    }
}

/// Exclusive use of the estimates.
#[derive(Debug)]
pub struct Guard<'a>(MutexGuard<'a, Vec<Known>>);

impl Guard<'_> {
    /// The account's estimate, if it still holds.
    pub fn get(
        &self,
        account: &AccountId,
        revision: i64,
        now: Millis,
        elapsed: Duration,
    ) -> Option<Estimate> {
        let known = self.0.iter().find(|known| known.account == *account)?;
        known.at(revision, now, elapsed)
    }

    /// Keeps an estimate in place of the account's former one.
    pub fn put(&mut self, known: Known) {
        self.0.retain(|other| other.account != known.account);
        self.0.push(known);
    }
}
