//! The hash chain. Each record's hash is HMAC-SHA256(key, previous hash ‖ its number ‖ its text). The number is 8
//! bytes, big-endian; the hash before the first record is 32 zero bytes. Without the key, nobody can change, remove or
//! add a record without making every hash from there on wrong.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::store::audit::{HASH_BYTES, Hash, Tip};

/// The key of the chain. Anyone who has it can forge the log.
#[derive(Clone)]
pub struct Key([u8; HASH_BYTES]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(redacted)")
    }
}

impl Key {
    /// Creates a key from its bytes.
    pub const fn new(bytes: [u8; HASH_BYTES]) -> Self {
        Self(bytes)
    }

    /// Returns the tip after appending a record to `tip`.
    pub fn next(&self, tip: &Tip, record: &[u8]) -> Tip {
        let sequence = tip.sequence.wrapping_add(1);
        Tip {
            sequence,
            hash: self.mac(&[&tip.hash, &sequence.to_be_bytes(), record]),
        }
    }

    /// Returns the MAC that proves a head was written with the key. It cannot be confused with a record's hash: its
    /// input begins with a word instead of a hash, and is shorter than any record's.
    pub(super) fn head_mac(&self, head: &Tip) -> Hash {
        self.mac(&[b"head", &head.sequence.to_be_bytes(), &head.hash])
    }

    fn mac(&self, parts: &[&[u8]]) -> Hash {
        // HMAC pads the key with zeros to SHA-256's block of 64 bytes (RFC 2104).
        let mut block = [0; 64];
        block[..HASH_BYTES].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}
