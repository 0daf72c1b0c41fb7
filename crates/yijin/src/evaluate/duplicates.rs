//! Rows that repeat: the same row twice, one id with two contents, one content under two ids.

use super::refused;
use crate::error::Result;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duplicates {
    /// How many rows there are.
    pub rows: usize,
    /// How many of them differ in id or content.
    pub distinct_rows: usize,
    /// The places of the rows that are in all as an earlier one: they count once.
    pub repeats: Vec<usize>,
    /// The ids with more than one content, in order: conflicts, never merged.
    pub conflicting_ids: Vec<String>,
    /// The ids that share a content, those in conflict aside: kept, since two true purchases may look alike.
    pub alike: Vec<Vec<String>>,
    /// How many ids these are beyond the first of each content.
    pub alike_extra: usize,
}

/// Returns which rows repeat, each given by its id and its other fields.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for lists of different lengths, and rows of different lengths.
pub fn duplicates(ids: &[String], contents: &[Vec<String>]) -> Result<Duplicates> {
    if contents.len() != ids.len() {
        return Err(refused("contents", "as many as ids", contents.len()));
    }
    if let Some(row) = contents.iter().find(|row| row.len() != contents[0].len()) {
        return Err(refused("contents", "rows with as many fields as the first", row.len()));
    }
    let mut distinct: BTreeSet<(&String, &Vec<String>)> = BTreeSet::new();
    let rows = ids.iter().zip(contents).enumerate();
    let repeats: Vec<usize> = rows.filter(|(_, row)| !distinct.insert(*row)).map(|(place, _)| place).collect();
    let mut contents_of: BTreeMap<&String, usize> = BTreeMap::new();
    distinct.iter().for_each(|(id, _)| *contents_of.entry(id).or_default() += 1);
    let mut ids_of: BTreeMap<&Vec<String>, Vec<String>> = BTreeMap::new();
    for (id, content) in distinct.iter().filter(|(id, _)| contents_of[id] == 1) {
        ids_of.entry(content).or_default().push((*id).clone());
    }
    let mut alike: Vec<Vec<String>> = ids_of.into_values().filter(|ids| ids.len() > 1).collect();
    alike.sort();
    Ok(Duplicates {
        rows: ids.len(),
        distinct_rows: distinct.len(),
        repeats,
        conflicting_ids: contents_of.into_iter().filter(|(_, contents)| *contents > 1).map(|(id, _)| id.clone()).collect(),
        alike_extra: alike.iter().map(|ids| ids.len() - 1).sum(),
        alike,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_row_counts_once_a_conflict_is_named_and_a_likeness_is_kept() {
        let text = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<String>>();
        let contents: Vec<Vec<String>> = ["x", "x", "y", "z", "x"].iter().map(|content| text(&[content])).collect();
        let found = duplicates(&text(&["1", "1", "2", "2", "3"]), &contents).unwrap();
        assert_eq!((found.repeats, found.conflicting_ids, found.alike), (vec![1], text(&["2"]), vec![text(&["1", "3"])]));
        assert_eq!((found.rows, found.distinct_rows, found.alike_extra), (5, 4, 1));
        assert!(duplicates(&text(&["1"]), &[]).is_err() && duplicates(&text(&["1", "2"]), &[text(&["a"]), text(&[])]).is_err());
        assert_eq!(duplicates(&[], &[]).unwrap().rows, 0);
    }
}
