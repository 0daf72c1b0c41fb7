//! The border of Arrow: anything with `__arrow_c_stream__` comes in, and tables go out with it.

use crate::guard::guarded;
use arrow_array::RecordBatch;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::PyTable;
use yijin::headline::table::first_rows;
use yijin::read::Input;
use yijin::table::TableId;

/// A table of results; it has `__arrow_c_stream__`.
#[pyclass(frozen, module = "yijin._native")]
pub struct Table(pub RecordBatch);

#[pymethods]
impl Table {
    /// How many rows it has.
    #[getter]
    fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    /// The names of its columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.0.schema_ref().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Its first rows, as JSON.
    fn first_rows(&self, rows: usize) -> PyResult<String> {
        guarded(|| Ok(first_rows(&self.0, rows).to_string()))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyCapsule>>) -> PyResult<Bound<'py, PyCapsule>> {
        guarded(|| stream(py, &self.0, requested_schema))
    }
}

/// Returns the Arrow C stream of a table.
///
/// # Errors
/// Where the requested schema is not one that the table can be cast to.
pub fn stream<'py>(py: Python<'py>, batch: &RecordBatch, requested: Option<Bound<'py, PyCapsule>>) -> PyResult<Bound<'py, PyCapsule>> {
    let table = PyTable::try_new(vec![batch.clone()], batch.schema())?.into_pyobject(py)?;
    let arguments = (requested,);
    Ok(table.call_method1("__arrow_c_stream__", arguments)?.cast_into()?)
}

/// Returns the table of an object with `__arrow_c_stream__`.
///
/// # Errors
/// Where the stream fails.
pub fn frame(object: &Bound<'_, PyAny>, table: Option<TableId>) -> PyResult<Input> {
    let (batches, schema) = object.extract::<PyTable>()?.into_inner();
    Ok(Input::Frame(table, schema, batches))
}
