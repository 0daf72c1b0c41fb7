//! What to generate: the plan, and the sizes of the tables that follow from it.

use crate::error::Error;
use std::str::FromStr;

/// What a campaign is to be like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The number of purchased lines; refunds (2 %), repeated rows (0.1 %) and faulty rows come on top.
    pub lines: u64,
    /// The seed: one plan always gives the same bytes.
    pub seed: u64,
    /// The format of the files.
    pub format: Format,
    /// How dirty the files are, from 0 (only repeated rows) to 1.
    pub mess: f64,
}

/// The format of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with a byte order mark, Chinese headers.
    Csv,
    /// Workbooks, Chinese headers.
    Xlsx,
    /// Parquet, English headers.
    Parquet,
    /// Another format from month to month, and from table to table.
    Mixed,
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            "parquet" => Ok(Self::Parquet),
            "mixed" => Ok(Self::Mixed),
            _ => Err(Error::BadPlan { option: "format", expected: "csv, xlsx, parquet or mixed", found: text.to_owned() }),
        }
    }
}

/// How many lines a plan may have: order numbers have eight digits a month.
const MOST_LINES: u64 = 1_000_000_000;

impl Plan {
    /// Returns the plan itself where it can be carried out.
    pub(crate) fn checked(&self) -> Result<&Self, Error> {
        if self.lines == 0 || self.lines > MOST_LINES {
            return Err(Error::BadPlan { option: "lines", expected: "a number from 1 to 1000000000", found: self.lines.to_string() });
        }
        if !(0.0..=1.0).contains(&self.mess) {
            return Err(Error::BadPlan { option: "mess", expected: "a number from 0 to 1", found: self.mess.to_string() });
        }
        Ok(self)
    }

    /// Returns how many rows each fault has: none without mess, else at least one.
    pub(crate) fn faults(&self, rows: u64) -> u64 {
        if self.mess > 0.0 { ((rows as f64 * self.mess * 0.001).round() as u64).max(1) } else { 0 }
    }

    pub(crate) fn scale(&self) -> Scale {
        let fit = |per: u64, least: u64, most: u64| (self.lines / per).clamp(least, most) as u32;
        let products = fit(50, 200, 4_000);
        let communities = fit(800, 30, 12_000);
        Scale {
            households: (self.lines as f64 * 0.024) as u32 + 50,
            communities,
            enterprises: (communities / 25).clamp(8, 480),
            products,
            suppliers: products / 2,
            poor_households: fit(50, 400, 1_500_000),
            activities: (communities / 3).clamp(40, 4_000),
        }
    }
}

/// How many of each there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    pub households: u32,
    pub communities: u32,
    pub enterprises: u32,
    pub products: u32,
    pub suppliers: u32,
    pub poor_households: u32,
    pub activities: u32,
}
