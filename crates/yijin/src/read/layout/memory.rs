//! A sheet in memory, for tests.

use crate::cell::{Block, CellColumn, RowNumbers};
use crate::error::Result;
use crate::read::{Export, Merge, Place, Rows, Sheet, Tally};
use arrow_array::StringArray;
use std::collections::VecDeque;
use std::sync::Arc;

/// A sheet of text cells, delivered in blocks of a few rows.
pub struct Memory {
    place: Place,
    rows: Vec<Vec<String>>,
    names: Option<Vec<String>>,
    merges: Vec<Merge>,
    block_rows: usize,
    tally: Arc<Tally>,
}

impl Memory {
    /// Returns the sheet of rows separated by line breaks, of cells separated by `|`; `\n` in a cell is a line break.
    pub fn of(text: &str) -> Self {
        let cell = |cell: &str| cell.trim_matches(' ').replace("\\n", "\n");
        let rows = text.trim_matches('\n').lines().map(|line| line.trim().split('|').map(cell).collect());
        Self::rows(rows.collect())
    }

    /// Returns the sheet of these rows.
    pub fn rows(rows: Vec<Vec<String>>) -> Self {
        let place = Place { file: "a.xlsx".into(), sheet: Some("台账".into()) };
        Self { place, rows, names: None, merges: Vec::new(), block_rows: 4, tally: Arc::default() }
    }

    /// Returns a typed file without rows.
    pub fn typed(names: &[&str]) -> Self {
        Self { names: Some(names.iter().map(|&name| name.to_owned()).collect()), ..Self::rows(Vec::new()) }
    }

    /// Returns the sheet with merged cells: first and last row from 1, first and last column from 0.
    pub fn merged(mut self, ranges: &[(u32, u32, u32, u32)]) -> Self {
        let merge = |&(first_row, last_row, first_column, last_column): &(u32, u32, u32, u32)| Merge {
            first_row,
            last_row,
            first_column: first_column as usize,
            last_column: last_column as usize,
        };
        self.merges = ranges.iter().map(merge).collect();
        self
    }

    /// Returns the sheet as the reader of a table takes it.
    pub fn boxed(self) -> Box<dyn Sheet> {
        Box::new(self)
    }
}

impl Sheet for Memory {
    fn place(&self) -> &Place {
        &self.place
    }

    fn bytes(&self) -> u64 {
        0
    }

    fn tally(&self) -> Arc<Tally> {
        Arc::clone(&self.tally)
    }

    fn names(&self) -> Option<&[String]> {
        self.names.as_deref()
    }

    fn merges(&self) -> &[Merge] {
        &self.merges
    }

    fn parts(&self, _columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let blocks = self.rows.chunks(self.block_rows).enumerate().map(|(place, rows)| Block {
            rows: RowNumbers::From((place * self.block_rows) as u32 + 1),
            columns: (0..width).map(|column| text_column(rows, column)).collect(),
        });
        Ok(vec![Box::new(Blocks(blocks.collect()))])
    }
}

fn text_column(rows: &[Vec<String>], column: usize) -> CellColumn {
    let cells = rows.iter().map(|row| row.get(column).filter(|cell| !cell.is_empty()).cloned());
    CellColumn::Text(cells.collect::<StringArray>())
}

struct Blocks(VecDeque<Block>);

impl Rows for Blocks {
    fn next_block(&mut self) -> Result<Option<Block>> {
        Ok(self.0.pop_front())
    }
}

/// Returns the rows that an export delivers: each row's number and texts.
pub fn delivered(export: &Export) -> Vec<(u32, Vec<String>)> {
    let mut all = Vec::new();
    for mut rows in export.sheet.parts(&[]).unwrap() {
        while let Some(block) = rows.next_block().unwrap() {
            for row in 0..block.len() {
                let text = |column: &CellColumn| match column.cell(row) {
                    crate::cell::Cell::Text(text) => text.to_owned(),
                    _ => String::new(),
                };
                all.push((block.rows.number(row), block.columns.iter().map(text).collect()));
            }
        }
    }
    all
}
