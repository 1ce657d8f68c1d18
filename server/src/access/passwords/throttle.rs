//! Limits password guesses per account, per address and per network.
//!
//! Each of them may fail a few times at once, and regains one failure after a while (the generic cell rate
//! algorithm). An attempt takes one before its password is checked, so that concurrent attempts cannot exceed the
//! limit; a successful attempt gives it back. With none left, an attempt is refused without looking at the password,
//! even a right one. A refused attempt does not lengthen the wait.
//!
//! Names and addresses are hashed with a random key onto a fixed number of slots. However many names an attacker makes
//! up, memory stays constant and no count is evicted. Two that share a slot share its count; with this many slots,
//! exploiting that takes more failures a minute than the machine can compare passwords.
//!
//! (The `governor` crate cannot give an attempt back, and stores a key for each name.)

use std::{
    fmt,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sha2::{Digest, Sha256};

use crate::{audit::holder, random::Random};

/// Slots for accounts, and as many for addresses and for networks; 8 bytes each.
const SLOTS: usize = 1 << 16;

/// How many failures are allowed.
#[derive(Debug, Clone, Copy)]
struct Limit {
    at_once: u32,
    then_every: Duration,
}

/// The limit of one account, from any address.
const ACCOUNT: Limit = Limit {
    at_once: 5,
    then_every: Duration::from_secs(60),
};
/// The limit of one address, for all accounts; an office may share one.
const ADDRESS: Limit = Limit {
    at_once: 30,
    then_every: Duration::from_secs(10),
};

/// The limit of one network, for all its addresses: a provider gives its customers 65,536 IPv6 networks for the asking.
const NETWORK: Limit = Limit {
    at_once: 120,
    then_every: Duration::from_secs(3),
};

/// Counts failed sign-ins.
pub struct Throttle {
    key: [u8; 32],
    accounts: Table,
    addresses: Table,
    networks: Table,
}

impl fmt::Debug for Throttle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Throttle(…)")
    }
}

/// A permitted attempt.
#[derive(Debug)]
#[must_use]
pub struct Attempt {
    account: usize,
    address: usize,
    network: usize,
}

impl Throttle {
    /// Creates a throttle with no failures counted.
    pub fn new(random: &Random) -> Self {
        Self {
            key: random.bytes(),
            accounts: Table::new(ACCOUNT),
            addresses: Table::new(ADDRESS),
            networks: Table::new(NETWORK),
        }
    }

    /// Takes one attempt from the account, the address and its network. `now` is wall time since any fixed point.
    ///
    /// # Errors
    /// How long to wait, when one of them has no attempts left.
    pub fn attempt(
        &self,
        account: &str,
        address: Option<IpAddr>,
        now: Duration,
    ) -> Result<Attempt, Duration> {
        let attempt = Attempt {
            account: self.slot(b"account", account.as_bytes()),
            address: self.slot(b"address", &whose(address)),
            network: self.slot(b"network", &network(address)),
        };
        self.networks.take(attempt.network, now)?;
        if let Err(wait) = self.addresses.take(attempt.address, now) {
            self.networks.give_back(attempt.network);
            return Err(wait);
        }
        if let Err(wait) = self.accounts.take(attempt.account, now) {
            self.networks.give_back(attempt.network);
            self.addresses.give_back(attempt.address);
            return Err(wait);
        }
        Ok(attempt)
    }

    /// Returns a successful attempt, so that it does not count as a failure.
    pub fn give_back(&self, attempt: &Attempt) {
        self.accounts.give_back(attempt.account);
        self.addresses.give_back(attempt.address);
        self.networks.give_back(attempt.network);
    }

    fn slot(&self, kind: &[u8], name: &[u8]) -> usize {
        let digest = Sha256::new()
            .chain_update(self.key)
            .chain_update(kind)
            .chain_update(name)
            .finalize();
        usize::from(u16::from_le_bytes([digest[0], digest[1]]))
    }
}

/// The part of an address that identifies its holder. Callers whose address is unknown are one holder.
fn whose(address: Option<IpAddr>) -> Vec<u8> {
    match address.map(holder) {
        None => Vec::new(),
        Some(IpAddr::V4(address)) => address.octets().to_vec(),
        Some(IpAddr::V6(address)) => address.octets().to_vec(),
    }
}

/// The part of an address that identifies its network: for IPv6 the first 48 bits, which a site gets, and for IPv4 the
/// first 24. Callers whose address is unknown are one network.
pub(super) fn network(address: Option<IpAddr>) -> Vec<u8> {
    match address.map(|address| address.to_canonical()) {
        None => Vec::new(),
        Some(IpAddr::V4(address)) => address.octets()[..3].to_vec(),
        Some(IpAddr::V6(address)) => address.octets()[..6].to_vec(),
    }
}

/// For each slot, the time in milliseconds at which all its failures are forgotten.
struct Table {
    limit: Limit,
    slots: Mutex<Box<[u64]>>,
}

impl Table {
    fn new(limit: Limit) -> Self {
        Self {
            limit,
            slots: Mutex::new(vec![0; SLOTS].into_boxed_slice()),
        }
    }

    fn take(&self, slot: usize, now: Duration) -> Result<(), Duration> {
        let (now, every) = (millis(now), millis(self.limit.then_every));
        self.change(slot, |forgotten| {
            let next = (*forgotten).max(now) + every;
            let wait = (next - now).saturating_sub(u64::from(self.limit.at_once) * every);
            if wait > 0 {
                return Err(Duration::from_millis(wait));
            }
            *forgotten = next;
            Ok(())
        })
    }

    fn give_back(&self, slot: usize) {
        let every = millis(self.limit.then_every);
        self.change(slot, |forgotten| *forgotten = forgotten.saturating_sub(every));
    }

    fn change<T>(&self, slot: usize, change: impl FnOnce(&mut u64) -> T) -> T {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut slots[slot % SLOTS])
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICE: &str = "203.0.113.7";

    fn attempts(throttle: &Throttle, account: &str, address: &str, at: u64) -> Result<Attempt, u64> {
        let address = Some(address.parse().unwrap());
        throttle
            .attempt(account, address, Duration::from_secs(at))
            .map_err(|wait| wait.as_secs())
    }

    #[test]
    fn an_account_has_five_failures_and_then_one_a_minute() {
        let throttle = Throttle::new(&Random::seeded(1));
        for nth in 0..5 {
            // Different addresses: the account is what counts.
            assert!(attempts(&throttle, "ines", &format!("198.51.100.{nth}"), 100).is_ok());
        }
        assert_eq!(attempts(&throttle, "ines", OFFICE, 100).unwrap_err(), 60);
        assert_eq!(
            attempts(&throttle, "ines", OFFICE, 130).unwrap_err(),
            30,
            "a refused attempt does not lengthen the wait"
        );
        assert!(
            attempts(&throttle, "avery", OFFICE, 130).is_ok(),
            "another account"
        );
        assert!(attempts(&throttle, "ines", OFFICE, 160).is_ok());
        assert_eq!(attempts(&throttle, "ines", OFFICE, 160).unwrap_err(), 60);
        for _ in 0..5 {
            assert!(
                attempts(&throttle, "ines", OFFICE, 1_000).is_ok(),
                "all failures forgotten"
            );
        }
    }

    #[test]
    fn an_address_has_thirty_failures_and_then_one_every_ten_seconds() {
        let throttle = Throttle::new(&Random::seeded(1));
        for nth in 0..30 {
            // One IPv6 network counts as one address.
            let address = format!("2001:db8:0:7:{nth:x}::1");
            assert!(attempts(&throttle, &format!("made-up-{nth}"), &address, 0).is_ok());
        }
        assert_eq!(attempts(&throttle, "ines", "2001:db8:0:7::2", 0).unwrap_err(), 10);
        assert!(
            attempts(&throttle, "ines", "2001:db8:0:8::2", 0).is_ok(),
            "another network"
        );
        assert!(attempts(&throttle, "ines", "2001:db8:0:7::2", 10).is_ok());
    }

    #[test]
    fn a_network_cannot_guess_from_ever_new_addresses() {
        let throttle = Throttle::new(&Random::seeded(1));
        for nth in 0..120 {
            let address = format!("2001:db8:0:{nth:x}::1");
            assert!(attempts(&throttle, &format!("made-up-{nth}"), &address, 0).is_ok());
        }
        assert_eq!(
            attempts(&throttle, "ines", "2001:db8:0:ffff::1", 0).unwrap_err(),
            3
        );
        assert!(
            attempts(&throttle, "ines", "2001:db8:1::1", 0).is_ok(),
            "another site"
        );
    }

    #[test]
    fn success_does_not_count_as_a_failure() {
        let throttle = Throttle::new(&Random::seeded(1));
        for _ in 0..1_000 {
            let attempt = attempts(&throttle, "ines", OFFICE, 0).unwrap();
            throttle.give_back(&attempt);
        }
        // A refusal because of the account costs the address nothing.
        for _ in 0..5 {
            assert!(attempts(&throttle, "ines", OFFICE, 0).is_ok());
        }
        for _ in 0..1_000 {
            assert!(attempts(&throttle, "ines", OFFICE, 0).is_err());
        }
        assert!(attempts(&throttle, "avery", OFFICE, 0).is_ok());
    }

    #[test]
    fn made_up_names_do_not_evict_a_count() {
        let throttle = Throttle::new(&Random::seeded(1));
        for _ in 0..5 {
            assert!(attempts(&throttle, "ines", OFFICE, 0).is_ok());
        }
        for nth in 0..100_000_u32 {
            let address = Some(IpAddr::from(nth.to_be_bytes()));
            let _attempt = throttle.attempt(&format!("made-up-{nth}"), address, Duration::ZERO);
        }
        assert!(attempts(&throttle, "ines", OFFICE, 0).is_err());
    }
}
