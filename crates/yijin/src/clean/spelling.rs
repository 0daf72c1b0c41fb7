//! The spellings met so far, so that each is cleaned once and not in every row; a person is given its pseudonym once.
//!
//! A spelling is known by 96 bits of its hash under a secret of this run: no person's text is kept.

use super::memo::Memo;
use arrow_array::{Array, StringArray};
use std::hint::black_box;
use std::sync::{Arc, PoisonError, RwLock};
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// The spellings of persons, which all threads share.
#[derive(Clone, Default)]
#[allow(missing_docs, reason = "the columns are those of the ledger")]
pub struct SpeltPersons {
    pub households: Arc<Spelt>,
    pub organizers: Arc<Spelt>,
}

/// The spellings of the ledger's cells, in one thread: of persons by hash, of other columns as far as a file keeps them in a dictionary.
#[derive(Default)]
#[allow(missing_docs, reason = "the columns are those of the ledger")]
pub struct Spellings {
    pub persons: SpeltPersons,
    pub households: Memo<u32>,
    pub organizers: Memo<u32>,
    pub communities: Memo<u32>,
    pub enterprises: Memo<u32>,
    pub products: Memo<u32>,
    pub suppliers: Memo<u32>,
    pub activities: Memo<u32>,
    pub channels: Memo<u8>,
    pub buyer_kinds: Memo<u8>,
    pub statuses: Memo<u8>,
    pub units: Memo<i64>,
}

impl Spellings {
    /// Returns the spellings of a thread that shares those of persons.
    #[must_use]
    pub fn sharing(persons: &SpeltPersons) -> Self {
        Self { persons: persons.clone(), ..Self::default() }
    }
}

/// The spellings of one kind of person, with the person's number.
pub struct Spelt {
    seed: u64,
    table: RwLock<SpeltTable>,
}

#[derive(Default)]
struct SpeltTable {
    /// A table of a power of two of places, of which at most three in four are held. Each holds 96 bits of a spelling's hash, which say
    /// where to look first, and the person's number; it is free where that is 0.
    places: Vec<[u32; 4]>,
    held: usize,
}

impl Default for Spelt {
    fn default() -> Self {
        Self { seed: getrandom::u64().unwrap_or_default(), table: RwLock::default() }
    }
}

/// How many words of its hash a spelling is known by.
const HASH: usize = 3;

/// How many texts are looked up at a time: the memory of all is asked for before any is looked at, so that it arrives together.
const BATCH: usize = 64;

/// How many places a table has at first.
const FIRST: usize = 1 << 10;

impl Spelt {
    /// Returns the number of the person spelt in each row, which `number` gives for a spelling that is new; a spelling of which it gives 0
    /// is no person's, and neither is a null.
    pub fn numbers(&self, texts: &StringArray, mut number: impl FnMut(usize) -> u32) -> Vec<u32> {
        let mut numbers = vec![0; texts.len()];
        let mut new = self.known(texts, &mut numbers);
        if new.is_empty() {
            return numbers;
        }
        for (row, hash) in &mut new {
            numbers[*row] = number(*row);
            hash[HASH] = if texts.is_null(*row) { 0 } else { numbers[*row] };
        }
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        new.into_iter().filter(|(_, spelt)| spelt[HASH] != 0).for_each(|(_, spelt)| table.put(spelt));
        numbers
    }

    /// Puts the numbers of known spellings in their rows; returns the other rows with what is to be held of them, but for the number.
    fn known(&self, texts: &StringArray, numbers: &mut [u32]) -> Vec<(usize, [u32; HASH + 1])> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        let (mut new, mut hashes) = (Vec::new(), [[0; HASH]; BATCH]);
        for first in (0..texts.len()).step_by(BATCH) {
            let rows = first..texts.len().min(first + BATCH);
            hashes.iter_mut().zip(rows.clone()).for_each(|(place, row)| *place = hash(texts.value(row), self.seed));
            table.fetch(&hashes);
            for (&[a, b, c], row) in hashes.iter().zip(rows) {
                match table.find([a, b, c]) {
                    Some(known) if !texts.is_null(row) => numbers[row] = known,
                    _ => new.push((row, [a, b, c, 0])),
                }
            }
        }
        new
    }
}

impl SpeltTable {
    /// Asks for the memory of these spellings.
    fn fetch(&self, hashes: &[[u32; HASH]]) {
        if !self.places.is_empty() {
            black_box(hashes.iter().fold(0, |all, hash| all ^ self.places[self.first(hash[0])][HASH]));
        }
    }

    /// Returns the number of a spelling.
    fn find(&self, hash: [u32; HASH]) -> Option<u32> {
        if self.places.is_empty() {
            return None;
        }
        let place = self.place(hash);
        Some(self.places[place][HASH]).filter(|&number| number != 0)
    }

    /// Returns the place of a spelling, or the free one for it.
    fn place(&self, [a, b, c]: [u32; HASH]) -> usize {
        let mut place = self.first(a);
        while !matches!(self.places[place], [.., 0]) && self.places[place][..HASH] != [a, b, c] {
            place = (place + 1) & (self.places.len() - 1);
        }
        place
    }

    /// Holds a spelling with its person's number.
    fn put(&mut self, spelt: [u32; HASH + 1]) {
        self.grow();
        let [a, b, c, _] = spelt;
        let place = self.place([a, b, c]);
        self.held += usize::from(self.places[place][HASH] == 0);
        self.places[place] = spelt;
    }

    /// Makes room for one more.
    fn grow(&mut self) {
        if (self.held + 1) * 4 <= self.places.len() * 3 {
            return;
        }
        let places = (self.places.len() * 2).max(FIRST);
        for held in std::mem::replace(&mut self.places, vec![[0; HASH + 1]; places]) {
            let [a, b, c, number] = held;
            if number != 0 {
                let place = self.place([a, b, c]);
                self.places[place] = held;
            }
        }
    }

    fn first(&self, hash: u32) -> usize {
        hash as usize & (self.places.len() - 1)
    }
}

/// Returns 96 bits of the hash of a spelling.
fn hash(spelling: &str, seed: u64) -> [u32; HASH] {
    let hash = xxh3_128_with_seed(spelling.as_bytes(), seed);
    [hash as u32, (hash >> 32) as u32, (hash >> 64) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn a_spelling_is_cleaned_in_one_block_and_what_is_no_person_in_each() {
        let (spelt, texts) = (Spelt::default(), StringArray::from(vec![Some("甲"), Some(" "), Some("甲"), None, Some(" ")]));
        let mut asked = Vec::new();
        let mut numbers = |texts: &StringArray| {
            spelt.numbers(texts, |row| {
                asked.push(row);
                if row % 2 == 0 && row < 4 { 7 } else { 0 }
            })
        };
        assert_eq!(numbers(&texts), [7, 0, 7, 0, 0]);
        assert_eq!(numbers(&texts), [7, 0, 7, 0, 0]);
        assert_eq!(asked, [0, 1, 2, 3, 4, 1, 3, 4]);
    }

    #[test]
    fn many_spellings_keep_their_numbers() {
        let spelt = Spelt::default();
        let mut numbered = HashMap::new();
        for start in [0, 1000, 50_000] {
            let texts: StringArray = (start..start + 60_000).map(|number| Some(format!("199{:08}", number % 70_000))).collect();
            let numbers = spelt.numbers(&texts, |row| {
                let next = numbered.len() as u32 + 1;
                *numbered.entry(texts.value(row).to_owned()).or_insert(next)
            });
            assert!(numbers.iter().enumerate().all(|(row, number)| numbered[texts.value(row)] == *number));
        }
        assert_eq!((numbered.len(), spelt.table.read().unwrap().held), (70_000, 70_000));
    }
}
