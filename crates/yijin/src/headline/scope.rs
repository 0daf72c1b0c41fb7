//! The scope of a question: which lines, until when, by what.

use crate::calendar::Day;
use crate::campaign::Campaign;
use crate::error::{ErrorKind, Result};

/// What is asked of a book. The default asks for the whole campaign in one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The day whose knowledge counts: later lines and refunds are left out. The campaign's last day where absent.
    pub as_of: Option<Day>,
    /// The first day of order dates; the campaign's first where absent.
    pub from: Option<Day>,
    /// The last day of order dates; `as_of` where absent.
    pub to: Option<Day>,
    /// The dimensions, in the order of the columns.
    pub by: Vec<String>,
    /// For each filtered dimension, its values; `None` is the missing value.
    pub filters: Vec<(String, Vec<Option<String>>)>,
    /// Whether the question is about a period, which `from` and `to` or a filter name.
    pub within: bool,
    /// Whether each period of a dimension of time counts from the campaign's start to the period's end.
    pub cumulative: bool,
}

/// The dimensions whose values are periods.
const PERIODS: [&str; 4] = ["stage", "month", "quarter", "week"];

impl Question {
    /// Returns whether the question is about a period, and not about all lines from the campaign's start.
    #[must_use]
    pub fn is_within(&self) -> bool {
        self.within || self.from.is_some() || self.to.is_some()
    }

    /// Returns the question, checked against a period by name: `cumulative` (from the campaign's start, so without a range) or `within`
    /// (a range, or a filter on a stage, month, quarter or week).
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] where the two do not go together.
    pub fn in_period(self, period: &str) -> Result<Self> {
        let ranged = self.from.is_some() || self.to.is_some();
        let filtered = self.filters.iter().any(|(name, _)| PERIODS.contains(&name.as_str()));
        let expected = match period {
            "cumulative" if ranged => "within where a first or last day is given",
            "within" if !ranged && !filtered => "a first and last day, or a filter on stage, month, quarter or week, beside within",
            "cumulative" | "within" => return Ok(Self { within: period == "within", ..self }),
            _ => "cumulative or within",
        };
        Err(ErrorKind::BadOption { option: "period", expected: expected.to_owned(), found: period.to_owned() }.into())
    }

    /// Checks that the question names each dimension once.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] for the first that it names again.
    pub fn check_once(&self) -> Result<()> {
        let again = self.by.iter().enumerate().find(|(place, name)| self.by[..*place].contains(name));
        again.map_or(Ok(()), |(_, name)| {
            Err(ErrorKind::BadOption { option: "by", expected: "each dimension once".to_owned(), found: name.clone() }.into())
        })
    }
}

/// A question's days, settled against the campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The day whose knowledge counts.
    pub as_of: Day,
    /// The first day of order dates.
    pub from: Day,
    /// The last day of order dates.
    pub to: Day,
}

impl Scope {
    /// Returns the scope of a question in a campaign.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] where the first day comes after the last.
    pub fn new(question: &Question, campaign: &Campaign) -> Result<Self> {
        let as_of = question.as_of.unwrap_or(campaign.window.end);
        let from = question.from.unwrap_or(campaign.window.start).max(campaign.window.start);
        let to = question.to.unwrap_or(as_of).min(as_of).min(campaign.window.end);
        if let (Some(from), Some(to)) = (question.from, question.to)
            && to < from
        {
            return Err(ErrorKind::BadOption {
                option: "end (--to)",
                expected: format!("a day on or after {from}"),
                found: to.to_string(),
            }
            .into());
        }
        Ok(Self { as_of, from, to })
    }
}
