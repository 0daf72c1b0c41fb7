//! Whether households come back and supply relations last.
//!
//! Days and months are those of the campaign. A month of which no day lies in a stage is no campaign month, so that November 2019 and January 2020 are
//! neighbours; what is bought between stages counts as a purchase all the same.

mod churn;
mod household;
mod month;
mod second_purchase;
mod supply;

pub use churn::Buyers;
pub use second_purchase::{Group, SecondPurchase};
pub use supply::Supply;

use crate::book::Book;
use crate::calendar::Day;
use crate::error::{ErrorKind, Result};
use crate::evaluate::{check_level, refused};
use crate::headline::{Dimension, Question, Scope};
use crate::progress::Progress;
use crate::rows::{Column, Rows};
use crate::table::TableId;
use household::Households;
use month::Months;
use serde::Serialize;
use std::collections::BTreeMap;

/// After so many lines a long pass looks whether it is to stop.
const LOOK: usize = 1 << 20;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The dimension of the first purchase by which households are compared.
    pub by: Option<&'a str>,
    /// How many campaign months without a line end a supply relation.
    pub silence: u32,
    /// The intervals' level.
    pub level: f64,
    /// The day up to which purchases and refunds are known; the campaign's last where absent.
    pub as_of: Option<Day>,
}

/// What was found; a part for which something is missing is `None` and names it in `needs`.
#[derive(Debug, Serialize)]
pub struct Loyalty {
    /// The day up to which purchases and refunds are known.
    pub as_of: Day,
    /// The last day on which a purchase could have counted.
    pub last_day: Day,
    /// From the first purchase to the second.
    pub second_purchase: Option<SecondPurchase>,
    /// How long supply relations last.
    pub supply: Option<Supply>,
    /// The buyers of each campaign month that has begun.
    pub churn: Option<Vec<Buyers>>,
    /// For each part that is missing, what it needs.
    pub needs: BTreeMap<&'static str, &'static str>,
}

impl Loyalty {
    /// Returns what was found as JSON.
    ///
    /// # Errors
    /// [`ErrorKind::Unsound`] where it cannot be written, which never is.
    pub fn to_json(&self) -> Result<serde_json::Value> {
        serde_json::to_value(self).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
    }
}

/// The columns of the lines, 0 where a value is missing.
struct Lines {
    days: Vec<u32>,
    households: Vec<u32>,
    enterprises: Vec<u32>,
    counties: Vec<u32>,
    /// The values of the dimension by which households are compared; empty where there is none.
    values: Vec<u32>,
    labels: Vec<String>,
}

impl Book {
    /// Returns whether households come back and supply relations last, in one pass over the lines that qualify.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] for a silence of 0, a level that is not between 0 and 1, and a dimension of too many values; [`ErrorKind::UnknownName`] and
    /// [`ErrorKind::NeedsTable`] for a dimension that does not exist or was not given; as [`Book::lines`].
    pub fn loyalty(&self, asked: &Asked<'_>, progress: &Progress) -> Result<Loyalty> {
        check_level(asked.level)?;
        if asked.silence == 0 {
            return Err(refused("silence", "1 month or more", asked.silence));
        }
        let question = Question { as_of: asked.as_of, ..Question::default() };
        let scope = Scope::new(&question, self.campaign())?;
        let months = Months::of(self.campaign(), scope.to);
        let with_products = self.has(TableId::Products);
        let lines = self.loyalty_lines(&question, asked.by, with_products, progress)?;
        let mut needs = BTreeMap::new();
        let households = if self.has_households() {
            Some(Households::of(&lines, &months, progress)?)
        } else {
            needs.extend([("second_purchase", "ledger.household_id"), ("churn", "ledger.household_id")]);
            None
        };
        let lacking = if with_products { self.lacks("enterprise") } else { Some(TableId::Products.name()) };
        let supply = if let Some(name) = lacking {
            needs.insert("supply", name);
            None
        } else {
            Some(supply::supply(&lines, &months, asked.silence, asked.level, progress)?)
        };
        let of_first = asked.by.map(|_| lines.labels.as_slice());
        let second_purchase = households.as_ref().map(|all| second_purchase::second_purchase(all, &months, of_first, asked.level));
        let churn = households.as_ref().map(|all| churn::churn(all, &months, asked.level)).transpose()?;
        Ok(Loyalty { as_of: scope.as_of, last_day: scope.to, second_purchase: second_purchase.transpose()?, supply, churn, needs })
    }

    fn loyalty_lines(&self, question: &Question, by: Option<&str>, with_products: bool, progress: &Progress) -> Result<Lines> {
        if let Some(by) = by {
            Dimension::new(by, self.inquiry(progress).sources, false)?;
        }
        let of_supply: &[&str] = if with_products { &["enterprise", "origin_county"] } else { &[] };
        let names: Vec<&str> = ["day", "household"].into_iter().chain(of_supply.iter().copied()).chain(by).collect();
        let Rows { columns, .. } = self.lines(question, &names, progress)?;
        let mut columns = columns.into_iter().map(|(_, column)| codes(column));
        let mut next = |is: bool| if is { columns.next().unwrap_or_default() } else { Default::default() };
        let ((days, _), (households, _)) = (next(true), next(true));
        let ((enterprises, _), (counties, _)) = (next(with_products), next(with_products));
        let (values, labels) = next(by.is_some());
        Ok(Lines { days, households, enterprises, counties, values, labels })
    }
}

/// Returns the codes of a column, and their labels.
fn codes(column: Column) -> (Vec<u32>, Vec<String>) {
    match column {
        Column::Coded(coded) => (coded.codes, coded.labels),
        Column::Member(codes) => (codes, Vec::new()),
        Column::Whole(_) | Column::Day(_) => Default::default(),
    }
}
