//! Disclosure control.

use crate::guard::guarded;
use pyo3::prelude::*;

/// For each row of a table, whether it is suppressed.
#[pyfunction]
pub fn suppressed(keys: Vec<Vec<Option<String>>>, persons: Vec<Option<u64>>, least: u64) -> PyResult<Vec<bool>> {
    guarded(|| Ok(yijin::disclosure::suppressed(&keys, &persons, least)))
}

/// For each place of a running count, whether it is suppressed.
#[pyfunction]
pub fn held(counts: Vec<Option<u64>>, least: u64) -> PyResult<Vec<bool>> {
    guarded(|| Ok(yijin::disclosure::held(&counts, least)))
}
