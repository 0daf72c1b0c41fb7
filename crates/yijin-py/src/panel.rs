//! Panels of a book.

use crate::arrow::Table;
use crate::book::{Book, asked, counters};
use crate::guard::guarded;
use crate::run::{Progress, watched};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use yijin_frames::Frames;
use yijin_frames::panel::{Asked, Design};

/// A panel's rows, and what its design can tell where a treatment is named.
#[pyfunction]
#[pyo3(signature = (book, unit, freq, *, measures, balanced, treatment, as_of, progress))]
#[allow(clippy::too_many_arguments, reason = "one keyword for each option of Book.panel")]
pub fn panel<'py>(
    py: Python<'py>,
    book: &Book,
    unit: &str,
    freq: &str,
    measures: Vec<String>,
    balanced: bool,
    treatment: Option<&str>,
    as_of: Option<&str>,
    progress: Option<&Progress>,
) -> PyResult<(Table, Option<Bound<'py, PyDict>>)> {
    let question = guarded(|| asked(as_of, "cumulative", None, None, Vec::new()))?;
    let wanted = Asked { unit, freq, balanced, measures: &measures, treatment };
    let panel = watched(py, counters(progress), |progress| Frames::new(&book.0, &question, progress)?.panel(&wanted))?;
    Ok((Table(panel.rows), panel.design.map(|design| entries(py, &design)).transpose()?))
}

fn entries<'py>(py: Python<'py>, design: &Design) -> PyResult<Bound<'py, PyDict>> {
    let entries = PyDict::new(py);
    entries.set_item("units", design.units)?;
    entries.set_item("treated", design.treated)?;
    entries.set_item("with_pre_period", design.with_pre_period)?;
    entries.set_item("treated_groups", design.treated_groups)?;
    entries.set_item("starts", design.starts)?;
    entries.set_item("reasons", design.reasons.clone())?;
    entries.set_item("warnings", design.warnings.clone())?;
    Ok(entries)
}
