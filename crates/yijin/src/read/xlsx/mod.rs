//! Excel workbooks (.xlsx), read from their XML so that every digit of a number comes out as the file holds it.
//!
//! Nothing in the file is believed before it is measured: parts are inflated as they are read and never beyond a bound,
//! the size of a sheet is found by looking at it, and memory does not grow with the sheet. Only the strings that the cells share are
//! held, up to 256 MiB, while a sheet of the workbook is to be read.
//!
//! Rows without a cell that holds something are left out; those between two used rows are counted as blank, gaps in
//! the row numbers included. Cells beyond the width of the first 256 used rows stand under no header: they are dropped and
//! their rows counted as ragged, or, once the header is known, the first of each row stands in one more column. Rows that the file has out of order
//! are put in order within a block; two of one number are refused, as are two cells of one name.

mod block;
mod contents;
mod fault;
#[cfg(test)]
mod fixture;
mod format;
mod merged;
mod package;
mod part;
mod reference;
mod rows;
mod serial;
mod sheet_xml;
mod strings;
mod styles;
mod survey;
#[cfg(test)]
mod tests;
mod value;
mod xml;

use crate::error::Result;
use crate::progress::Progress;
use crate::read::shared::{Commons, Stake};
use crate::read::{Edge, Merge, Place, ReadOptions, Rows, Sheet, Tally};
use block::BlockBuilder;
pub(in crate::read) use merged::{Merging, without_overlaps};
use part::Part;
use rows::{SheetRows, Used};
use sheet_xml::SheetXml;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use strings::SharedStrings;
use survey::Survey;
use value::Meaning;

pub(in crate::read) use block::BlockBuilder as SheetBlocks;
pub(in crate::read) use package::{Archive, OLE_MAGIC, Package};
pub(in crate::read) use reference::{column_name, name as cell_name};
pub(in crate::read) use serial::write_date;
pub(in crate::read) use xml::{Xml, raw_attribute};

/// Returns the worksheets of the workbook at `path` that hold anything, in the workbook's order, hidden ones included; errors call the file `name`.
///
/// # Errors
/// Where the file is no workbook, is password protected or damaged, or goes beyond a bound; [`crate::ErrorKind::Interrupted`].
pub fn open(path: &Path, name: Arc<str>, options: &ReadOptions, progress: &Progress) -> Result<Vec<Box<dyn Sheet>>> {
    let place = Place { file: name, sheet: None };
    let contents = contents::read(&mut Package::open(path, &place)?, &place)?;
    let dates = contents.styles.as_ref().map(styles::date_styles).transpose()?.unwrap_or_default();
    let book = Arc::new(Book { strings: contents.strings, dates: dates.into(), date1904: contents.date1904 });
    let strings = Commons::new(None);
    let mut sheets: Vec<Box<dyn Sheet>> = Vec::new();
    for (_, part) in contents.sheets {
        progress.check()?;
        let survey = Survey::read(&part)?;
        if survey.width > 0 {
            sheets.push(Box::new(Worksheet::new(&book, strings.stake(), part, survey, options)));
        }
    }
    Ok(sheets)
}

/// What the sheets of a workbook have in common.
struct Book {
    strings: Option<Part>,
    dates: Arc<[bool]>,
    date1904: bool,
}

impl Book {
    /// Returns the strings that the cells share.
    fn strings(&self) -> Result<SharedStrings> {
        self.strings.as_ref().map_or_else(|| Ok(SharedStrings::default()), SharedStrings::read)
    }
}

/// One worksheet.
struct Worksheet {
    book: Arc<Book>,
    strings: Stake<SharedStrings>,
    part: Part,
    width: usize,
    /// Whether what stands beyond the width is kept.
    beyond: bool,
    merges: Arc<[Merge]>,
    tally: Arc<Tally>,
    options: ReadOptions,
}

impl Worksheet {
    fn new(book: &Arc<Book>, strings: Stake<SharedStrings>, part: Part, survey: Survey, options: &ReadOptions) -> Self {
        let (book, merges) = (Arc::clone(book), survey.merges.into());
        Self { book, strings, part, width: survey.width, beyond: false, merges, tally: Arc::default(), options: options.clone() }
    }

    /// Returns what the sheet counts, set back to nothing: rows that are read again are counted again.
    fn fresh_tally(&self) -> Arc<Tally> {
        let tally = &self.tally;
        for count in [&tally.bytes, &tally.blank_rows, &tally.ragged_rows] {
            AtomicU64::store(count, 0, Ordering::Relaxed);
        }
        Arc::clone(tally)
    }
}

impl Sheet for Worksheet {
    fn place(&self) -> &Place {
        &self.part.place
    }

    fn bytes(&self) -> u64 {
        self.part.packed
    }

    fn tally(&self) -> Arc<Tally> {
        Arc::clone(&self.tally)
    }

    fn merges(&self) -> &[Merge] {
        &self.merges
    }

    fn date1904(&self) -> bool {
        self.book.date1904
    }

    fn set_header(&mut self, _first: u32, _last: u32) -> Edge {
        self.beyond = true;
        Edge { beyond: Some(self.width), usual: None }
    }

    fn parts(&self, _columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        let tally = self.fresh_tally();
        let meaning = Meaning {
            strings: self.strings.get(|| self.book.strings())?,
            dates: Arc::clone(&self.book.dates),
            date1904: self.book.date1904,
            place: self.part.place.clone(),
        };
        Ok(vec![Box::new(SheetRows {
            sheet: SheetXml::new(self.part.data(Some(Arc::clone(&tally)))?, &self.part.place),
            meaning,
            merging: self.options.fill_merged.then(|| Merging::new(Arc::clone(&self.merges), self.width)),
            beyond: self.beyond.then_some(self.width),
            block: BlockBuilder::new(self.width + usize::from(self.beyond), self.options.block_rows),
            tally,
            used: Used::default(),
            last_used: 0,
            ragged: false,
            ended: false,
        })])
    }
}
