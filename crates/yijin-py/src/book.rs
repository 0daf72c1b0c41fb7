//! Books.

use crate::arrow;
use crate::campaign::Campaign;
use crate::error::Raised;
use crate::guard::guarded;
use crate::headline::{Evidence, Headline};
use crate::run::{Progress, watched};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;
use yijin::calendar::Day;
use yijin::headline::json::accounting_json;
use yijin::person::Key;
use yijin::read::{Input, ReadOptions};
use yijin::table::TableId;
use yijin::{BookOptions, ErrorKind, Question};

/// The exports of a campaign, read and settled.
#[pyclass(frozen, module = "yijin._native")]
pub struct Book(pub Arc<yijin::Book>);

/// For each filtered dimension, its admitted values.
pub type Filters = Vec<(String, Vec<Option<String>>)>;

#[pymethods]
impl Book {
    /// Opens the exports.
    #[staticmethod]
    #[pyo3(signature = (inputs, campaign, *, key, key_file, encoding, fill_merged, threads, memory_limit, progress))]
    #[allow(clippy::too_many_arguments, reason = "one keyword for each option of yijin.open")]
    fn open(
        py: Python<'_>,
        inputs: Vec<(Option<String>, Bound<'_, PyAny>)>,
        campaign: &Campaign,
        key: Option<Vec<u8>>,
        key_file: Option<PathBuf>,
        encoding: Option<String>,
        fill_merged: bool,
        threads: Option<usize>,
        memory_limit: Option<usize>,
        progress: Option<&Progress>,
    ) -> PyResult<Self> {
        let options = guarded(|| reading(key, key_file, encoding, fill_merged, threads, memory_limit))?;
        let (inputs, campaign, progress) = (guarded(|| all(&inputs))?, campaign.0.clone(), counters(progress));
        let book = watched(py, progress, move |progress| yijin::Book::open(inputs, campaign, options, progress))?;
        Ok(Self(Arc::new(book)))
    }

    /// The five figures of a question.
    #[pyo3(signature = (*, as_of, period, start, end, by, r#where, cumulative, progress))]
    #[allow(clippy::too_many_arguments, reason = "one keyword for each option of Book.headline")]
    fn headline(
        &self,
        py: Python<'_>,
        as_of: Option<&str>,
        period: &str,
        start: Option<&str>,
        end: Option<&str>,
        by: Vec<String>,
        r#where: Filters,
        cumulative: bool,
        progress: Option<&Progress>,
    ) -> PyResult<Headline> {
        let question = guarded(|| asked(as_of, period, start, end, r#where))?;
        let question = Question { by, cumulative, ..question };
        watched(py, counters(progress), |progress| self.0.headline(&question, progress)).map(Headline)
    }

    /// The lines and members behind a figure.
    #[pyo3(signature = (metric, *, member, as_of, period, start, end, r#where, progress))]
    #[allow(clippy::too_many_arguments, reason = "one keyword for each option of Book.evidence")]
    fn evidence(
        &self,
        py: Python<'_>,
        metric: &str,
        member: Option<&str>,
        as_of: Option<&str>,
        period: &str,
        start: Option<&str>,
        end: Option<&str>,
        r#where: Filters,
        progress: Option<&Progress>,
    ) -> PyResult<Evidence> {
        let question = guarded(|| asked(as_of, period, start, end, r#where))?;
        watched(py, counters(progress), |progress| {
            let evidence = self.0.evidence(metric, member, &question, progress)?;
            Ok(Evidence { lines: self.0.evidence_lines(&evidence)?, members: evidence.members_batch()? })
        })
    }

    /// The quality report as JSON.
    fn quality(&self, py: Python<'_>) -> PyResult<String> {
        watched(py, counters(None), |progress| Ok(self.0.quality(progress)?.to_string()))
    }

    /// What became of the rows of each table, as JSON.
    fn accounting(&self) -> PyResult<String> {
        guarded(|| Ok(accounting_json(&self.0.accounting()).to_string()))
    }

    /// Writes the rows that were set aside; returns the files, and whether no later run can read them.
    #[pyo3(signature = (path, *, progress))]
    fn set_aside(&self, py: Python<'_>, path: PathBuf, progress: Option<&Progress>) -> PyResult<(Vec<PathBuf>, bool)> {
        let written = watched(py, counters(progress), |progress| self.0.set_aside(&path, progress))?;
        Ok((written.files, written.locked))
    }

    /// The files that were read: path, size and time of modification as they were then.
    fn files(&self) -> PyResult<Vec<(PathBuf, u64, Option<u64>)>> {
        guarded(|| Ok(self.0.files().iter().map(|file| (file.path.clone(), file.bytes, file.modified_ns)).collect()))
    }

    /// The dimensions that the given tables allow.
    fn dimensions(&self) -> PyResult<Vec<&'static str>> {
        guarded(|| Ok(self.0.dimensions()))
    }
}

/// The plain headline of exports: lines as they stand, in one pass.
#[pyfunction]
#[pyo3(signature = (inputs, campaign, *, key, key_file, encoding, fill_merged, threads, as_of, period, start, end, by, r#where, cumulative, progress))]
#[allow(clippy::too_many_arguments, reason = "one keyword for each option of yijin.plain_headline")]
pub fn plain_headline(
    py: Python<'_>,
    inputs: Vec<(Option<String>, Bound<'_, PyAny>)>,
    campaign: &Campaign,
    key: Option<Vec<u8>>,
    key_file: Option<PathBuf>,
    encoding: Option<String>,
    fill_merged: bool,
    threads: Option<usize>,
    as_of: Option<&str>,
    period: &str,
    start: Option<&str>,
    end: Option<&str>,
    by: Vec<String>,
    r#where: Filters,
    cumulative: bool,
    progress: Option<&Progress>,
) -> PyResult<Headline> {
    let options = guarded(|| reading(key, key_file, encoding, fill_merged, threads, None))?;
    let question = Question { by, cumulative, ..guarded(|| asked(as_of, period, start, end, r#where))? };
    let (inputs, campaign, progress) = (guarded(|| all(&inputs))?, campaign.0.clone(), counters(progress));
    watched(py, progress, move |progress| yijin::plain::headline(inputs, campaign, options, &question, progress)).map(Headline)
}

/// Returns the options of reading; Python keeps the numbers within their bounds.
fn reading(
    key: Option<Vec<u8>>,
    key_file: Option<PathBuf>,
    encoding: Option<String>,
    fill_merged: bool,
    threads: Option<usize>,
    memory_limit: Option<usize>,
) -> PyResult<BookOptions> {
    let key = match (key, key_file) {
        (Some(secret), _) => Key::new(&secret),
        (None, Some(path)) => Key::from_file(&path),
        (None, None) => Key::fresh(),
    };
    let mut options = BookOptions::new(key.raised()?);
    options.read = ReadOptions { encoding, fill_merged, ..ReadOptions::default() };
    options.threads = threads.unwrap_or(options.threads);
    options.memory_limit = memory_limit.unwrap_or(options.memory_limit);
    Ok(options)
}

/// Returns the counters of a long call.
pub fn counters(progress: Option<&Progress>) -> Arc<yijin::Progress> {
    progress.map(|progress| progress.0.clone()).unwrap_or_default()
}

fn all(inputs: &[(Option<String>, Bound<'_, PyAny>)]) -> PyResult<Vec<Input>> {
    inputs.iter().map(|(table, input)| given(table.as_deref(), input)).collect()
}

fn given(table: Option<&str>, input: &Bound<'_, PyAny>) -> PyResult<Input> {
    let wanted = table.map(|name| TableId::named(name).raised()).transpose()?;
    if input.hasattr("__arrow_c_stream__")? {
        return arrow::frame(input, wanted);
    }
    Ok(Input::Path(wanted, input.extract()?))
}

/// Returns the question of a scope.
///
/// # Errors
/// Where a day is none, or the period does not go with them.
pub fn asked(as_of: Option<&str>, period: &str, start: Option<&str>, end: Option<&str>, filters: Filters) -> PyResult<Question> {
    let question = Question {
        as_of: day("as_of", as_of)?,
        from: day("start (--from)", start)?,
        to: day("end (--to)", end)?,
        filters,
        ..Question::default()
    };
    question.in_period(period).raised()
}

fn day(option: &'static str, text: Option<&str>) -> PyResult<Option<Day>> {
    let parse = |text: &str| {
        let error = ErrorKind::BadOption { option, expected: "a date as YYYY-MM-DD".to_owned(), found: text.to_owned() };
        Day::parse(text).ok_or(yijin::Error::from(error)).raised()
    };
    text.map(parse).transpose()
}
