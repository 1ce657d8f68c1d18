//! SHA-256 and HMAC over texts laid out in whole blocks in advance (FIPS 180-4, RFC 2104).
//!
//! Signing a link takes three short hashes, where filling a hasher's buffer and finishing it costs about as much as
//! some of the blocks. Building the texts in place, including padding, avoids both. The block function is `sha2`'s,
//! which detects CPU features at run time.

use sha2::block_api::compress256;

/// The initial hash value: FIPS 180-4, section 5.3.3.
const START: State = State([
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
]);

/// Bytes in a block.
const BLOCK: usize = 64;

/// An intermediate hash state.
#[derive(Clone, Copy)]
struct State([u32; 8]);

impl State {
    /// Absorbs whole blocks; ignores a partial block at the end.
    fn absorb(mut self, bytes: &[u8]) -> Self {
        compress256(&mut self.0, bytes.as_chunks::<BLOCK>().0);
        self
    }

    fn digest(self) -> [u8; 32] {
        let mut digest = [0; 32];
        for (bytes, word) in digest.as_chunks_mut::<4>().0.iter_mut().zip(self.0) {
            *bytes = word.to_be_bytes();
        }
        digest
    }
}

/// Appends the padding of a text that ends here, after `before` bytes that were already absorbed.
fn push_padding(text: &mut Vec<u8>, before: usize) {
    let bits = 8 * (before + text.len()) as u64;
    text.push(0x80);
    text.resize((text.len() + 8).next_multiple_of(BLOCK) - 8, 0);
    text.extend_from_slice(&bits.to_be_bytes());
}

/// Returns the SHA-256 of a text, in lower-case hex. Leaves the padding in the buffer.
pub(super) fn hex_digest(text: &mut Vec<u8>) -> [u8; 64] {
    push_padding(text, 0);
    lower_hex(START.absorb(text).digest())
}

/// HMAC-SHA256 of texts that differ only in their last 64 bytes.
#[derive(Clone)]
pub(super) struct ShortMac {
    /// The state after the key and the whole blocks of the shared prefix.
    inner: State,
    /// The state after the key.
    outer: State,
    /// The rest of the text, padded; the 64 bytes go at `slot`.
    tail: Vec<u8>,
    slot: usize,
}

impl ShortMac {
    /// Creates a MAC for texts that share `prefix`.
    pub(super) fn new(key: &[u8; 32], prefix: &[u8]) -> Self {
        let keyed = |mask: u8| {
            let mut block = [mask; BLOCK];
            for (byte, key) in block.iter_mut().zip(key) {
                *byte ^= key;
            }
            START.absorb(&block)
        };
        let whole = prefix.len() - prefix.len() % BLOCK;
        let (absorbed, rest) = prefix.split_at(whole);
        let mut tail = rest.to_vec();
        let slot = tail.len();
        tail.extend_from_slice(&[0; 64]);
        push_padding(&mut tail, BLOCK + whole);
        Self {
            inner: keyed(0x36).absorb(absorbed),
            outer: keyed(0x5c),
            tail,
            slot,
        }
    }

    /// Returns the MAC of the prefix and these bytes, in lower-case hex.
    pub(super) fn hex_mac(&mut self, end: &[u8; 64]) -> [u8; 64] {
        self.tail[self.slot..self.slot + 64].copy_from_slice(end);
        let mut last = [0; BLOCK];
        last[..32].copy_from_slice(&self.inner.absorb(&self.tail).digest());
        last[32] = 0x80;
        let bits = 8 * (BLOCK + 32) as u64;
        last[BLOCK - 8..].copy_from_slice(&bits.to_be_bytes());
        lower_hex(self.outer.absorb(&last).digest())
    }
}

fn lower_hex(bytes: [u8; 32]) -> [u8; 64] {
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    let mut hex = [0; 64];
    for (pair, byte) in hex.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 0xF)];
    }
    hex
}
