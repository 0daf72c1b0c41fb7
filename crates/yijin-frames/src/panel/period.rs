//! The periods of a panel: those of the campaign that have begun.

use crate::frames::Frames;
use yijin::calendar::Day;
use yijin::suggest::did_you_mean;
use yijin::{ErrorKind, Result};

const FREQUENCIES: [&str; 2] = ["month", "week"];

/// A month or week, as far as it lies in the campaign and is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its number, from 1.
    pub number: u32,
    /// Its name, as the dimension spells it.
    pub label: String,
    /// Its first day, since 1970.
    pub first: i32,
    /// Its last day.
    pub last: i32,
}

impl Period {
    /// Returns for how many of its days a unit is exposed that entered on a day.
    pub fn exposed(&self, entered: i32) -> i64 {
        i64::from((self.last - self.first.max(entered) + 1).max(0))
    }
}

/// Returns the periods from the campaign's first day to the last one that is known.
///
/// # Errors
/// [`ErrorKind::UnknownName`] where there are no such periods.
pub fn all(frames: &Frames<'_>, freq: &str) -> Result<Vec<Period>> {
    let label: fn(Day) -> String = match freq {
        "month" => Day::month,
        "week" => Day::week,
        _ => {
            let hint = did_you_mean(freq, FREQUENCIES);
            return Err(ErrorKind::UnknownName { what: "freq", found: freq.to_owned(), allowed: FREQUENCIES.join(", "), hint }.into());
        }
    };
    let window = frames.book.campaign().window;
    let mut periods: Vec<Period> = Vec::new();
    for day in window.start.to_epoch()..=frames.scope.as_of.min(window.end).to_epoch() {
        let name = label(Day::from_epoch(day));
        match periods.last_mut() {
            Some(period) if period.label == name => period.last = day,
            _ => periods.push(Period { number: periods.len() as u32 + 1, label: name, first: day, last: day }),
        }
    }
    Ok(periods)
}

/// Returns the number of the period that a day lies in: of one before the first, 1; of one after the last, one more than that.
pub fn number_of(periods: &[Period], day: i32) -> i64 {
    periods.iter().filter(|period| period.last < day).count() as i64 + 1
}
