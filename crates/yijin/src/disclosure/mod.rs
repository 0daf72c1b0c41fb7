//! Disclosure control: which rows of published tables are suppressed, so that few persons are not seen through them.
//!
//! A row that rests on too few persons goes, and others with it: the rows of a table have a total, a row can be the sum of the rows of another table (a
//! province of its cities), and a later paper's row is an earlier one's and what was added since. All of these are [`sums`], and suppression goes on until
//! none of the few follows from them.

mod paper;
mod sums;
mod unknowns;

pub use paper::{Earlier, Paper, Table};

/// Returns for each row of a table whether it is suppressed: those that rest on fewer than `least` persons, but on some; and as many of the next
/// smallest that in no line the suppressed rows can be told from its total, and one of them rests on `least` persons or more: the same few may be behind all others.
///
/// `keys` are the rows' members in one dimension or two; in more, only lines of the whole table are guarded. `persons` is how many persons each row rests
/// on; `None` where it is about none.
#[must_use]
pub fn suppressed(keys: &[Vec<Option<String>>], persons: &[Option<u64>], least: u64) -> Vec<bool> {
    let table = Table { by: Vec::new(), keys: keys.to_vec(), persons: persons.to_vec() };
    Paper { tables: vec![table], ..Paper::default() }.suppressed(least).pop().unwrap_or_default()
}

/// Returns for each place of a running count whether it is suppressed: where it is few persons in itself, or few more or less than another place that is shown
/// or than what earlier papers showed of it (`printed`). The last, the total, comes first.
#[must_use]
pub fn held(counts: &[Option<u64>], printed: &[u64], least: u64) -> Vec<bool> {
    let few = |count: u64| (1..least).contains(&count);
    let (mut held, mut shown) = (vec![false; counts.len()], printed.to_vec());
    for (place, count) in counts.iter().enumerate().rev() {
        let count = count.unwrap_or(0);
        held[place] = few(count) || (count > 0 && shown.iter().any(|&other| few(count.abs_diff(other))));
        if !held[place] && count > 0 {
            shown.push(count);
        }
    }
    held
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
        // The same 2 persons may be behind the first three.
        assert_eq!(suppressed(&rows, &all(&[2, 2, 2, 12]), 5), [true; 4]);
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

    fn table(by: &[&str], rows: &[(&[&str], u64)]) -> Table {
        Table {
            by: by.iter().map(|name| (*name).to_owned()).collect(),
            keys: keys(&rows.iter().map(|(key, _)| *key).collect::<Vec<_>>()),
            persons: rows.iter().map(|(_, persons)| Some(*persons)).collect(),
        }
    }

    #[test]
    fn a_province_does_not_give_its_small_city_away() {
        let cities = table(&["city"], &[(&["a"], 3), (&["b"], 40), (&["c"], 6), (&["d"], 70)]);
        let provinces = table(&["province"], &[(&["p"], 43), (&["q"], 76)]);
        let crossing = table(&["province", "city"], &[(&["p", "a"], 3), (&["p", "b"], 40), (&["q", "c"], 6), (&["q", "d"], 70)]);
        let alone = suppressed(&cities.keys, &cities.persons, 5);
        assert_eq!(alone, [true, false, true, false]);
        let paper = Paper { tables: vec![cities, provinces], crossings: vec![crossing], earlier: Vec::new() };
        // City b goes with a, or p is a and b; the cities are then safe, and c can stay.
        assert_eq!(paper.suppressed(5), [vec![true, true, false, false], vec![false, false]]);
    }

    #[test]
    fn what_no_table_prints_is_guarded_too() {
        // Enterprise e serves a alone, and 3 persons in b: a and those are e.
        let enterprises = table(&["enterprise"], &[(&["e"], 100), (&["f"], 90)]);
        let cities = table(&["city"], &[(&["a"], 97), (&["b"], 93)]);
        let crossing = table(&["enterprise", "city"], &[(&["e", "a"], 97), (&["e", "b"], 3), (&["f", "b"], 90)]);
        let paper = Paper { tables: vec![enterprises, cities], crossings: vec![crossing], earlier: Vec::new() };
        let hidden = paper.suppressed(5).concat();
        assert!(hidden.iter().filter(|&&hidden| hidden).count() >= 2, "{hidden:?}");
    }

    #[test]
    fn a_row_that_few_were_added_to_since_an_earlier_paper_goes() {
        let was = table(&["channel"], &[(&["a"], 12), (&["b"], 50), (&["c"], 60)]);
        let now = table(&["channel"], &[(&["a"], 13), (&["b"], 90), (&["c"], 95)]);
        let earlier = Earlier { table: was, suppressed: vec![false; 3], changes: vec![1, 40, 35] };
        let paper = Paper { tables: vec![now.clone()], crossings: Vec::new(), earlier: vec![earlier.clone()] };
        assert_eq!(paper.suppressed(5), [[true, true, false]]);
        let unchanged = Earlier { changes: vec![0, 40, 35], ..earlier };
        let paper = Paper { tables: vec![now], crossings: Vec::new(), earlier: vec![unchanged] };
        assert_eq!(paper.suppressed(5), [[false; 3]]);
    }

    #[test]
    fn a_crossed_table_and_its_margin_are_guarded_together() {
        let sources = table(&["source"], &[(&["s"], 3), (&["t"], 40), (&["u"], 90)]);
        let crossed =
            table(&["month", "source"], &[(&["1", "s"], 3), (&["1", "t"], 20), (&["1", "u"], 30), (&["2", "t"], 20), (&["2", "u"], 60)]);
        let paper = Paper { tables: vec![sources, crossed], ..Paper::default() };
        let hidden = paper.suppressed(5);
        assert_eq!(hidden[0], [true, true, false]);
        // With all of t's months shown, t and so s would follow.
        assert!(hidden[1][0] && (hidden[1][1] || hidden[1][3]), "{hidden:?}");
    }

    #[test]
    fn a_running_count_that_is_few_less_than_the_next_goes() {
        assert_eq!(held(&all(&[3, 100, 103, 103, 160]), &[], 5), [true, true, false, false, false]);
        assert_eq!(held(&[None, Some(4)], &[], 5), [false, true]);
        assert_eq!(held(&all(&[20, 100, 160]), &[20, 98], 5), [false, true, false]);
        assert_eq!(held(&all(&[20, 160]), &[158], 5), [false, true]);
        // An earlier paper's total of the month before last.
        assert_eq!(held(&all(&[100, 127, 180]), &[129], 5), [false, true, false]);
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
