//! Text files with separated cells: CSV and TSV in any supported encoding, also compressed.
//!
//! Nothing is interpreted: every row comes as text, titles and headers too, and an empty cell is null. Until its header is known, the table is as wide as
//! the widest of its first 64 records that are not blank, not counting blank cells at their end; later rows that have more are counted as ragged, and what
//! they have beyond is left out. Then it is as wide as its header, and what rows have beyond that stands in one more column. Rows in which every cell is
//! blank are left out and counted. Rows are numbered as a spreadsheet program shows them: blank lines count, line breaks inside quotation marks do not.

mod columns;
mod record;
mod separator;
mod swallowed;
#[cfg(test)]
mod tests;

use self::columns::{CELL_BYTES, COLUMNS, Columns, Excess, Shape};
use self::record::{Cells, Step, record};
use super::decode::Decoder;
use super::encoding::Encoding;
use super::source::Source;
use super::{BLOCK_CELLS, Edge, Place, ReadOptions, Rows, Sheet, Tally};
use crate::cell::{Block, RowNumbers};
use crate::error::{Error, ErrorKind, Position, Result};
use crate::progress::Progress;
use crate::table::Tables;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The records from which the width of a table is seen.
const HEAD_RECORDS: usize = 64;

/// The bytes at the start of the text from which the separator is seen.
const HEAD_BYTES: usize = 1 << 16;

/// The bytes of the longest record that is read.
const RECORD_BYTES: usize = 1 << 24;

/// The bytes of text after which a block ends even if it has fewer rows than asked for.
const BLOCK_BYTES: usize = 1 << 26;

/// A text file with separated cells.
#[derive(Debug)]
pub struct Delimited {
    place: Place,
    source: Source,
    encoding: Encoding,
    separator: u8,
    width: usize,
    /// The first records that are not blank: their row, and how many cells they have.
    head: Vec<(u32, usize)>,
    /// How many cells a record has as a rule, once the header is known.
    usual: Option<usize>,
    bytes: u64,
    block_rows: usize,
    tally: Arc<Tally>,
}

impl Delimited {
    /// Returns the text file of `source`, its encoding, separator and width found out.
    ///
    /// # Errors
    /// As [`Encoding::find_out`], and where the first records cannot be read.
    pub fn open(source: Source, tables: &Tables, options: &ReadOptions, progress: &Progress) -> Result<Self> {
        let encoding = Encoding::find_out(&source, tables, options, progress)?;
        let mut scanner = Scanner::open(&source, encoding, Arc::default())?;
        let (width, head) = scanner.head()?;
        let separator = scanner.separator;
        Ok(Self {
            place: Place { file: source.name().clone(), sheet: None },
            bytes: source.bytes()?,
            source,
            encoding,
            separator,
            width,
            head,
            usual: None,
            block_rows: options.block_rows.max(1),
            tally: Arc::default(),
        })
    }
}

impl Sheet for Delimited {
    fn place(&self) -> &Place {
        &self.place
    }

    fn encoding(&self) -> Option<&str> {
        Some(self.encoding.name())
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn tally(&self) -> Arc<Tally> {
        self.tally.clone()
    }

    fn set_header(&mut self, first: u32, last: u32) -> Edge {
        let header = self.head.iter().filter(|(row, _)| (first..=last).contains(row)).map(|(_, cells)| *cells);
        self.width = header.max().unwrap_or(self.width);
        let usual = most_frequent(self.head.iter().filter(|(row, _)| *row > last).map(|(_, cells)| *cells)).unwrap_or(self.width);
        self.usual = Some(usual);
        Edge { beyond: Some(self.width), usual: self.usual }
    }

    /// Returns one part. The counts of the reader begin again with it.
    fn parts(&self, _columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        for count in [&self.tally.bytes, &self.tally.blank_rows, &self.tally.ragged_rows] {
            count.store(0, Ordering::Relaxed);
        }
        let mut scanner = Scanner::open(&self.source, self.encoding, self.tally.clone())?;
        scanner.separator = self.separator;
        let columns = Columns::new(self.width, self.usual.is_some());
        let whole = self.usual.map(|usual| usual.min(self.width));
        let block_rows = self.block_rows.min(BLOCK_CELLS / self.width.max(1)).max(1);
        Ok(vec![Box::new(TextRows { scanner, columns, whole, block_rows, tally: self.tally.clone() })])
    }
}

/// Returns the number that comes most often; the least of several.
fn most_frequent(numbers: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    numbers.for_each(|number| *counts.entry(number).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(number, _)| number)
}

/// The rows of a text file.
struct TextRows {
    scanner: Scanner,
    columns: Columns,
    /// The cells of a whole row, once the header is known.
    whole: Option<usize>,
    block_rows: usize,
    tally: Arc<Tally>,
}

impl Rows for TextRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        let mut numbers = Vec::with_capacity(self.block_rows.min(1 << 16));
        while self.columns.rows() < self.block_rows && self.columns.bytes() < BLOCK_BYTES {
            Tally::add(&self.tally.blank_rows, self.scanner.skip_blank_lines()?);
            if !self.scanner.next(&mut self.columns)? {
                break;
            }
            self.scanner.check(self.columns.shape())?;
            if self.columns.shape().is_broken_up() && self.whole.is_some_and(|whole| self.scanner.swallows(whole)) {
                return Err(self.scanner.swallowed());
            }
            if self.columns.shape().filled == 0 {
                self.columns.restart();
                Tally::add(&self.tally.blank_rows, 1);
                continue;
            }
            numbers.push(self.scanner.row_number()?);
            if self.columns.keep() {
                Tally::add(&self.tally.ragged_rows, 1);
            }
        }
        if numbers.is_empty() {
            return Ok(None);
        }
        let columns = self.columns.take().map_err(|error| self.scanner.unsound(&error.to_string()))?;
        Ok(Some(Block { rows: row_numbers(numbers), columns }))
    }
}

fn row_numbers(numbers: Vec<u32>) -> RowNumbers {
    match (numbers.first(), numbers.last()) {
        (Some(&first), Some(&last)) if (last - first) as usize + 1 == numbers.len() => RowNumbers::From(first),
        _ => RowNumbers::List(numbers),
    }
}

/// The records of a text, one after another, in a window of it that moves on.
struct Scanner {
    decoder: Decoder,
    file: Arc<str>,
    separator: u8,
    window: Vec<u8>,
    /// Where the last record began.
    start: usize,
    at: usize,
    ended: bool,
    row: u64,
}

impl Scanner {
    fn open(source: &Source, encoding: Encoding, tally: Arc<Tally>) -> Result<Self> {
        let decoder = Decoder::open(source, encoding, tally)?;
        let file = source.name().clone();
        let mut scanner = Self { decoder, file, separator: b',', window: Vec::new(), start: 0, at: 0, ended: false, row: 0 };
        scanner.refill()?;
        let head = &scanner.window[..scanner.window.len().min(HEAD_BYTES)];
        scanner.separator = separator::separator(head, scanner.ended && head.len() == scanner.window.len());
        Ok(scanner)
    }

    /// Reads the next record into `cells`; returns `false` where there is none.
    fn next(&mut self, cells: &mut impl Cells) -> Result<bool> {
        loop {
            if self.at == self.window.len() && self.ended {
                return Ok(false);
            }
            match record(&self.window, self.at, self.separator, self.ended, cells) {
                Step::Record(next) => {
                    (self.start, self.at, self.row) = (self.at, next, self.row + 1);
                    return Ok(true);
                }
                Step::OpenQuote => return Err(self.open_quote()),
                Step::Short => {
                    cells.restart();
                    self.refill()?;
                }
            }
        }
    }

    /// Moves the window on, to hold twice as much of the current record as before.
    fn refill(&mut self) -> Result<()> {
        self.window.drain(..self.at);
        self.at = 0;
        let pending = self.window.len();
        if pending > RECORD_BYTES {
            self.row += 1;
            return Err(self.too_large("bytes in a row", RECORD_BYTES as u64, "look for a quotation mark that is never closed"));
        }
        while !self.ended && self.window.len() <= 2 * pending {
            self.ended = !self.decoder.read_into(&mut self.window)?;
        }
        Ok(())
    }

    /// Returns the width of the first records, and for each that is not blank its row and how many cells it has.
    fn head(&mut self) -> Result<(usize, Vec<(u32, usize)>)> {
        let (mut width, mut head) = (0, Vec::new());
        while head.len() < HEAD_RECORDS {
            let mut shape = Shape::default();
            self.skip_blank_lines()?;
            if !self.next(&mut shape)? {
                break;
            }
            self.check(&shape)?;
            width = width.max(shape.filled);
            if shape.filled > 0 {
                head.push((self.row_number()?, shape.cells));
            }
        }
        Ok((width, head))
    }

    /// Passes over empty lines, of which some files have millions, and returns how many there are.
    fn skip_blank_lines(&mut self) -> Result<u64> {
        let before = self.row;
        loop {
            let rest = &self.window[self.at..];
            let (lines, bytes) = match rest {
                [b'\n', ..] => {
                    let run = rest.iter().position(|&byte| byte != b'\n').unwrap_or(rest.len());
                    (run, run)
                }
                [b'\r', b'\n', ..] => (1, 2),
                [] if !self.ended => {
                    self.refill()?;
                    continue;
                }
                _ => return Ok(self.row - before),
            };
            (self.at, self.row) = (self.at + bytes, self.row + lines as u64);
        }
    }

    /// Returns whether the last record has taken in rows below it.
    fn swallows(&self, whole: usize) -> bool {
        swallowed::swallows(&self.window[self.start..self.at], self.separator, whole)
    }

    fn check(&self, shape: &Shape) -> Result<()> {
        match shape.excess() {
            None => Ok(()),
            Some(Excess::Cell) => Err(self.too_large(
                "bytes in a cell",
                CELL_BYTES as u64,
                "shorten that cell, or look for a quotation mark that is never closed",
            )),
            Some(Excess::Columns) => {
                Err(self.too_large("columns", COLUMNS as u64, "keep the columns of one table, or turn rows and columns about"))
            }
        }
    }

    fn row_number(&self) -> Result<u32> {
        u32::try_from(self.row).map_err(|_| self.too_large("rows in a file", u64::from(u32::MAX), "split it into several files"))
    }

    fn position(&self, row: u64) -> Position {
        Position { file: Some(self.file.to_string()), row: Some(row), ..Position::default() }
    }

    fn too_large(&self, what: &'static str, limit: u64, remedy: &'static str) -> Error {
        ErrorKind::TooLarge { what, limit, position: self.position(self.row), remedy }.into()
    }

    fn open_quote(&self) -> Error {
        let cause = "a quotation mark opens in this row and is never closed".to_owned();
        ErrorKind::BrokenFile { format: "separated text", position: self.position(self.row + 1), cause }.into()
    }

    fn swallowed(&self) -> Error {
        let cause =
            "a quotation mark opens in this row and closes in a row below it, so that the rows between them are one cell".to_owned();
        ErrorKind::BrokenFile { format: "separated text", position: self.position(self.row), cause }.into()
    }

    fn unsound(&self, cause: &str) -> Error {
        ErrorKind::Unsound { cause: format!("{} ({cause})", self.position(self.row)) }.into()
    }
}
