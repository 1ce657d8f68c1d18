//! The world's randomness: reproducible streams of numbers, all derived from one seed.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use sha2::{Digest, Sha256};

/// One stream of random numbers. The same seed, name and index give the same numbers on every machine. The arithmetic
/// is our own, so a new version of a library cannot change the world.
#[derive(Debug, Clone)]
pub struct SeededRng(ChaCha8Rng);

impl SeededRng {
    /// Creates stream `name`, number `index`, of the world with this seed.
    pub fn new(seed: u64, name: &str, index: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(index.to_le_bytes());
        hash.update(name.as_bytes());
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// Returns a number in `0..bound`; 0 if `bound` is 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        scale(self.0.next_u32(), bound)
    }

    /// Returns a number in `low..=high`.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// Returns a number in `low..=high`, for milliseconds and the like.
    pub fn between_i64(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low))
            .unwrap_or(0)
            .saturating_add(1);
        let scaled = (u128::from(self.0.next_u64()) * u128::from(span)) >> 64;
        low.saturating_add(i64::try_from(scaled).unwrap_or(0))
    }

    /// Returns a number in `0..bound` that is more often small than large: a few things are popular.
    pub fn skewed(&mut self, bound: u32) -> u32 {
        let once = scale(self.0.next_u32(), bound);
        scale(self.0.next_u32(), once.saturating_add(1)).min(bound.saturating_sub(1))
    }

    /// Returns true `per_mille` times in a thousand.
    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// Picks one of `items`, which must not be empty.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(u32::try_from(items.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// Fills a slice with random bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }
}

/// Maps 32 random bits to `0..bound` by multiply and shift. The bias is too small to show in any world.
fn scale(random: u32, bound: u32) -> u32 {
    u32::try_from((u64::from(random) * u64::from(bound)) >> 32).unwrap_or(0)
}
