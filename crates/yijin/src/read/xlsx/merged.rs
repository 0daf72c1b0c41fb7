//! Merged ranges: read from the end of a sheet, and laid over its rows.

use super::block::{BlockBuilder, ROW_BYTES};
use super::fault;
use super::reference::parse_range;
use super::xml::{Xml, raw_attribute};
use crate::cell::SheetKind;
use crate::error::Result;
use crate::read::{Merge, Place};
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Arc;

/// The most merged ranges of a sheet.
const MERGES: u64 = 100_000;
/// The most bytes of the values that stand in merged cells at one time.
const HELD_BYTES: usize = 32 << 20;

/// Returns the merged ranges in the XML that follows the cells of a sheet, by their first row. Of two that overlap, which no program shows, the first holds.
///
/// # Errors
/// Where the XML is broken or has more than 100,000 of them.
pub(super) fn read<R: BufRead>(xml: &mut Xml<R>, place: &Place) -> Result<Vec<Merge>> {
    let mut merges = Vec::new();
    loop {
        match xml.next()? {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == "mergeCell" => {
                merges.extend(raw_attribute(&start, "ref").and_then(|range| parse_range(&range)));
            }
            _ => {}
        }
        if merges.len() as u64 > MERGES {
            return Err(fault::too_large(place, "merged ranges in a sheet", MERGES));
        }
    }
    Ok(without_overlaps(merges))
}

/// Returns the ranges of more than one cell by their first row; of two that overlap, the first.
pub(in crate::read) fn without_overlaps(mut merges: Vec<Merge>) -> Vec<Merge> {
    merges.sort_by_key(|merge| merge.first_row);
    let mut open: BTreeMap<usize, Merge> = BTreeMap::new();
    merges.retain(|merge| {
        while let Some((&column, before)) = open.range(..=merge.last_column).next_back() {
            if before.last_column < merge.first_column {
                break;
            }
            if before.last_row >= merge.first_row {
                return false;
            }
            open.remove(&column);
        }
        open.insert(merge.first_column, *merge);
        (merge.first_row, merge.first_column) != (merge.last_row, merge.last_column)
    });
    merges
}

/// The merged ranges over the row that is being read, whose values are to stand in all of their cells.
pub(in crate::read) struct Merging {
    merges: Arc<[Merge]>,
    width: usize,
    next: usize,
    open: Vec<Open>,
    last_row: u32,
    held: usize,
}

struct Open {
    merge: Merge,
    kind: SheetKind,
    text: String,
}

impl Merging {
    /// Returns the merged ranges over a sheet's first row; only columns below `width` are filled.
    pub(in crate::read) fn new(merges: Arc<[Merge]>, width: usize) -> Self {
        Self { merges, width, next: 0, open: Vec::new(), last_row: 0, held: 0 }
    }

    /// Fills the cells of the row that are empty because they are merged with one that is not.
    ///
    /// # Errors
    /// Where rows stand out of order, so that a range's value comes after its cells, or too many values are held.
    pub(in crate::read) fn lay_over(&mut self, row: u32, block: &mut BlockBuilder, place: &Place) -> Result<()> {
        if self.merges.is_empty() {
            return Ok(());
        }
        if row < self.last_row {
            return Err(fault::broken_at(place, row, None, "rows out of order in a sheet with merged cells"));
        }
        self.last_row = row;
        self.close_before(row);
        self.open_at(row, block);
        if self.held > HELD_BYTES {
            return Err(fault::too_large(place, "bytes in merged cells", HELD_BYTES as u64));
        }
        self.open.iter().for_each(|open| lay(open, self.width, block));
        Ok(())
    }

    fn close_before(&mut self, row: u32) {
        let held = &mut self.held;
        self.open.retain(|open| {
            let stays = open.merge.last_row >= row;
            if !stays {
                *held -= open.text.len();
            }
            stays
        });
    }

    fn open_at(&mut self, row: u32, block: &BlockBuilder) {
        while let Some(&merge) = self.merges.get(self.next).filter(|merge| merge.first_row <= row) {
            self.next += 1;
            let value = block.cell(merge.first_column).filter(|_| merge.first_row == row);
            if let Some((kind, text)) = value.filter(|_| merge.last_row >= row) {
                self.held += text.len();
                self.open.push(Open { merge, kind, text: text.to_owned() });
            }
        }
    }
}

fn lay(open: &Open, width: usize, block: &mut BlockBuilder) {
    for column in open.merge.first_column..width.min(open.merge.last_column + 1) {
        if block.row_bytes() > ROW_BYTES {
            break;
        }
        if block.cell(column).is_none() {
            block.put(column, open.kind, &open.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(range: &str) -> Merge {
        parse_range(range).unwrap()
    }

    #[test]
    fn of_overlapping_ranges_the_first_holds() {
        let merges = ["A1:B2", "B2:C3", "C1:D1", "A3:D3", "A5:A5", "B3:B9"].map(merge);
        assert_eq!(without_overlaps(merges.to_vec()), ["A1:B2", "C1:D1", "A3:D3"].map(merge));
    }

    #[test]
    fn too_many_ranges_are_refused() {
        let place = Place { file: "book.xlsx".into(), sheet: None };
        let xml = "<mergeCell ref=\"A1:B2\"/>".repeat(100_001);
        assert_eq!(read(&mut Xml::new(xml.as_bytes(), &place), &place).unwrap_err().id(), "too-large");
    }
}
