//! Sets of member numbers: exact, mergeable, and small while they are small.

use hashbrown::HashSet;

/// A set of numbers below a bound that its owner knows.
#[derive(Debug, Clone)]
pub enum CodeSet {
    /// A few numbers.
    Few(HashSet<u32, foldhash::fast::FixedState>),
    /// One bit for each number.
    Bits(Vec<u64>),
}

impl Default for CodeSet {
    fn default() -> Self {
        Self::Few(HashSet::default())
    }
}

impl CodeSet {
    /// Returns the set of numbers below `bound`.
    pub fn of(numbers: impl IntoIterator<Item = u32>, bound: usize) -> Self {
        let mut set = Self::default();
        numbers.into_iter().for_each(|number| set.insert(number, bound));
        set
    }

    /// Adds a number below `bound`.
    pub fn insert(&mut self, number: u32, bound: usize) {
        match self {
            Self::Bits(bits) => bits[number as usize / 64] |= 1 << (number % 64),
            Self::Few(few) => {
                few.insert(number);
                if few.len() * 64 > bound {
                    self.spread(bound);
                }
            }
        }
    }

    /// Adds another set of the same bound.
    pub fn merge(&mut self, mut other: Self, bound: usize) {
        if matches!((&*self, &other), (Self::Few(_), Self::Bits(_))) || self.is_empty() {
            std::mem::swap(self, &mut other);
        }
        match (self, other) {
            (Self::Bits(mine), Self::Bits(theirs)) => mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine |= theirs),
            (mine, theirs) => theirs.numbers().into_iter().for_each(|number| mine.insert(number, bound)),
        }
    }

    /// Returns how many numbers there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Few(few) => few.len() as u64,
            Self::Bits(bits) => bits.iter().map(|word| u64::from(word.count_ones())).sum(),
        }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Few(few) => few.is_empty(),
            Self::Bits(bits) => bits.iter().all(|&word| word == 0),
        }
    }

    /// Returns whether the number is in the set.
    #[must_use]
    pub fn contains(&self, number: u32) -> bool {
        match self {
            Self::Few(few) => few.contains(&number),
            Self::Bits(bits) => bits.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1),
        }
    }

    /// Returns the numbers, ascending.
    #[must_use]
    pub fn numbers(&self) -> Vec<u32> {
        match self {
            Self::Few(few) => {
                let mut numbers: Vec<u32> = few.iter().copied().collect();
                numbers.sort_unstable();
                numbers
            }
            Self::Bits(bits) => {
                bits.iter().enumerate().flat_map(|(place, &word)| ones(word).map(move |bit| place as u32 * 64 + bit)).collect()
            }
        }
    }

    fn spread(&mut self, bound: usize) {
        let mut bits = vec![0; bound / 64 + 1];
        for number in self.numbers() {
            bits[number as usize / 64] |= 1 << (number % 64);
        }
        *self = Self::Bits(bits);
    }
}

fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        (bit < 64).then(|| {
            word &= word - 1;
            bit
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(numbers: &[u32]) -> CodeSet {
        CodeSet::of(numbers.iter().copied(), 1000)
    }

    proptest! {
        #[test]
        fn a_set_is_what_was_put_in_however_it_was_merged(a in prop::collection::vec(0u32..1000, 0..80), b in prop::collection::vec(0u32..1000, 0..80)) {
            let expected: Vec<u32> = a.iter().chain(&b).copied().collect::<BTreeSet<_>>().into_iter().collect();
            let (mut ab, mut ba) = (set(&a), set(&b));
            ab.merge(set(&b), 1000);
            ba.merge(set(&a), 1000);
            prop_assert_eq!(ab.numbers(), expected.clone());
            prop_assert_eq!(ba.numbers(), expected.clone());
            prop_assert_eq!(ab.len(), expected.len() as u64);
            prop_assert!(expected.iter().all(|&number| ab.contains(number)));
        }
    }
}
