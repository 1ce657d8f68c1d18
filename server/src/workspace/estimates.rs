//! Cache of estimates, kept while they are valid.

use std::time::Duration;

use attache_wire::{account::Estimate, id::AccountId};
use tokio::sync::{Mutex, MutexGuard};

use crate::clock::{Millis, parse_rfc3339, rfc3339};

/// The cached estimates, one per account. Concurrent callers wait while one is being computed.
#[derive(Debug, Default)]
pub struct Estimates(Mutex<Vec<Known>>);

/// An estimate, and how long it is valid.
#[derive(Debug, Clone)]
pub struct Known {
    /// The account.
    pub account: AccountId,
    /// The world's revision when it was computed.
    pub revision: i64,
    /// The simulated time at which the next message's retention ends.
    pub until: Millis,
    /// Wall time (elapsed) until which it may be returned even though messages have expired since.
    pub stale_until: Duration,
    /// The estimate.
    pub estimate: Estimate,
}

impl Known {
    /// Returns the estimate as of `now`; `None` if it is no longer valid.
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
    /// Locks the cache: waits until no other estimate is being computed, and makes others wait until the guard is
    /// dropped.
    pub async fn lock(&self) -> Guard<'_> {
        Guard(self.0.lock().await)
    }
}

/// Exclusive access to the estimates.
#[derive(Debug)]
pub struct Guard<'a>(MutexGuard<'a, Vec<Known>>);

impl Guard<'_> {
    /// Returns the account's estimate; `None` if it is no longer valid.
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

    /// Stores an estimate, replacing the account's earlier one.
    pub fn put(&mut self, known: Known) {
        self.0.retain(|other| other.account != known.account);
        self.0.push(known);
    }
}
