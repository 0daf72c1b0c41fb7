//! A sieve for keys that repeat: two tables of bits through which all keys pass twice, and after which few are left to compare.

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many keys are handled at a time: the memory of all is asked for before any is looked at, so that it arrives together.
const BATCH: usize = 64;

/// A table of bits in which each key marks three of one word.
pub struct Marks(Vec<AtomicU64>);

impl Marks {
    /// Returns a table without marks, of about so many bits.
    #[must_use]
    pub fn new(bits: u64) -> Self {
        Self((0..bits / 64 + 1).map(|_| AtomicU64::new(0)).collect())
    }

    /// Marks the key of this hash; returns whether it, or others in its place, had been marked.
    pub fn mark(&self, hash: u64) -> bool {
        let (word, mask) = self.place(hash);
        self.0[word].fetch_or(mask, Ordering::Relaxed) & mask == mask
    }

    /// Calls `each` with the place in `hashes` of every key that was marked, or seems so because others were.
    pub fn marked(&self, hashes: &[u64], mut each: impl FnMut(usize)) {
        self.in_batches(hashes, |place, hash| {
            let (word, mask) = self.place(hash);
            if self.0[word].load(Ordering::Relaxed) & mask == mask {
                each(place);
            }
        });
    }

    fn in_batches(&self, hashes: &[u64], mut each: impl FnMut(usize, u64)) {
        for (number, batch) in hashes.chunks(BATCH).enumerate() {
            black_box(batch.iter().fold(0, |all, &hash| all ^ self.0[self.place(hash).0].load(Ordering::Relaxed)));
            batch.iter().enumerate().for_each(|(index, &hash)| each(number * BATCH + index, hash));
        }
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let word = (u128::from(hash) * self.0.len() as u128) >> 64;
        let mask = 1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63);
        (word as usize, mask)
    }
}

/// Keys seen so far, and keys seen a second time.
///
/// A key that was noted twice is always suspect; of those noted once, about one in fifty is.
pub struct Sieve {
    seen: Marks,
    again: Marks,
}

impl Sieve {
    /// Returns a sieve for so many keys, in ten bits a key.
    #[must_use]
    pub fn new(keys: u64) -> Self {
        Self { seen: Marks::new(keys.saturating_mul(8)), again: Marks::new(keys.saturating_mul(2)) }
    }

    /// Notes the hashes of keys.
    pub fn note(&self, hashes: &[u64]) {
        self.seen.in_batches(hashes, |_, hash| {
            if self.seen.mark(hash) {
                self.again.mark(hash);
            }
        });
    }

    /// Calls `each` with the place in `hashes` of every key that may have been noted twice. All keys have been noted before.
    pub fn suspects(&self, hashes: &[u64], each: impl FnMut(usize)) {
        self.again.marked(hashes, each);
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
        let keys: Vec<u64> = (0..20_000).map(hash).collect();
        let again: Vec<u64> = keys.iter().copied().step_by(100).collect();
        let sieve = Sieve::new(20_200);
        sieve.note(&keys);
        sieve.note(&again);
        let mut suspects = Vec::new();
        sieve.suspects(&keys, |place| suspects.push(place));
        assert!((0..20_000).step_by(100).all(|place| suspects.binary_search(&place).is_ok()));
        assert!(suspects.len() < 1200, "{}", suspects.len());
    }
}
