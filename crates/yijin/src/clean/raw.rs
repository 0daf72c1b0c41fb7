//! The columns of a block by the names of its table, and the flaws of its rows.

use super::memo::Memo;
use super::spelling::Spelt;
use super::{Flaw, id, mask};
use crate::account::{Aside, Findings, Reason};
use crate::cell::{Block, Cell, CellColumn};
use crate::error::{Error, Position};
use crate::fold::RowPlace;
use crate::person::Key;
use crate::read::Header;
use crate::table::{Kind, Table};
use arrow_array::{Array, Int32Array, StringArray};
use std::borrow::Cow;

/// A block of one sheet under its header.
pub(super) struct Raw<'a> {
    pub table: &'a Table,
    pub header: &'a Header,
    pub block: &'a Block,
    pub sheet: u32,
}

/// A column of the block.
pub(super) struct RawColumn<'a> {
    /// Its place in the table.
    pub index: u8,
    /// Whether every row must have it.
    pub required: bool,
    /// Its cells.
    pub cells: Cow<'a, CellColumn>,
    /// The unit in its header.
    pub unit: Option<&'a str>,
    /// Whether the sheet has it, or a constant in its place.
    pub present: bool,
}

impl<'a> Raw<'a> {
    /// Returns the column of this canonical name; a column that the sheet does not have is empty, or its constant.
    pub fn column(&self, name: &str) -> RawColumn<'a> {
        let index = self.table.column(name).unwrap_or_default();
        let (cells, unit, present) = match (self.header.bound.get(&index), self.header.constants.get(name)) {
            (Some(bound), _) => (Cow::Borrowed(&self.block.columns[bound.source]), bound.unit.as_deref(), true),
            (None, Some(constant)) => (Cow::Owned(constant_column(constant, self.block.len())), None, true),
            (None, None) => (Cow::Owned(CellColumn::Empty(self.block.len())), None, false),
        };
        // What a partial header leaves out is not missed.
        let required = self.table.columns[index].required && (present || !self.header.is_partial);
        RawColumn { index: index as u8, required, cells, unit, present }
    }

    /// Returns the column of this name, where the run asks for it.
    pub fn asked(&self, name: &str) -> Option<RawColumn<'a>> {
        Some(self.column(name)).filter(|column| column.present || !self.header.is_partial)
    }

    /// Returns the error of a person masked under another key than `key`, with the first such person's row and column.
    pub fn masked_elsewhere(&self, error: Error, key: &Key) -> Error {
        let foreign = |cell: &Cell<'_>| matches!(id::id(cell), Ok(Some(id)) if key.unmask(&id).is_err());
        let place = self.table.columns.iter().filter(|column| column.kind == Kind::Person).find_map(|column| {
            let cells = self.column(&column.name).cells;
            let row = (0..self.block.len()).find(|&row| foreign(&cells.cell(row)))?;
            let row = Some(self.block.rows.number(row).into());
            Some(Position { row, column: Some(column.name.clone()), ..Position::default() })
        });
        error.at(place.unwrap_or_default())
    }

    pub fn place(&self, row: usize) -> RowPlace {
        RowPlace { sheet: self.sheet, row: self.block.rows.number(row) }
    }
}

fn constant_column(value: &str, rows: usize) -> CellColumn {
    CellColumn::Coded { codes: Int32Array::from(vec![0; rows]), values: StringArray::from(vec![value]) }
}

/// For each row of a block, the least reason for which it is set aside.
pub(super) struct Flaws(Vec<Option<Reason>>);

impl Flaws {
    pub fn none(rows: usize) -> Self {
        Self(vec![None; rows])
    }

    pub fn note(&mut self, row: usize, reason: Reason) {
        let least = self.0[row].map_or(reason, |known| known.min(reason));
        self.0[row] = Some(least);
    }

    pub fn is_clean(&self, row: usize) -> bool {
        self.0[row].is_none()
    }

    fn flawed(&self) -> impl Iterator<Item = (usize, Reason)> {
        self.0.iter().enumerate().filter_map(|(row, reason)| reason.map(|reason| (row, reason)))
    }

    /// Returns the rows that are set aside.
    pub fn asides(&self, raw: &Raw<'_>) -> impl Iterator<Item = Aside> {
        self.flawed().map(|(row, reason)| (raw.place(row), reason)).map(|(place, reason)| Aside {
            sheet: place.sheet,
            row: place.row,
            reason,
        })
    }

    /// Notes examples of the rows that are set aside.
    pub fn note_examples(&self, raw: &Raw<'_>, findings: &mut Findings) {
        for (row, reason) in self.flawed() {
            let place = raw.place(row);
            let column = raw.table.column(reason.column(raw.table)).unwrap_or_default();
            let kind = raw.table.columns[column].kind;
            let cells = raw.column(&raw.table.columns[column].name).cells;
            let shown = || mask::shown(&cells.cell(row), kind);
            findings.example(raw.table.id, reason, place, shown);
            let is_word = matches!(kind, Kind::Word | Kind::Flag | Kind::County) && !matches!(cells.cell(row), Cell::Fault(_));
            if let (Reason::Cell(Flaw::Unknown, index), true) = (reason, is_word) {
                findings.word(raw.table.id, index, shown(), 1);
            }
        }
    }
}

impl RawColumn<'_> {
    /// Returns the value of each row; `none` where it is missing or flawed. Each distinct cell is read once where
    /// `by_distinct` says that cells repeat and they are texts.
    pub fn values<T: Copy>(
        &self,
        by_distinct: bool,
        none: T,
        flaws: &mut Flaws,
        mut read: impl FnMut(&Cell<'_>) -> Result<Option<T>, Flaw>,
    ) -> Vec<T> {
        if !self.present && !self.required {
            return vec![none; self.cells.len()];
        }
        let repeated = match *self.cells {
            CellColumn::Coded { .. } => true,
            CellColumn::Text(_) | CellColumn::Sheet { .. } => by_distinct,
            _ => false,
        };
        if repeated {
            let distinct = self.cells.distinct();
            let read: Vec<Result<T, Flaw>> =
                distinct.rows.iter().map(|&row| self.checked(none, read(&self.cells.cell(row as usize)))).collect();
            return distinct.codes.iter().enumerate().map(|(row, &code)| self.taken(row, read[code as usize], none, flaws)).collect();
        }
        self.cells.map(|row, cell| self.taken(row, self.checked(none, read(&cell)), none, flaws))
    }

    /// As [`RawColumn::values`] by distinct cells; what the entries of a dictionary say is remembered from block to block.
    pub fn remembered<T: Copy>(
        &self,
        memo: &mut Memo<T>,
        none: T,
        flaws: &mut Flaws,
        mut read: impl FnMut(&Cell<'_>) -> Result<Option<T>, Flaw>,
    ) -> Vec<T> {
        let CellColumn::Coded { codes, values } = &*self.cells else { return self.values(true, none, flaws, read) };
        let known = memo.of(values);
        let mut value = |row: usize, entry: usize| {
            let value = match known[entry] {
                Some(value) => value,
                None => *known[entry].insert(self.checked(none, read(&self.cells.cell(row)))),
            };
            self.taken(row, value, none, flaws)
        };
        match codes.nulls() {
            None => codes.values().iter().enumerate().map(|(row, &code)| value(row, code as usize)).collect(),
            Some(nulls) => {
                let entry = |row: usize, code: i32| if nulls.is_valid(row) { code as usize } else { values.len() };
                codes.values().iter().enumerate().map(|(row, &code)| value(row, entry(row, code))).collect()
            }
        }
    }

    /// Returns the number of the person in each row, 0 where there is none; `read` gives that of a spelling that is new. A dictionary's entries
    /// are remembered as in [`RawColumn::remembered`].
    pub fn people(
        &self,
        (spelt, memo): (&Spelt, &mut Memo<u32>),
        flaws: &mut Flaws,
        mut read: impl FnMut(&Cell<'_>) -> Result<Option<u32>, Flaw>,
    ) -> Vec<u32> {
        match &*self.cells {
            CellColumn::Text(texts) => spelt.numbers(texts, |row| self.taken(row, self.checked(0, read(&self.cells.cell(row))), 0, flaws)),
            _ => self.remembered(memo, 0, flaws, read),
        }
    }

    fn checked<T>(&self, none: T, value: Result<Option<T>, Flaw>) -> Result<T, Flaw> {
        match value? {
            Some(value) => Ok(value),
            None if self.required => Err(Flaw::Missing),
            None => Ok(none),
        }
    }

    fn taken<T>(&self, row: usize, value: Result<T, Flaw>, none: T, flaws: &mut Flaws) -> T {
        value.unwrap_or_else(|flaw| {
            flaws.note(row, Reason::Cell(flaw, self.index));
            none
        })
    }
}
