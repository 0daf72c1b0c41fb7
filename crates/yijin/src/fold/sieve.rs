//! A sieve for keys that repeat: two small tables through which all keys pass twice, and after which few are left to compare.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bits set so far, and bits set a second time. A key marks three bits of one word.
///
/// A key that was noted twice is always suspect; of those noted once, about one in fifty is.
pub struct Sieve {
    seen: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
}

impl Sieve {
    /// Returns a sieve for so many keys, in two bytes a key.
    #[must_use]
    pub fn new(keys: u64) -> Self {
        let words = keys as usize / 8 + 1;
        let table = || (0..words).map(|_| AtomicU64::new(0)).collect();
        Self { seen: table(), again: table() }
    }

    /// Notes the hash of a key.
    pub fn note(&self, hash: u64) {
        let (word, mask) = self.place(hash);
        if self.seen[word].fetch_or(mask, Ordering::Relaxed) & mask == mask {
            self.again[word].fetch_or(mask, Ordering::Relaxed);
        }
    }

    /// Returns whether a key of this hash may have been noted twice. All keys have been noted before.
    #[must_use]
    pub fn is_suspect(&self, hash: u64) -> bool {
        let (word, mask) = self.place(hash);
        self.again[word].load(Ordering::Relaxed) & mask == mask
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let word = (u128::from(hash) * self.seen.len() as u128) >> 64;
        let mask = 1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63);
        (word as usize, mask)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(key: u64) -> u64 {
        xxhash_rust::xxh3::xxh3_64(&key.to_le_bytes())
    }

    #[test]
    fn every_key_noted_twice_is_suspect_and_few_others_are() {
        let keys = 20_000;
        let sieve = Sieve::new(keys);
        (0..keys).chain((0..keys).step_by(100)).for_each(|key| sieve.note(hash(key)));
        assert!((0..keys).step_by(100).all(|key| sieve.is_suspect(hash(key))));
        let others = (0..keys).filter(|key| key % 100 != 0 && sieve.is_suspect(hash(*key))).count();
        assert!(others < 1000, "{others}");
    }
}
