//! The border of Arrow: anything with `__arrow_c_stream__` comes in, and tables go out with it.

use crate::error::raised;
use crate::guard::guarded;
use arrow_array::RecordBatch;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::PyTable;
use yijin::headline::table::first_rows;
use yijin::read::Input;
use yijin::table::TableId;
use yijin::{ErrorKind, Position};

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
/// Where the stream fails, or its columns have no single type.
pub fn frame(object: &Bound<'_, PyAny>, table: Option<TableId>) -> PyResult<Input> {
    let name = table.map_or("table", TableId::name);
    let (batches, schema) = object.extract::<PyTable>().map_err(|error| refused(object.py(), error, name))?.into_inner();
    Ok(Input::Frame(table, schema, batches))
}

/// Returns the error of a table that cannot be handed over. What its library says of it may hold a cell, so that it is not passed on; what is no
/// ordinary exception, as an interrupt, is.
fn refused(py: Python<'_>, error: PyErr, name: &str) -> PyErr {
    if !error.is_instance_of::<PyException>(py) {
        return error;
    }
    let kind = error.get_type(py).name().map(|kind| kind.to_string()).unwrap_or_default();
    raised(yijin::Error::from(ErrorKind::BadHeader {
        expected: "a table with one type in each column".to_owned(),
        found: format!("one that cannot be handed over as Arrow ({kind})"),
        position: Position { file: Some(name.to_owned()), ..Position::default() },
        remedy: "make the columns of several types text, in pandas by .astype(str)".to_owned(),
    }))
}
