//! Households that suppliers declare: once for each supplier, however many order lines repeat the figure.

use crate::calendar::Day;
use serde::Serialize;
use std::collections::BTreeMap;

/// Declared households under each reading of repeated figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Declared {
    /// The sum over lines, which counts a supplier again with every line: a label of an upper bound, not a figure.
    pub naive_sum: u64,
    /// The sum of each supplier's largest figure.
    pub largest: u64,
    /// The sum of each supplier's latest figure.
    pub latest: u64,
    /// How many suppliers.
    pub suppliers: usize,
    /// Suppliers that never gave a figure: missing, not 0.
    pub without_figure: Vec<String>,
}

/// Returns the declared households of lines given as supplier, day and figure; of figures of one day the later line counts.
#[must_use]
pub fn declared(lines: &[(String, Day, Option<u32>)]) -> Declared {
    let mut suppliers: BTreeMap<&str, Vec<(Day, u64)>> = BTreeMap::new();
    for (supplier, day, figure) in lines {
        suppliers.entry(supplier).or_default().extend(figure.map(|count| (*day, u64::from(count))));
    }
    let mut found = Declared { suppliers: suppliers.len(), ..Declared::default() };
    for (supplier, figures) in suppliers {
        let Some((_, latest)) = figures.iter().max_by_key(|(day, _)| *day) else {
            found.without_figure.push(supplier.to_owned());
            continue;
        };
        found.latest += latest;
        found.largest += figures.iter().map(|(_, count)| *count).max().unwrap_or_default();
        found.naive_sum += figures.iter().map(|(_, count)| count).sum::<u64>();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_latest_is_at_most_the_largest_and_that_at_most_the_sum(lines in prop::collection::vec((0_u8..5, 0_i32..9, prop::option::of(0_u32..99)), 0..30)) {
            let lines: Vec<_> = lines.into_iter().map(|(supplier, day, figure)| (supplier.to_string(), Day::from_epoch(day), figure)).collect();
            let found = declared(&lines);
            prop_assert!(found.latest <= found.largest && found.largest <= found.naive_sum);
        }
    }
}
