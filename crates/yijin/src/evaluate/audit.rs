//! What a reader of a two-way table with hidden cells can conclude.
//!
//! The table is a network: a cell is an edge from its row to its column, a total the way back, so that what flows into a node flows out of it. How much
//! less or more a hidden cell can be is the largest flow between its ends through the other hidden cells, and whole numbers have whole flows: the bounds are
//! those of the linear program.

use super::refused;
use crate::error::Result;
use serde::Serialize;
use std::collections::VecDeque;

/// No table has more cells, and no cell counts more.
const MOST_CELLS: usize = 10_000;
const MOST_COUNT: u64 = 1_000_000_000_000;

/// A capacity that no table reaches.
const UNBOUNDED: u64 = u64::MAX / 8;

/// A place in a table: row and column, none for the total.
pub type Place = (Option<usize>, Option<usize>);

/// What can be concluded of a hidden cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub value: u64,
    /// The least that it can be.
    pub lower: u64,
    /// The most that it can be; `None` where nothing bounds it.
    pub upper: Option<u64>,
}

/// Returns what a reader who sees all other cells and totals, and knows that no count is below 0, can conclude of each hidden cell of a table of counts. The
/// counts add up to their totals: distinct counts do not, and are none of this.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for rows of different lengths, more than 10,000 cells, counts above 10¹² and hidden cells that are not there.
pub fn audit(table: &[Vec<u64>], hidden: &[Place]) -> Result<Vec<Hidden>> {
    let columns = table.first().map_or(0, Vec::len);
    if columns == 0 || table.iter().any(|row| row.len() != columns) || table.len() * columns > MOST_CELLS {
        return Err(refused("table", &format!("rows of the same columns, at most {MOST_CELLS} cells"), table.len()));
    }
    if let Some(count) = table.iter().flatten().find(|count| **count > MOST_COUNT) {
        return Err(refused("table", &format!("counts of at most {MOST_COUNT}"), count));
    }
    let rows = table.len();
    if hidden.iter().any(|(row, column)| row.is_some_and(|row| row >= rows) || column.is_some_and(|column| column >= columns)) {
        return Err(refused("hidden", "rows and columns of the table, counted from 0, or none for a total", hidden.len()));
    }
    let mut places = hidden.to_vec();
    places.sort_unstable();
    places.dedup();
    let network = Network::new(table, &places);
    Ok((0..places.len()).map(|edge| network.concluded(edge, places[edge])).collect())
}

/// A hidden cell between two nodes.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    value: u64,
}

/// The hidden cells; for each node the numbers of its edges.
struct Network {
    edges: Vec<Edge>,
    at: Vec<Vec<usize>>,
}

impl Network {
    fn new(table: &[Vec<u64>], places: &[Place]) -> Self {
        let (rows, columns) = (table.len(), table[0].len());
        let edge = |&(row, column): &Place| {
            // The total of rows and that of columns are the last of their nodes.
            let (r, c) = (row.unwrap_or(rows), rows + 1 + column.unwrap_or(columns));
            let chosen = table.iter().enumerate().filter(|(place, _)| row.is_none_or(|row| row == *place));
            let value = chosen.map(|(_, cells)| column.map_or_else(|| cells.iter().sum(), |column| cells[column])).sum();
            if row.is_some() == column.is_some() { Edge { from: r, to: c, value } } else { Edge { from: c, to: r, value } }
        };
        let edges: Vec<Edge> = places.iter().map(edge).collect();
        let mut at = vec![Vec::new(); rows + columns + 2];
        for (number, edge) in edges.iter().enumerate() {
            at[edge.from].push(number);
            at[edge.to].push(number);
        }
        Self { edges, at }
    }

    fn concluded(&self, edge: usize, place: Place) -> Hidden {
        let Edge { from, to, value } = self.edges[edge];
        let below = self.largest_flow(from, to, edge).min(value);
        let above = self.largest_flow(to, from, edge);
        Hidden { place, value, lower: value - below, upper: (above < UNBOUNDED).then(|| value + above) }
    }

    /// Returns the largest flow without an edge (Edmonds and Karp 1972): along an edge its count may grow without bound, against it fall to 0.
    fn largest_flow(&self, source: usize, sink: usize, without: usize) -> u64 {
        let mut left: Vec<(u64, u64)> = self.edges.iter().map(|edge| (UNBOUNDED, edge.value)).collect();
        left[without] = (0, 0);
        let mut total = 0;
        for _ in 0..=self.at.len() * self.edges.len() {
            let Some(path) = self.open_path(source, sink, &left) else { break };
            let step = path.iter().map(|&(edge, along)| if along { left[edge].0 } else { left[edge].1 }).min().unwrap_or_default();
            if step >= UNBOUNDED / 2 {
                return UNBOUNDED;
            }
            total += step;
            for (edge, along) in path {
                let (forth, back) = left[edge];
                left[edge] = if along { (forth - step, back + step) } else { (forth + step, back - step) };
            }
        }
        total
    }

    /// Returns a shortest path on which something is left: its edges, and whether each is taken along its direction.
    fn open_path(&self, source: usize, sink: usize, left: &[(u64, u64)]) -> Option<Vec<(usize, bool)>> {
        let mut by: Vec<Option<(usize, bool)>> = vec![None; self.at.len()];
        let mut waiting = VecDeque::from([source]);
        while let Some(node) = waiting.pop_front() {
            for &edge in &self.at[node] {
                let along = self.edges[edge].from == node;
                let (other, open) = (self.other(edge, node), if along { left[edge].0 } else { left[edge].1 });
                if open > 0 && other != source && by[other].is_none() {
                    by[other] = Some((edge, along));
                    waiting.push_back(other);
                }
            }
        }
        let (mut path, mut node) = (Vec::new(), sink);
        while node != source {
            let (edge, along) = by[node]?;
            path.push((edge, along));
            node = self.other(edge, node);
        }
        Some(path)
    }

    fn other(&self, edge: usize, node: usize) -> usize {
        let Edge { from, to, .. } = self.edges[edge];
        if node == from { to } else { from }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(row: usize, column: usize) -> Place {
        (Some(row), Some(column))
    }

    #[test]
    fn a_cell_hidden_alone_is_told_by_its_total() {
        let table = [vec![12, 4, 29], vec![37, 21, 55], vec![8, 2, 13]];
        let bounds = |hidden: &[Place]| -> Vec<(u64, Option<u64>)> {
            audit(&table, hidden).unwrap().iter().map(|one| (one.lower, one.upper)).collect()
        };
        assert_eq!(bounds(&[cell(0, 1)]), [(4, Some(4))]);
        assert_eq!(bounds(&[cell(0, 1), (Some(0), None)]), [(45, Some(45)), (4, Some(4))]);
        assert_eq!(bounds(&[cell(0, 1), (Some(0), None), (None, Some(1)), (None, None)]).last(), Some(&(0, None)));
        assert!(audit(&table, &[cell(3, 0)]).is_err() && audit(&[], &[]).is_err() && audit(&[vec![1], vec![]], &[]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn bounds_of_a_small_table_are_those_of_all_tables_with_its_totals(values in prop::collection::vec(0_u64..4, 6), marks in prop::collection::vec(any::<bool>(), 6)) {
            let table: Vec<Vec<u64>> = values.chunks(3).map(<[u64]>::to_vec).collect();
            let hidden: Vec<Place> = (0..6).filter(|place| marks[*place]).map(|place| cell(place / 3, place % 3)).collect();
            let (mut least, mut most) = (vec![u64::MAX; hidden.len()], vec![0; hidden.len()]);
            // No count is above its column's total, which is below 8.
            for code in 0..8_u64.pow(hidden.len() as u32) {
                let mut other = table.clone();
                for (number, (row, column)) in hidden.iter().enumerate() {
                    other[row.unwrap()][column.unwrap()] = code / 8_u64.pow(number as u32) % 8;
                }
                let row = |table: &[Vec<u64>], place: usize| table[place].iter().sum::<u64>();
                let column = |table: &[Vec<u64>], place: usize| table[0][place] + table[1][place];
                if (0..2).all(|place| row(&table, place) == row(&other, place)) && (0..3).all(|place| column(&table, place) == column(&other, place)) {
                    for (number, (row, column)) in hidden.iter().enumerate() {
                        let value = other[row.unwrap()][column.unwrap()];
                        least[number] = least[number].min(value);
                        most[number] = most[number].max(value);
                    }
                }
            }
            for (number, found) in audit(&table, &hidden).unwrap().iter().enumerate() {
                prop_assert_eq!((found.lower, found.upper), (least[number], Some(most[number])));
            }
        }
    }
}
