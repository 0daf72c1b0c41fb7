//! Rows for whoever takes data on: the lines of a question and the reference tables, column by column.

mod lines;
mod reference;

use std::collections::BTreeSet;

/// The rows of a table.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The columns by name, all of one length.
    pub columns: Vec<(String, Column)>,
    /// How many rows there are.
    pub len: usize,
}

/// A column of rows.
#[derive(Debug, Clone)]
pub enum Column {
    /// Texts.
    Coded(Coded),
    /// Members without a name: numbers from 1; 0 stands for none.
    Member(Vec<u32>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Days since 1970.
    Day(Vec<Option<i32>>),
}

/// Texts by the place of each, from 1, among the distinct ones; 0 stands for a missing text.
#[derive(Debug, Clone, Default)]
pub struct Coded {
    /// The distinct texts, in order.
    pub labels: Vec<String>,
    /// The rows' places.
    pub codes: Vec<u32>,
}

impl Coded {
    /// Returns texts by their places in alphabetical order.
    #[must_use]
    pub fn of(texts: impl Iterator<Item = Option<String>>) -> Self {
        let all: Vec<Option<String>> = texts.collect();
        let distinct: BTreeSet<&str> = all.iter().flatten().map(String::as_str).collect();
        let labels: Vec<String> = distinct.into_iter().map(str::to_owned).collect();
        let place = |text: &String| labels.binary_search(text).map_or(0, |place| place as u32 + 1);
        let codes = all.iter().map(|text| text.as_ref().map_or(0, place)).collect();
        Self { labels, codes }
    }

    /// Returns the text of a row.
    ///
    /// # Panics
    /// Where there is no such row.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        self.labels.get((self.codes[row] as usize).checked_sub(1)?).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_coded_in_order_and_a_missing_one_is_0() {
        let coded = Coded::of(["b", "", "a", "b"].iter().map(|text| (!text.is_empty()).then(|| (*text).to_owned())));
        assert_eq!(
            (coded.labels.as_slice(), coded.codes.as_slice()),
            (["a".to_owned(), "b".to_owned()].as_slice(), [2, 0, 1, 2].as_slice())
        );
        assert_eq!((coded.text(1), coded.text(2)), (None, Some("a")));
    }
}
