//! The Python binding.
use pyo3::prelude::*;

/// The native half of the Python package `yijin`.
#[pymodule]
fn _native(_m: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}
