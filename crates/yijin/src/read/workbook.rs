//! The other workbooks: .xls, .xlsb and .ods, through calamine.
//!
//! calamine keeps a sheet as one dense table, so how far its cells reach is measured before it opens the file. The tables are held while a
//! sheet of the workbook is to be read; a workbook that is read again is opened again. It knows numbers as floating point only:
//! whole numbers come out without a point, and those beyond 2^53 with an exponent, so that an identifier that has lost digits shows it.

mod extent;
mod legacy;

use crate::cell::{Block, SheetKind};
use crate::error::{Error, ErrorKind, Result};
use crate::progress::Progress;
use crate::read::guard::guarded;
use crate::read::shared::{Share, Shared};
use crate::read::xlsx::{self, SheetBlocks, cell_name, write_date};
use crate::read::{Place, ReadOptions, Rows, Sheet, Tally};
use calamine::{Data, Ods, Range, Reader, Xls, Xlsb};
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

type Tables = Vec<(String, Range<Data>)>;

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
    let Some(decode) = decoder(path, &place)? else { return xlsx::open(path, name, options, progress) };
    let book = Arc::new(Workbook { path: path.to_owned(), place, decode, bytes });
    let tables = book.tables()?;
    let used: Vec<usize> = (0..tables.len()).filter(|&table| !tables[table].1.is_empty()).collect();
    let names: Vec<Arc<str>> = used.iter().map(|&table| Arc::from(tables[table].0.as_str())).collect();
    let shared = Shared::new(Some(tables));
    let sheets = used.into_iter().zip(names).map(|(table, name)| {
        let place = Place { sheet: Some(name), ..book.place.clone() };
        let (tables, book, block_rows) = (shared.share(), Arc::clone(&book), options.block_rows);
        Box::new(Worksheet { place, book, tables, table, tally: Arc::default(), block_rows }) as Box<dyn Sheet>
    });
    Ok(sheets.collect())
}

/// Returns the tables of a workbook's sheets. It fails where the workbook is damaged, or its cells reach too far to be held.
type Decoder = fn(&Path, &Place) -> Result<Tables>;

/// Returns what decodes the workbook, by its contents; `None` where that is an .xlsx.
fn decoder(path: &Path, place: &Place) -> Result<Option<Decoder>> {
    let mut head = Vec::new();
    let file = File::open(path).map_err(|error| Error::io(&place.file, &error))?;
    file.take(8).read_to_end(&mut head).map_err(|error| Error::io(&place.file, &error))?;
    if head == xlsx::OLE_MAGIC {
        return Ok(Some(xls));
    }
    let found = match head.first() {
        Some(b'P') if head.starts_with(b"PK") => return zipped(path, place),
        Some(b'<') => "a web page or XML under the name of a workbook; open it in Excel and save it as .xlsx",
        Some(_) => "not a workbook by its first bytes",
        None => "an empty file",
    };
    Err(ErrorKind::UnknownFormat { file: place.file.to_string(), found: found.into() }.into())
}

fn zipped(path: &Path, place: &Place) -> Result<Option<Decoder>> {
    let package = xlsx::Package::open(path, place)?;
    package.refuse_twins()?;
    Ok(match package.kind() {
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
    fn tables(&self) -> Result<Tables> {
        (self.decode)(&self.path, &self.place)
    }
}

fn xls(path: &Path, place: &Place) -> Result<Tables> {
    legacy::check(path, place, SHEET_CELLS)?;
    decoded(place, || {
        let mut book: Xls<_> = Xls::new(source(path, place)?).map_err(|_| broken(place))?;
        tables(&mut book, place)
    })
}

fn ods(path: &Path, place: &Place) -> Result<Tables> {
    extent::check(path, place, SHEET_CELLS)?;
    decoded(place, || {
        let mut book: Ods<_> = Ods::new(source(path, place)?).map_err(|_| broken(place))?;
        tables(&mut book, place)
    })
}

fn tables<R: Reader<BufReader<File>>>(book: &mut R, place: &Place) -> Result<Tables> {
    let names = book.sheet_names();
    names.into_iter().map(|name| Ok((name.clone(), book.worksheet_range(&name).map_err(|_| broken(place))?))).collect()
}

fn xlsb(path: &Path, place: &Place) -> Result<Tables> {
    xlsx::Package::open(path, place)?.measure(STRING_BYTES)?;
    decoded(place, || {
        let mut book: Xlsb<_> = Xlsb::new(source(path, place)?).map_err(|_| broken(place))?;
        let names = book.sheet_names();
        names.into_iter().map(|name| Ok((name.clone(), xlsb_range(&mut book, &name, place)?))).collect()
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

fn too_large(place: &Place, what: &'static str, limit: u64) -> Error {
    ErrorKind::TooLarge { what, limit, position: place.position(), remedy: "save it as .xlsx or CSV" }.into()
}

/// One worksheet.
struct Worksheet {
    place: Place,
    book: Arc<Workbook>,
    tables: Share<Tables>,
    /// Which of the tables it is.
    table: usize,
    tally: Arc<Tally>,
    block_rows: usize,
}

impl Sheet for Worksheet {
    fn place(&self) -> &Place {
        &self.place
    }

    fn bytes(&self) -> u64 {
        self.book.bytes
    }

    fn tally(&self) -> Arc<Tally> {
        Arc::clone(&self.tally)
    }

    fn parts(&self, _columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        AtomicU64::store(&self.tally.bytes, 0, Ordering::Relaxed);
        AtomicU64::store(&self.tally.blank_rows, 0, Ordering::Relaxed);
        let tables = self.tables.get(|| self.book.tables())?;
        let Some((_, range)) = tables.get(self.table) else { return Err(broken(&self.place)) };
        let first = range.start().unwrap_or_default();
        let block = SheetBlocks::new(first.1 as usize + range.width(), self.block_rows);
        let (table, tally, bytes) = (self.table, Arc::clone(&self.tally), self.book.bytes);
        Ok(vec![Box::new(TableRows { tables, table, first, next: 0, block, tally, blank: 0, bytes })])
    }
}

/// The rows of a table that is held in memory.
struct TableRows {
    tables: Arc<Tables>,
    table: usize,
    first: (u32, u32),
    next: usize,
    block: SheetBlocks,
    tally: Arc<Tally>,
    /// Blank rows since the last used one.
    blank: u64,
    bytes: u64,
}

impl Rows for TableRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        while self.next < self.tables[self.table].1.height() && !self.block.is_full() {
            self.put_row();
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
    fn put_row(&mut self) {
        let number = self.first.0.saturating_add(self.next as u32).saturating_add(1);
        let range = &self.tables[self.table].1;
        for index in 0..range.width() {
            let column = self.first.1 as usize + index;
            if let Some((kind, text)) = range.get((self.next, index)).and_then(|data| value(data, column, number)) {
                self.block.put(column, kind, &text);
            }
        }
        if self.block.is_used() {
            Tally::add(&self.tally.blank_rows, std::mem::take(&mut self.blank));
        } else {
            self.blank += 1;
        }
        self.block.end_row(number);
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
