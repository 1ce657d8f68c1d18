//! Passwords: rules, hashing, and comparison within a memory limit.
//!
//! Each password is stored as an Argon2id hash in the PHC string format. The parameters (19 MiB of memory, 2 passes, 1
//! lane) are the first choice of OWASP's [Password Storage Cheat Sheet]. Each hash contains them, so they can change
//! later. The `password-hash` crate compares hashes in constant time.
//!
//! [Password Storage Cheat Sheet]: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html

pub mod throttle;

use std::{fmt, sync::Arc};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{self, PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use attache_wire::error::ErrorCode;
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
    waiting: Semaphore,
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
            waiting: Semaphore::new(WAITING),
        })
    }

    /// Returns true if the password matches the hash. Without a hash, does the same work and returns false.
    ///
    /// # Errors
    /// 503 `unavailable` when too many are waiting; or when the stored hash is malformed.
    pub async fn matches(&self, hash: Option<String>, given: &str) -> Result<bool> {
        let busy = || Refusal {
            retry_after: Some(5),
            ..Refusal::new(
                ErrorCode::Unavailable,
                "Too many sign-ins at the moment. Try again shortly.",
            )
        };
        let _place = self.waiting.try_acquire().map_err(|_| busy())?;
        let turn = self.at_once.clone().acquire_owned().await.map_err(|_| busy())?;
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobodys.clone());
        let given = normal(given);
        let work = move || {
            // Held until the work is done, even if the caller disconnects.
            let _turn = turn;
            compare(&hash, &given)
        };
        let same = task::spawn_blocking(work).await;
        Ok(same.map_err(|error| Error::Internal(error.to_string()))?? && known)
    }
}

fn compare(hash: &str, given: &str) -> Result<bool> {
    let hash =
        PasswordHash::new(hash).map_err(|error| Error::Internal(format!("a password's hash: {error}")))?;
    match Argon2::default().verify_password(given.as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(failed(error)),
    }
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
        let matches =
            async |hash: Option<&String>, given: &str| verifier.matches(hash.cloned(), given).await.unwrap();
        assert!(matches(Some(&one), "correct horse battery").await);
        assert!(matches(Some(&two), "correct horse battery").await);
        assert!(!matches(Some(&one), "correct horse batterY").await);
        assert!(!matches(Some(&one), "").await);
        assert!(!matches(None, "correct horse battery").await);
        assert!(
            verifier
                .matches(Some("$argon2id$nonsense".into()), "x")
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
        assert!(verifier.matches(Some(kept), typed).await.unwrap());
    }

    #[tokio::test]
    async fn sign_ins_beyond_the_queue_are_refused() {
        let verifier = Verifier::new(&Random::seeded(1)).unwrap();
        let turn = verifier.at_once.acquire_many(2).await.unwrap();
        let mut line: Vec<_> = (0..WAITING)
            .map(|_| Box::pin(verifier.matches(None, "x")))
            .collect();
        for waiting in &mut line {
            assert!(futures::poll!(waiting).is_pending());
        }
        let error = verifier.matches(None, "x").await.unwrap_err();
        assert!(matches!(error, Error::Refused(refusal) if refusal.code == ErrorCode::Unavailable));
        drop(line);
        drop(turn);
        assert!(!verifier.matches(None, "x").await.unwrap());
    }
}
