//! A set of small numbers, as bits.

/// A set of numbers below a bound.
#[derive(Debug, Clone)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// Returns the empty set of numbers below `end`.
    pub fn below(end: usize) -> Self {
        Self(vec![0; end.div_ceil(64)])
    }

    /// Puts a number in; one beyond the bound is left out.
    pub fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Returns how many numbers are in.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Returns how many numbers are in and not in another set.
    pub fn count_without(&self, other: &Self) -> u64 {
        self.0.iter().zip(&other.0).map(|(word, less)| u64::from((word & !less).count_ones())).sum()
    }

    /// Returns whether a number from `low` to `high`, both included, is in.
    pub fn any(&self, low: usize, high: usize) -> bool {
        (low / 64..=high / 64).any(|place| {
            let above = if place == low / 64 { u64::MAX << (low % 64) } else { u64::MAX };
            let under = if place == high / 64 { u64::MAX >> (63 - high % 64) } else { u64::MAX };
            self.0.get(place).is_some_and(|word| word & above & under != 0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_seen_at_both_its_ends_and_not_beyond() {
        let mut bits = Bits::below(200);
        bits.insert(130);
        let found = [(130, 130), (0, 130), (130, 199), (0, 129), (131, 199)].map(|(low, high)| bits.any(low, high));
        assert_eq!(found, [true, true, true, false, false]);
    }

    #[test]
    fn differences_are_counted() {
        let (mut one, mut other) = (Bits::below(100), Bits::below(100));
        [1, 64, 99].into_iter().for_each(|number| one.insert(number));
        other.insert(64);
        assert_eq!((one.count(), one.count_without(&other)), (3, 2));
    }
}
