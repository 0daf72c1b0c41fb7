//! The first rows of a sheet, among which its header is looked for.

use crate::cell::{Block, Cell, RowNumbers};
use crate::clean::text::folded;
use crate::error::Result;
use crate::read::header::Name;
use crate::read::header::spelling::{LONGEST, is_blank};
use crate::read::{Merge, Sheet};

/// The number of rows with something in them that are looked at.
const LOOKED_AT: usize = 64;

/// The first rows with something in them.
pub struct Grid {
    blocks: Vec<Block>,
    rows: Vec<Row>,
    /// For each row, the ranges of merged cells that it belongs to, by their first column; no two of them overlap.
    merges: Vec<Vec<Merge>>,
    blank_rows: u64,
    whole: bool,
}

struct Row {
    block: usize,
    index: usize,
    number: u32,
}

impl Grid {
    /// Returns the first rows of a sheet.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of(sheet: &dyn Sheet) -> Result<Self> {
        let mut grid = Self { blocks: Vec::new(), rows: Vec::new(), merges: Vec::new(), blank_rows: 0, whole: true };
        for mut rows in sheet.parts(&[])? {
            while let Some(block) = rows.next_block()? {
                if !grid.take(block) {
                    grid.whole = false;
                    return Ok(grid.under(sheet.merges()));
                }
            }
        }
        Ok(grid.under(sheet.merges()))
    }

    /// Lays the merged ranges over the rows looked at.
    fn under(mut self, merges: &[Merge]) -> Self {
        let over = |row: &Row| {
            let mut over: Vec<Merge> = merges.iter().filter(|it| (it.first_row..=it.last_row).contains(&row.number)).copied().collect();
            over.sort_unstable_by_key(|merge| merge.first_column);
            over
        };
        self.merges = self.rows.iter().map(over).collect();
        self
    }

    /// Takes a block's rows; returns whether it took all of them.
    fn take(&mut self, block: Block) -> bool {
        let (before, mut all) = (self.rows.len(), true);
        for index in 0..block.len() {
            if block.columns.iter().all(|column| is_blank_cell(column.cell(index))) {
                self.blank_rows += 1;
            } else if self.rows.len() == LOOKED_AT {
                all = false;
                break;
            } else {
                self.rows.push(Row { block: self.blocks.len(), index, number: block.rows.number(index) });
            }
        }
        if self.rows.len() > before {
            self.blocks.push(block);
        }
        all
    }

    /// Returns the number of rows that were looked at.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether no row has anything in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns whether these are all rows of the sheet that have something in them.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Returns the number of columns.
    pub fn width(&self) -> usize {
        self.blocks.iter().map(|block| block.columns.len()).max().unwrap_or(0)
    }

    /// Returns the number of a row as the user sees it.
    pub fn number(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.number)
    }

    /// Returns how many blank rows stand between them.
    pub fn blank_rows(&self) -> u64 {
        self.blank_rows
    }

    /// Returns the text or the digits of a cell; an empty text where there are none.
    pub fn text(&self, row: usize, column: usize) -> &str {
        match self.cell(row, column) {
            Cell::Text(text) | Cell::Number(text) if !is_blank(text) => text.trim(),
            _ => "",
        }
    }

    /// Returns the cells of a row that hold text, with their columns.
    pub fn texts(&self, row: usize) -> impl Iterator<Item = (usize, &str)> {
        (0..self.width()).map(move |column| (column, self.text(row, column))).filter(|(_, text)| !text.is_empty())
    }

    /// Returns whether the row holds a number, a date or a truth value, as no header does.
    pub fn is_data(&self, row: usize) -> bool {
        (0..self.width()).any(|column| match self.cell(row, column) {
            Cell::Text(text) => !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || "-/.:, ".contains(c)),
            Cell::Empty => false,
            _ => true,
        })
    }

    /// Returns the names of the columns if this row is the header.
    pub fn names(&self, row: usize) -> Vec<Name<'_>> {
        (0..self.width()).map(|column| Name { plain: self.unmerged(row, column), joined: None }).collect()
    }

    /// Returns the names of the columns if this row and the next are the header.
    pub fn names_of_two(&self, upper: usize) -> Vec<Name<'_>> {
        let lower = upper + 1;
        let mut group = "";
        let mut names = Vec::with_capacity(self.width());
        for column in 0..self.width() {
            let (above, below) = (self.unmerged(upper, column), self.unmerged(lower, column));
            group = self.group(upper, column).unwrap_or(if above.is_empty() { group } else { above });
            names.push(match () {
                () if below.is_empty() => Name { plain: above, joined: None },
                () if group.is_empty() || group == below => Name { plain: below, joined: None },
                // A heading that is too long for a header is not carried to every column under it.
                () if group.len() + below.len() > LONGEST => Name { plain: below, joined: None },
                () => Name { plain: below, joined: Some(format!("{group}{below}")) },
            });
        }
        names
    }

    /// Returns whether the next row says the same as this one wherever it says anything, as under cells merged from above.
    pub fn is_repeated(&self, row: usize) -> bool {
        let next = row + 1;
        let same = |(column, text): (usize, &str)| folded(text) == folded(self.unmerged(row, column));
        next < self.len() && self.number(next) == self.number(row).saturating_add(1) && !self.is_data(next) && self.texts(next).all(same)
    }

    /// Returns the range of merged cells that a cell belongs to.
    pub fn merge(&self, row: usize, column: usize) -> Option<&Merge> {
        let merges = self.merges.get(row)?;
        let before = merges.partition_point(|merge| merge.first_column <= column);
        merges[..before].last().filter(|merge| column <= merge.last_column)
    }

    /// Returns a cell's text; for an empty cell merged with one straight above it, the text of that one.
    fn unmerged(&self, row: usize, column: usize) -> &str {
        let text = self.text(row, column);
        let merge = if text.is_empty() { self.merge(row, column) } else { None };
        match merge {
            Some(merge) if merge.first_column == column => self.anchor(merge),
            _ => text,
        }
    }

    /// Returns the text of the merged heading over a cell, where it is merged.
    fn group(&self, row: usize, column: usize) -> Option<&str> {
        self.merge(row, column).map(|merge| self.anchor(merge))
    }

    fn anchor(&self, merge: &Merge) -> &str {
        let row = self.rows.iter().position(|row| row.number == merge.first_row);
        row.map_or("", |row| self.text(row, merge.first_column))
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let place = self.rows.get(row).and_then(|row| Some((self.blocks.get(row.block)?.columns.get(column)?, row.index)));
        place.map_or(Cell::Empty, |(cells, index)| cells.cell(index))
    }
}

/// Returns whether nothing can be seen of a cell.
pub fn is_blank_cell(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => is_blank(text),
        _ => false,
    }
}

/// Returns the first row of a block, as the user sees it.
pub fn first_number(rows: &RowNumbers) -> u32 {
    match rows {
        RowNumbers::From(first) => *first,
        RowNumbers::List(numbers) => numbers.first().copied().unwrap_or(0),
    }
}
