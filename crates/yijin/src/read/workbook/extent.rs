//! How far the cells of an .ods workbook reach, before they are held: repeated rows and cells take no room in the file. Beside that, what calamine does not
//! tell: which cells are merged, and from which day dates count.

use super::{broken, too_large};
use crate::error::Result;
use crate::read::xlsx::{Package, Xml, raw_attribute};
use crate::read::{Merge, Place};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::path::Path;

/// The most merged ranges of a workbook.
const MERGES: usize = 100_000;

/// What the tables of a workbook look like.
#[derive(Default)]
pub(super) struct Extents {
    /// The merged ranges of each table.
    pub(super) merges: BTreeMap<String, Vec<Merge>>,
    /// Whether dates count from 1904.
    pub(super) date1904: bool,
}

/// Returns what the tables look like, none of which spans more than `limit` cells.
///
/// # Errors
/// Where one does, or the workbook cannot be read.
pub(super) fn measured(path: &Path, place: &Place, limit: u64) -> Result<Extents> {
    let part = Package::open(path, place)?.part("content.xml")?.ok_or_else(|| broken(place))?;
    let mut xml = Xml::new(part.data(None)?, place);
    let (mut extents, mut table, mut merged) = (Extents::default(), Extent::default(), 0);
    loop {
        match xml.next()? {
            Event::Eof => return Ok(extents),
            Event::Start(start) | Event::Empty(start) => {
                extents.date1904 |= is_1904(&start);
                if let Some(merge) = table.open(&start) {
                    merged += 1;
                    extents.merges.entry(table.name.clone()).or_default().push(merge);
                }
            }
            _ => {}
        }
        if table.rows.saturating_mul(table.columns) > limit {
            return Err(too_large(place, "cells in the used range of a sheet", limit));
        }
        if merged > MERGES {
            return Err(too_large(place, "merged ranges in a workbook", MERGES as u64));
        }
    }
}

fn is_1904(start: &BytesStart<'_>) -> bool {
    start.local_name().as_ref() == "null-date" && raw_attribute(start, "date-value").is_some_and(|date| date.starts_with("1904-01-01"))
}

/// How far a table reaches.
#[derive(Default)]
struct Extent {
    name: String,
    rows: u64,
    columns: u64,
    /// Rows up to the one that is being read.
    row: u64,
    /// Cells of the row up to the one that is being read.
    column: u64,
}

impl Extent {
    /// Takes in an element; returns the range of cells that it merges, if it does.
    fn open(&mut self, start: &BytesStart<'_>) -> Option<Merge> {
        match start.local_name().as_ref() {
            "table" => {
                let name = raw_attribute(start, "name").unwrap_or_default();
                let name = quick_xml::escape::unescape(&name).map(std::borrow::Cow::into_owned).unwrap_or_default();
                *self = Self { name, ..Self::default() };
                None
            }
            "table-row" => {
                self.row = self.row.saturating_add(number(start, "number-rows-repeated"));
                self.column = 0;
                None
            }
            "table-cell" | "covered-table-cell" => {
                let first = self.column;
                self.column = self.column.saturating_add(number(start, "number-columns-repeated"));
                if raw_attribute(start, "value-type").is_some() || raw_attribute(start, "formula").is_some() {
                    (self.rows, self.columns) = (self.row, self.columns.max(self.column));
                }
                self.merge(start, first)
            }
            _ => None,
        }
    }

    fn merge(&self, start: &BytesStart<'_>, first_column: u64) -> Option<Merge> {
        let [columns, rows] = ["number-columns-spanned", "number-rows-spanned"].map(|name| number(start, name).max(1));
        let first_row = u32::try_from(self.row).ok()?;
        let merge = Merge {
            first_row,
            last_row: first_row.checked_add(u32::try_from(rows - 1).ok()?)?,
            first_column: usize::try_from(first_column).ok()?,
            last_column: usize::try_from(first_column.checked_add(columns - 1)?).ok()?,
        };
        (columns > 1 || rows > 1).then_some(merge)
    }
}

fn number(start: &BytesStart<'_>, name: &str) -> u64 {
    raw_attribute(start, name).and_then(|count| count.parse().ok()).unwrap_or(1)
}
