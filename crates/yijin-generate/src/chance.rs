//! Chance: a seeded stream of draws for each independent part of a campaign.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream of draws is for: streams of different parts never meet.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    Orders = 1,
    Communities,
    Enterprises,
    Products,
    Suppliers,
    PoorHouseholds,
    Links,
    Associations,
    Activities,
    Reports,
    Spelling,
    Faults,
}

/// A seeded stream of draws.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// Returns the stream of one part of the campaign: the same for the same seed, part and places.
    pub fn of(seed: u64, part: Part, place: u64, within: u64) -> Self {
        let mut bytes = [0; 32];
        for (slot, word) in bytes.chunks_exact_mut(8).zip([seed, part as u64, place, within]) {
            slot.copy_from_slice(&word.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// Returns a number from 0 up to but not including `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(end)) >> 64) as u64
    }

    /// Returns a number from 0 up to but not including 1.
    pub fn unit(&mut self) -> f64 {
        to_unit(self.0.next_u64())
    }

    /// Returns whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Returns a number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as u64) as i64
    }

    /// Returns a place below `end`, low places more often.
    pub fn skewed(&mut self, end: u32) -> u32 {
        let unit = self.unit();
        ((unit * unit * f64::from(end)) as u32).min(end.saturating_sub(1))
    }

    /// Returns one of the items; the slice is never empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }

    /// Returns the place of one of the weights, in proportion to them.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u32 = weights.iter().sum();
        let mut left = self.below(u64::from(total)) as u32;
        weights
            .iter()
            .position(|&weight| {
                if left < weight {
                    true
                } else {
                    left -= weight;
                    false
                }
            })
            .unwrap_or(0)
    }

    /// Puts the items into another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

fn to_unit(word: u64) -> f64 {
    (word >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

/// Returns a fixed draw from 0 to 1 for a number: what is true of a household without keeping it.
pub(crate) fn fixed_unit(seed: u64, number: u64, salt: u64) -> f64 {
    let mut word = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ seed.rotate_left(17) ^ salt.wrapping_mul(0xd6e8_feb8_6659_fd93);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    to_unit(word ^ (word >> 31))
}
