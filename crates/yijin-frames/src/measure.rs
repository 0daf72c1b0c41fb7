//! Measuring: a metric's rows, grouped and counted.

use crate::border::{failed, texts_of, wholes_of};
use crate::figures::{Figure, Figures, Value};
use crate::frames::{Frames, schema_named};
use crate::table::{self, Ask, Filter};
use polars::prelude::*;
use std::collections::BTreeMap;
use yijin::headline::DIMENSIONS;
use yijin::metric::schema::{Class, Schema};
use yijin::metric::{Condition, Measure, Metric};
use yijin::suggest::did_you_mean;
use yijin::table::TableId;
use yijin::{ErrorKind, Metrics, Question, Result};

/// The largest sum that is surely held exactly.
const MOST: f64 = 9.2e18;

/// Returns the figures of a metric by the question's dimensions.
pub fn figures(frames: &Frames<'_>, metrics: &Metrics, metric: &Metric) -> Result<Figures> {
    let by = frames.question.by.clone();
    if let Measure::Ratio([above, below]) = &metric.measure {
        let (above, below) = (figures(frames, metrics, metrics.named(above)?)?, figures(frames, metrics, metrics.named(below)?)?);
        return Ok(ratio(above, below));
    }
    let schema = schema_named(metric.table.as_deref().unwrap_or_default())?;
    check_dimensions(schema, &format!("{} (table {})", metric.id, schema.id), frames.question)?;
    let sieve = Sieve::of(frames, schema, metric);
    let needs = missing(frames, metrics, metric, schema, &sieve);
    if !needs.is_empty() {
        return Ok(Figures { by, needs, ..Figures::default() });
    }
    let ask = Ask { by: &by, columns: columns(&by, schema, metric), filters: &sieve.filters, kept: &sieve.kept };
    let table = table::build(frames, schema, &ask)?;
    let rows = sieve.within_bounds(table.frame.clone());
    let measures = measures(frames, schema, metric);
    let grouped = if by.is_empty() {
        rows.select(measures)
    } else {
        rows.group_by(by.iter().map(|name| col(name.as_str())).collect::<Vec<_>>()).agg(measures)
    };
    read(&grouped.collect().map_err(failed)?, by, &table.labels)
}

/// Checks that a table has the question's dimensions, and that it is asked for each once.
///
/// # Errors
/// [`ErrorKind::UnknownName`] with what they would be dimensions of, and [`ErrorKind::BadOption`].
pub fn check_dimensions(schema: &Schema, of: &str, question: &Question) -> Result<()> {
    question.check_once()?;
    let asked = question.by.iter().chain(question.filters.iter().map(|(name, _)| name));
    let known: Vec<&str> = schema.all_columns().filter(|(_, class)| *class == Class::Dimension).map(|(name, _)| name).collect();
    asked.into_iter().find(|name| !known.contains(&name.as_str())).map_or(Ok(()), |name| {
        let hint = did_you_mean(name, known.iter().copied());
        let allowed = format!("those of {of}: {}", known.join(", "));
        Err(ErrorKind::UnknownName { what: "dimension", found: name.clone(), allowed, hint }.into())
    })
}

/// Returns the names of the reference tables that a metric and the question's dimensions need and that were not given, and of the ledger's columns that the
/// metric rests on and that it does not have: nothing is 0 for "not known".
fn missing(frames: &Frames<'_>, metrics: &Metrics, metric: &Metric, schema: &Schema, sieve: &Sieve<'_>) -> Vec<&'static str> {
    let mut needs: Vec<TableId> = metrics.needs(metric);
    needs.extend(schema.needs_of(frames.question.by.iter().map(String::as_str).chain(sieve.columns())));
    needs.sort_unstable();
    needs.dedup();
    let tables = needs.into_iter().filter(|table| !frames.book.has(*table)).map(TableId::name);
    let mut names: Vec<&str> = tables.chain(metrics.members(metric).into_iter().filter_map(|member| frames.book.lacks(member))).collect();
    names.dedup();
    names
}

/// Which rows count: by the question's filters and a metric's conditions.
pub struct Sieve<'m> {
    /// The question's filters by dimensions of the headline, whose values are checked.
    pub filters: Vec<Filter>,
    /// The other values that rows must have.
    pub kept: Vec<Filter>,
    bounds: Vec<(&'m str, &'m Condition)>,
}

impl<'m> Sieve<'m> {
    /// Returns the sieve of a question to a table.
    pub fn of_question(frames: &Frames<'_>, schema: &Schema) -> Self {
        let checked = |(name, _): &Filter| schema.of_lines && DIMENSIONS.iter().any(|(dimension, _)| dimension == name);
        let (filters, kept): (Vec<Filter>, Vec<Filter>) = frames.question.filters.iter().cloned().partition(checked);
        let kept = kept.into_iter().map(|(name, values)| with_canonical(frames, name, values)).collect();
        Self { filters, kept, bounds: Vec::new() }
    }

    /// Returns the sieve of a question to a table and of a metric's conditions.
    pub fn of(frames: &Frames<'_>, schema: &Schema, metric: &'m Metric) -> Self {
        let mut sieve = Self::of_question(frames, schema);
        for (name, condition) in &metric.conditions {
            if condition.is.is_empty() {
                sieve.bounds.push((name, condition));
            } else {
                let values = condition.is.iter().cloned().map(Some).collect();
                sieve.kept.push(with_canonical(frames, name.clone(), values));
            }
        }
        sieve
    }

    /// Returns the columns whose values rows must have, beside those of the filters.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.kept.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the rows whose numbers are within the bounds.
    pub fn within_bounds(&self, rows: LazyFrame) -> LazyFrame {
        self.bounds.iter().fold(rows, |rows, (column, condition)| {
            let least = condition.min.map(|min| col(*column).gt_eq(lit(min)));
            let most = condition.max.map(|max| col(*column).lt_eq(lit(max)));
            least.into_iter().chain(most).fold(rows, LazyFrame::filter)
        })
    }
}

/// Returns a filter with the canonical values that its values mean.
pub fn with_canonical(frames: &Frames<'_>, name: String, values: Vec<Option<String>>) -> Filter {
    let canonical = |value: &Option<String>| frames.book.cleaner().canonical(&name, value.as_deref()?);
    let meant: Vec<String> = values.iter().filter_map(canonical).collect();
    let values = values.into_iter().chain(meant.into_iter().map(Some)).collect();
    (name, values)
}

/// Returns the columns that a table must have for a metric.
pub fn columns<'c>(by: &'c [String], schema: &Schema, metric: &'c Metric) -> Vec<&'c str> {
    let household = schema.class("household").map(|_| "household");
    let mut columns: Vec<&str> = by.iter().map(String::as_str).chain(metric.columns()).chain(household).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Returns what is computed of each group: `value`, `size` (as a float, of a sum) and `persons`.
pub fn measures(frames: &Frames<'_>, schema: &Schema, metric: &Metric) -> Vec<Expr> {
    let (value, size) = match &metric.measure {
        Measure::Distinct(column) => (col(column.as_str()).drop_nulls().n_unique(), lit(0.0)),
        Measure::Sum(column) => {
            let (sum, unknown) = (col(column.as_str()).sum(), col(column.as_str()).is_null().all(true).and(len().gt(lit(0))));
            let real = || col(column.as_str()).cast(DataType::Float64);
            let size = when(real().lt(lit(0.0))).then(lit(0.0) - real()).otherwise(real()).sum();
            (when(unknown).then(lit(NULL)).otherwise(sum), size)
        }
        Measure::Count | Measure::Ratio(_) => (len(), lit(0.0)),
    };
    let value = value.cast(DataType::Int64);
    let persons = persons(frames, schema, metric, value.clone());
    vec![value.alias("value"), size.alias("size"), persons.alias("persons")]
}

/// Returns how many persons a group surely rests on: its households, or its value where that counts persons and is less.
fn persons(frames: &Frames<'_>, schema: &Schema, metric: &Metric, value: Expr) -> Expr {
    let households = match schema.id {
        // A household is in several months of a cohort.
        "cohorts" => col("households").max(),
        _ if schema.class("household").is_some() && frames.book.has_households() => col("household").drop_nulls().n_unique(),
        _ => lit(NULL),
    };
    let households = households.cast(DataType::Int64);
    let counts_persons = metric.unit == "persons" || matches!(&metric.measure, Measure::Distinct(column) if column == "organizer");
    if !counts_persons {
        return households;
    }
    let fewer = households.clone().is_null().or(value.clone().lt(households.clone()));
    when(fewer.and(value.clone().gt_eq(lit(0)))).then(value).otherwise(households)
}

fn read(frame: &DataFrame, by: Vec<String>, labels: &BTreeMap<String, Vec<String>>) -> Result<Figures> {
    let sizes = frame.column("size").map_err(failed)?.f64().map_err(failed)?.iter().flatten().fold(0.0, f64::max);
    if sizes > MOST {
        return Err(ErrorKind::Unsound { cause: "a sum does not fit 64 bits".to_owned() }.into());
    }
    let (values, persons) = (wholes_of(frame, "value")?, wholes_of(frame, "persons")?);
    let texts = by.iter().map(|name| texts_of(frame, name, labels.get(name))).collect::<Result<Vec<_>>>()?;
    let ranks: Vec<BTreeMap<&str, usize>> =
        by.iter().map(|name| labels.get(name).into_iter().flatten().map(String::as_str).zip(0..).collect()).collect();
    let row = |row: usize| Figure {
        by: texts.iter().map(|column| column[row].clone()).collect(),
        value: values[row].map(Value::Whole),
        persons: persons[row],
    };
    let mut rows: Vec<Figure> = (0..frame.height()).map(row).collect();
    rows.sort_by_cached_key(|row| {
        let rank = |(text, ranks): (&Option<String>, &BTreeMap<&str, usize>)| {
            (text.is_none(), text.as_deref().and_then(|text| ranks.get(text).copied()), text.clone())
        };
        row.by.iter().zip(&ranks).map(rank).collect::<Vec<_>>()
    });
    Ok(Figures { by, rows, ..Figures::default() })
}

/// Returns one metric over another, group by group of the lower one.
fn ratio(above: Figures, below: Figures) -> Figures {
    let mut needs = above.needs.clone();
    needs.extend(below.needs.iter().filter(|table| !above.needs.contains(table)));
    let mut upper: BTreeMap<Vec<Option<String>>, Figure> = above.rows.into_iter().map(|row| (row.by.clone(), row)).collect();
    let divided = |row: Figure| {
        // A group without any row above is a count of 0, not an unknown one.
        let (above, persons) = upper.remove(&row.by).map_or((Some(Value::Whole(0)), None), |row| (row.value, row.persons));
        let value = above.zip(row.value).filter(|(_, below)| below.as_f64() != 0.0);
        let value = value.map(|(above, below)| Value::Ratio(above.as_f64() / below.as_f64()));
        Figure { value, persons: persons.into_iter().chain(row.persons).min(), ..row }
    };
    let rows = if needs.is_empty() { below.rows.into_iter().map(divided).collect() } else { Vec::new() };
    Figures { by: below.by, rows, needs, is_ratio: true }
}
