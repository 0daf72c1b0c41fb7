//! Sums that a reader knows: of the rows of tables, of which some are suppressed.

use super::unknowns;
use std::collections::BTreeSet;

/// The number of a figure.
pub type Cell = usize;

/// What a reader sees of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// It is printed; it can be suppressed.
    Shown,
    /// It is suppressed.
    Hidden,
    /// No table shows it, or none did earlier.
    Unseen,
    /// It was printed earlier and stays so.
    Known,
}

/// A figure is the sum of others; `None` is a total that is known.
struct Sum {
    whole: Option<Cell>,
    parts: Vec<Cell>,
}

/// Figures, and which are the sums of others.
pub struct Sums {
    least: u64,
    persons: Vec<u64>,
    sight: Vec<Sight>,
    sums: Vec<Sum>,
}

impl Sums {
    pub fn new(least: u64) -> Self {
        Self { least, persons: Vec::new(), sight: Vec::new(), sums: Vec::new() }
    }

    /// Adds a figure that is printed unless it rests on few persons.
    pub fn printed(&mut self, persons: u64) -> Cell {
        self.cell(persons, if self.few(persons) { Sight::Hidden } else { Sight::Shown })
    }

    /// Adds a figure that no table shows.
    pub fn unprinted(&mut self, persons: u64) -> Cell {
        self.cell(persons, Sight::Unseen)
    }

    /// Adds a figure of an earlier paper.
    pub fn earlier(&mut self, persons: u64, hidden: bool) -> Cell {
        self.cell(persons, if hidden { Sight::Unseen } else { Sight::Known })
    }

    fn cell(&mut self, persons: u64, sight: Sight) -> Cell {
        self.persons.push(persons);
        self.sight.push(sight);
        self.persons.len() - 1
    }

    /// Adds that a figure, or a known total, is the sum of others.
    pub fn add(&mut self, whole: Option<Cell>, parts: Vec<Cell>) {
        self.sums.push(Sum { whole, parts });
    }

    /// Returns whether a reader does not see a figure.
    pub fn is_hidden(&self, cell: Cell) -> bool {
        matches!(self.sight[cell], Sight::Hidden | Sight::Unseen)
    }

    /// Suppresses figures until none that rests on few persons follows from what is shown, or nothing more can go.
    pub fn suppress(&mut self) {
        while let Some(cell) = self.next() {
            self.sight[cell] = Sight::Hidden;
        }
    }

    /// Returns one more figure that has to go, if any.
    fn next(&self) -> Option<Cell> {
        self.of_few(&BTreeSet::new()).or_else(|| self.of_one()).or_else(|| {
            let determined = self.determined();
            let exposed = determined.iter().filter(|&&cell| self.is_secret(cell));
            exposed.into_iter().find_map(|&cell| self.nearest(cell)).or_else(|| self.of_few(&determined))
        })
    }

    fn few(&self, persons: u64) -> bool {
        (1..self.least).contains(&persons)
    }

    /// Returns whether a figure must not follow from others: it is suppressed, or rests on few persons.
    fn is_secret(&self, cell: Cell) -> bool {
        self.sight[cell] == Sight::Hidden || (self.is_hidden(cell) && self.few(self.persons[cell]))
    }

    /// Returns one more figure that has to go since all else of a sum is shown, if any.
    fn of_one(&self) -> Option<Cell> {
        let is_open = |sum: &&Sum| {
            let mut hidden = sum.cells().filter(|&cell| self.is_hidden(cell));
            hidden.next().is_some_and(|cell| self.is_secret(cell) && self.persons[cell] > 0) && hidden.next().is_none()
        };
        self.sums.iter().filter(is_open).find_map(|sum| self.smallest([sum]))
    }

    /// Returns one more figure that has to go since the hidden parts of a known sum may rest on few persons together, if any: the same person can be behind
    /// several, so that they are surely enough only where one is. `determined` are known all the same.
    fn of_few(&self, determined: &BTreeSet<Cell>) -> Option<Cell> {
        let unknown = |cell: &Cell| self.is_hidden(*cell) && !determined.contains(cell);
        let is_few = |sum: &&Sum| {
            let known = sum.whole.as_ref().is_none_or(|whole| !unknown(whole));
            known && self.few(sum.parts.iter().filter(|part| unknown(part)).map(|&part| self.persons[part]).max().unwrap_or(0))
        };
        self.sums.iter().filter(is_few).find_map(|sum| self.smallest([sum]))
    }

    /// Returns the figure of these sums that rests on the fewest persons among those that are shown and rest on any.
    fn smallest<'a>(&'a self, sums: impl IntoIterator<Item = &'a Sum>) -> Option<Cell> {
        let shown = |cell: &Cell| self.sight[*cell] == Sight::Shown && self.persons[*cell] > 0;
        sums.into_iter().flat_map(Sum::cells).filter(shown).min_by_key(|&cell| (self.persons[cell], cell))
    }

    /// Returns the hidden figures that follow from the sums and what is shown.
    fn determined(&self) -> BTreeSet<Cell> {
        let hidden = |sum: &Sum| {
            let whole = sum.whole.into_iter().map(|whole| (whole, -1));
            let parts = sum.parts.iter().map(|&part| (part, 1));
            whole.chain(parts).filter(|&(cell, _)| self.is_hidden(cell)).collect()
        };
        unknowns::determined(self.sums.iter().map(hidden)).into_iter().filter(|&cell| self.persons[cell] > 0).collect()
    }

    /// Returns the smallest figure that can go among the sums that a figure is in, or else among those that these lead to by hidden figures.
    fn nearest(&self, cell: Cell) -> Option<Cell> {
        let (mut reached, mut seen) = (vec![cell], vec![false; self.persons.len()]);
        seen[cell] = true;
        loop {
            let near: Vec<&Sum> = self.sums.iter().filter(|sum| sum.cells().any(|cell| self.is_hidden(cell) && seen[cell])).collect();
            if let Some(found) = self.smallest(near.iter().copied()) {
                return Some(found);
            }
            reached.clear();
            reached.extend(near.into_iter().flat_map(Sum::cells).filter(|&cell| self.is_hidden(cell) && !seen[cell]));
            reached.iter().for_each(|&cell| seen[cell] = true);
            if reached.is_empty() {
                return None;
            }
        }
    }
}

impl Sum {
    fn cells(&self) -> impl Iterator<Item = Cell> {
        self.whole.into_iter().chain(self.parts.iter().copied())
    }
}
