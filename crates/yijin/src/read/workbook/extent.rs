//! How far the cells of an .ods workbook reach, before they are held: repeated rows and cells take no room in the file.

use super::{broken, too_large};
use crate::error::Result;
use crate::read::Place;
use crate::read::xlsx::{Package, Xml, raw_attribute};
use quick_xml::events::{BytesStart, Event};
use std::path::Path;

/// Checks that no table of the workbook spans more than `limit` cells.
///
/// # Errors
/// Where one does, or the workbook cannot be read.
pub(super) fn check(path: &Path, place: &Place, limit: u64) -> Result<()> {
    let part = Package::open(path, place)?.part("content.xml")?.ok_or_else(|| broken(place))?;
    let mut xml = Xml::new(part.data(None)?, place);
    let mut table = Extent::default();
    loop {
        match xml.next()? {
            Event::Eof => return Ok(()),
            Event::Start(start) | Event::Empty(start) => table.open(&start),
            _ => {}
        }
        if table.rows.saturating_mul(table.columns) > limit {
            return Err(too_large(place, "cells in the used range of a sheet", limit));
        }
    }
}

/// How far a table reaches.
#[derive(Default)]
struct Extent {
    rows: u64,
    columns: u64,
    /// Rows up to the one that is being read.
    row: u64,
    /// Cells of the row up to the one that is being read.
    column: u64,
}

impl Extent {
    fn open(&mut self, start: &BytesStart<'_>) {
        match start.local_name().as_ref() {
            "table" => *self = Self::default(),
            "table-row" => {
                self.row = self.row.saturating_add(repeated(start, "number-rows-repeated"));
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => {
                self.column = self.column.saturating_add(repeated(start, "number-columns-repeated"));
                if raw_attribute(start, "value-type").is_some() || raw_attribute(start, "formula").is_some() {
                    (self.rows, self.columns) = (self.row, self.columns.max(self.column));
                }
            }
            _ => {}
        }
    }
}

fn repeated(start: &BytesStart<'_>, name: &str) -> u64 {
    raw_attribute(start, name).and_then(|count| count.parse().ok()).unwrap_or(1)
}
