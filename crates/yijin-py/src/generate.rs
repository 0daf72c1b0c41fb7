//! Generated campaigns.

use crate::run::{Progress, watched};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use yijin::ErrorKind;
use yijin::suggest::did_you_mean;
use yijin_generate::{Format, Plan};

/// The names of the formats.
const FORMATS: [(&str, Format); 4] = [("csv", Format::Csv), ("xlsx", Format::Xlsx), ("parquet", Format::Parquet), ("mixed", Format::Mixed)];

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
        let plan = plan?;
        progress.begin(yijin::Phase::Writing, lines);
        let advance = |written: u64| {
            progress.done.store(written, Ordering::Relaxed);
            progress.check().is_ok()
        };
        let written = yijin_generate::generate(&out, &plan, &advance);
        progress.check()?;
        let written = written.map_err(|error| ErrorKind::Io { path: out.display().to_string(), cause: error.to_string() })?;
        Ok(written.files)
    })
}

fn plan(lines: u64, seed: u64, format: &str, mess: f64) -> yijin::Result<Plan> {
    let Some((_, format)) = FORMATS.into_iter().find(|(name, _)| *name == format) else {
        let names = FORMATS.map(|(name, _)| name);
        return Err(ErrorKind::UnknownName {
            what: "format",
            found: format.to_owned(),
            allowed: names.join(", "),
            hint: did_you_mean(format, names),
        }
        .into());
    };
    if !(0.0..=1.0).contains(&mess) {
        return Err(ErrorKind::BadOption { option: "mess", expected: "a number from 0 to 1".to_owned(), found: mess.to_string() }.into());
    }
    Ok(Plan { lines, seed, format, mess })
}
