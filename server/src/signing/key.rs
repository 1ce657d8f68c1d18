//! Access keys, their secrets, and the signing key derived from a secret for one day.

use std::fmt;

use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{REGION, SERVICE, TERMINAL};

/// The number of random bytes in an access key.
pub const ENTROPY_BYTES: usize = 48;

/// The secret half of an access key. Anyone who has it can sign links.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a stored secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the secret itself. Use it only to store the secret.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// An access key: the id that appears in links, and the secret that signs them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessKey {
    /// Public; upper-case letters and digits.
    pub id: String,
    /// Never leaves the server.
    pub secret: Secret,
}

impl AccessKey {
    /// Creates a key from fresh random bytes: 18 for the id, 30 for the secret.
    ///
    /// ```
    /// # use attache_server::signing::{AccessKey, ENTROPY_BYTES};
    /// let key = AccessKey::from_entropy(&[7; ENTROPY_BYTES]);
    /// assert_eq!((key.id.len(), key.secret.reveal().len()), (20, 40));
    /// ```
    pub fn from_entropy(entropy: &[u8; ENTROPY_BYTES]) -> Self {
        // 256 is a multiple of 32, so each byte maps to a symbol without bias.
        const SYMBOLS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let (id, secret) = entropy.split_at(18);
        Self {
            id: "AT"
                .chars()
                .chain(id.iter().map(|b| char::from(SYMBOLS[usize::from(b % 32)])))
                .collect(),
            secret: Secret(base64::engine::general_purpose::STANDARD.encode(secret)),
        }
    }
}

/// The signing key for one day, region and service.
#[derive(Clone)]
pub struct SigningKey([u8; 32]);

impl SigningKey {
    /// Derives the key for S3 in [`REGION`] on a day (`yyyymmdd`).
    pub fn derive(secret: &Secret, day: &str) -> Self {
        Self::derive_for(secret, day, REGION, SERVICE)
    }

    /// Derives the key for any region and service.
    pub fn derive_for(secret: &Secret, day: &str, region: &str, service: &str) -> Self {
        let seed = format!("AWS4{}", secret.0);
        let step = |key: &[u8], part: &str| {
            let mut mac = keyed(key);
            mac.update(part.as_bytes());
            mac.finalize().into_bytes()
        };
        let of_day = step(seed.as_bytes(), day);
        let of_region = step(&of_day, region);
        let of_service = step(&of_region, service);
        Self(step(&of_service, TERMINAL).into())
    }

    /// Returns the key itself, for a signer that caches the HMAC states derived from it.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the signature of a string to sign: 64 lower-case hex digits.
    pub fn sign(&self, string_to_sign: &str) -> String {
        let mut mac = keyed(&self.0);
        mac.update(string_to_sign.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}
