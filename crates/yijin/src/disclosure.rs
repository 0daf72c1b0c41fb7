//! Disclosure control: which rows of a published table are suppressed, so that few persons are not seen through it.
//!
//! A row that rests on too few persons goes, and others with it: where a line of the table has a total, a row that is missing alone is the total
//! less the rest. In a crossed table every row and every column is such a line, and a suppressed cell that lies on no closed path of suppressed cells
//! (a bridge of the graph whose edges they are) follows from the totals, however many others are missing.

use std::collections::BTreeMap;

/// Returns for each row of a table whether it is suppressed: those that rest on fewer than `least` persons, but on some; and as many of the next
/// smallest that in no line the suppressed rows can be told from its total, nor rest on fewer than `least` persons together.
///
/// `keys` are the rows' members in one dimension or two; in more, only lines of the whole table are guarded. `persons` is how many persons each row rests
/// on; `None` where it is about none.
#[must_use]
pub fn suppressed(keys: &[Vec<Option<String>>], persons: &[Option<u64>], least: u64) -> Vec<bool> {
    let mut table = Table::new(keys, persons);
    for (row, &persons) in persons.iter().enumerate() {
        table.hidden[row] = (1..least).contains(&persons.unwrap_or(0));
    }
    while let Some(row) = table.next(least) {
        table.hidden[row] = true;
    }
    table.hidden
}

/// Returns for each place of a running count whether it is suppressed: where it is few persons in itself, or few more or less than the next that is
/// shown. The last is a total that is shown anyway, unless it is few itself.
#[must_use]
pub fn held(counts: &[Option<u64>], least: u64) -> Vec<bool> {
    let few = |count: u64| (1..least).contains(&count);
    let (mut held, mut later) = (vec![false; counts.len()], 0);
    for (place, count) in counts.iter().enumerate().rev() {
        let count = count.unwrap_or(0);
        held[place] = few(count) || (later > 0 && few(count.abs_diff(later)));
        later = if held[place] { later } else { count };
    }
    held
}

struct Table {
    /// For each row, the numbers of its lines.
    lines_of: Vec<Vec<usize>>,
    /// For each line, its rows.
    lines: Vec<Vec<usize>>,
    persons: Vec<u64>,
    hidden: Vec<bool>,
}

impl Table {
    fn new(keys: &[Vec<Option<String>>], persons: &[Option<u64>]) -> Self {
        let crossed = keys.first().is_some_and(|key| key.len() == 2);
        let mut numbers: BTreeMap<(usize, Option<&str>), usize> = BTreeMap::new();
        let mut lines_of = Vec::with_capacity(keys.len());
        for key in keys {
            let members: Vec<Option<&str>> = if crossed { key.iter().map(Option::as_deref).collect() } else { vec![None] };
            let mut line = |(axis, member)| {
                let next = numbers.len();
                *numbers.entry((axis, member)).or_insert(next)
            };
            lines_of.push(members.into_iter().enumerate().map(&mut line).collect::<Vec<usize>>());
        }
        let mut lines = vec![Vec::new(); numbers.len()];
        for (row, of) in lines_of.iter().enumerate() {
            of.iter().for_each(|&line| lines[line].push(row));
        }
        let persons: Vec<u64> = persons.iter().map(|persons| persons.unwrap_or(0)).collect();
        Self { lines_of, lines, hidden: vec![false; persons.len()], persons }
    }

    /// Returns one more row that has to go, if any.
    fn next(&self, least: u64) -> Option<usize> {
        let open = |line: &usize| !self.is_safe(*line, least);
        let in_line = (0..self.lines.len()).filter(open).find_map(|line| self.smallest(&[line]));
        in_line.or_else(|| self.bridges().into_iter().find_map(|row| self.smallest(&self.lines_of[row])))
    }

    /// Returns whether the suppressed rows of a line are none, or several that rest on enough persons together.
    fn is_safe(&self, line: usize, least: u64) -> bool {
        let gone: Vec<usize> = self.lines[line].iter().copied().filter(|&row| self.hidden[row]).collect();
        gone.is_empty() || (gone.len() > 1 && gone.iter().map(|&row| self.persons[row]).sum::<u64>() >= least)
    }

    /// Returns the row of these lines that rests on the fewest persons among those that are shown and rest on any.
    fn smallest(&self, lines: &[usize]) -> Option<usize> {
        let rows = lines.iter().flat_map(|&line| &self.lines[line]).copied();
        rows.filter(|&row| !self.hidden[row] && self.persons[row] > 0).min_by_key(|&row| (self.persons[row], row))
    }

    /// Returns the suppressed rows that lie on no closed path of suppressed rows, from line to line: each is found by taking it away and looking whether
    /// its two lines still hang together.
    fn bridges(&self) -> Vec<usize> {
        let crossed = |row: &usize| self.hidden[*row] && self.lines_of[*row].len() == 2;
        (0..self.hidden.len()).filter(crossed).filter(|&row| !self.hang_together(row)).collect()
    }

    fn hang_together(&self, without: usize) -> bool {
        let (from, to) = (self.lines_of[without][0], self.lines_of[without][1]);
        let (mut seen, mut waiting) = (vec![false; self.lines.len()], vec![from]);
        while let Some(line) = waiting.pop() {
            if line == to {
                return true;
            }
            if !std::mem::replace(&mut seen[line], true) {
                let next = self.lines[line].iter().filter(|&&row| row != without && self.hidden[row]);
                waiting.extend(next.flat_map(|&row| &self.lines_of[row]).filter(|&&line| !seen[line]));
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(rows: &[&[&str]]) -> Vec<Vec<Option<String>>> {
        rows.iter().map(|key| key.iter().map(|member| Some((*member).to_owned())).collect()).collect()
    }

    fn all(persons: &[u64]) -> Vec<Option<u64>> {
        persons.iter().copied().map(Some).collect()
    }

    #[test]
    fn the_next_smallest_goes_with_a_small_row() {
        let rows = keys(&[&["a"], &["b"], &["c"], &["d"]]);
        assert_eq!(suppressed(&rows, &all(&[3, 40, 9, 12]), 5), [true, false, true, false]);
        assert_eq!(suppressed(&rows, &all(&[1, 1, 1, 12]), 5), [true, true, true, true]);
        assert_eq!(suppressed(&rows, &all(&[0, 40, 9, 12]), 5), [false; 4]);
        assert_eq!(suppressed(&rows, &[None; 4], 5), [false; 4]);
        assert_eq!(suppressed(&[], &[], 5), [false; 0]);
    }

    #[test]
    fn two_closed_paths_with_one_row_between_them_give_that_row_away() {
        // Rows 0-1 × columns 0-1 and rows 2-3 × columns 2-3 are closed paths of small cells; the small cell at row 1, column 2 is a bridge between them.
        let small = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)];
        let cells: Vec<(usize, usize)> = (0..4).flat_map(|row| (0..4).map(move |column| (row, column))).collect();
        let rows: Vec<Vec<Option<String>>> =
            cells.iter().map(|(row, column)| vec![Some(row.to_string()), Some(column.to_string())]).collect();
        let persons: Vec<Option<u64>> = cells.iter().map(|cell| Some(if small.contains(cell) { 3 } else { 50 })).collect();
        let hidden = suppressed(&rows, &persons, 5);
        assert!(hidden.iter().filter(|&&hidden| hidden).count() > small.len());
        assert!(determined(&cells, &hidden).is_empty());
    }

    /// The prime that elimination is done by.
    const P: i64 = 1_000_003;

    fn inverse(value: i64) -> i64 {
        let (mut power, mut base, mut exponent) = (1, value, P - 2);
        while exponent > 0 {
            power = if exponent % 2 == 1 { power * base % P } else { power };
            base = base * base % P;
            exponent /= 2;
        }
        power
    }

    /// Returns the hidden cells whose values follow from the totals of rows and columns: by elimination, modulo a prime.
    fn determined(cells: &[(usize, usize)], hidden: &[bool]) -> Vec<usize> {
        let unknown: Vec<usize> = (0..cells.len()).filter(|&cell| hidden[cell]).collect();
        let line = |of: &dyn Fn(&(usize, usize)) -> bool| unknown.iter().map(|&cell| i64::from(of(&cells[cell]))).collect::<Vec<i64>>();
        let mut equations: Vec<Vec<i64>> =
            (0..8).flat_map(|number| [line(&|cell| cell.0 == number), line(&|cell| cell.1 == number)]).collect();
        let (mut pivots, mut next) = (Vec::new(), 0);
        for column in 0..unknown.len() {
            let Some(found) = (next..equations.len()).find(|&row| equations[row][column] != 0) else { continue };
            equations.swap(next, found);
            let inverse = inverse(equations[next][column]);
            let pivot: Vec<i64> = equations[next].iter().map(|value| value * inverse % P).collect();
            for (row, equation) in equations.iter_mut().enumerate() {
                let factor = if row == next { 0 } else { equation[column] };
                equation.iter_mut().zip(&pivot).for_each(|(value, pivot)| *value = (*value - factor * pivot).rem_euclid(P));
            }
            equations[next] = pivot;
            pivots.push((next, column));
            next += 1;
        }
        let alone = |(row, _): &&(usize, usize)| equations[*row].iter().filter(|&&value| value != 0).count() == 1;
        pivots.iter().filter(alone).map(|(_, column)| unknown[*column]).collect()
    }

    #[test]
    fn a_running_count_that_is_few_less_than_the_next_goes() {
        assert_eq!(held(&all(&[3, 100, 103, 103, 160]), 5), [true, true, false, false, false]);
        assert_eq!(held(&[None, Some(4)], 5), [false, true]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn no_small_cell_follows_from_the_totals(persons in prop::collection::vec(prop_oneof![0_u64..6, 5_u64..60], 16)) {
            let cells: Vec<(usize, usize)> = (0..4).flat_map(|row| (0..4).map(move |column| (row, column))).collect();
            let rows: Vec<Vec<Option<String>>> = cells.iter().map(|(row, column)| vec![Some(row.to_string()), Some(column.to_string())]).collect();
            let hidden = suppressed(&rows, &all(&persons), 5);
            for (cell, &count) in persons.iter().enumerate() {
                prop_assert!(hidden[cell] || !(1..5).contains(&count));
            }
            // What cannot be hidden any better: where too few cells of a line rest on anyone.
            let exposed = determined(&cells, &hidden);
            let shown_left = |cell: &usize| (0..16).any(|other| {
                !hidden[other] && persons[other] > 0 && (cells[other].0 == cells[*cell].0 || cells[other].1 == cells[*cell].1)
            });
            prop_assert!(!exposed.iter().any(shown_left), "{exposed:?}");
        }
    }
}
