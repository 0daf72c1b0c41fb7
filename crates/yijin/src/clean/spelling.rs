//! The spellings met so far, so that each is cleaned once and not in every row; a person is given its pseudonym once.
//!
//! A spelling is known by 96 bits of its hash under a secret of this run: no person's text is kept.

use super::memo::Memo;
use arrow_array::{Array, StringArray};
use std::hint::black_box;
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// The spellings of the ledger's cells, in one thread: of persons by hash, of other columns as far as a file keeps them in a dictionary.
#[derive(Default)]
#[allow(missing_docs, reason = "the columns are those of the ledger")]
pub struct Spellings {
    pub households: (Spelt, Memo<u32>),
    pub organizers: (Spelt, Memo<u32>),
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

/// The spellings of one kind of person, with the person's number.
#[derive(Default)]
pub struct Spelt {
    /// A table of a power of two of places, of which at most three in four are held. Each holds 96 bits of a spelling's hash, which say
    /// where to look first, and the person's number; it is free where that is 0.
    places: Vec<[u32; 4]>,
    held: usize,
    seed: Option<u64>,
}

/// How many texts are looked up at a time: the memory of all is asked for before any is looked at, so that it arrives together.
const BATCH: usize = 64;

/// How many places a table has at first.
const FIRST: usize = 1 << 10;

impl Spelt {
    /// Returns the number of the person spelt in each row, which `number` gives for a spelling that is new; a spelling of which it gives 0
    /// is no person's, and neither is a null.
    pub fn numbers(&mut self, texts: &StringArray, mut number: impl FnMut(usize) -> u32) -> Vec<u32> {
        let seed = *self.seed.get_or_insert_with(|| getrandom::u64().unwrap_or_default());
        let mut numbers = Vec::with_capacity(texts.len());
        let mut hashes = [[0; 3]; BATCH];
        for first in (0..texts.len()).step_by(BATCH) {
            let rows = first..texts.len().min(first + BATCH);
            hashes.iter_mut().zip(rows.clone()).for_each(|(place, row)| *place = hash(texts.value(row), seed));
            self.grow();
            black_box(hashes.iter().fold(0, |all, &hash| all ^ self.places[self.first(hash)][3]));
            for (&hash, row) in hashes.iter().zip(rows) {
                numbers.push(match self.find(hash) {
                    _ if texts.is_null(row) => number(row),
                    Ok(known) => known,
                    Err(place) => self.put(hash, place, number(row)),
                });
            }
        }
        numbers
    }

    /// Returns the number of a spelling, or the free place for it.
    fn find(&self, hash: [u32; 3]) -> Result<u32, usize> {
        let mut place = self.first(hash);
        loop {
            match self.places[place] {
                [.., 0] => return Err(place),
                [a, b, c, number] if [a, b, c] == hash => return Ok(number),
                _ => place = (place + 1) & (self.places.len() - 1),
            }
        }
    }

    fn put(&mut self, [a, b, c]: [u32; 3], place: usize, number: u32) -> u32 {
        if number != 0 {
            self.places[place] = [a, b, c, number];
            self.held += 1;
        }
        number
    }

    /// Makes room for one more batch.
    fn grow(&mut self) {
        if (self.held + BATCH) * 4 <= self.places.len() * 3 {
            return;
        }
        let places = (self.places.len() * 2).max(FIRST);
        for held in std::mem::replace(&mut self.places, vec![[0; 4]; places]) {
            let [a, b, c, number] = held;
            if let (1.., Err(place)) = (number, self.find([a, b, c])) {
                self.places[place] = held;
            }
        }
    }

    fn first(&self, hash: [u32; 3]) -> usize {
        hash[0] as usize & (self.places.len() - 1)
    }
}

/// Returns 96 bits of the hash of a spelling.
fn hash(spelling: &str, seed: u64) -> [u32; 3] {
    let hash = xxh3_128_with_seed(spelling.as_bytes(), seed);
    [hash as u32, (hash >> 32) as u32, (hash >> 64) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn a_spelling_is_cleaned_once_and_what_is_no_person_each_time() {
        let (mut spelt, texts) = (Spelt::default(), StringArray::from(vec![Some("甲"), Some(" "), Some("甲"), None, Some(" ")]));
        let mut asked = Vec::new();
        let mut numbers = |texts: &StringArray| {
            spelt.numbers(texts, |row| {
                asked.push(row);
                if row == 0 { 7 } else { 0 }
            })
        };
        assert_eq!(numbers(&texts), [7, 0, 7, 0, 0]);
        assert_eq!(numbers(&texts), [7, 0, 7, 0, 0]);
        assert_eq!(asked, [0, 1, 3, 4, 1, 3, 4]);
    }

    #[test]
    fn many_spellings_keep_their_numbers() {
        let mut spelt = Spelt::default();
        let mut numbered = HashMap::new();
        for start in [0, 1000, 50_000] {
            let texts: StringArray = (start..start + 60_000).map(|number| Some(format!("199{:08}", number % 70_000))).collect();
            let numbers = spelt.numbers(&texts, |row| {
                let next = numbered.len() as u32 + 1;
                *numbered.entry(texts.value(row).to_owned()).or_insert(next)
            });
            assert!(numbers.iter().enumerate().all(|(row, number)| numbered[texts.value(row)] == *number));
        }
        assert_eq!((numbered.len(), spelt.held), (70_000, 70_000));
    }
}
