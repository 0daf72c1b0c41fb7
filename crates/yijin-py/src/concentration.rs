//! Concentration over the units of a book, and means over its households.

use crate::book::{Book, Filters, asked, counters};
use crate::guard::guarded;
use crate::run::{Progress, watched};
use pyo3::prelude::*;
use yijin::evaluate::call::{read, told};
use yijin_frames::concentration::Asked;
use yijin_frames::{Frames, Left};

/// A result as JSON; and how many units bought nothing, are left out as nothing is known of what they have, how many lines name no unit, how many households have
/// no community, several coarser units, and how many coarser units too few households.
type Told = (String, [u64; 6]);

/// How a total is spread over units; the measures are JSON.
#[pyfunction]
#[pyo3(signature = (book, measure, over, *, by, zeros, measures, level, as_of, r#where, progress))]
#[allow(clippy::too_many_arguments, reason = "one keyword for each option of Evaluation.concentration")]
pub fn concentration(
    py: Python<'_>,
    book: &Book,
    measure: &str,
    over: &str,
    by: Option<&str>,
    zeros: bool,
    measures: &str,
    level: f64,
    as_of: Option<&str>,
    r#where: Filters,
    progress: Option<&Progress>,
) -> PyResult<Told> {
    let question = guarded(|| asked(as_of, "cumulative", None, None, r#where))?;
    let question = yijin::Question { by: by.map(str::to_owned).into_iter().collect(), ..question };
    watched(py, counters(progress), |progress| {
        let measures: Vec<_> = read(measures)?;
        let asked = Asked { measure, over, by, zeros, measures: &measures, level };
        let (spread, left) = Frames::new(&book.0, &question, progress)?.concentration(&asked)?;
        Ok(beside(&told(&spread)?.to_string(), left))
    })
}

/// A mean or ratio over the households of a book; the plan of the bootstrap is JSON.
#[pyfunction]
#[pyo3(signature = (book, measure, over, *, plan, as_of, r#where, progress))]
#[allow(clippy::too_many_arguments, reason = "one keyword for each option of Evaluation.per_household")]
pub fn per_household(
    py: Python<'_>,
    book: &Book,
    measure: &str,
    over: Option<&str>,
    plan: &str,
    as_of: Option<&str>,
    r#where: Filters,
    progress: Option<&Progress>,
) -> PyResult<Told> {
    let question = guarded(|| asked(as_of, "cumulative", None, None, r#where))?;
    watched(py, counters(progress), |progress| {
        let (mean, left) = Frames::new(&book.0, &question, progress)?.per_household(measure, over, read(plan)?)?;
        Ok(beside(&told(&mean)?.to_string(), left))
    })
}

fn beside(found: &str, left: Left) -> Told {
    let [idle, unknown, nowhere, several, small] =
        [left.idle, left.unknown, left.nowhere, left.several, left.small].map(|count| count as u64);
    (found.to_owned(), [idle, unknown, left.unnamed, nowhere, several, small])
}
