//! Days of the campaign, its window, its stages and the months of its ledger.

use chrono::{Datelike, NaiveDate};
use std::fmt;

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub i32);

/// 2019-04-01: the first day of the ledger, a month before the campaign.
pub(crate) const FIRST: Day = Day(17_987);
/// 2019-05-01: the first day of the campaign.
pub(crate) const START: Day = Day(18_017);
/// 2020-09-30: the last day of the campaign, and the day of the truth.
pub(crate) const END: Day = Day(18_535);
/// 2020-10-31: the last day of the ledger.
pub(crate) const LAST: Day = Day(18_566);
/// How many months the ledger has, from April 2019.
pub(crate) const MONTHS: u32 = 19;
/// The three stages; December 2019 belongs to none.
pub(crate) const STAGES: [(Day, Day); 3] = [(START, Day(18_139)), (Day(18_140), Day(18_230)), (Day(18_262), END)];

impl Day {
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days as i32))
    }

    /// Returns whether the day is in the campaign's window.
    pub fn in_window(self) -> bool {
        (START..=END).contains(&self)
    }

    /// Returns the stage, from 0; `None` between stages.
    pub fn stage(self) -> Option<usize> {
        STAGES.iter().position(|&(start, end)| (start..=end).contains(&self))
    }

    /// Returns the ledger's month, 0 for April 2019.
    pub fn month(self) -> u32 {
        let (year, month, _) = self.ymd();
        (year as u32 * 12 + month).saturating_sub(2019 * 12 + 4)
    }

    /// Returns year, month and day of month.
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = NaiveDate::from_epoch_days(self.0).unwrap_or_default();
        (date.year(), date.month(), date.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Returns the first and last day of a month of the ledger.
pub(crate) fn month_days(month: u32) -> (Day, Day) {
    let first = |month: u32| {
        let count = 3 + month;
        NaiveDate::from_ymd_opt(2019 + (count / 12) as i32, count % 12 + 1, 1).unwrap_or_default().to_epoch_days()
    };
    (Day(first(month)), Day(first(month + 1) - 1))
}

/// Returns `YYYY-MM` of a month of the ledger.
pub(crate) fn month_name(month: u32) -> String {
    let (year, month, _) = month_days(month).0.ymd();
    format!("{year:04}-{month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_are_the_days_they_are_said_to_be() {
        let days = [FIRST, START, END, LAST, STAGES[0].1, STAGES[1].0, STAGES[1].1, STAGES[2].0].map(|day| day.to_string());
        let expected = ["2019-04-01", "2019-05-01", "2020-09-30", "2020-10-31", "2019-08-31", "2019-09-01", "2019-11-30", "2020-01-01"];
        assert_eq!(days, expected);
        assert_eq!((FIRST.month(), LAST.month(), month_name(18)), (0, MONTHS - 1, "2020-10".to_owned()));
        assert_eq!(month_days(18), (Day(18_536), LAST));
    }

    #[test]
    fn december_2019_is_between_stages() {
        assert_eq!((Day(18_231).stage(), Day(18_261).stage(), Day(18_262).stage()), (None, None, Some(2)));
    }
}
