//! Reference rows: the nine tables beside the ledger, column by column.

use crate::account::{Aside, Counts, Findings, Reason};
use crate::fold::{CodeSet, Names, People, RowPlace};
use crate::table::{Kind, Table};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};

/// The number that stands for a missing value.
pub const NONE: i64 = i64::MIN;

/// The rows of one reference table. A value is a number: of a member in `names` or `people`, of days since 1970, a
/// count, grams, the code of a word (from 1; a flag's false is 1 and true 2), or a county's code; [`NONE`] where it is missing.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Texts and identifiers.
    pub names: Names,
    /// Persons.
    pub people: People,
    /// The values, by the table's columns.
    pub columns: Vec<Vec<i64>>,
    /// Where each row stands.
    pub places: Vec<RowPlace>,
    /// The values of the rows that are set aside for a household that the register does not hold, row by row: another policy may count them.
    pub unregistered: Vec<Vec<i64>>,
    /// The rows that are set aside.
    pub aside: Vec<Aside>,
    /// Examples of them, and unknown words.
    pub findings: Findings,
    /// Data rows read, by sheet.
    pub read: BTreeMap<u32, u64>,
}

impl Records {
    /// Adds another's rows.
    pub fn merge(&mut self, mut other: Self, table: &Table) {
        if self.read.is_empty() {
            *self = other;
            return;
        }
        self.columns.resize_with(table.columns.len(), Vec::new);
        other.columns.resize_with(table.columns.len(), Vec::new);
        let (names, people) = (self.names.merge(&other.names), self.people.merge(&other.people));
        for ((mine, theirs), column) in self.columns.iter_mut().zip(other.columns).zip(&table.columns) {
            let numbers = match kind_of_number(column.kind) {
                Some(Numbered::Name) => &names,
                Some(Numbered::Person) => &people,
                None => {
                    mine.extend(theirs);
                    continue;
                }
            };
            mine.extend(theirs.into_iter().map(|value| if value == NONE { NONE } else { numbers[value as usize].into() }));
        }
        self.places.append(&mut other.places);
        self.aside.append(&mut other.aside);
        self.findings.merge(other.findings);
        other.read.into_iter().for_each(|(sheet, rows)| Counts::add(&mut self.read, sheet, rows));
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Returns whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Sets aside every row whose key stands in a row before it (by file, sheet and row), and puts the rest in that order.
    pub fn settle(&mut self, table: &Table) {
        self.columns.resize_with(table.columns.len(), Vec::new);
        let keys: Vec<usize> = table.key.iter().filter_map(|key| table.column(key)).collect();
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_unstable_by_key(|&row| self.places[row]);
        let (mut first, mut kept) = (HashTable::with_capacity(order.len()), Vec::with_capacity(order.len()));
        for row in order {
            let same_key = |&other: &usize| keys.iter().all(|&column| self.columns[column][row] == self.columns[column][other]);
            match first.entry(self.key_hash(&keys, row), same_key, |&other| self.key_hash(&keys, other)) {
                Entry::Vacant(vacant) => {
                    vacant.insert(row);
                    kept.push(row);
                }
                Entry::Occupied(before) => {
                    let same = self.columns.iter().all(|column| column[row] == column[*before.get()]);
                    self.set_aside(row, if same { Reason::DuplicateKey } else { Reason::ConflictingKey });
                }
            }
        }
        self.keep(&kept);
    }

    fn key_hash(&self, keys: &[usize], row: usize) -> u64 {
        let mut hasher = foldhash::fast::FixedState::default().build_hasher();
        keys.iter().for_each(|&column| hasher.write_i64(self.columns[column][row]));
        hasher.finish()
    }

    /// Sets aside every row that `reason` gives a reason for.
    pub fn check(&mut self, reason: impl Fn(&Self, usize) -> Option<Reason> + Sync) {
        let reasons: Vec<Option<Reason>> = (0..self.len()).into_par_iter().map(|row| reason(self, row)).collect();
        for (row, reason) in reasons.iter().enumerate() {
            if let Some(reason) = reason {
                self.set_aside(row, *reason);
            }
            if *reason == Some(Reason::UnregisteredPoorHousehold) {
                self.unregistered.push(self.columns.iter().map(|column| column[row]).collect());
            }
        }
        let kept: Vec<usize> = (0..self.len()).filter(|&row| reasons[row].is_none()).collect();
        self.keep(&kept);
    }

    /// Returns the text of a value of a column of names.
    #[must_use]
    pub fn name(&self, value: i64) -> Option<&str> {
        u32::try_from(value).ok().and_then(|number| self.names.get(number)).map(AsRef::as_ref)
    }

    /// Returns the numbers of the members that stand in a column of names or persons.
    #[must_use]
    pub fn members(&self, column: usize) -> CodeSet {
        let values = self.columns.get(column).into_iter().flatten().filter(|&&value| value != NONE);
        CodeSet::of(values.map(|&value| value as u32), self.names.len().max(self.people.len()) + 1)
    }

    fn set_aside(&mut self, row: usize, reason: Reason) {
        let place = self.places[row];
        self.aside.push(Aside { sheet: place.sheet, row: place.row, reason });
    }

    fn keep(&mut self, rows: &[usize]) {
        self.places = rows.iter().map(|&row| self.places[row]).collect();
        for column in &mut self.columns {
            *column = rows.iter().map(|&row| column[row]).collect();
        }
    }
}

/// What a column's numbers number.
pub(crate) enum Numbered {
    Name,
    Person,
}

/// Returns what the numbers of a column of this kind number, where they do.
pub(crate) fn kind_of_number(kind: Kind) -> Option<Numbered> {
    match kind {
        Kind::Id | Kind::Text | Kind::List | Kind::Months | Kind::Period => Some(Numbered::Name),
        Kind::Person => Some(Numbered::Person),
        Kind::Date | Kind::Integer | Kind::Quantity | Kind::Weight | Kind::Money | Kind::Flag | Kind::Word | Kind::County => None,
    }
}
