//! The tables that metrics measure ([`yijin::metric::schema`]), each made from lines and reference tables.

mod activities;
mod associations;
mod cohorts;
mod communities;
mod enterprises;
mod first_purchases;
mod households;
mod lines;
mod relations;
mod reports;
mod suppliers;

use crate::border::failed;
use crate::frames::Frames;
use polars::prelude::*;
use std::collections::BTreeMap;
use yijin::metric::Schema;
use yijin::{ErrorKind, Result};

/// A dimension and its admitted values; `None` is the missing value.
pub type Filter = (String, Vec<Option<String>>);

/// What is asked of a table.
pub struct Ask<'a> {
    /// The dimensions that rows are grouped by.
    pub by: &'a [String],
    /// The columns that are looked at.
    pub columns: Vec<&'a str>,
    /// What lines must have, by dimensions of the headline: their values are checked.
    pub filters: &'a [Filter],
    /// What rows must have, of lines beside the filters: a value that does not occur is nobody's.
    pub kept: &'a [Filter],
}

/// The rows of a table.
pub struct Table {
    /// The rows; texts are texts, or codes from 1 where there are labels.
    pub frame: LazyFrame,
    /// For each column of codes, the texts.
    pub labels: BTreeMap<String, Vec<String>>,
}

impl Table {
    /// Returns a table whose texts are texts.
    pub fn spelt(frame: LazyFrame) -> Self {
        Self { frame, labels: BTreeMap::new() }
    }

    /// Returns the rows, computed.
    pub fn collect(&self) -> Result<DataFrame> {
        self.frame.clone().collect().map_err(failed)
    }

    /// Returns whether a row's text is one of these.
    pub fn is_one_of<'t>(&self, column: &str, texts: impl Iterator<Item = Option<&'t str>>) -> Expr {
        let labels = self.labels.get(column);
        let is = |text: Option<&str>| match (text, labels) {
            (None, _) => Some(col(column).is_null()),
            (Some(text), None) => Some(col(column).eq(lit(text.to_owned())).fill_null(false)),
            (Some(text), Some(labels)) => {
                let code = labels.iter().position(|label| label == text)? as u32 + 1;
                Some(col(column).eq(lit(code)).fill_null(false))
            }
        };
        texts.filter_map(is).reduce(Expr::or).unwrap_or_else(|| lit(false))
    }

    /// Returns the rows that pass these filters.
    pub fn rows_passing(&self, filters: &[Filter]) -> LazyFrame {
        filters
            .iter()
            .fold(self.frame.clone(), |frame, (name, values)| frame.filter(self.is_one_of(name, values.iter().map(Option::as_deref))))
    }

    /// Returns the table of the rows that pass these filters.
    pub fn passing(self, filters: &[Filter]) -> Self {
        Self { frame: self.rows_passing(filters), ..self }
    }
}

/// Returns the rows of a table for what is asked of it.
///
/// # Errors
/// As [`yijin::Book::lines`].
pub fn build(frames: &Frames<'_>, schema: &Schema, ask: &Ask<'_>) -> Result<Table> {
    match schema.id {
        "lines" => lines::build(frames, ask),
        "households" => households::build(frames, ask),
        "first_purchases" => Ok(first_purchases::build(frames)?.passing(ask.kept)),
        "cohorts" => Ok(cohorts::build(frames)?.passing(ask.kept)),
        "relations" => Ok(relations::build(frames)?.passing(ask.kept)),
        "communities" => Ok(communities::build(frames)?.passing(ask.kept)),
        "suppliers" => Ok(suppliers::build(frames)?.passing(ask.kept)),
        "activities" => Ok(activities::build(frames)?.passing(ask.kept)),
        "association_years" => Ok(associations::years(frames)?.passing(ask.kept)),
        "associations" => Ok(associations::build(frames)?.passing(ask.kept)),
        "enterprises" => Ok(enterprises::build(frames)?.passing(ask.kept)),
        "reports" => Ok(reports::build(frames)?.passing(ask.kept)),
        other => Err(ErrorKind::Unsound { cause: format!("the table {other} is not made") }.into()),
    }
}

/// Returns a flag as the text that tables show.
fn flag(is: Expr) -> Expr {
    when(is).then(lit("true")).otherwise(lit("false"))
}
