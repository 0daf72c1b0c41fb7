//! What an auditor looks at.

use crate::arrow::Table;
use crate::book::{Book, asked, counters};
use crate::error::Raised;
use crate::guard::guarded;
use crate::run::{Progress, watched};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use std::sync::Arc;
use yijin::forensics::CHECKS;

/// What the checks of a book found.
#[pyclass(frozen, module = "yijin._native")]
pub struct Forensics {
    book: Arc<yijin::Book>,
    found: yijin::Forensics,
}

#[pymethods]
impl Forensics {
    /// The findings and what was not looked at, as JSON.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| Ok(self.found.to_json().to_string()))
    }

    /// The findings as a table.
    fn table(&self) -> PyResult<Table> {
        guarded(|| self.found.to_record_batch().raised().map(Table))
    }

    /// The lines of the finding at a place.
    #[pyo3(signature = (place, *, progress))]
    fn lines(&self, py: Python<'_>, place: usize, progress: Option<&Progress>) -> PyResult<Table> {
        let Some(finding) = self.found.findings.get(place) else { return Err(PyIndexError::new_err("no such finding")) };
        watched(py, counters(progress), |progress| self.book.finding_lines(finding, self.found.as_of, progress)).map(Table)
    }
}

/// What checks find, each by name with its parameters as a JSON object; all of them where none is named.
#[pyfunction]
#[pyo3(signature = (book, checks, *, as_of, progress))]
pub fn forensics(
    py: Python<'_>,
    book: &Book,
    checks: Option<Vec<(String, String)>>,
    as_of: Option<&str>,
    progress: Option<&Progress>,
) -> PyResult<Forensics> {
    let question = guarded(|| asked(as_of, "cumulative", None, None, Vec::new()))?;
    let checks = checks.unwrap_or_else(|| CHECKS.map(|check| (check.to_owned(), "{}".to_owned())).into());
    let found = watched(py, counters(progress), |progress| book.0.forensics(&checks, question.as_of, progress))?;
    Ok(Forensics { book: book.0.clone(), found })
}
