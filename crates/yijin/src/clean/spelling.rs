//! The spellings met so far, so that each is cleaned once and not in every row; a person is given its pseudonym once.
//!
//! A spelling is known by its 128-bit hash under a secret of this run: no person's text is kept.

use super::Flaw;
use super::memo::Memo;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// The spellings of the ledger's cells, in one thread: of persons by hash, of other columns as far as a file keeps them in a dictionary.
#[derive(Default)]
#[allow(missing_docs, reason = "the columns are those of the ledger")]
pub struct Spellings {
    pub households: Spelt,
    pub organizers: Spelt,
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

/// The spellings of one kind of person, with the person's number in the thread's state.
#[derive(Default)]
pub struct Spelt {
    known: HashTable<([u32; 4], u32)>,
    seed: Option<u64>,
}

impl Spelt {
    /// Returns the number of the person spelt so, which `number` gives for a spelling that is new; `None` where it is no person.
    ///
    /// # Errors
    /// As `number`.
    pub fn number(&mut self, spelling: &str, number: impl FnOnce() -> Result<Option<u32>, Flaw>) -> Result<Option<u32>, Flaw> {
        let seed = *self.seed.get_or_insert_with(|| getrandom::u64().unwrap_or_default());
        let hash = words(xxh3_128_with_seed(spelling.as_bytes(), seed));
        match self.known.entry(place(&hash), |(known, _)| *known == hash, |(known, _)| place(known)) {
            Entry::Occupied(known) => Ok(Some(known.get().1)),
            Entry::Vacant(new) => Ok(number()?.map(|number| new.insert((hash, number)).get().1)),
        }
    }
}

fn words(hash: u128) -> [u32; 4] {
    [hash as u32, (hash >> 32) as u32, (hash >> 64) as u32, (hash >> 96) as u32]
}

fn place(hash: &[u32; 4]) -> u64 {
    u64::from(hash[0]) | u64::from(hash[1]) << 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_cleaned_once_and_what_is_no_person_each_time() {
        let mut spelt = Spelt::default();
        assert_eq!(spelt.number("19900000001", || Ok(Some(7))), Ok(Some(7)));
        assert_eq!(spelt.number("19900000001", || unreachable!()), Ok(Some(7)));
        assert_eq!(spelt.number(" ", || Ok(None)), Ok(None));
        assert_eq!(spelt.number("#REF!", || Err(Flaw::Missing)), Err(Flaw::Missing));
        assert_eq!(spelt.number("19900000002", || Ok(Some(8))), Ok(Some(8)));
    }
}
