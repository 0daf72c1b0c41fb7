//! Statistics for evaluation research.

use crate::run::watched;
use pyo3::prelude::*;
use std::sync::Arc;

/// The result of a statistic for its arguments, both as JSON.
#[pyfunction]
pub fn evaluate(py: Python<'_>, name: &str, arguments: &str) -> PyResult<String> {
    watched(py, Arc::default(), |_| yijin::evaluate::call::call(name, arguments)).map(|found| found.to_string())
}
