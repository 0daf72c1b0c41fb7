//! What the entries of a dictionary mean, so that each is read once and not again in every block of its column.

use super::Flaw;
use arrow_array::{Array, StringArray};

/// The entries of the dictionary at hand, each read when it is first met.
pub struct Memo<T> {
    dictionary: StringArray,
    read: Vec<Option<Result<T, Flaw>>>,
}

impl<T: Copy> Memo<T> {
    /// Returns what is known of a dictionary's entries, and last, of an empty cell: nothing where the dictionary is another than before.
    pub fn of(&mut self, dictionary: &StringArray) -> &mut [Option<Result<T, Flaw>>] {
        if self.read.is_empty() || !is_same(&self.dictionary, dictionary) {
            self.dictionary = dictionary.clone();
            self.read.clear();
            self.read.resize(dictionary.len() + 1, None);
        }
        &mut self.read
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { dictionary: StringArray::new_null(0), read: Vec::new() }
    }
}

/// Returns whether the two are one array. The memo holds its dictionary, so no other can come to lie in the same place.
fn is_same(a: &StringArray, b: &StringArray) -> bool {
    a.len() == b.len() && a.offsets().ptr_eq(b.offsets()) && a.values().ptr_eq(b.values())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_known_as_long_as_the_dictionary_is_the_same() {
        let dictionary = StringArray::from(vec!["a", "b"]);
        let mut memo = Memo::default();
        memo.of(&dictionary)[1] = Some(Ok(7));
        assert_eq!(memo.of(&dictionary.clone()), [None, Some(Ok(7)), None]);
        assert_eq!(memo.of(&dictionary.slice(0, 1)), [None, None]);
        assert_eq!(memo.of(&StringArray::from(vec!["a", "b"])), [None, None, None]);
    }
}
