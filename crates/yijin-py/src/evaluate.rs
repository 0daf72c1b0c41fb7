//! Statistics for evaluation research.

use crate::run::watched;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use std::sync::Arc;
use yijin::evaluate::resampled::Rows;

/// The result of a statistic for its arguments, both as JSON.
#[pyfunction]
pub fn evaluate(py: Python<'_>, name: &str, arguments: &str) -> PyResult<String> {
    watched(py, Arc::default(), |progress| yijin::evaluate::call::call(name, arguments, progress)).map(|found| found.to_string())
}

/// The result of a statistic over households in communities, whose numbers come as bytes of the machine's own order: values and what they are over as
/// doubles, codes of communities as 64-bit integers; arguments and result are JSON.
#[pyfunction]
#[pyo3(signature = (name, values, over, codes, arguments))]
pub fn evaluate_clustered(
    py: Python<'_>,
    name: &str,
    values: &[u8],
    over: Option<&[u8]>,
    codes: &[u8],
    arguments: &str,
) -> PyResult<String> {
    let (values, over, codes) =
        (each(values, f64::from_ne_bytes), over.map(|over| each(over, f64::from_ne_bytes)), each(codes, i64::from_ne_bytes));
    let work =
        |progress: &yijin::Progress| yijin::evaluate::call::call_clustered(name, &values, over.as_deref(), &codes, arguments, progress);
    watched(py, Arc::default(), work).map(|found| found.to_string())
}

/// The result of a statistic of spells, whose numbers come as bytes of the machine's own order: times as doubles, a byte for each whether the event ended
/// it, numbers of groups as 64-bit integers; arguments and result are JSON.
#[pyfunction]
pub fn evaluate_spells(py: Python<'_>, name: &str, times: &[u8], events: &[u8], groups: &[u8], arguments: &str) -> PyResult<String> {
    let (times, groups) = (each(times, f64::from_ne_bytes), each(groups, i64::from_ne_bytes));
    let events: Vec<bool> = events.iter().map(|event| *event != 0).collect();
    let work = |_: &yijin::Progress| yijin::evaluate::call::call_spells(name, &times, &events, &groups, arguments);
    watched(py, Arc::default(), work).map(|found| found.to_string())
}

/// An index of rows and how firm its ranks are under resampled communities; codes and columns come as bytes, as for households in communities.
#[pyfunction]
pub fn evaluate_resampled(py: Python<'_>, units: &[u8], clusters: &[u8], columns: Vec<PyBackedBytes>, arguments: &str) -> PyResult<String> {
    let (units, clusters) = (each(units, i64::from_ne_bytes), each(clusters, i64::from_ne_bytes));
    let columns: Vec<Vec<f64>> = columns.iter().map(|column| each(column, f64::from_ne_bytes)).collect();
    let rows = Rows { units: &units, clusters: &clusters, columns: &columns };
    watched(py, Arc::default(), |progress| yijin::evaluate::call::call_resampled(rows, arguments, progress)).map(|found| found.to_string())
}

/// Each number of bytes; what is left over is none.
fn each<T>(bytes: &[u8], number: fn([u8; 8]) -> T) -> Vec<T> {
    let (words, _) = bytes.as_chunks::<8>();
    words.iter().map(|word| number(*word)).collect()
}
