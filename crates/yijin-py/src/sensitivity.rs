//! The headline under other policies.

use crate::book::{Book, Filters, asked, counters};
use crate::error::Raised;
use crate::guard::guarded;
use crate::run::{Progress, watched};
use pyo3::prelude::*;
use yijin::campaign::Policy;
use yijin::headline::json::rows_json;

/// The total under each policy, as JSON rows of the headline; policies are JSON objects.
#[pyfunction]
#[pyo3(signature = (book, policies, *, as_of, period, start, end, r#where, progress))]
#[allow(clippy::too_many_arguments, reason = "one keyword for each option of Book.sensitivity")]
pub fn sensitivity(
    py: Python<'_>,
    book: &Book,
    policies: Vec<String>,
    as_of: Option<&str>,
    period: &str,
    start: Option<&str>,
    end: Option<&str>,
    r#where: Filters,
    progress: Option<&Progress>,
) -> PyResult<String> {
    let question = guarded(|| asked(as_of, period, start, end, r#where))?;
    let policies = guarded(|| policies.iter().map(|text| Policy::from_json(text).raised()).collect::<PyResult<Vec<Policy>>>())?;
    let rows = watched(py, counters(progress), |progress| book.0.sensitivity(&policies, &question, progress))?;
    Ok(rows_json(&rows, &[]).to_string())
}
