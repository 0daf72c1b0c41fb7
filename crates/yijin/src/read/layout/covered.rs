//! Cells that are empty because they are merged with another, counted row by row.

use super::grid::is_blank_cell;
use crate::cell::Block;
use crate::read::Merge;

/// The merged ranges over the row that is being read.
pub struct Covered {
    merges: Vec<Merge>,
    next: usize,
    open: Vec<Merge>,
}

impl Covered {
    /// Returns the merged ranges of a sheet over its first row.
    pub fn of(merges: &[Merge]) -> Self {
        let mut merges = merges.to_vec();
        merges.sort_by_key(|merge| merge.first_row);
        Self { merges, next: 0, open: Vec::new() }
    }

    /// Returns how many cells of a row are empty because they are merged with one that is not. It is to be asked of every row in order.
    pub fn count(&mut self, block: &Block, row: usize) -> u64 {
        if self.next == self.merges.len() && self.open.is_empty() {
            return 0;
        }
        let number = block.rows.number(row);
        let is_blank = |column: usize| block.columns.get(column).is_none_or(|cells| is_blank_cell(cells.cell(row)));
        self.open.retain(|merge| merge.last_row >= number);
        while let Some(merge) = self.merges.get(self.next).filter(|merge| merge.first_row <= number) {
            self.next += 1;
            if merge.first_row == number && !is_blank(merge.first_column) {
                self.open.push(*merge);
            }
        }
        let covered = |merge: &Merge| {
            let columns = merge.first_column..block.columns.len().min(merge.last_column + 1);
            columns.filter(|&column| merge.covers(number, column) && is_blank(column)).count() as u64
        };
        self.open.iter().map(covered).sum()
    }
}
