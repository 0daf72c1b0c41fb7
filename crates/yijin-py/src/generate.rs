//! Generated campaigns.

use crate::run::{Progress, watched};
use pyo3::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use yijin::ErrorKind;
use yijin_generate::{Error, Plan};

/// Writes a campaign and returns its files.
#[pyfunction]
#[pyo3(signature = (out, *, lines, seed, format, mess, progress))]
pub fn generate(
    py: Python<'_>,
    out: PathBuf,
    lines: u64,
    seed: u64,
    format: &str,
    mess: f64,
    progress: Option<&Progress>,
) -> PyResult<Vec<PathBuf>> {
    let plan = plan(lines, seed, format, mess);
    watched(py, progress.map(|progress| progress.0.clone()).unwrap_or_default(), move |progress| {
        let plan = plan.map_err(|error| refused(error, &out))?;
        progress.begin(yijin::Phase::Writing, lines);
        let advance = |written: u64| {
            progress.done.store(written, Ordering::Relaxed);
            progress.check().is_ok()
        };
        let written = yijin_generate::generate(&out, &plan, &advance);
        progress.check()?;
        Ok(written.map_err(|error| refused(error, &out))?.files)
    })
}

fn plan(lines: u64, seed: u64, format: &str, mess: f64) -> Result<Plan, Error> {
    Ok(Plan { lines, seed, format: format.parse()?, mess })
}

fn refused(error: Error, out: &Path) -> ErrorKind {
    match error {
        Error::BadPlan { option, expected, found } => ErrorKind::BadOption { option, expected: expected.to_owned(), found },
        Error::NotEmpty { path } => {
            ErrorKind::BadOption { option: "out", expected: "a new or empty folder".to_owned(), found: path.display().to_string() }
        }
        error => ErrorKind::Io { path: out.display().to_string(), cause: error.to_string() },
    }
}
