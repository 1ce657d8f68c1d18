//! Passwords: rules, hashing, and comparison within a memory limit.
//!
//! Each password is stored as an Argon2id hash in the PHC string format. The parameters (19 MiB of memory, 2 passes, 1
//! lane) are the first choice of OWASP's [Password Storage Cheat Sheet]. Each hash contains them, so they can change
//! later.
//!
//! [Password Storage Cheat Sheet]: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html

pub mod throttle;

use std::{
    collections::HashMap,
    fmt,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{self, PasswordHasher, phc::PasswordHash},
};
use attache_wire::error::ErrorCode;
use subtle::ConstantTimeEq;
use tokio::{sync::Semaphore, task};
use unicode_normalization::UnicodeNormalization;

use crate::{
    error::{Error, Refusal, Result},
    random::Random,
};

/// Minimum length of a new password, in characters (NIST SP 800-63B requires at least 8).
pub const MIN_CHARACTERS: usize = 12;
/// Maximum length of a new password, in bytes of UTF-8.
pub const MAX_BYTES: usize = 200;

/// Memory that one hash uses, in KiB.
const MEMORY: u32 = 19 * 1024;
/// Passes over that memory.
const PASSES: u32 = 2;
/// Hashes computed at the same time: 38 MiB and two cores.
const AT_ONCE: usize = 2;
/// Sign-ins that may be waiting or running; further ones get 503.
const WAITING: usize = 64;
/// How many of them may come from one network, so that nobody can fill the queue alone.
const WAITING_PER_NETWORK: usize = 16;

/// A new password that meets the rules. Its `Debug` form hides it, so it appears in no log.
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(…)")
    }
}

/// Why a text cannot be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Too short, so it could be guessed.
    #[error("a password must have at least {MIN_CHARACTERS} characters")]
    Short,
    /// Too long to type.
    #[error("a password must have at most {MAX_BYTES} bytes")]
    Long,
    /// Contains control characters, such as line breaks and tabs, which form fields cannot hold.
    #[error("a password must not contain control characters, such as tabs and line breaks")]
    Control,
}

impl Password {
    /// Checks and normalises a new password.
    ///
    /// # Errors
    /// When it is too short, too long, or contains control characters.
    pub fn new(text: &str) -> std::result::Result<Self, Unfit> {
        let text = normal(text);
        if text.chars().count() < MIN_CHARACTERS {
            Err(Unfit::Short)
        } else if text.len() > MAX_BYTES {
            Err(Unfit::Long)
        } else if text.contains(char::is_control) {
            Err(Unfit::Control)
        } else {
            Ok(Self(text))
        }
    }

    /// Hashes the password for storage. Slow, and uses 19 MiB.
    ///
    /// # Errors
    /// When there is not enough memory for the hash.
    pub fn hash(&self, random: &Random) -> Result<String> {
        hash(&self.0, random)
    }
}

/// Normalises to NFC (RFC 8265), so that the same characters compare equal however the keyboard composes them.
fn normal(text: &str) -> String {
    text.nfc().collect()
}

fn hash(text: &str, random: &Random) -> Result<String> {
    let salt = random.bytes::<16>();
    let params = Params::new(MEMORY, PASSES, 1, None).map_err(|error| Error::Internal(error.to_string()))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash = argon2
        .hash_password_with_salt(text.as_bytes(), &salt)
        .map_err(failed)?;
    Ok(hash.to_string())
}

fn failed(error: password_hash::Error) -> Error {
    Error::Internal(format!("a password's hash: {error}"))
}

/// Compares passwords with hashes, a few at a time.
#[derive(Debug)]
pub struct Verifier {
    /// The hash of a random password. It stands in for a missing hash, so that the comparison takes equally long.
    nobodys: String,
    at_once: Arc<Semaphore>,
    /// How many wait or run, by network.
    waiting: Mutex<HashMap<Vec<u8>, usize>>,
    /// The memory of finished comparisons, for the next ones: an allocator would keep it from being used otherwise.
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Verifier {
    /// Creates a verifier.
    ///
    /// # Errors
    /// When there is not enough memory for the hash.
    pub fn new(random: &Random) -> Result<Self> {
        Ok(Self {
            nobodys: hash(&random.secret(), random)?,
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Mutex::default(),
            memory: Arc::default(),
        })
    }

    /// Returns true if the password, sent from `address`, matches the hash. Without a hash, does the same work and
    /// returns false.
    ///
    /// # Errors
    /// 503 `unavailable` when too many are waiting, in all or from this network; or when the stored hash is malformed.
    pub async fn matches(&self, hash: Option<String>, given: &str, address: Option<IpAddr>) -> Result<bool> {
        let busy = || Refusal {
            retry_after: Some(5),
            ..Refusal::new(
                ErrorCode::Unavailable,
                "Too many sign-ins at the moment. Try again shortly.",
            )
        };
        let _place = self.place(address).ok_or_else(busy)?;
        let turn = self.at_once.clone().acquire_owned().await.map_err(|_| busy())?;
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobodys.clone());
        let given = normal(given);
        let shared = self.memory.clone();
        let work = move || {
            // Held until the work is done, even if the caller disconnects.
            let _turn = turn;
            let mut memory = locked(&shared).pop().unwrap_or_default();
            let same = compare(&hash, &given, &mut memory);
            locked(&shared).push(memory);
            same
        };
        let same = task::spawn_blocking(work).await;
        Ok(same.map_err(|error| Error::Internal(error.to_string()))?? && known)
    }

    /// Takes a place in the queue; `None` if it is full, or holds this network's share.
    fn place(&self, address: Option<IpAddr>) -> Option<Place<'_>> {
        let network = throttle::network(address);
        let mut waiting = locked(&self.waiting);
        let all: usize = waiting.values().sum();
        let ours = waiting.get(&network).copied().unwrap_or(0);
        if all >= WAITING || ours >= WAITING_PER_NETWORK {
            return None;
        }
        waiting.insert(network.clone(), ours + 1);
        Some(Place {
            verifier: self,
            network,
        })
    }
}

/// A place in the queue, freed when dropped.
struct Place<'v> {
    verifier: &'v Verifier,
    network: Vec<u8>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = locked(&self.verifier.waiting);
        if let Some(count) = waiting.get_mut(&self.network) {
            *count -= 1;
        }
        waiting.retain(|_, count| *count > 0);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No code panics while it holds the lock.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Compares in constant time, in `memory`.
fn compare(hash: &str, given: &str, memory: &mut Vec<Block>) -> Result<bool> {
    let malformed = |what: &str| Error::Internal(format!("a password's hash: {what}"));
    let hash = PasswordHash::new(hash).map_err(|error| malformed(&error.to_string()))?;
    let algorithm =
        Algorithm::try_from(hash.algorithm.as_str()).map_err(|error| malformed(&error.to_string()))?;
    let version = match hash.version {
        Some(version) => Version::try_from(version).map_err(|error| malformed(&error.to_string()))?,
        None => Version::V0x10,
    };
    let params = Params::try_from(&hash).map_err(failed)?;
    let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
        return Err(malformed("it has no salt or no hash"));
    };
    memory.resize(params.block_count(), Block::default());
    let mut computed = vec![0; expected.len()];
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(given.as_bytes(), salt.as_ref(), &mut computed, memory)
        .map_err(|error| malformed(&error.to_string()))?;
    Ok(computed.ct_eq(expected.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_checked_for_length_and_control_characters() {
        assert_eq!(Password::new("elevenchars").err(), Some(Unfit::Short));
        assert_eq!(Password::new("éééééééééééé").err(), None, "characters, not bytes");
        assert_eq!(Password::new(&"x".repeat(200)).err(), None);
        assert_eq!(Password::new(&"x".repeat(201)).err(), Some(Unfit::Long));
        assert_eq!(Password::new("a tab\tis none here").err(), Some(Unfit::Control));
        let debug = format!("{:?}", Password::new("correct horse battery"));
        assert_eq!(debug, "Ok(Password(…))");
    }

    #[tokio::test]
    async fn hashes_are_salted_and_contain_their_parameters() {
        let random = Random::seeded(1);
        let password = Password::new("correct horse battery").unwrap();
        let (one, two) = (password.hash(&random).unwrap(), password.hash(&random).unwrap());
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two);
        let verifier = Verifier::new(&random).unwrap();
        assert_eq!(
            verifier.nobodys.len(),
            one.len(),
            "a missing hash costs the same work"
        );
        let matches = async |hash: Option<&String>, given: &str| {
            verifier.matches(hash.cloned(), given, None).await.unwrap()
        };
        assert!(matches(Some(&one), "correct horse battery").await);
        assert!(matches(Some(&two), "correct horse battery").await);
        assert!(!matches(Some(&one), "correct horse batterY").await);
        assert!(!matches(Some(&one), "").await);
        assert!(!matches(None, "correct horse battery").await);
        assert!(
            verifier
                .matches(Some("$argon2id$nonsense".into()), "x", None)
                .await
                .is_err()
        );
    }

    #[tokio::test]
    async fn composed_and_decomposed_letters_are_the_same() {
        let random = Random::seeded(1);
        let kept = Password::new("na\u{ef}ve caf\u{e9} owner")
            .unwrap()
            .hash(&random)
            .unwrap();
        let verifier = Verifier::new(&random).unwrap();
        let typed = "nai\u{308}ve cafe\u{301} owner";
        assert!(verifier.matches(Some(kept), typed, None).await.unwrap());
    }

    #[tokio::test]
    async fn sign_ins_beyond_the_queue_or_a_networks_share_are_refused() {
        let verifier = Verifier::new(&Random::seeded(1)).unwrap();
        let turn = verifier.at_once.acquire_many(2).await.unwrap();
        let from = |address: String| Some(address.parse().unwrap());
        let mut line: Vec<_> = (0..WAITING)
            .map(|nth| {
                let address = format!("2001:db8:{:x}:{nth:x}::1", nth / WAITING_PER_NETWORK);
                Box::pin(verifier.matches(None, "x", from(address)))
            })
            .collect();
        let refused = async |address: &str| match verifier.matches(None, "x", from(address.into())).await {
            Err(Error::Refused(refusal)) => refusal.code == ErrorCode::Unavailable,
            _ => false,
        };
        for waiting in &mut line[..WAITING_PER_NETWORK] {
            assert!(futures::poll!(waiting).is_pending());
        }
        assert!(refused("2001:db8:0:ffff::1").await, "the network has its share");
        for waiting in &mut line {
            assert!(futures::poll!(waiting).is_pending());
        }
        assert!(refused("198.51.100.1").await, "the queue is full");
        drop(line);
        drop(turn);
        assert!(!refused("2001:db8:0:ffff::1").await);
        assert!(locked(&verifier.waiting).is_empty());
    }

    #[tokio::test]
    async fn memory_is_used_again() {
        let verifier = Verifier::new(&Random::seeded(1)).unwrap();
        let many = (0..8).map(|_| verifier.matches(None, "x", None));
        futures::future::join_all(many).await;
        assert!(locked(&verifier.memory).len() <= AT_ONCE);
    }
}
