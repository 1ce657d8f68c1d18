//! How records are chained: each has the hash HMAC-SHA256(key, hash of the one before ‖ its number ‖ its text). The number
//! is 8 bytes, big-endian; before the first record the hash is 32 zero bytes. Who does not have the key can change, remove
//! or add nothing without making a hash wrong, from there to the end.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::store::audit::{HASH_BYTES, Hash, Tip};

/// The key of the chain. Who has it can forge the log.
#[derive(Clone)]
pub struct Key([u8; HASH_BYTES]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(redacted)")
    }
}

impl Key {
    /// A key of these bytes.
    pub const fn new(bytes: [u8; HASH_BYTES]) -> Self {
        Self(bytes)
    }

    /// The place of a record that is written after `tip`.
    pub fn next(&self, tip: &Tip, record: &[u8]) -> Tip {
        let sequence = tip.sequence.wrapping_add(1);
        Tip {
            sequence,
            hash: self.mac(&[&tip.hash, &sequence.to_be_bytes(), record]),
        }
    }

    /// What shows that a head was written by who has the key. No record's hash can be taken for it: it begins with a word
    /// where those begin with a hash, and is shorter than any of them.
    pub(super) fn head_mac(&self, head: &Tip) -> Hash {
        self.mac(&[b"head", &head.sequence.to_be_bytes(), &head.hash])
    }

    fn mac(&self, parts: &[&[u8]]) -> Hash {
        // HMAC fills a key up with zeros to SHA-256's block of 64 bytes (RFC 2104).
        let mut block = [0; 64];
        block[..HASH_BYTES].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}
