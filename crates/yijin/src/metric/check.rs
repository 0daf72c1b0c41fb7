//! What a metric of a campaign file may say.

use super::schema::{self, Class, Schema, TABLES};
use super::{Condition, Measure, Metric};
use crate::campaign::document::Fault;
use crate::campaign::{Campaign, known};
use crate::cell::Cell;
use crate::clean::vocabulary::Words;

/// Checks that the metric at a place of the campaign's file can be meant; `before` are the metrics that it may build on.
pub(crate) fn check(place: usize, metric: &Metric, before: &[Metric], campaign: &Campaign) -> Result<(), Fault> {
    let path = |part: &[&str]| -> Vec<String> {
        ["metric".to_owned(), place.to_string()].into_iter().chain(part.iter().map(|step| String::from(*step))).collect()
    };
    if metric.id.is_empty() || metric.id.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
        return Err(Fault::new(&path(&["id"]), "an id of letters without spaces", format!("{:?}", metric.id)));
    }
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
        let path = path(&["where", column]);
        check_condition(&path, schema, column, condition)?;
        check_values(&path, column, condition, campaign)?;
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
    }?;
    match (condition.min, condition.max) {
        (Some(min), Some(max)) if min > max => Err(Fault::new(path, "a min of at most the max", format!("{column} from {min} to {max}"))),
        _ => Ok(()),
    }
}

/// Refuses a value that is no word of a column's vocabulary, or no stage of the campaign: no row would ever have it.
fn check_values(path: &[String], column: &str, condition: &Condition, campaign: &Campaign) -> Result<(), Fault> {
    let tables = campaign.tables();
    let vocabulary = schema::vocabulary(column).and_then(|name| tables.vocabulary(name));
    let names: Vec<&str> = match vocabulary {
        Some(vocabulary) => vocabulary.keys().map(String::as_str).collect(),
        None if column == "stage" => campaign.stages.iter().map(|stage| stage.id.as_str()).collect(),
        None => return Ok(()),
    };
    let words = vocabulary.map(Words::new);
    let is_word = |value: &str| words.as_ref().is_some_and(|words| matches!(words.code(&Cell::Text(value)), Ok(Some(_))));
    let mut unknown = condition.is.iter().enumerate().filter(|(_, value)| !is_word(value));
    unknown.try_for_each(|(place, value)| {
        let path = [path, &["is".to_owned(), place.to_string()]].concat();
        known(&path, &format!("a value of {column}"), value, &names)
    })
}

fn check_column(path: &[String], schema: &Schema, column: &str, classes: &[Class]) -> Result<(), Fault> {
    let names: Vec<&str> = schema.all_columns().filter(|(_, class)| classes.contains(class)).map(|(name, _)| name).collect();
    let expected = if classes.contains(&Class::Number) { "a number of" } else { "a dimension of" };
    known(path, &format!("{expected} {}", schema.id), column, &names)
}
