//! Spreadsheet dates: numbers that count days from the end of 1899 or from 1904.

use chrono::{Datelike, NaiveDate};
use std::fmt::Write;

/// The last serial of each system, 9999-12-31.
const LAST_1900: i64 = 2_958_465;
const LAST_1904: i64 = 2_957_003;
/// The day that the 1900 system has and the calendar has not: 1900-02-29.
const LEAP_BUG: i64 = 60;
const DAY_MILLISECONDS: i64 = 86_400_000;

/// Writes a serial as `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS` where it has a time, and returns whether it is a date at all:
/// 1900-02-29, times without a date, negative numbers and days after 9999 are none.
pub(in crate::read) fn write_date(text: &mut String, serial: f64, date1904: bool) -> bool {
    let Some((date, second)) = moment(serial, date1904) else { return false };
    let written = write!(text, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
    let timed = match second {
        0 => Ok(()),
        _ => write!(text, "T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60),
    };
    written.is_ok() && timed.is_ok()
}

/// Returns the day and the second in it. A thousandth of a second is the finest time a serial holds; parts of a second are cut off,
/// so that the last moment of a day stays in it.
fn moment(serial: f64, date1904: bool) -> Option<(NaiveDate, i64)> {
    let last = if date1904 { LAST_1904 } else { LAST_1900 };
    if !(0.0..=last as f64 + 1.0).contains(&serial) {
        return None;
    }
    let milliseconds = (serial * DAY_MILLISECONDS as f64).round() as i64;
    let (day, second) = (milliseconds / DAY_MILLISECONDS, milliseconds % DAY_MILLISECONDS / 1000);
    if day > last {
        return None;
    }
    let epoch = match day {
        _ if date1904 => day - 24_107,
        0 | LEAP_BUG => return None,
        1..LEAP_BUG => day - 25_568,
        _ => day - 25_569,
    };
    NaiveDate::from_epoch_days(epoch as i32).map(|date| (date, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(serial: f64, date1904: bool) -> Option<String> {
        let mut text = String::new();
        write_date(&mut text, serial, date1904).then_some(text)
    }

    #[test]
    fn both_systems_count_to_the_same_calendar() {
        assert_eq!(date(43_586.0, false).as_deref(), Some("2019-05-01"));
        assert_eq!(date(42_124.0, true).as_deref(), Some("2019-05-01"));
        assert_eq!(date(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(date(59.0, false).as_deref(), Some("1900-02-28"));
        assert_eq!(date(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(date(0.0, true).as_deref(), Some("1904-01-01"));
        assert_eq!(date(2_958_465.0, false).as_deref(), Some("9999-12-31"));
    }

    #[test]
    fn what_is_no_day_of_the_calendar_stays_a_number() {
        for serial in [60.0, 60.5, 0.5, 0.0, -1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(date(serial, false), None, "{serial}");
        }
    }

    #[test]
    fn a_time_keeps_to_its_second_and_its_day() {
        assert_eq!(date(43_586.5, false).as_deref(), Some("2019-05-01T12:00:00"));
        assert_eq!(date(43_586.437_673_611, false).as_deref(), Some("2019-05-01T10:30:15"));
        assert_eq!(date(43_586.999_995, false).as_deref(), Some("2019-05-01T23:59:59"));
        assert_eq!(date(43_586.999_999_999_9, false).as_deref(), Some("2019-05-02"));
    }
}
