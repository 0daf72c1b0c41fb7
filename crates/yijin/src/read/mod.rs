//! Reading: any file or stream becomes blocks of raw cells that know where they came from.
//!
//! ```text
//! inputs ──files──▶ sheets ──layout──▶ exports (table known, header bound) ──▶ blocks of cells
//! ```
//! A [`Sheet`] is one text file, one sheet of a workbook, or one typed file, before its header is understood; [`Rows`]
//! are its rows in order, a block at a time; an [`Export`] is a sheet whose table and columns are known.

pub mod columnar;
pub mod decode;
pub mod delimited;
pub mod encoding;
pub mod files;
mod form;
pub mod format;
pub mod frame;
mod guard;
mod header;
pub mod input;
pub mod ipc;
pub mod layout;
pub mod parquet;
mod shared;
pub mod source;
mod stamp;
mod typed;
pub mod workbook;
pub mod xlsx;

pub use input::{Input, Opened, exports};
pub use stamp::Stamped;

use crate::cell::Block;
use crate::error::{Position, Result};
use crate::table::{Table, TableId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// The most cells of a block, so that a wide sheet has shorter blocks.
const BLOCK_CELLS: usize = 4 << 20;

/// Where rows stand: a file as the user named it, and the sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, relative to the folder that the user gave; the name of the table for data in memory.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
}

impl Place {
    /// Returns the place as an error's position.
    #[must_use]
    pub fn position(&self) -> Position {
        Position { file: Some(self.file.to_string()), sheet: self.sheet.as_ref().map(ToString::to_string), ..Position::default() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.position())
    }
}

/// How files are read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The encoding of text files, where it is not to be found out.
    pub encoding: Option<String>,
    /// Whether a merged cell's value stands in every cell of the merged range.
    pub fill_merged: bool,
    /// The number of rows in a block.
    pub block_rows: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { encoding: None, fill_merged: false, block_rows: 1 << 13 }
    }
}

/// Rows in order, a block at a time.
pub trait Rows: Send {
    /// Returns the next block, or `None` at the end. A block is never empty, and blocks of one sheet have the same number of columns.
    ///
    /// # Errors
    /// Where the rest cannot be read.
    fn next_block(&mut self) -> Result<Option<Block>>;
}

/// What a sheet counts while its rows are read, beside the rows themselves.
#[derive(Debug, Default)]
pub struct Tally {
    /// Bytes of the file that have been read so far.
    pub bytes: AtomicU64,
    /// Title rows above the header.
    pub title_rows: AtomicU64,
    /// Header rows.
    pub header_rows: AtomicU64,
    /// Blank rows.
    pub blank_rows: AtomicU64,
    /// Footer rows (合计, 制表人, …).
    pub footer_rows: AtomicU64,
    /// Rows with something behind the last header.
    pub ragged_rows: AtomicU64,
    /// Body cells that are empty because they are merged with another.
    pub merged_cells: AtomicU64,
    /// How many rows have something in each column without a header.
    nameless: Mutex<BTreeMap<usize, u64>>,
}

impl Tally {
    /// Adds to one of the counts.
    pub fn add(count: &AtomicU64, more: u64) {
        count.fetch_add(more, Ordering::Relaxed);
    }

    /// Returns what has been counted so far.
    #[must_use]
    pub fn counts(&self) -> Tallied {
        let now = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Tallied {
            title_rows: now(&self.title_rows),
            header_rows: now(&self.header_rows),
            blank_rows: now(&self.blank_rows),
            footer_rows: now(&self.footer_rows),
            ragged_rows: now(&self.ragged_rows),
            merged_cells: now(&self.merged_cells),
            nameless: self.nameless(),
        }
    }

    /// Adds the rows that have something in a column without a header.
    pub fn add_nameless(&self, column: usize, rows: u64) {
        *self.nameless.lock().unwrap_or_else(PoisonError::into_inner).entry(column).or_default() += rows;
    }

    /// Forgets the columns without a header.
    pub fn clear_nameless(&self) {
        self.nameless.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Returns how many rows have something in each column without a header.
    #[must_use]
    pub fn nameless(&self) -> BTreeMap<usize, u64> {
        self.nameless.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What a sheet counted while all its rows were read; a [`Tally`] begins again when they are read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the counts of the tally")]
pub struct Tallied {
    pub title_rows: u64,
    pub header_rows: u64,
    pub blank_rows: u64,
    pub footer_rows: u64,
    pub ragged_rows: u64,
    pub merged_cells: u64,
    #[serde(skip)]
    pub nameless: BTreeMap<usize, u64>,
}

/// Where the cells of a header end, as far as its sheet knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Edge {
    /// The column that holds what rows have beyond them; [`BEYOND`] stands behind each such cell.
    pub beyond: Option<usize>,
    /// In separated text, how many cells a row has as a rule. In a row that has more, cells may stand under other headers than their own.
    pub usual: Option<usize>,
}

/// What stands behind each cell in the column of what stands beyond the header: a line separator, which is white space.
pub const BEYOND: char = '\u{2028}';

/// A range of cells that are merged into one: its first and last row from 1, its first and last column from 0, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Merge {
    /// The first row.
    pub first_row: u32,
    /// The last row.
    pub last_row: u32,
    /// The first column.
    pub first_column: usize,
    /// The last column.
    pub last_column: usize,
}

impl Merge {
    /// Returns whether the cell stands in the range without being its first.
    #[must_use]
    pub fn covers(&self, row: u32, column: usize) -> bool {
        let inside = (self.first_row..=self.last_row).contains(&row) && (self.first_column..=self.last_column).contains(&column);
        inside && (row, column) != (self.first_row, self.first_column)
    }
}

/// One text file, sheet of a workbook or typed file, before its header is understood.
pub trait Sheet: Send + Sync {
    /// Returns where it stands.
    fn place(&self) -> &Place;

    /// Returns the encoding of a text file, by name.
    fn encoding(&self) -> Option<&str> {
        None
    }

    /// Returns its size in bytes, for progress.
    fn bytes(&self) -> u64;

    /// Returns what it counts while it is read.
    fn tally(&self) -> Arc<Tally>;

    /// Returns the names of its columns where the format has them (Parquet, Arrow); `None` where they are to be found among the rows.
    fn names(&self) -> Option<&[String]> {
        None
    }

    /// Returns the ranges of cells that are merged into one.
    fn merges(&self) -> &[Merge] {
        &[]
    }

    /// Returns whether its numbers count days from 1904.
    fn date1904(&self) -> bool {
        false
    }

    /// Takes these rows, as the user sees them, for the header, and returns where its cells end: what later rows have beyond them stands in one more
    /// column from now on.
    fn set_header(&mut self, _first: u32, _last: u32) -> Edge {
        Edge::default()
    }

    /// Returns its rows in independent parts, in order. Only these columns are needed: others may come as [`crate::cell::CellColumn::Empty`], in their place.
    /// A sheet without names has one part and ignores `columns`.
    ///
    /// # Errors
    /// Where it cannot be opened.
    fn parts(&self, columns: &[usize]) -> Result<Vec<Box<dyn Rows>>>;
}

/// The column of a sheet that fills a column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Its place in [`Header::names`] and in the blocks of the sheet.
    pub source: usize,
    /// The bracketed unit in its header (万元, 公斤, 克, …), half width, without white space.
    pub unit: Option<String>,
}

/// A header that has been understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The table.
    pub table: TableId,
    /// The headers as they stand in the file.
    pub names: Vec<String>,
    /// What fills each column that the sheet has, by its place in [`crate::table::Table::columns`]. One column of the sheet may
    /// fill several; one that fills none is nobody's.
    pub bound: BTreeMap<usize, Bound>,
    /// Values of columns that the sheet does not have: from the title row, a mapping or the campaign; by canonical name.
    pub constants: BTreeMap<String, String>,
    /// Whether only some of the columns are asked for, so that none is missing.
    pub is_partial: bool,
}

impl Header {
    /// Returns a column as the file's header spells it, else its canonical name.
    #[must_use]
    pub fn spelt<'a>(&'a self, table: &Table, column: &'a str) -> &'a str {
        let bound = table.column(column).and_then(|place| self.bound.get(&place));
        bound.and_then(|bound| self.names.get(bound.source)).map_or(column, String::as_str)
    }

    /// Returns the header for a run that asks for these columns of the table alone.
    #[must_use]
    pub fn asking_for(&self, table: &Table, columns: &[&str]) -> Self {
        let mut header = Self { is_partial: true, ..self.clone() };
        header.bound.retain(|&place, _| columns.contains(&table.columns[place].name.as_str()));
        header
    }

    /// Returns the columns of the sheet that fill any of the table, in the sheet's order, each once.
    #[must_use]
    pub fn sources(&self) -> Vec<usize> {
        let sources: BTreeSet<usize> = self.bound.values().map(|bound| bound.source).collect();
        sources.into_iter().collect()
    }

    /// Returns how many columns of the sheet there are up to the last with a header.
    #[must_use]
    pub fn end(&self) -> usize {
        self.names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1)
    }

    /// Returns whether a column of its table is in the sheet, or has a constant in its place.
    #[must_use]
    pub fn gives(&self, table: &Table, column: usize) -> bool {
        self.bound.contains_key(&column) || self.constants.contains_key(&table.columns[column].name)
    }
}

/// A sheet whose table and columns are known.
pub struct Export {
    /// The sheet.
    pub sheet: Box<dyn Sheet>,
    /// Its header.
    pub header: Header,
    /// Other sheets of its workbook that hold no table, such as a cover; each stands with one export of the workbook.
    pub unread: Vec<Arc<str>>,
}
