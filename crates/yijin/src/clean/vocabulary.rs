//! Vocabularies: the words of a column, each standing for one canonical word.

use crate::cell::Cell;
use crate::clean::{Flaw, text};
use crate::table::Vocabulary;
use hashbrown::HashMap;

/// The words of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    canonical: Vec<String>,
    codes: HashMap<String, u8>,
}

impl Words {
    /// Returns the words of a vocabulary. Where two canonical words share an alias, the first in alphabetical order has
    /// it; a canonical word always means itself. Canonical words beyond the 255th are not known: a code and one more, which
    /// is how values keep it, must fit a byte.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let canonical: Vec<String> = vocabulary.keys().take(usize::from(u8::MAX)).cloned().collect();
        let mut codes = HashMap::new();
        for (code, word) in (0..u8::MAX).zip(&canonical) {
            codes.insert(text::folded(word), code);
        }
        for (code, aliases) in (0..u8::MAX).zip(vocabulary.values()) {
            for alias in aliases {
                codes.entry(text::folded(alias)).or_insert(code);
            }
        }
        Self { canonical, codes }
    }

    /// Returns the canonical words, sorted; a code is a place among them.
    #[must_use]
    pub fn canonical(&self) -> &[String] {
        &self.canonical
    }

    /// Returns the code of the word in a cell, in any width and case; `None` where it is missing. A word of the
    /// vocabulary is never missing: 无 is `false` in a column of yes and no.
    ///
    /// # Errors
    /// [`Flaw::Unknown`] for a word that the vocabulary does not hold.
    pub fn code(&self, cell: &Cell<'_>) -> Result<Option<u8>, Flaw> {
        let Some(written) = text::spelt(cell).map_err(|_| Flaw::Unknown)? else { return Ok(None) };
        if let Some(&code) = self.codes.get(written.as_ref()) {
            return Ok(Some(code));
        }
        let mut word = text::folded(&written);
        if !matches!(cell, Cell::Text(_)) {
            word.truncate(word.strip_suffix(".0").map_or(word.len(), str::len));
        }
        match self.codes.get(&word) {
            Some(&code) => Ok(Some(code)),
            None if text::missing(&word) => Ok(None),
            None => Err(Flaw::Unknown),
        }
    }
}

/// Returns the first word that two canonical words share, and these; that a canonical word means itself goes without saying.
#[must_use]
pub fn shared<'v>(vocabulary: &'v Vocabulary, canonical: &[&'v str]) -> Option<(&'v str, [&'v str; 2])> {
    let own = canonical.iter().map(|&word| (word, word));
    let mut known: HashMap<String, &str> = own.map(|(word, of)| (text::folded(word), of)).collect();
    let words = vocabulary.iter().flat_map(|(canonical, words)| words.iter().map(move |word| (word.as_str(), canonical.as_str())));
    let meant = |(word, of): (&'v str, &'v str)| {
        let before = *known.entry(text::folded(word)).or_insert(of);
        (before != of).then_some((word, [before, of]))
    };
    words.filter_map(meant).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Tables;
    use proptest::prelude::*;

    fn words(name: &str) -> Words {
        Words::new(Tables::standard().vocabulary(name).unwrap())
    }

    fn word<'w>(words: &'w Words, cell: &Cell<'_>) -> Result<Option<&'w str>, Flaw> {
        Ok(words.code(cell)?.map(|code| words.canonical()[usize::from(code)].as_str()))
    }

    #[test]
    fn words_in_any_width_and_case_mean_their_canonical_word() {
        let units = words("unit");
        for written in ["kg", "KG", "㎏", " 公 斤 ", "kilogram", "Kilogram", "千克"] {
            assert_eq!(word(&units, &Cell::Text(written)), Ok(Some("kilogram")), "{written}");
        }
        assert_eq!(word(&words("status"), &Cell::Text("交易成功\u{3000}")), Ok(Some("completed")));
        assert_eq!(word(&words("status"), &Cell::Text("/")), Ok(None));
        assert_eq!(word(&words("status"), &Cell::Text("已完结")), Err(Flaw::Unknown));
        assert_eq!(word(&words("status"), &Cell::Fault("#REF! in A1")), Err(Flaw::Unknown));
    }

    #[test]
    fn yes_and_no_in_every_type_of_cell() {
        let flags = words("flag");
        for cell in [
            Cell::Flag(true),
            Cell::Integer(1),
            Cell::Number("1"),
            Cell::Number("1.0"),
            Cell::Real(1.0),
            Cell::Text("是"),
            Cell::Text("TRUE"),
        ] {
            assert_eq!(word(&flags, &cell), Ok(Some("true")), "{cell:?}");
        }
        for cell in [Cell::Flag(false), Cell::Integer(0), Cell::Text("无"), Cell::Text("否"), Cell::Text("０")] {
            assert_eq!(word(&flags, &cell), Ok(Some("false")), "{cell:?}");
        }
        assert_eq!(word(&flags, &Cell::Text("/")), Ok(None));
        assert_eq!(word(&flags, &Cell::Empty), Ok(None));
        assert_eq!(word(&flags, &Cell::Integer(2)), Err(Flaw::Unknown));
        assert_eq!(word(&words("channel"), &Cell::Flag(true)), Err(Flaw::Unknown));
    }

    #[test]
    fn canonical_words_are_sorted_and_mean_themselves() {
        let vocabulary = Vocabulary::from([("b".to_owned(), vec!["a".to_owned(), "x".to_owned()]), ("a".to_owned(), vec!["x".to_owned()])]);
        let words = Words::new(&vocabulary);
        assert_eq!(words.canonical(), ["a", "b"]);
        assert_eq!(words.code(&Cell::Text("A")), Ok(Some(0)));
        assert_eq!(words.code(&Cell::Text("x")), Ok(Some(0)));
    }

    #[test]
    fn a_code_and_one_more_fit_a_byte() {
        let vocabulary: Vocabulary = (0..300).map(|number| (format!("word {number:03}"), vec![format!("also {number:03}")])).collect();
        let words = Words::new(&vocabulary);
        assert_eq!(words.canonical().len(), 255);
        for (word, code) in
            [("word 254", Ok(Some(254))), ("also 254", Ok(Some(254))), ("word 255", Err(Flaw::Unknown)), ("also 255", Err(Flaw::Unknown))]
        {
            assert_eq!(words.code(&Cell::Text(word)), code, "{word}");
        }
    }

    #[test]
    fn a_word_of_two_canonical_words_is_found() {
        let of = |pairs: &[(&str, &str)]| {
            let mut vocabulary = Vocabulary::new();
            pairs.iter().for_each(|(canonical, word)| vocabulary.entry((*canonical).to_owned()).or_default().push((*word).to_owned()));
            shared(&vocabulary, &["completed", "paid"]).map(|(word, of)| (word.to_owned(), of.map(str::to_owned)))
        };
        assert_eq!(of(&[("completed", "完"), ("completed", "完"), ("paid", "付"), ("paid", "paid")]), None);
        assert_eq!(of(&[("completed", "O K"), ("paid", "ｏｋ")]), Some(("ｏｋ".to_owned(), ["completed", "paid"].map(str::to_owned))));
        assert_eq!(of(&[("completed", "Paid")]), Some(("Paid".to_owned(), ["paid", "completed"].map(str::to_owned))));
    }

    proptest! {
        #[test]
        fn no_text_panics(raw in any::<String>()) {
            let _ = words("flag").code(&Cell::Text(&raw));
        }
    }
}
