//! The other workbooks: .xls, .xlsb and .ods, through calamine.
//!
//! calamine keeps a sheet as one dense table, so how far its cells reach is measured before it opens the file. The tables are held while a
//! sheet of the workbook is to be read; a workbook that is read again is opened again. It knows numbers as floating point only:
//! whole numbers come out without a point, and those beyond 2^53 with an exponent, so that an identifier that has lost digits shows it.
//! Which cells are merged is known of .xls and .ods; of .xlsb it is not, so that filling them is refused.

mod extent;
mod legacy;

use crate::cell::{Block, SheetKind};
use crate::error::{Error, ErrorKind, Result};
use crate::progress::Progress;
use crate::read::guard::guarded;
use crate::read::shared::{Commons, Stake};
use crate::read::xlsx::{self, Merging, SheetBlocks, cell_name, without_overlaps, write_date};
use crate::read::{Merge, Place, ReadOptions, Rows, Sheet, Tally};
use calamine::{Data, Dimensions, Ods, Range, Reader, Xls, Xlsb};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The largest file that is read: it is held in memory.
const FILE_BYTES: u64 = 256 << 20;

/// The most cells that the used range of a sheet may span.
const SHEET_CELLS: u64 = 4 << 20;

/// The most bytes of the strings that the cells of an .xlsb workbook share: each of them takes several times its room in the file.
const STRING_BYTES: u64 = 64 << 20;

/// A sheet as calamine read it.
struct Table {
    name: String,
    range: Range<Data>,
    merges: Vec<Merge>,
    date1904: bool,
}

/// Returns the worksheets of the .xls, .xlsb or .ods workbook at `path` that hold anything, in the workbook's order; errors call the file `name`.
/// The kind of workbook is found by its contents, an .xlsx under another name included.
///
/// # Errors
/// Where the file is no workbook, is damaged, or its cells reach too far to be held; [`ErrorKind::Interrupted`].
pub fn open(path: &Path, name: Arc<str>, options: &ReadOptions, progress: &Progress) -> Result<Vec<Box<dyn Sheet>>> {
    let place = Place { file: Arc::clone(&name), sheet: None };
    let bytes = std::fs::metadata(path).map_err(|error| Error::io(&name, &error))?.len();
    if bytes > FILE_BYTES {
        return Err(too_large(&place, "bytes in a workbook of this format", FILE_BYTES));
    }
    let Some(decode) = decoder(path, &place, options.fill_merged)? else { return xlsx::open(path, name, options, progress) };
    let book = Arc::new(Workbook { path: path.to_owned(), place, decode, bytes });
    let tables = book.tables()?;
    let used = tables.iter().enumerate().filter(|(_, table)| !table.range.is_empty());
    let known: Vec<(usize, Known)> = used.map(|(number, table)| (number, Known::of(table, &book.place))).collect();
    let commons = Commons::new(Some(tables));
    let sheets = known.into_iter().map(|(table, known)| {
        let (tables, book) = (commons.stake(), Arc::clone(&book));
        let (block_rows, fill_merged) = (options.block_rows, options.fill_merged);
        Box::new(Worksheet { known, book, tables, table, tally: Arc::default(), block_rows, fill_merged }) as Box<dyn Sheet>
    });
    Ok(sheets.collect())
}

/// Returns the tables of a workbook's sheets. It fails where the workbook is damaged, or its cells reach too far to be held.
type Decoder = fn(&Path, &Place) -> Result<Vec<Table>>;

/// Returns what decodes the workbook, by its contents; `None` where that is an .xlsx.
fn decoder(path: &Path, place: &Place, fill_merged: bool) -> Result<Option<Decoder>> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(|error| Error::io(&place.file, &error))?;
    file.take(8).read_to_end(&mut head).map_err(|error| Error::io(&place.file, &error))?;
    if head == xlsx::OLE_MAGIC {
        return Ok(Some(xls));
    }
    let found = match head.first() {
        Some(b'P') if head.starts_with(b"PK") => return zipped(path, place, fill_merged),
        Some(b'<') => "a web page or XML under the name of a workbook; open it in Excel and save it as .xlsx",
        Some(_) => "not a workbook by its first bytes",
        None => "an empty file",
    };
    Err(ErrorKind::UnknownFormat { file: place.file.to_string(), found: found.into() }.into())
}

fn zipped(path: &Path, place: &Place, fill_merged: bool) -> Result<Option<Decoder>> {
    let package = xlsx::Package::open(path, place)?;
    package.refuse_twins()?;
    Ok(match package.kind() {
        xlsx::Archive::Xlsb if fill_merged => return Err(not_filled(place)),
        xlsx::Archive::Xlsb => Some(xlsb),
        xlsx::Archive::OpenDocument => Some(ods),
        xlsx::Archive::Xlsx | xlsx::Archive::Word | xlsx::Archive::Other => None,
    })
}

/// A workbook, to be opened as often as it is read.
struct Workbook {
    path: PathBuf,
    place: Place,
    decode: Decoder,
    bytes: u64,
}

impl Workbook {
    fn tables(&self) -> Result<Vec<Table>> {
        (self.decode)(&self.path, &self.place)
    }
}

fn xls(path: &Path, place: &Place) -> Result<Vec<Table>> {
    legacy::check(path, place, SHEET_CELLS)?;
    decoded(place, || {
        let mut book: Xls<_> = Xls::new(source(path, place)?).map_err(|_| broken(place))?;
        let names = book.sheet_names();
        let table = |name: String| {
            let range = book.worksheet_range(&name).map_err(|_| broken(place))?;
            let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default().iter().map(merge).collect();
            Ok(Table { name, range, merges: without_overlaps(merges), date1904: book.has_1904_epoch() })
        };
        names.into_iter().map(table).collect()
    })
}

/// Returns a range that calamine counts from 0.
fn merge(range: &Dimensions) -> Merge {
    let ((first_row, first_column), (last_row, last_column)) = (range.start, range.end);
    let number = |row: u32| row.saturating_add(1);
    Merge {
        first_row: number(first_row),
        last_row: number(last_row),
        first_column: first_column as usize,
        last_column: last_column as usize,
    }
}

fn ods(path: &Path, place: &Place) -> Result<Vec<Table>> {
    let extents = extent::measured(path, place, SHEET_CELLS)?;
    decoded(place, || {
        let mut book: Ods<_> = Ods::new(source(path, place)?).map_err(|_| broken(place))?;
        let names = book.sheet_names();
        let table = |name: String| {
            let range = book.worksheet_range(&name).map_err(|_| broken(place))?;
            let merges = extents.merges.get(&name).cloned().unwrap_or_default();
            Ok(Table { name, range, merges: without_overlaps(merges), date1904: extents.date1904 })
        };
        names.into_iter().map(table).collect()
    })
}

fn xlsb(path: &Path, place: &Place) -> Result<Vec<Table>> {
    xlsx::Package::open(path, place)?.measure(STRING_BYTES)?;
    decoded(place, || {
        let mut book: Xlsb<_> = Xlsb::new(source(path, place)?).map_err(|_| broken(place))?;
        let (names, date1904) = (book.sheet_names(), book.has_1904_epoch());
        let table = |name: String| {
            let range = xlsb_range(&mut book, &name, place)?;
            Ok(Table { name, range, merges: Vec::new(), date1904 })
        };
        names.into_iter().map(table).collect()
    })
}

fn xlsb_range(book: &mut Xlsb<BufReader<File>>, name: &str, place: &Place) -> Result<Range<Data>> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| broken(place))?;
    let mut cells = Vec::new();
    let (mut rows, mut columns) = (0, 0);
    while let Some(cell) = reader.next_cell().map_err(|_| broken(place))? {
        let value = Data::from(cell.get_value().clone());
        if value != Data::Empty {
            let (row, column) = cell.get_position();
            (rows, columns) = (rows.max(u64::from(row) + 1), columns.max(u64::from(column) + 1));
            if rows.saturating_mul(columns) > SHEET_CELLS {
                return Err(too_large(place, "cells in the used range of a sheet", SHEET_CELLS));
            }
            cells.push(calamine::Cell::new((row, column), value));
        }
    }
    Ok(Range::from_sparse(cells))
}

fn source(path: &Path, place: &Place) -> Result<BufReader<File>> {
    File::open(path).map(BufReader::new).map_err(|error| Error::io(&place.file, &error))
}

/// Returns what `read` returns; a panic on a damaged file is an error like any other.
fn decoded<T>(place: &Place, read: impl FnOnce() -> Result<T>) -> Result<T> {
    guarded(read, || broken(place))
}

fn broken(place: &Place) -> Error {
    let cause = "it is damaged or password protected".to_owned();
    ErrorKind::BrokenFile { format: "the workbook", position: place.position(), cause }.into()
}

fn not_filled(place: &Place) -> Error {
    let expected = format!("False for {}, an .xlsb workbook, whose merged cells are not known (save it as .xlsx),", place.file);
    ErrorKind::BadOption { option: "fill_merged", expected, found: "True".to_owned() }.into()
}

fn too_large(place: &Place, what: &'static str, limit: u64) -> Error {
    ErrorKind::TooLarge { what, limit, position: place.position(), remedy: "save it as .xlsx or CSV" }.into()
}

/// One worksheet.
struct Worksheet {
    known: Known,
    book: Arc<Workbook>,
    tables: Stake<Vec<Table>>,
    /// Which of the tables it is.
    table: usize,
    tally: Arc<Tally>,
    block_rows: usize,
    fill_merged: bool,
}

/// What is known of a worksheet while its cells are not held.
struct Known {
    place: Place,
    width: usize,
    merges: Arc<[Merge]>,
    date1904: bool,
}

impl Known {
    fn of(table: &Table, place: &Place) -> Self {
        let place = Place { sheet: Some(table.name.as_str().into()), ..place.clone() };
        let width = table.range.start().unwrap_or_default().1 as usize + table.range.width();
        Self { place, width, merges: table.merges.as_slice().into(), date1904: table.date1904 }
    }
}

impl Sheet for Worksheet {
    fn place(&self) -> &Place {
        &self.known.place
    }

    fn bytes(&self) -> u64 {
        self.book.bytes
    }

    fn tally(&self) -> Arc<Tally> {
        Arc::clone(&self.tally)
    }

    fn merges(&self) -> &[Merge] {
        &self.known.merges
    }

    fn date1904(&self) -> bool {
        self.known.date1904
    }

    fn parts(&self, _columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        AtomicU64::store(&self.tally.bytes, 0, Ordering::Relaxed);
        AtomicU64::store(&self.tally.blank_rows, 0, Ordering::Relaxed);
        let tables = self.tables.get(|| self.book.tables())?;
        let Some(range) = tables.get(self.table).map(|table| &table.range) else { return Err(broken(&self.known.place)) };
        let first = range.start().unwrap_or_default();
        let block = SheetBlocks::new(self.known.width, self.block_rows);
        let merging = self.fill_merged.then(|| Merging::new(Arc::clone(&self.known.merges), self.known.width));
        let (table, place, tally, bytes) = (self.table, self.known.place.clone(), Arc::clone(&self.tally), self.book.bytes);
        Ok(vec![Box::new(TableRows { tables, table, first, next: 0, block, merging, place, tally, blank: 0, bytes })])
    }
}

/// The rows of a table that is held in memory.
struct TableRows {
    tables: Arc<Vec<Table>>,
    table: usize,
    first: (u32, u32),
    next: usize,
    block: SheetBlocks,
    /// The merged ranges, where they are to be filled.
    merging: Option<Merging>,
    place: Place,
    tally: Arc<Tally>,
    /// Blank rows since the last used one.
    blank: u64,
    bytes: u64,
}

impl Rows for TableRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        while self.next < self.tables[self.table].range.height() && !self.block.is_full() {
            self.put_row()?;
            self.next += 1;
        }
        let block = self.block.finish();
        if block.is_none() {
            Tally::add(&self.tally.bytes, std::mem::take(&mut self.bytes));
        }
        Ok(block)
    }
}

impl TableRows {
    fn put_row(&mut self) -> Result<()> {
        let number = self.first.0.saturating_add(self.next as u32).saturating_add(1);
        let range = &self.tables[self.table].range;
        for index in 0..range.width() {
            let column = self.first.1 as usize + index;
            if let Some((kind, text)) = range.get((self.next, index)).and_then(|data| value(data, column, number)) {
                self.block.put(column, kind, &text);
            }
        }
        if let Some(merging) = self.merging.as_mut().filter(|_| self.block.is_used()) {
            merging.lay_over(number, &mut self.block, &self.place)?;
        }
        if self.block.is_used() {
            Tally::add(&self.tally.blank_rows, std::mem::take(&mut self.blank));
        } else {
            self.blank += 1;
        }
        self.block.end_row(number);
        Ok(())
    }
}

/// Returns the kind and text of a cell; `None` where it is empty.
fn value(data: &Data, column: usize, row: u32) -> Option<(SheetKind, String)> {
    let (kind, text) = match data {
        Data::Empty => return None,
        Data::String(text) => (SheetKind::Text, text.clone()),
        Data::Int(value) => (SheetKind::Number, value.to_string()),
        Data::Float(value) => (SheetKind::Number, digits(*value)),
        Data::Bool(value) => (SheetKind::Flag, value.to_string()),
        Data::DateTime(moment) => date(moment),
        Data::DateTimeIso(text) => (SheetKind::Date, text.trim_end_matches("T00:00:00").to_owned()),
        Data::DurationIso(text) => (SheetKind::Text, text.clone()),
        Data::Error(error) => (SheetKind::Fault, format!("{error} in {}", cell_name(column, row))),
    };
    if text.is_empty() { None } else { Some((kind, text)) }
}

/// Days are counted from 1904 in some workbooks; calamine knows which, and gives the parts of the day.
fn date(moment: &calamine::ExcelDateTime) -> (SheetKind, String) {
    let mut text = String::new();
    let (year, ..) = moment.to_ymd_hms_milli();
    let plain = calamine::ExcelDateTime::new(moment.as_f64(), calamine::ExcelDateTimeType::DateTime, false);
    let date1904 = plain.to_ymd_hms_milli().0 != year;
    if moment.is_datetime() && write_date(&mut text, moment.as_f64(), date1904) {
        return (SheetKind::Date, text);
    }
    (SheetKind::Number, digits(moment.as_f64()))
}

/// Returns the shortest digits that mean the number; beyond 2^53, where whole numbers are no longer told apart, with an exponent.
fn digits(value: f64) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.abs() > EXACT { format!("{value:E}") } else { format!("{value}") }
}

#[cfg(test)]
mod tests;
