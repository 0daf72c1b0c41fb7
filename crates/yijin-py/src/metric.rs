//! Metrics of the catalogue, and the tables that they measure.

use crate::arrow::Table;
use crate::book::{Book, Filters, asked, counters};
use crate::campaign::Campaign;
use crate::error::Raised;
use crate::guard::guarded;
use crate::run::{Progress, watched};
use pyo3::prelude::*;
use yijin::{Metrics, Question};
use yijin_frames::Frames;

/// The metrics of a campaign as JSON.
#[pyfunction]
pub fn metrics(campaign: &Campaign) -> PyResult<String> {
    guarded(|| Ok(Metrics::with(&campaign.0.metrics).to_json().to_string()))
}

/// The figures of a metric, and the tables that are missing for them.
#[pyfunction]
#[pyo3(signature = (book, id, *, as_of, period, start, end, by, r#where, progress))]
#[allow(clippy::too_many_arguments, reason = "one keyword for each option of Book.metric")]
pub fn metric(
    py: Python<'_>,
    book: &Book,
    id: &str,
    as_of: Option<&str>,
    period: &str,
    start: Option<&str>,
    end: Option<&str>,
    by: Vec<String>,
    r#where: Filters,
    progress: Option<&Progress>,
) -> PyResult<(Table, Vec<&'static str>)> {
    let question = Question { by, ..guarded(|| asked(as_of, period, start, end, r#where))? };
    let figures = watched(py, counters(progress), |progress| Frames::new(&book.0, &question, progress)?.metric(id))?;
    Ok((Table(figures.to_record_batch().raised()?), figures.needs))
}

/// A table that metrics measure.
#[pyfunction]
#[pyo3(signature = (book, name, *, as_of, period, start, end, by, r#where, progress))]
#[allow(clippy::too_many_arguments, reason = "one keyword for each option of Book.table")]
pub fn table(
    py: Python<'_>,
    book: &Book,
    name: &str,
    as_of: Option<&str>,
    period: &str,
    start: Option<&str>,
    end: Option<&str>,
    by: Vec<String>,
    r#where: Filters,
    progress: Option<&Progress>,
) -> PyResult<Table> {
    let question = Question { by, ..guarded(|| asked(as_of, period, start, end, r#where))? };
    watched(py, counters(progress), |progress| Frames::new(&book.0, &question, progress)?.table(name)).map(Table)
}
