//! Extracts of single records: how many are alike in what others may know of them.

use super::refused;
use crate::error::Result;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How far an extract is k-anonymous and l-diverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Anonymity {
    /// The size of the smallest class of records that are alike.
    pub k: usize,
    /// How many classes there are.
    pub classes: usize,
    /// The classes of fewer than the wanted k records, with their numbers.
    pub violating: Vec<(Vec<String>, usize)>,
    /// How many records these hold: as many go.
    pub records_to_suppress: usize,
    /// The least number of distinct sensitive values in a class that stays; `None` where none stays.
    pub l_after: Option<usize>,
}

/// Returns how far records are k-anonymous (Sweeney 2002) in what others may know (`keys`, the quasi-identifiers), and distinct l-diverse
/// (Machanavajjhala et al. 2007) in what they may not (`sensitive`).
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] without records, for lists or keys of different lengths, and k = 0.
pub fn anonymity(keys: &[Vec<String>], sensitive: &[String], k: usize) -> Result<Anonymity> {
    if keys.is_empty() || keys.iter().any(|key| key.len() != keys[0].len()) {
        return Err(refused("keys", "one or more records with the same quasi-identifiers", keys.len()));
    }
    if sensitive.len() != keys.len() {
        return Err(refused("sensitive", "a value for each record", sensitive.len()));
    }
    if k == 0 {
        return Err(refused("k", "1 or more", k));
    }
    let mut classes: BTreeMap<&Vec<String>, Vec<&String>> = BTreeMap::new();
    keys.iter().zip(sensitive).for_each(|(key, value)| classes.entry(key).or_default().push(value));
    let (staying, small): (Vec<_>, Vec<_>) = classes.iter().partition(|(_, values)| values.len() >= k);
    Ok(Anonymity {
        k: classes.values().map(Vec::len).min().unwrap_or_default(),
        classes: classes.len(),
        violating: small.iter().map(|(key, values)| ((**key).clone(), values.len())).collect(),
        records_to_suppress: small.iter().map(|(_, values)| values.len()).sum(),
        l_after: staying.iter().map(|(_, values)| values.iter().collect::<BTreeSet<_>>().len()).min(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_alone_in_its_class_goes() {
        let text = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<String>>();
        let keys = [text(&["a"]), text(&["a"]), text(&["b"])];
        let found = anonymity(&keys, &text(&["x", "y", "x"]), 2).unwrap();
        assert_eq!((found.k, found.classes, found.records_to_suppress, found.l_after), (1, 2, 1, Some(2)));
        assert_eq!(found.violating, [(text(&["b"]), 1)]);
        assert_eq!(anonymity(&keys, &text(&["x", "y", "x"]), 4).unwrap().l_after, None);
        assert!(
            anonymity(&[], &[], 2).is_err() && anonymity(&keys, &[], 2).is_err() && anonymity(&keys, &text(&["x", "y", "x"]), 0).is_err()
        );
    }
}
