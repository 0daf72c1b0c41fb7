//! Disclosure control.

use crate::guard::guarded;
use pyo3::prelude::*;
use yijin::disclosure::{self, Earlier, Paper, Table};

/// A table as Python gives it: its dimensions, its rows' members and how many persons each rests on.
type Given = (Vec<String>, Vec<Vec<Option<String>>>, Vec<Option<u64>>);

/// For each row of each table of a paper, whether it is suppressed.
#[pyfunction]
pub fn suppressed(
    tables: Vec<Given>,
    crossings: Vec<Given>,
    earlier: Vec<(Given, Vec<bool>, Vec<u64>)>,
    least: u64,
) -> PyResult<Vec<Vec<bool>>> {
    guarded(|| {
        let before = |(of, suppressed, changes)| Earlier { table: table(of), suppressed, changes };
        let paper = Paper {
            tables: tables.into_iter().map(table).collect(),
            crossings: crossings.into_iter().map(table).collect(),
            earlier: earlier.into_iter().map(before).collect(),
        };
        Ok(paper.suppressed(least))
    })
}

fn table((by, keys, persons): Given) -> Table {
    Table { by, keys, persons }
}

/// For each place of a running count, whether it is suppressed.
#[pyfunction]
pub fn held(counts: Vec<Option<u64>>, printed: Vec<u64>, least: u64) -> PyResult<Vec<bool>> {
    guarded(|| Ok(disclosure::held(&counts, &printed, least)))
}
