//! The qualifying lines of a question.

use super::{Coded, Column, Rows};
use crate::book::Book;
use crate::calendar::Day;
use crate::error::{ErrorKind, Result};
use crate::fold::chunk::Chunk;
use crate::fold::{Facts, Names};
use crate::headline::tally::{self, Net};
use crate::headline::{DIMENSIONS, Dimension, Inquiry, Question};
use crate::progress::{Phase, Progress};
use rayon::prelude::*;
use std::sync::atomic::Ordering;

/// Where a column's values come from.
enum From {
    Dimension(Dimension),
    Order,
    Household,
    Organizer,
    Activity,
    /// For each product, the first day on which its origin is not, or no longer, on the list of 832.
    Listed(Vec<Option<Day>>),
    MassKnown,
    Quantity,
    Amount,
    Mass,
    Sheet,
    Row,
}

/// A line where it stands.
struct At<'a> {
    net: &'a Net,
    facts: &'a Facts,
    order: u128,
    chunk: &'a Chunk,
}

/// The values of a column in one chunk or in all.
enum Values {
    Codes(Vec<u32>),
    Whole(Vec<Option<i64>>),
    Orders(Vec<u128>),
}

impl Book {
    /// Returns the lines that qualify in the scope of a question and pass its filters, in the order of the exports: these columns of the table
    /// `lines` ([`crate::metric::schema`]). What is left of each line after its refunds stands in `amount_fen` (fen) and `mass_g` (grams, missing
    /// where the mass is not known), and in `quantity` (millionths of the row's own unit); `sheet` and `row` say where the line stands: the sheet's number
    /// in the book, from 1, and the row as the user sees it.
    ///
    /// # Errors
    /// As [`Book::headline`]; [`ErrorKind::UnknownName`] for a column that lines do not have.
    pub fn lines(&self, question: &Question, columns: &[&str], progress: &Progress) -> Result<Rows> {
        self.pool.install(|| self.inquiry(progress).line_rows(question, columns))
    }
}

impl Inquiry<'_> {
    fn line_rows(&self, question: &Question, columns: &[&str]) -> Result<Rows> {
        let question = Question { by: Vec::new(), cumulative: false, ..question.clone() };
        let (plan, lines) = (self.plan(&question)?, self.lines);
        let from = columns.iter().map(|column| self.from(column)).collect::<Result<Vec<From>>>()?;
        let with_orders = from.iter().any(|from| matches!(from, From::Order));
        self.progress.begin(Phase::Folding, lines.lines());
        let of_chunk = |facts: &mut Facts, number: usize| -> Result<Vec<Values>> {
            self.progress.check()?;
            let chunk = lines.chunk(number)?;
            chunk.unpack(facts);
            let keys = if with_orders { Some(lines.keys(number)?) } else { None };
            let mut values: Vec<Values> = from.iter().map(From::none).collect();
            tally::visit(facts, &self.settled.excluded[number], &self.settled.returns[number], &plan, |net| {
                let order = keys.as_ref().map_or(0, |keys| keys.get(net.index).0);
                let line = At { net, facts, order, chunk: &chunk };
                values.iter_mut().zip(&from).for_each(|(values, from)| values.push(from, &line));
            });
            self.progress.done.fetch_add(facts.date.len() as u64, Ordering::Relaxed);
            Ok(values)
        };
        let chunks: Vec<usize> = (0..lines.chunks()).filter(|&number| lines.is_of_lines(number)).collect();
        let parts = chunks.into_par_iter().map_init(Facts::default, of_chunk).collect::<Result<Vec<_>>>()?;
        let mut all: Vec<Values> = from.iter().map(From::none).collect();
        for part in parts {
            all.iter_mut().zip(part).for_each(|(all, values)| all.append(values));
        }
        let len = all.first().map_or(0, Values::len);
        let columns = columns.iter().zip(from).zip(all).map(|((name, from), values)| ((*name).to_owned(), self.column(from, values)));
        Ok(Rows { columns: columns.collect(), len })
    }

    fn from(&self, column: &str) -> Result<From> {
        Ok(match column {
            "order" => From::Order,
            "household" => From::Household,
            "organizer" => From::Organizer,
            "activity" => From::Activity,
            "is_832_on_date" => From::Listed(self.sources.listed_until()),
            "mass_known" => From::MassKnown,
            "quantity" => From::Quantity,
            "amount_fen" => From::Amount,
            "mass_g" => From::Mass,
            "sheet" => From::Sheet,
            "row" => From::Row,
            _ if DIMENSIONS.iter().any(|(name, _)| *name == column) => From::Dimension(Dimension::new(column, self.sources, false)?),
            _ => {
                let own = "order, household, organizer, activity, is_832_on_date, mass_known, quantity, amount_fen, mass_g, sheet, row";
                let allowed = format!("a dimension or {own}");
                return Err(
                    ErrorKind::UnknownName { what: "column of lines", found: column.to_owned(), allowed, hint: String::new() }.into()
                );
            }
        })
    }

    fn column(&self, from: From, values: Values) -> Column {
        let members = self.sources.members;
        let coded = |labels: Vec<String>, codes| Column::Coded(Coded { labels, codes });
        let names = |names: &Names| names.values().iter().map(ToString::to_string).collect();
        match (from, values) {
            (_, Values::Whole(values)) => Column::Whole(values),
            (_, Values::Orders(orders)) => Column::Member(ranks(orders)),
            (From::Dimension(dimension), Values::Codes(codes)) => coded(dimension.into_labels(), codes),
            (From::Organizer, Values::Codes(codes)) => coded(members.organizers.values().iter().map(ToString::to_string).collect(), codes),
            (From::Activity, Values::Codes(codes)) => coded(names(&members.activities), codes),
            (From::Listed(_) | From::MassKnown, Values::Codes(codes)) => coded(vec!["false".to_owned(), "true".to_owned()], codes),
            (_, Values::Codes(codes)) => Column::Member(codes),
        }
    }
}

impl From {
    fn none(&self) -> Values {
        match self {
            Self::Order => Values::Orders(Vec::new()),
            Self::Quantity | Self::Amount | Self::Mass => Values::Whole(Vec::new()),
            _ => Values::Codes(Vec::new()),
        }
    }

    /// Returns the number of a line.
    fn whole(&self, net: &Net) -> Option<i64> {
        match self {
            Self::Quantity => Some(net.quantity),
            Self::Mass => net.mass,
            _ => Some(net.amount),
        }
    }

    /// Returns the code of a line's value.
    fn code(&self, &At { net, facts, chunk, .. }: &At<'_>) -> u32 {
        let flag = |is: bool| u32::from(is) + 1;
        match self {
            Self::Dimension(dimension) => dimension.code(&net.traits),
            Self::Organizer => facts.organizer[net.index],
            Self::Activity => facts.activity[net.index],
            Self::Listed(until) => until[net.traits.product as usize].map_or(0, |until| flag(net.traits.day < until.to_epoch())),
            Self::MassKnown => flag(net.mass.is_some()),
            Self::Sheet => chunk.sheet() + 1,
            Self::Row => chunk.place(net.index).row,
            _ => net.household,
        }
    }
}

impl Values {
    fn push(&mut self, from: &From, line: &At<'_>) {
        match self {
            Self::Orders(orders) => orders.push(line.order),
            Self::Whole(values) => values.push(from.whole(line.net)),
            Self::Codes(codes) => codes.push(from.code(line)),
        }
    }

    fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Codes(mine), Self::Codes(mut theirs)) => mine.append(&mut theirs),
            (Self::Whole(mine), Self::Whole(mut theirs)) => mine.append(&mut theirs),
            (Self::Orders(mine), Self::Orders(mut theirs)) => mine.append(&mut theirs),
            _ => {}
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Codes(codes) => codes.len(),
            Self::Whole(values) => values.len(),
            Self::Orders(orders) => orders.len(),
        }
    }
}

/// Returns the rank of each order among the distinct ones, from 1.
fn ranks(orders: Vec<u128>) -> Vec<u32> {
    let mut distinct = orders.clone();
    distinct.par_sort_unstable();
    distinct.dedup();
    orders.into_par_iter().map(|order| distinct.binary_search(&order).map_or(0, |rank| rank as u32 + 1)).collect()
}
