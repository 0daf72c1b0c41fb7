//! Measuring: a metric's rows, grouped and counted.

use crate::border::{failed, texts_of, wholes_of};
use crate::figures::{Figure, Figures, Value};
use crate::frames::{Frames, schema_named};
use crate::table::{self, Ask, Filter, Table};
use polars::prelude::*;
use std::collections::BTreeMap;
use yijin::headline::DIMENSIONS;
use yijin::metric::schema::{Class, Schema};
use yijin::metric::{Condition, Measure, Metric};
use yijin::suggest::did_you_mean;
use yijin::table::TableId;
use yijin::{ErrorKind, Metrics, Result};

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
    check_dimensions(schema, metric, frames)?;
    let needs = missing(frames, metrics, metric, schema);
    if !needs.is_empty() {
        return Ok(Figures { by, needs, ..Figures::default() });
    }
    let (filters, conditions) = filters(frames, schema, metric);
    let table = table::build(frames, schema, &Ask { by: &by, columns: columns(&by, schema, metric), filters: &filters })?;
    let rows = conditions.iter().fold(table.frame.clone(), |rows, (column, condition)| rows.filter(holds(&table, column, condition)));
    let grouped = if by.is_empty() {
        rows.select(measures(schema, metric))
    } else {
        rows.group_by(by.iter().map(|name| col(name.as_str())).collect::<Vec<_>>()).agg(measures(schema, metric))
    };
    read(&grouped.collect().map_err(failed)?, by, &table.labels)
}

fn check_dimensions(schema: &Schema, metric: &Metric, frames: &Frames<'_>) -> Result<()> {
    let question = frames.question;
    let asked = question.by.iter().chain(question.filters.iter().map(|(name, _)| name));
    let known: Vec<&str> = schema.all_columns().filter(|(_, class)| *class == Class::Dimension).map(|(name, _)| name).collect();
    asked.into_iter().find(|name| !known.contains(&name.as_str())).map_or(Ok(()), |name| {
        let hint = did_you_mean(name, known.iter().copied());
        let allowed = format!("those of {} (table {}): {}", metric.id, schema.id, known.join(", "));
        Err(ErrorKind::UnknownName { what: "dimension", found: name.clone(), allowed, hint }.into())
    })
}

/// Returns the names of the reference tables that a metric and the question's dimensions need and that were not given.
fn missing(frames: &Frames<'_>, metrics: &Metrics, metric: &Metric, schema: &Schema) -> Vec<&'static str> {
    let mut needs: Vec<TableId> = metrics.needs(metric);
    needs.extend(schema.needs_of(frames.question.by.iter().map(String::as_str)));
    needs.sort_unstable();
    needs.dedup();
    needs.into_iter().filter(|table| !frames.book.has(*table)).map(TableId::name).collect()
}

/// Returns the question's filters with those conditions that lines themselves are asked for, and the other conditions.
pub fn filters<'m>(frames: &Frames<'_>, schema: &Schema, metric: &'m Metric) -> (Vec<Filter>, Vec<(&'m str, &'m Condition)>) {
    let of_lines = |name: &str| schema.of_lines && DIMENSIONS.iter().any(|(dimension, _)| *dimension == name);
    let mut filters = frames.question.filters.clone();
    let mut others = Vec::new();
    for (name, condition) in &metric.conditions {
        if of_lines(name) {
            filters.push((name.clone(), condition.is.iter().cloned().map(Some).collect()));
        } else {
            others.push((name.as_str(), condition));
        }
    }
    (filters, others)
}

/// Returns the columns that a table must have for a metric.
pub fn columns<'c>(by: &'c [String], schema: &Schema, metric: &'c Metric) -> Vec<&'c str> {
    let household = schema.class("household").map(|_| "household");
    let mut columns: Vec<&str> = by.iter().map(String::as_str).chain(metric.columns()).chain(household).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Returns whether a row's value meets a condition.
pub fn holds(table: &Table, column: &str, condition: &Condition) -> Expr {
    let value = || col(column);
    if !condition.is.is_empty() {
        return table.is_one_of(column, condition.is.iter().map(|text| Some(text.as_str())));
    }
    let min = condition.min.map(|min| value().gt_eq(lit(min)));
    let max = condition.max.map(|max| value().lt_eq(lit(max)));
    min.into_iter().chain(max).reduce(Expr::and).unwrap_or_else(|| lit(true))
}

/// Returns what is computed of each group: `value`, `size` (as a float, of a sum) and `persons`.
pub fn measures(schema: &Schema, metric: &Metric) -> Vec<Expr> {
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
    let persons = schema.class("household").map_or_else(|| lit(NULL), |_| col("household").drop_nulls().n_unique());
    vec![value.cast(DataType::Int64).alias("value"), size.alias("size"), persons.cast(DataType::Int64).alias("persons")]
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
    Ok(Figures { by, rows, needs: Vec::new() })
}

/// Returns one metric over another, group by group of the lower one.
fn ratio(above: Figures, below: Figures) -> Figures {
    let mut needs = above.needs.clone();
    needs.extend(below.needs.iter().filter(|table| !above.needs.contains(table)));
    let mut upper: BTreeMap<Vec<Option<String>>, Figure> = above.rows.into_iter().map(|row| (row.by.clone(), row)).collect();
    let divided = |row: Figure| {
        // A group without any row above is a count of 0, not an unknown one.
        let above = upper.remove(&row.by).map_or(Some(Value::Whole(0)), |row| row.value);
        let value = above.zip(row.value).filter(|(_, below)| below.as_f64() != 0.0);
        Figure { value: value.map(|(above, below)| Value::Ratio(above.as_f64() / below.as_f64())), ..row }
    };
    let rows = if needs.is_empty() { below.rows.into_iter().map(divided).collect() } else { Vec::new() };
    Figures { by: below.by, rows, needs }
}
