//! What a metric of a campaign file may say.

use super::schema::{self, Class, Schema, TABLES};
use super::{Condition, Measure, Metric};
use crate::campaign::document::Fault;
use crate::campaign::known;

/// Checks that the metric at a place of the file can be meant; `before` are the metrics that it may build on.
pub(crate) fn check(place: usize, metric: &Metric, before: &[Metric]) -> Result<(), Fault> {
    let path = |part: &[&str]| -> Vec<String> {
        ["metric".to_owned(), place.to_string()].into_iter().chain(part.iter().map(|step| String::from(*step))).collect()
    };
    if before.iter().any(|other| other.id == metric.id) {
        return Err(Fault::new(&path(&["id"]), "metrics of different ids", format!("metric {} twice", metric.id)));
    }
    if let Measure::Ratio(parts) = &metric.measure {
        return check_ratio(&path, metric, parts, before);
    }
    let names = TABLES.map(|schema| schema.id);
    let Some(table) = metric.table.as_deref() else {
        return Err(Fault::new(&path(&["id"]), "the table that is measured", format!("metric {} without one", metric.id)));
    };
    known(&path(&["table"]), "a table that metrics measure", table, &names)?;
    let Some(schema) = schema::named(table) else { return Ok(()) };
    for (column, condition) in &metric.conditions {
        check_condition(&path(&["where", column]), schema, column, condition)?;
    }
    match &metric.measure {
        Measure::Distinct(column) => check_column(&path(&["measure"]), schema, column, &[Class::Dimension, Class::Member]),
        Measure::Sum(column) => check_column(&path(&["measure"]), schema, column, &[Class::Number]),
        Measure::Count | Measure::Ratio(_) => Ok(()),
    }
}

fn check_ratio(path: &impl Fn(&[&str]) -> Vec<String>, metric: &Metric, parts: &[String; 2], before: &[Metric]) -> Result<(), Fault> {
    if metric.table.is_some() || !metric.conditions.is_empty() {
        return Err(Fault::new(&path(&["measure"]), "a ratio of two metrics, without a table or conditions of its own", &metric.id));
    }
    let whole: Vec<&str> = before.iter().filter(|it| !matches!(it.measure, Measure::Ratio(_))).map(|it| it.id.as_str()).collect();
    parts.iter().try_for_each(|part| known(&path(&["measure"]), "two metrics before it that are no ratios", part, &whole))
}

fn check_condition(path: &[String], schema: &Schema, column: &str, condition: &Condition) -> Result<(), Fault> {
    let bounded = condition.min.is_some() || condition.max.is_some();
    match (condition.is.is_empty(), bounded) {
        (false, false) => check_column(path, schema, column, &[Class::Dimension]),
        (true, true) => check_column(path, schema, column, &[Class::Number]),
        _ => Err(Fault::new(path, "either is = [values] or min and max", column)),
    }
}

fn check_column(path: &[String], schema: &Schema, column: &str, classes: &[Class]) -> Result<(), Fault> {
    let names: Vec<&str> = schema.all_columns().filter(|(_, class)| classes.contains(class)).map(|(name, _)| name).collect();
    let expected = if classes.contains(&Class::Number) { "a number of" } else { "a dimension of" };
    known(path, &format!("{expected} {}", schema.id), column, &names)
}
