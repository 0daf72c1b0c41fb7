//! The rows of a sheet, a block at a time.

use super::block::{BlockBuilder, Put, ROW_BYTES};
use super::fault;
use super::merged::Merging;
use super::part::PartReader;
use super::reference;
use super::sheet_xml::{SheetXml, Step};
use super::value::Meaning;
use crate::cell::Block;
use crate::error::Result;
use crate::read::{Rows, Tally};
use hashbrown::HashMap;
use std::io::BufReader;
use std::sync::Arc;

/// The rows of a sheet in the order of the file.
pub(super) struct SheetRows {
    pub(super) sheet: SheetXml<BufReader<PartReader>>,
    pub(super) meaning: Meaning,
    /// The merged ranges, where they are to be filled.
    pub(super) merging: Option<Merging>,
    /// The column of what stands beyond the others.
    pub(super) beyond: Option<usize>,
    pub(super) block: BlockBuilder,
    pub(super) tally: Arc<Tally>,
    /// The rows with a cell.
    pub(super) used: Used,
    /// The last of them, 0 before the first.
    pub(super) last_used: u32,
    /// Whether the row that is being read has a cell beyond the last column.
    pub(super) ragged: bool,
    pub(super) ended: bool,
}

/// Numbers of rows, 64 a word: a row is known elsewhere by its sheet and number, so that no two may have the same.
#[derive(Default)]
pub(super) struct Used(HashMap<u32, u64>);

impl Used {
    /// Adds a row; returns whether it was not there.
    fn add(&mut self, row: u32) -> bool {
        let (word, bit) = (self.0.entry(row / 64).or_default(), 1 << (row % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}

impl Rows for SheetRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        while !self.ended && !self.block.is_full() {
            match self.sheet.step()? {
                Step::Cell => self.put_cell()?,
                Step::Row => self.end_row()?,
                Step::End => self.ended = true,
            }
        }
        Ok(self.block.finish())
    }
}

impl SheetRows {
    fn put_cell(&mut self) -> Result<()> {
        let cell = self.sheet.cell();
        let Some((kind, text)) = self.meaning.read(cell)? else { return Ok(()) };
        let column = self.beyond.map_or(cell.column, |beyond| cell.column.min(beyond));
        match self.block.put(column, kind, &text) {
            Put::Stored => self.check_row(),
            Put::Twice if self.beyond == Some(column) => Ok(()),
            Put::Beyond => {
                self.ragged = true;
                Ok(())
            }
            Put::Twice => {
                let name = reference::name(cell.column, cell.row);
                Err(fault::broken_at(&self.meaning.place, cell.row, Some(name), "two cells of one name in a row"))
            }
        }
    }

    fn end_row(&mut self) -> Result<()> {
        let row = self.sheet.row();
        if self.block.is_used() {
            if !self.used.add(row) {
                return Err(fault::broken_at(&self.meaning.place, row, None, "two rows of one number in a sheet"));
            }
            if let Some(merging) = &mut self.merging {
                merging.lay_over(row, &mut self.block, &self.meaning.place)?;
            }
            self.count_blank_rows_before(row);
            Tally::add(&self.tally.ragged_rows, u64::from(self.ragged));
        }
        self.check_row()?;
        self.ragged = false;
        self.block.end_row(row);
        Ok(())
    }

    fn check_row(&self) -> Result<()> {
        match self.block.row_bytes() {
            0..=ROW_BYTES => Ok(()),
            _ => Err(fault::too_large(&self.meaning.place, "bytes of text in one row", ROW_BYTES as u64)),
        }
    }

    fn count_blank_rows_before(&mut self, row: u32) {
        if self.last_used > 0 && row > self.last_used {
            Tally::add(&self.tally.blank_rows, u64::from(row - self.last_used - 1));
        }
        self.last_used = self.last_used.max(row);
    }
}
