//! Counts refused uses of links, so that one client with one dead link cannot fill the audit log.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use attache_wire::id::{AccountId, ExportId};

/// Refusals of one kind that are recorded one by one, per period.
const ONE_BY_ONE: u64 = 5;
/// How long refusals are counted before the count is recorded.
const PERIOD: Duration = Duration::from_secs(60);
/// Kinds that are counted at a time. Beyond it, the address is left out of the kind.
const MOST: usize = 4_096;

/// What refusals have in common that are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Kind {
    /// The export whose link was used.
    pub export: ExportId,
    /// Its account.
    pub account: Option<AccountId>,
    /// The operation.
    pub operation: &'static str,
    /// The caller's address, if known and not left out; of an IPv6 address, what its holder cannot change.
    pub address: Option<IpAddr>,
    /// S3's error code and message.
    pub refusal: (&'static str, &'static str),
    /// True if the link itself was refused.
    pub denied: bool,
}

#[derive(Debug, Clone, Copy)]
struct Count {
    since: Duration,
    seen: u64,
}

/// The refusals of the current periods.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<HashMap<Kind, Count>>);

impl Refusals {
    /// Counts a refusal. Returns true if it is to be recorded by itself.
    pub fn count(&self, mut kind: Kind, now: Duration) -> bool {
        let mut counts = self.counts();
        if counts.len() >= MOST && !counts.contains_key(&kind) {
            kind.address = None;
        }
        let count = counts.entry(kind).or_insert(Count { since: now, seen: 0 });
        count.seen += 1;
        count.seen <= ONE_BY_ONE
    }

    /// Ends the periods that are over (all of them if `now` is `None`), and returns how many refusals of each kind were not
    /// recorded one by one.
    pub fn take(&self, now: Option<Duration>) -> Vec<(Kind, u64)> {
        let mut counts = self.counts();
        let is_over = |count: &Count| now.is_none_or(|now| now.saturating_sub(count.since) >= PERIOD);
        let over = counts.extract_if(|_, count| is_over(count));
        over.filter_map(|(kind, count)| Some((kind, count.seen.checked_sub(ONE_BY_ONE)?)))
            .filter(|(_, more)| *more > 0)
            .collect()
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<Kind, Count>> {
        // No code panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
