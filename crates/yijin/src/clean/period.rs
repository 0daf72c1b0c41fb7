//! Reporting periods: a month `YYYY-MM` or an ISO week `YYYY-Www`; and lists of months.

use crate::calendar::Day;
use crate::cell::Cell;
use crate::clean::{Flaw, date, text};

/// Returns the month or ISO week in a cell, normalised; `None` where it is missing.
///
/// Months are 2019-05, 2019-5, 2019/5, 2019.5, 201905 and 2019年5月, also as the date of their first day, which is what a spreadsheet
/// makes of them; weeks are 2019-W18, 2019W18 and 2019年第18周.
///
/// # Errors
/// [`Flaw::BadDate`] for anything else, and for years outside 1900–2100.
pub fn period(cell: &Cell<'_>) -> Result<Option<String>, Flaw> {
    let Some(written) = text::spelt(cell).map_err(|_| Flaw::BadDate)? else { return Ok(None) };
    let compact = text::compact(&written).to_uppercase();
    if text::missing(&compact) {
        return Ok(None);
    }
    // 2019.1 as a number may have been 2019.10.
    let typed = !matches!(cell, Cell::Text(_));
    let found = week(&compact).or_else(|| month(&compact).filter(|_| !(typed && compact.contains('.'))));
    found.map_or_else(|| first_day(cell), Ok).map(Some)
}

/// Returns the list of months in a cell, each as `YYYY-MM`; what is no month, as 5月 without a year, stays as it is written.
pub fn months(cell: &Cell<'_>) -> Vec<String> {
    let month = |written: String| match period(&Cell::Text(&written)) {
        Ok(Some(month)) if !month.contains('W') => month,
        _ => written,
    };
    text::list(cell).into_iter().map(month).collect()
}

/// Returns the month whose first day stands in the cell.
fn first_day(cell: &Cell<'_>) -> Result<String, Flaw> {
    let day = date::day(cell).map_err(|_| Flaw::BadDate)?.ok_or(Flaw::BadDate)?;
    if day.to_string().ends_with("-01") { Ok(day.month()) } else { Err(Flaw::BadDate) }
}

/// Returns a week as `YYYY-Www`, where the year has it.
fn week(text: &str) -> Option<String> {
    let (year, rest) = split_year(text)?;
    let number = rest.strip_prefix("-W").or_else(|| rest.strip_prefix('W')).or_else(|| {
        let rest = rest.strip_prefix(['年', '-']).unwrap_or(rest);
        rest.strip_prefix('第').unwrap_or(rest).strip_suffix('周')
    })?;
    let number = small(number)?;
    // 28 December is always in the last week of its year.
    let last = small(Day::from_ymd(year, 12, 28)?.week().rsplit_once('W')?.1)?;
    (1..=last).contains(&number).then(|| format!("{year:04}-W{number:02}"))
}

/// Returns a month as `YYYY-MM`.
fn month(text: &str) -> Option<String> {
    let (year, rest) = split_year(text)?;
    let number = match rest.strip_prefix('年') {
        Some(rest) => rest.strip_suffix("月份").or_else(|| rest.strip_suffix('月'))?,
        None if rest.len() == 2 && !rest.starts_with(['-', '/', '.']) => rest,
        None => rest.strip_prefix(['-', '/', '.'])?,
    };
    let number = small(number)?;
    (1..=12).contains(&number).then(|| format!("{year:04}-{number:02}"))
}

/// Returns the year that a text begins with, and what follows.
fn split_year(text: &str) -> Option<(i32, &str)> {
    let (year, rest) = text.split_at_checked(4)?;
    let year: i32 = year.bytes().all(|byte| byte.is_ascii_digit()).then(|| year.parse().ok())??;
    (1900..=2100).contains(&year).then_some((year, rest))
}

/// Returns a number of one or two digits.
fn small(digits: &str) -> Option<u32> {
    let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(written: &str) -> Result<Option<String>, Flaw> {
        period(&Cell::Text(written))
    }

    #[test]
    fn months_and_weeks_in_every_spelling() {
        for written in [
            "2019-05",
            "2019-5",
            "2019/5",
            "2019.05",
            "201905",
            "2019年5月",
            "2019年05月份",
            " 2019 年 5 月 ",
            "2019-05-01",
            "２０１９－５",
        ] {
            assert_eq!(read(written), Ok(Some("2019-05".to_owned())), "{written}");
        }
        for written in ["2019-W18", "2019w18", "2019年第18周", "2019年18周", "2019-第18周", "2019第18周"] {
            assert_eq!(read(written), Ok(Some("2019-W18".to_owned())), "{written}");
        }
        assert_eq!(period(&Cell::Integer(201_905)), Ok(Some("2019-05".to_owned())));
        assert_eq!(period(&Cell::Day(18_017)), Ok(Some("2019-05".to_owned())));
        assert_eq!(read("2020-W53"), Ok(Some("2020-W53".to_owned())));
        assert_eq!(read("无"), Ok(None));
    }

    #[test]
    fn what_is_no_period() {
        for written in [
            "2019",
            "2019-13",
            "2019-00",
            "2019-W00",
            "2019-W53",
            "2019-05-03",
            "5月",
            "19年5月",
            "2019年5",
            "1899-05",
            "2019年第周",
            "#REF!",
        ] {
            assert_eq!(read(written), Err(Flaw::BadDate), "{written}");
        }
        assert_eq!(period(&Cell::Number("2019.1")), Err(Flaw::BadDate));
        assert_eq!(period(&Cell::Fault("#REF! in A1")), Err(Flaw::BadDate));
    }

    #[test]
    fn months_of_a_list_are_read_where_they_can_be() {
        assert_eq!(months(&Cell::Text("2019年5月、2019/6；2019-W18, 7月")), ["2019-05", "2019-06", "2019-W18", "7月"]);
        assert_eq!(months(&Cell::Day(18_017)), ["2019-05"]);
        assert!(months(&Cell::Text("无")).is_empty() && months(&Cell::Fault("#REF! in A1")).is_empty());
    }

    proptest! {
        #[test]
        fn no_text_panics(raw in any::<String>(), odd in "[0-9]{0,5}[-/.年第W]{0,2}[0-9]{0,3}[月周份]{0,2}") {
            let _ = (read(&raw), read(&odd));
        }
    }
}
