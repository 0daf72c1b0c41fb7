//! The tables of a paper, and what is known of one from another.

use super::sums::{Cell, Sums};
use std::collections::BTreeMap;

/// A member of a dimension; `None` is the missing one.
type Member = Option<String>;

/// The cells of a table of one dimension, by their members.
type Margin<'a> = BTreeMap<&'a Member, Cell>;

/// A table by dimensions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The dimensions.
    pub by: Vec<String>,
    /// The rows' members of them.
    pub keys: Vec<Vec<Member>>,
    /// How many persons each row rests on; `None` where it is about none.
    pub persons: Vec<Option<u64>>,
}

impl Table {
    fn persons(&self) -> impl Iterator<Item = u64> {
        self.persons.iter().map(|persons| persons.unwrap_or(0))
    }

    /// Returns for each member of an axis its rows.
    fn lines(&self, axis: usize) -> BTreeMap<&Member, Vec<usize>> {
        let mut lines: BTreeMap<&Member, Vec<usize>> = BTreeMap::new();
        for (row, key) in self.keys.iter().enumerate() {
            lines.entry(&key[axis]).or_default().push(row);
        }
        lines
    }
}

/// A table as an earlier paper printed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The table.
    pub table: Table,
    /// Which of its rows were suppressed.
    pub suppressed: Vec<bool>,
    /// For each row of the paper's table by the same dimensions, how many persons the change since then rests on; 0 where nothing changed.
    pub changes: Vec<u64>,
}

/// The tables that a reader has at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// The tables.
    pub tables: Vec<Table>,
    /// Pairs of their dimensions, crossed but not printed: a member of the one that occurs with a single member of the other is a part of it.
    pub crossings: Vec<Table>,
    /// The tables of earlier papers.
    pub earlier: Vec<Earlier>,
}

impl Paper {
    /// Returns for each row of each table whether it is suppressed: those that rest on fewer than `least` persons, but on some, and as many others that
    /// none of them, nor a difference that rests on so few, follows from the totals, the other tables and the earlier papers.
    ///
    /// A table of one dimension has a known total. A crossed table's lines have known totals, or those of the table of that dimension; a table of more
    /// dimensions has the total alone.
    #[must_use]
    pub fn suppressed(&self, least: u64) -> Vec<Vec<bool>> {
        let mut sums = Sums::new(least);
        let cells: Vec<Vec<Cell>> =
            self.tables.iter().map(|table| table.persons().map(|persons| sums.printed(persons)).collect()).collect();
        let book = Cells { tables: &self.tables, cells: &cells };
        // The narrowest sums first: what goes for them is often enough for the wider.
        self.crossings.iter().for_each(|crossing| book.nested(crossing, &mut sums));
        self.tables.iter().zip(&cells).for_each(|(table, cells)| book.totals(table, cells, &mut sums));
        self.earlier.iter().for_each(|earlier| book.changed(earlier, &mut sums));
        sums.suppress();
        cells.iter().map(|cells| cells.iter().map(|&cell| sums.is_hidden(cell)).collect()).collect()
    }
}

/// The cells of a paper's tables.
struct Cells<'a> {
    tables: &'a [Table],
    cells: &'a [Vec<Cell>],
}

impl<'a> Cells<'a> {
    /// Returns the table by these dimensions.
    fn by(&self, by: &[String]) -> Option<(&'a Table, &'a [Cell])> {
        let place = self.tables.iter().position(|table| table.by == by)?;
        Some((&self.tables[place], &self.cells[place]))
    }

    fn margin(&self, dimension: &String) -> Option<Margin<'a>> {
        let (table, cells) = self.by(std::slice::from_ref(dimension))?;
        Some(table.keys.iter().map(|key| &key[0]).zip(cells.iter().copied()).collect())
    }

    /// Adds what is known of a table's rows together.
    fn totals(&self, table: &Table, cells: &[Cell], sums: &mut Sums) {
        if table.keys.first().is_none_or(|key| key.len() != 2) {
            return sums.add(None, cells.to_vec());
        }
        for axis in 0..2 {
            let margin = table.by.get(axis).and_then(|dimension| self.margin(dimension)).unwrap_or_default();
            for (member, rows) in table.lines(axis) {
                sums.add(margin.get(member).copied(), rows.into_iter().map(|row| cells[row]).collect());
            }
        }
    }

    /// Adds for each member of one dimension the members of the other that occur with no one else, and what is left.
    fn nested(&self, crossing: &Table, sums: &mut Sums) {
        for (outer, inner) in [(0, 1), (1, 0)] {
            let (Some(wholes), Some(parts)) = (self.margin(&crossing.by[outer]), self.margin(&crossing.by[inner])) else { return };
            let partners = crossing.lines(inner);
            for (member, rows) in crossing.lines(outer) {
                let Some(&whole) = wholes.get(member) else { continue };
                let (own, shared): (Vec<usize>, Vec<usize>) =
                    rows.into_iter().partition(|&row| partners[&crossing.keys[row][inner]].len() == 1);
                let rest = shared.into_iter().filter_map(|row| crossing.persons[row]).max().unwrap_or(0);
                let own = own.into_iter().filter_map(|row| parts.get(&crossing.keys[row][inner]).copied());
                let rest = (rest > 0).then(|| sums.unprinted(rest));
                let parts = own.chain(rest).collect();
                sums.add(Some(whole), parts);
            }
        }
    }

    /// Adds an earlier paper's table, and that its rows and what changed make the rows of today.
    fn changed(&self, earlier: &Earlier, sums: &mut Sums) {
        let was: Vec<Cell> =
            earlier.table.persons().zip(&earlier.suppressed).map(|(persons, &hidden)| sums.earlier(persons, hidden)).collect();
        sums.add(None, was.clone());
        let Some((table, cells)) = self.by(&earlier.table.by) else { return };
        let before: BTreeMap<&Vec<Member>, Cell> = earlier.table.keys.iter().zip(was).collect();
        for ((key, &cell), &change) in table.keys.iter().zip(cells).zip(&earlier.changes) {
            if let Some(&was) = before.get(key) {
                let change = (change > 0).then(|| sums.unprinted(change));
                sums.add(Some(cell), [was].into_iter().chain(change).collect());
            }
        }
    }
}
