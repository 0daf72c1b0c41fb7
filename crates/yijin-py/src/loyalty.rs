//! Whether households come back and supply relations last.

use crate::book::{Book, asked, counters};
use crate::guard::guarded;
use crate::run::{Progress, watched};
use pyo3::prelude::*;
use yijin::loyalty::Asked;

/// Times to the second purchase, supply relations and buyers from month to month, as JSON.
#[pyfunction]
#[pyo3(signature = (book, *, by, silence, level, as_of, progress))]
pub fn loyalty(
    py: Python<'_>,
    book: &Book,
    by: Option<&str>,
    silence: u32,
    level: f64,
    as_of: Option<&str>,
    progress: Option<&Progress>,
) -> PyResult<String> {
    let as_of = guarded(|| asked(as_of, "cumulative", None, None, Vec::new()))?.as_of;
    let wanted = Asked { by, silence, level, as_of };
    watched(py, counters(progress), |progress| book.0.loyalty(&wanted, progress)?.to_json()).map(|found| found.to_string())
}
