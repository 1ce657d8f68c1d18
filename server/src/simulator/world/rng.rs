//! The world's randomness: reproducible streams of numbers that all come from one seed.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use sha2::{Digest, Sha256};

/// One stream of random numbers. Two streams with the same seed, name and index give the same numbers, on every
/// machine: the arithmetic is our own, so no library's next version can change the world.
#[derive(Debug, Clone)]
pub struct SeededRng(ChaCha8Rng);

impl SeededRng {
    /// The stream `name`, number `index`, of the world with this seed.
    pub fn new(seed: u64, name: &str, index: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(index.to_le_bytes());
        hash.update(name.as_bytes());
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// A number in `0..bound`; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        scale(self.0.next_u32(), bound)
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// A number in `low..=high` of milliseconds or the like.
    pub fn between_i64(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low))
            .unwrap_or(0)
            .saturating_add(1);
        let scaled = (u128::from(self.0.next_u64()) * u128::from(span)) >> 64;
        low.saturating_add(i64::try_from(scaled).unwrap_or(0))
    }

    /// A number in `0..bound` that is far more often small than large: a few things are popular.
    pub fn skewed(&mut self, bound: u32) -> u32 {
        let once = scale(self.0.next_u32(), bound);
        scale(self.0.next_u32(), once.saturating_add(1)).min(bound.saturating_sub(1))
    }

    /// True this many times in a thousand.
    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of `items`, which is not empty.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(u32::try_from(items.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// Random bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }
}

/// Multiply and shift: maps 32 random bits to `0..bound` with a bias that no world is large enough to show.
fn scale(random: u32, bound: u32) -> u32 {
    u32::try_from((u64::from(random) * u64::from(bound)) >> 32).unwrap_or(0)
}
