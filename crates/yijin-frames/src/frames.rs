//! A book's frames: what a question is asked of.

use crate::border::{batch, coded, spelt, texts_of, wholes_of};
use crate::figures::Figures;
use crate::measure::{self, Sieve};
use crate::table::{self, Ask, Table};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use polars::prelude::LazyFrame;
use std::sync::Arc;
use yijin::headline::Scope;
use yijin::metric::schema::{self, Class, Schema};
use yijin::suggest::did_you_mean;
use yijin::table::TableId;
use yijin::{Book, ErrorKind, Metrics, Progress, Question, Result};

/// A book under one question: its days and filters hold for every figure.
pub struct Frames<'a> {
    pub(crate) book: &'a Book,
    pub(crate) question: &'a Question,
    pub(crate) scope: Scope,
    pub(crate) progress: &'a Progress,
    pub(crate) metrics: Metrics,
}

impl<'a> Frames<'a> {
    /// Returns the frames of a book under a question.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] where the question's first day comes after its last.
    pub fn new(book: &'a Book, question: &'a Question, progress: &'a Progress) -> Result<Self> {
        let scope = Scope::new(question, book.campaign())?;
        Ok(Self { book, question, scope, progress, metrics: Metrics::with(&book.campaign().metrics) })
    }

    /// Returns the figures of a metric by the question's dimensions. Where a table is missing, there are no figures, and its name stands in `needs`.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`] for a metric that does not exist, or a dimension that its table does not have; as [`Book::lines`].
    pub fn metric(&self, id: &str) -> Result<Figures> {
        measure::figures(self, &self.metrics, self.metrics.named(id)?)
    }

    /// Returns a table that metrics measure: texts, and whole numbers. Of `lines` and `households` it has the question's dimensions and the numbers.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`], [`ErrorKind::NeedsTable`], and as [`Book::lines`].
    pub fn table(&self, id: &str) -> Result<RecordBatch> {
        let schema = schema_named(id)?;
        if let Some(table) = schema.needs.iter().find(|table| !self.book.has(**table)) {
            return Err(ErrorKind::NeedsTable { what: format!("the table {id}"), table: table.name() }.into());
        }
        if let Some(column) = schema.members.iter().find_map(|member| self.book.lacks(member)) {
            return Err(ErrorKind::NeedsTable { what: format!("the table {id}"), table: column }.into());
        }
        measure::check_dimensions(schema, &format!("the table {id}"), self.question)?;
        let sieve = Sieve::of_question(self, schema);
        if let Some(table) = schema.needs_of(sieve.columns()).into_iter().find(|table| !self.book.has(*table)) {
            return Err(ErrorKind::NeedsTable { what: format!("the table {id}"), table: table.name() }.into());
        }
        let own = schema.columns.iter().filter(|(_, class)| *class != Class::Member).map(|(name, _)| *name);
        let by = self.question.by.iter().map(String::as_str).filter(|name| schema.of_lines && own.clone().all(|own| own != *name));
        let columns: Vec<&str> = by.chain(own.clone()).collect();
        let ask = Ask { by: &self.question.by, columns: columns.clone(), filters: &sieve.filters, kept: &sieve.kept };
        shown(&table::build(self, schema, &ask)?, schema, &columns)
    }

    /// Returns columns of the lines in the question's days that pass the filters, texts as codes.
    pub(crate) fn lines(&self, columns: &[&str], filters: &[table::Filter]) -> Result<Table> {
        let question = Question { filters: filters.to_vec(), ..self.question.clone() };
        coded(self.book.lines(&question, columns, self.progress)?)
    }

    /// Returns these columns of the lines that pass the filters and are kept.
    pub(crate) fn lines_kept(&self, columns: &[&str], ask: &Ask<'_>) -> Result<Table> {
        let mut columns: Vec<&str> = columns.iter().copied().chain(ask.kept.iter().map(|(name, _)| name.as_str())).collect();
        columns.sort_unstable();
        columns.dedup();
        Ok(self.lines(&columns, ask.filters)?.passing(ask.kept))
    }

    /// Returns columns of all lines from the campaign's first day to the scope's last, whatever the question's first day and filters.
    pub(crate) fn lines_so_far(&self, columns: &[&str]) -> Result<Table> {
        let all = Question { from: None, within: false, filters: Vec::new(), ..self.question.clone() };
        Frames::new(self.book, &all, self.progress)?.lines(columns, &[])
    }

    /// Returns columns of a reference table, texts as texts.
    pub(crate) fn reference(&self, table: TableId, columns: &[&str]) -> Result<LazyFrame> {
        spelt(self.book.reference(table, columns)?)
    }
}

/// Returns the table of this name.
///
/// # Errors
/// [`ErrorKind::UnknownName`], with the nearest.
pub fn schema_named(id: &str) -> Result<&'static Schema> {
    schema::named(id).ok_or_else(|| {
        let names = schema::TABLES.map(|schema| schema.id);
        let hint = did_you_mean(id, names);
        ErrorKind::UnknownName { what: "table", found: id.to_owned(), allowed: names.join(", "), hint }.into()
    })
}

/// Returns these columns of a table, texts and whole numbers.
fn shown(table: &Table, schema: &Schema, names: &[&str]) -> Result<RecordBatch> {
    let frame = table.collect()?;
    let column = |name: &&str| -> Result<(String, ArrayRef)> {
        let array: ArrayRef = if schema.class(name) == Some(Class::Number) {
            Arc::new(Int64Array::from(wholes_of(&frame, name)?))
        } else {
            Arc::new(StringArray::from(texts_of(&frame, name, table.labels.get(*name))?))
        };
        Ok(((*name).to_owned(), array))
    };
    batch(names.iter().map(column).collect::<Result<Vec<_>>>()?)
}
