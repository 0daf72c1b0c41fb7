//! Marks that stand alone in a cell of a form: which option each belongs to.
//!
//! Options that are not ticked have an empty cell beside or under them, so the order of the cells says nothing: their places do. A mark belongs to its
//! neighbour in the row, and under a row of options to the one above it.

use super::tick::{is_chosen, is_mark, leads, marked};
use super::{Answer, Written};

/// What a cell of an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A text with its own boxes, or a heading.
    Text,
    /// A mark of another cell.
    Mark,
    /// An option whose mark, where it has one, stands in another cell.
    Option {
        /// Whether it is ticked.
        chosen: bool,
        /// Whether its mark stands before it.
        box_first: bool,
    },
}

/// Returns what each cell of an answer is.
pub fn roles(answer: &Answer) -> Vec<Role> {
    let marks = Marks { cells: &answer.cells, start: answer.start };
    let mut roles: Vec<Role> = answer.cells.iter().map(|cell| if is_mark(&cell.text) { Role::Mark } else { Role::Text }).collect();
    let owned: Vec<(usize, usize)> = marks.all().filter_map(|mark| Some((mark, marks.owner(mark)?))).collect();
    for option in (0..roles.len()).filter(|&option| marks.is_listed(option, &owned)) {
        let mine = || owned.iter().filter(|(_, owner)| *owner == option).map(|(mark, _)| *mark);
        let chosen = mine().any(|mark| is_chosen(&answer.cells[mark].text));
        roles[option] = Role::Option { chosen, box_first: mine().any(|mark| mark < option) };
    }
    roles
}

/// The cells of an answer, in the order of rows and columns, and the column where they start.
struct Marks<'a> {
    cells: &'a [Written],
    start: usize,
}

impl Marks<'_> {
    fn all(&self) -> impl Iterator<Item = usize> {
        (0..self.cells.len()).filter(|&cell| is_mark(&self.cells[cell].text))
    }

    /// Returns whether a cell is a text without boxes that is no heading.
    fn is_option(&self, cell: usize) -> bool {
        let text = &self.cells[cell].text;
        !marked(text) && !leads(text)
    }

    fn row(&self, cell: usize) -> impl Iterator<Item = usize> {
        let row = self.cells[cell].row;
        (0..self.cells.len()).filter(move |&other| self.cells[other].row == row)
    }

    /// Returns the option that a mark belongs to: in its row, above it, below it, or else the last before it.
    fn owner(&self, mark: usize) -> Option<usize> {
        let options = || (0..self.cells.len()).filter(|&cell| self.is_option(cell));
        let mut in_column = options().filter(|&option| self.cells[option].column == self.cells[mark].column);
        if self.row(mark).any(|cell| self.is_option(cell)) {
            return self.neighbour(mark);
        }
        let above = in_column.clone().rfind(|&option| option < mark);
        above.or_else(|| in_column.next()).or_else(|| options().rfind(|&option| option < mark)).or_else(|| options().next())
    }

    /// Returns the option beside a mark in its row.
    fn neighbour(&self, mark: usize) -> Option<usize> {
        let before = self.row(mark).filter(|&cell| cell < mark && self.is_option(cell)).last();
        let after = self.row(mark).find(|&cell| cell > mark && self.is_option(cell));
        let (Some(left), Some(right)) = (before, after) else { return before.or(after) };
        let column = |cell: usize| self.cells[cell].column;
        match (column(mark) - column(left) == 1, column(right) - column(mark) == 1) {
            (true, false) => before,
            (false, true) => after,
            _ => {
                if self.marks_come_first(mark) {
                    after
                } else {
                    before
                }
            }
        }
    }

    /// Returns whether the marks stand before their options: where one stands before the first option of a row and none behind the last one,
    /// or where that cannot be seen and the row has an empty cell before its first option.
    fn marks_come_first(&self, mark: usize) -> bool {
        let first_of_row = |cell: &usize| self.row(*cell).find(|&other| !leads(&self.cells[other].text)) == Some(*cell);
        let last_of_row = |cell: &usize| self.row(*cell).last() == Some(*cell);
        match (self.all().any(|cell| first_of_row(&cell)), self.all().any(|cell| last_of_row(&cell))) {
            (true, false) => true,
            (false, true) => false,
            _ => !self.row(mark).any(|cell| self.is_option(cell) && self.cells[cell].column == self.slot(mark)),
        }
    }

    /// Returns the first column of a mark's row behind the headings at its start.
    fn slot(&self, mark: usize) -> usize {
        let headings = self.row(mark).zip(self.start..).take_while(|(cell, column)| {
            let cell = &self.cells[*cell];
            cell.column == *column && leads(&cell.text) && !is_mark(&cell.text)
        });
        self.start + headings.count()
    }

    /// Returns whether a cell is one of the options that have cells for their marks: it has a mark, or stands in a row with others that have theirs
    /// there, or in the row above the marks, or in a column of such options.
    fn is_listed(&self, cell: usize, owned: &[(usize, usize)]) -> bool {
        let at = |cell: usize| (self.cells[cell].row, self.cells[cell].column);
        let beside = |(mark, owner): &(usize, usize)| {
            let (row, column) = at(cell);
            let heads = row == at(*mark).0 && column == self.start && self.marks_come_first(*mark);
            (row == at(*owner).0 && !heads) || column == at(*owner).1
        };
        self.is_option(cell) && owned.iter().any(|pair| pair.1 == cell || beside(pair))
    }
}
