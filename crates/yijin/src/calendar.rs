//! Days in China standard time, and the months, quarters and ISO weeks they fall in.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar day in China standard time, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i32);

impl Day {
    /// The day before every other.
    pub const MIN: Self = Self(i32::MIN);
    /// The day after every other.
    pub const MAX: Self = Self(i32::MAX);

    /// Returns the day that is `days` after 1970-01-01.
    #[must_use]
    pub const fn from_epoch(days: i32) -> Self {
        Self(days)
    }

    /// Returns the number of days since 1970-01-01.
    #[must_use]
    pub const fn to_epoch(self) -> i32 {
        self.0
    }

    /// Returns the day of this year, month and day of month, where there is one.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(|date| Self(date.to_epoch_days()))
    }

    /// Returns the day written `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|date| Self(date.to_epoch_days()))
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or(NaiveDate::MAX)
    }

    /// Returns the year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// Returns the day of the month, from 1.
    #[must_use]
    pub fn day_of_month(self) -> u32 {
        self.date().day()
    }

    /// Returns the day of the week: Monday is 1.
    #[must_use]
    pub fn weekday(self) -> u32 {
        self.date().weekday().number_from_monday()
    }

    /// Returns the first day of the next month.
    #[must_use]
    pub fn next_month(self) -> Self {
        let (year, month) = (self.year(), self.date().month());
        Self::from_ymd(year + i32::from(month == 12), month % 12 + 1, 1).unwrap_or(Self::MAX)
    }

    /// Returns `YYYY-MM`.
    #[must_use]
    pub fn month(self) -> String {
        self.date().format("%Y-%m").to_string()
    }

    /// Returns `YYYY-Qn`.
    #[must_use]
    pub fn quarter(self) -> String {
        let date = self.date();
        format!("{:04}-Q{}", date.year(), date.month0() / 3 + 1)
    }

    /// Returns the ISO week, `YYYY-Www`.
    #[must_use]
    pub fn week(self) -> String {
        self.date().format("%G-W%V").to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().format("%Y-%m-%d"))
    }
}

impl From<Day> for i64 {
    fn from(day: Day) -> Self {
        day.0.into()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("expected a date as YYYY-MM-DD, found '{text}'"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_of_a_day() {
        let day = Day::parse("2019-12-30").unwrap();
        assert_eq!((day.month(), day.quarter(), day.week()), ("2019-12".into(), "2019-Q4".into(), "2020-W01".into()));
        assert_eq!(day.to_string(), "2019-12-30");
        assert_eq!(Day::from_ymd(2019, 2, 30), None);
    }
}
