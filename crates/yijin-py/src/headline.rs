//! Headlines and evidence.

use crate::arrow::{Table, stream};
use crate::error::Raised;
use crate::guard::guarded;
use arrow_array::RecordBatch;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// The five figures of a question.
#[pyclass(frozen, module = "yijin._native")]
pub struct Headline(pub yijin::Headline);

#[pymethods]
impl Headline {
    /// The figures as JSON, schema version 1.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| Ok(self.0.to_json().to_string()))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyCapsule>>) -> PyResult<Bound<'py, PyCapsule>> {
        guarded(|| stream(py, &self.0.to_record_batch().raised()?, requested_schema))
    }
}

/// The lines and members behind a figure.
#[pyclass(frozen, module = "yijin._native")]
pub struct Evidence {
    pub lines: RecordBatch,
    pub members: RecordBatch,
}

#[pymethods]
impl Evidence {
    /// The lines: file, sheet, row and what they say.
    #[getter]
    fn lines(&self) -> Table {
        Table(self.lines.clone())
    }

    /// The members, each with the number of lines by which it counts.
    #[getter]
    fn members(&self) -> Table {
        Table(self.members.clone())
    }
}
