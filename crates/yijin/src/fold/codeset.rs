//! Sets of member numbers: exact, mergeable, and small while they are small. Members are numbered from 1.

/// A set of numbers below a bound that its owner knows, or guesses: larger ones only cost more.
#[derive(Debug, Clone)]
pub enum CodeSet {
    /// A few numbers, ascending.
    Few(Vec<u32>),
    /// One bit for each number.
    Bits(Vec<u64>),
}

impl Default for CodeSet {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl CodeSet {
    /// Returns the set of numbers below `bound`; 0 is none.
    pub fn of(numbers: impl IntoIterator<Item = u32>, bound: usize) -> Self {
        let mut gathered = Gathered::default();
        gathered.extend(numbers, bound);
        gathered.into_set(bound)
    }

    /// Adds numbers below `bound`, in any order and more than once.
    fn add(&mut self, numbers: &mut Vec<u32>, bound: usize) {
        if let Self::Few(few) = self {
            numbers.sort_unstable();
            few.append(numbers);
            // Two ascending runs, which a stable sort merges.
            few.sort();
            few.dedup();
            if few.len() * 32 > bound {
                self.spread(bound);
            }
        } else {
            numbers.drain(..).for_each(|number| self.set(number));
        }
    }

    /// Adds another set of the same bound.
    pub fn merge(&mut self, mut other: Self, bound: usize) {
        let is_larger = match (&*self, &other) {
            (Self::Few(_), Self::Bits(_)) => true,
            (Self::Bits(mine), Self::Bits(theirs)) => mine.len() < theirs.len(),
            _ => self.is_empty(),
        };
        if is_larger {
            std::mem::swap(self, &mut other);
        }
        match (self, other) {
            (Self::Bits(mine), Self::Bits(theirs)) => mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine |= theirs),
            (mine, Self::Few(mut theirs)) => mine.add(&mut theirs, bound),
            (mine, theirs) => mine.add(&mut theirs.numbers(), bound),
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

    /// Returns how many numbers are in both sets.
    #[must_use]
    pub fn common(&self, other: &Self) -> u64 {
        match (self, other) {
            (Self::Bits(mine), Self::Bits(theirs)) => {
                mine.iter().zip(theirs).map(|(mine, theirs)| u64::from((mine & theirs).count_ones())).sum()
            }
            (Self::Few(few), others) | (others, Self::Few(few)) => few.iter().filter(|&&number| others.contains(number)).count() as u64,
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
            Self::Few(few) => few.binary_search(&number).is_ok(),
            Self::Bits(bits) => bits.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1),
        }
    }

    /// Returns the numbers, ascending.
    #[must_use]
    pub fn numbers(&self) -> Vec<u32> {
        match self {
            Self::Few(few) => few.clone(),
            Self::Bits(bits) => {
                bits.iter().enumerate().flat_map(|(place, &word)| ones(word).map(move |bit| place as u32 * 64 + bit)).collect()
            }
        }
    }

    fn set(&mut self, number: u32) {
        let Self::Bits(bits) = self else { return };
        let place = number as usize / 64;
        if place >= bits.len() {
            bits.resize(place + 1, 0);
        }
        bits[place] |= 1 << (number % 64);
    }

    fn spread(&mut self, bound: usize) {
        let numbers = self.numbers();
        *self = Self::Bits(vec![0; bound / 64 + 1]);
        numbers.into_iter().for_each(|number| self.set(number));
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

/// A set that is being gathered. Where many are, numbers wait until there are enough of them: to add many to one set is cheap where to add one
/// to each of many sets is dear, since the sets are too large to be at hand all together.
#[derive(Debug, Default)]
pub struct Gathered {
    set: CodeSet,
    /// The bits of the set, once it is at hand.
    bits: Vec<u64>,
    waiting: Vec<u32>,
}

/// How many numbers wait at most, unless the set is small and larger than that.
const WAITING: usize = 1 << 10;

/// How many words of bits are always at hand.
const AT_HAND: usize = 1 << 9;

impl Gathered {
    /// Returns a set of about so many numbers below `bound`, beside which few others are gathered.
    #[must_use]
    pub fn expecting(numbers: usize, bound: usize) -> Self {
        if numbers > bound / 32 { Self { bits: vec![0; bound / 64 + 1], ..Self::default() } } else { Self::default() }
    }

    /// Adds numbers below `bound`; 0 is none, and costs no branch.
    pub fn extend(&mut self, numbers: impl IntoIterator<Item = u32>, bound: usize) {
        numbers.into_iter().for_each(|number| self.insert(number, bound));
    }

    /// Adds a number below `bound`; 0 is none.
    pub fn insert(&mut self, number: u32, bound: usize) {
        match self.bits.get_mut(number as usize / 64) {
            Some(word) => *word |= 1 << (number % 64),
            None if number == 0 => {}
            None => self.wait(number, bound),
        }
    }

    fn wait(&mut self, number: u32, bound: usize) {
        if !self.bits.is_empty() {
            // The bound was a guess.
            self.bits.resize((number as usize / 64 + 1).next_power_of_two(), 0);
            return self.insert(number, bound);
        }
        let most = match &self.set {
            CodeSet::Bits(_) => WAITING,
            CodeSet::Few(few) => WAITING.max(few.len()).min(bound / 16 + 1),
        };
        self.waiting.push(number);
        if self.waiting.len() >= most {
            self.set.add(&mut self.waiting, bound);
        }
        match &mut self.set {
            CodeSet::Bits(bits) if bits.len() <= AT_HAND => self.bits = std::mem::take(bits),
            _ => {}
        }
    }

    /// Returns the set.
    #[must_use]
    pub fn into_set(mut self, bound: usize) -> CodeSet {
        if let Some(first) = self.bits.first_mut() {
            *first &= !1;
            return CodeSet::Bits(self.bits);
        }
        self.set.add(&mut self.waiting, bound);
        self.set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn numbers(bound: u32) -> impl Strategy<Value = Vec<u32>> {
        prop::collection::vec(0..bound, 0..200)
    }

    proptest! {
        #[test]
        fn a_set_is_what_was_put_in_however_it_was_merged(
            (bound, a, b) in (1u32..100_000).prop_flat_map(|bound| (Just(bound), numbers(bound), numbers(bound))),
            often in 1usize..30,
        ) {
            let members = |numbers: &[u32]| numbers.iter().copied().filter(|&number| number != 0).collect::<BTreeSet<_>>();
            let expected: Vec<u32> = members(&[&a[..], &b].concat()).into_iter().collect();
            let bound = bound as usize;
            let set = |numbers: &[u32]| CodeSet::of(std::iter::repeat_n(numbers, often).flatten().copied(), bound);
            let (mut ab, mut ba) = (set(&a), set(&b));
            ab.merge(set(&b), bound);
            ba.merge(set(&a), bound);
            prop_assert_eq!(ab.numbers(), expected.clone());
            prop_assert_eq!(ba.numbers(), expected.clone());
            prop_assert_eq!(ab.len(), expected.len() as u64);
            prop_assert!(expected.iter().all(|&number| ab.contains(number)));
            prop_assert_eq!(ab.is_empty(), expected.is_empty());
            let common = members(&a).intersection(&members(&b)).count() as u64;
            prop_assert_eq!(set(&a).common(&set(&b)), common);
        }
    }
}
