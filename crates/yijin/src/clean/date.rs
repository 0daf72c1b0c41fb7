//! Dates: the many spellings of a day, and the two readings that are never guessed.

use crate::calendar::Day;
use crate::cell::Cell;
use crate::clean::{Flaw, text};

/// The serial number of 1970-01-01 in spreadsheets that count from 1900.
const SERIAL_OF_EPOCH: i64 = 25_569;

/// The serial numbers that are taken for days: 1982-02-18 to 2064-04-08.
const SERIALS: std::ops::RangeInclusive<i64> = 30_000..=60_000;

/// The days that are read, since 1970: 1900-01-01 to 2100-12-31.
const DAYS: std::ops::RangeInclusive<i32> = -25_567..=47_846;

/// How far China is ahead of UTC, in minutes.
const CHINA: i64 = 8 * 60;

/// Returns the day in a cell, in China standard time; `None` where it is missing.
///
/// Read are year, month and day with `-`, `/`, `.` or 年月日 between them or with nothing (20190503), each with or without a time; an
/// offset or `Z` behind the time moves it to +08:00. A time may count by twelve hours (下午3:20, 3:20 PM), and 24:00 is the end of the day
/// that is written. A bare number from 30000 to 60000 is a spreadsheet's serial number, counted from 1900.
///
/// # Errors
/// [`Flaw::AmbiguousDate`] for years of two digits and for days or months before the year (03/05/2019, also where
/// only one order is possible); [`Flaw::BadDate`] for days that do not exist, years outside 1900–2100 and anything else.
pub fn day(cell: &Cell<'_>) -> Result<Option<Day>, Flaw> {
    let found = match *cell {
        Cell::Empty => return Ok(None),
        Cell::Text(written) | Cell::Number(written) => return of_text(written),
        Cell::Integer(value) => bare(value),
        Cell::Real(value) if value.abs() < 1e9 => bare(value.floor() as i64),
        Cell::Decimal { .. } => return of_text(&text::spelt(cell).map_err(|_| Flaw::BadDate)?.unwrap_or_default()),
        Cell::Day(days) => within(Day::from_epoch(days)),
        Cell::Moment(micros) => within(text::moment_day(micros)),
        Cell::Real(_) | Cell::Flag(_) | Cell::Fault(_) => Err(Flaw::BadDate),
    };
    found.map(Some)
}

/// Returns the day of a text.
fn of_text(written: &str) -> Result<Option<Day>, Flaw> {
    if let Some(day) = iso(written.as_bytes()) {
        return within(day).map(Some);
    }
    if text::missing(written) {
        return Ok(None);
    }
    let normal = text::nfkc(text::unquoted(written));
    let bare: String = normal.trim().chars().filter(|&c| c != '\u{feff}').collect();
    Scanner(bare.as_bytes()).date().map(Some)
}

/// Returns the day of a plain `YYYY-MM-DD`, the spelling of most files.
fn iso(bytes: &[u8]) -> Option<Day> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = bytes else { return None };
    let digits = [a, b, c, d, e, f, g, h];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = |range: &[u8]| range.iter().fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'));
    Day::from_ymd(i32::try_from(value(&digits[..4])).ok()?, value(&digits[4..6]), value(&digits[6..]))
}

/// Returns the day, where it lies in the years that are read.
fn within(day: Day) -> Result<Day, Flaw> {
    if DAYS.contains(&day.to_epoch()) { Ok(day) } else { Err(Flaw::BadDate) }
}

/// Returns the day of a number without any mark: YYYYMMDD or a serial number.
fn bare(value: i64) -> Result<Day, Flaw> {
    if SERIALS.contains(&value) {
        return within(Day::from_epoch(i32::try_from(value - SERIAL_OF_EPOCH).map_err(|_| Flaw::BadDate)?));
    }
    match value {
        10_000_000..=99_999_999 => ymd(value / 10_000, value / 100 % 100, value % 100),
        10_101..=991_231 if ymd(2000 + value / 10_000, value / 100 % 100, value % 100).is_ok() => Err(Flaw::AmbiguousDate),
        _ => Err(Flaw::BadDate),
    }
}

fn ymd(year: i64, month: i64, day: i64) -> Result<Day, Flaw> {
    let small = |value: i64| u32::try_from(value).map_err(|_| Flaw::BadDate);
    let year = i32::try_from(year).map_err(|_| Flaw::BadDate)?;
    within(Day::from_ymd(year, small(month)?, small(day)?).ok_or(Flaw::BadDate)?)
}

/// Digits read from a text: their value and how many there are.
#[derive(Debug, Clone, Copy)]
struct Digits {
    value: i64,
    count: usize,
}

/// What is left of a text that is being read.
struct Scanner<'t>(&'t [u8]);

impl Scanner<'_> {
    /// Takes `mark`, where it comes next.
    fn take(&mut self, mark: &str) -> bool {
        let rest = self.0.strip_prefix(mark.as_bytes());
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Takes the first of these marks that comes next.
    fn take_one<'m>(&mut self, marks: &[&'m str]) -> Option<&'m str> {
        marks.iter().copied().find(|mark| self.take(mark))
    }

    /// Takes the digits that come next: at least one, at most `most`.
    fn digits(&mut self, most: usize) -> Result<Digits, Flaw> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 || count > most {
            return Err(Flaw::BadDate);
        }
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        Ok(Digits { value: digits.iter().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0')), count })
    }

    fn blanks(&mut self) {
        self.0 = self.0.trim_ascii_start();
    }

    /// Reads a date to the end.
    fn date(mut self) -> Result<Day, Flaw> {
        let first = self.digits(14)?;
        let mark = self.take_one(&["-", "/", ".", "年", " 年"]).map(str::trim_start);
        match (first.count, mark) {
            (14, None) if self.0.is_empty() => clock(first.value % 1_000_000).and_then(|_| bare(first.value / 1_000_000)),
            (8, None) => self.timed(bare(first.value)?),
            (_, Some(".")) if first.count > 4 => self.fraction(first),
            (_, None) if self.0.is_empty() => bare(first.value),
            (1..=4, Some(mark)) => self.marked(first, mark),
            _ => Err(Flaw::BadDate),
        }
    }

    /// Reads the fraction of a serial number or the zeros behind YYYYMMDD.
    fn fraction(mut self, whole: Digits) -> Result<Day, Flaw> {
        let fraction = self.digits(18)?;
        let right = self.0.is_empty() && (fraction.value == 0 || SERIALS.contains(&whole.value));
        if right { bare(whole.value) } else { Err(Flaw::BadDate) }
    }

    /// Reads the rest of a date whose parts have marks between them.
    fn marked(mut self, first: Digits, mark: &str) -> Result<Day, Flaw> {
        self.blanks();
        let second = self.digits(2)?;
        self.blanks();
        if !self.take(if mark == "年" { "月" } else { mark }) {
            return Err(Flaw::BadDate);
        }
        self.blanks();
        let third = self.digits(4)?;
        if mark == "年" {
            self.blanks();
            self.take_one(&["日", "号"]).ok_or(Flaw::BadDate)?;
        }
        match (first.count, third.count) {
            (4, 1 | 2) => self.timed(ymd(first.value, second.value, third.value)?),
            (1 | 2, 1 | 2 | 4) if mark != "年" || third.count != 4 => Err(unclear([first, second, third])),
            _ => Err(Flaw::BadDate),
        }
    }

    /// Reads the time behind a day, if there is one, and returns the day in China.
    fn timed(mut self, day: Day) -> Result<Day, Flaw> {
        let letter = self.take("T") || self.take("t");
        self.blanks();
        if self.0.is_empty() && !letter {
            return Ok(day);
        }
        let minutes = self.time()?;
        self.blanks();
        let offset = self.offset()?;
        if !self.0.is_empty() {
            return Err(Flaw::BadDate);
        }
        let shift = offset.map_or(0, |offset| (minutes - offset + CHINA).div_euclid(24 * 60));
        within(Day::from_epoch(day.to_epoch() + i32::try_from(shift).map_err(|_| Flaw::BadDate)?))
    }

    /// Takes a time of day, with the half of the day before or behind it, and returns its minutes.
    fn time(&mut self) -> Result<i64, Flaw> {
        let before = self.take_one(&["凌晨", "早上", "上午", "中午", "下午", "晚上"]);
        self.blanks();
        let minutes = self.clock_time()?;
        self.blanks();
        let half = if before.is_none() { self.take_one(&["AM", "PM", "am", "pm"]) } else { before };
        half.map_or(Ok(minutes), |half| in_half(minutes, half))
    }

    /// Takes a time by the clock and returns its minutes.
    fn clock_time(&mut self) -> Result<i64, Flaw> {
        let hours = self.digits(6)?;
        if hours.count == 6 {
            return clock(hours.value);
        }
        self.take_one(&[":", "时"]).ok_or(Flaw::BadDate)?;
        let minutes = self.digits(2)?;
        let seconds = match self.take_one(&[":", "分"]) {
            Some(mark) if mark == ":" || !self.0.is_empty() => self.seconds()?,
            _ => 0,
        };
        if hours.count > 2 {
            return Err(Flaw::BadDate);
        }
        clock(hours.value * 10_000 + minutes.value * 100 + seconds)
    }

    /// Takes seconds with their fraction and returns the whole ones.
    fn seconds(&mut self) -> Result<i64, Flaw> {
        let seconds = self.digits(2)?;
        if self.take(".") || self.take(",") {
            self.digits(18)?;
        }
        self.take("秒");
        Ok(seconds.value)
    }

    /// Takes an offset from UTC and returns its minutes.
    fn offset(&mut self) -> Result<Option<i64>, Flaw> {
        if self.take("Z") || self.take("z") || self.take("UTC") {
            return Ok(Some(0));
        }
        let Some(sign) = self.take_one(&["+", "-", "−"]) else { return Ok(None) };
        let hours = self.digits(4)?;
        let (hours, minutes) = match hours.count {
            4 => (hours.value / 100, hours.value % 100),
            _ if self.take(":") => (hours.value, self.digits(2)?.value),
            _ => (hours.value, 0),
        };
        if hours > 14 || minutes > 59 {
            return Err(Flaw::BadDate);
        }
        Ok(Some(if sign == "+" { hours * 60 + minutes } else { -hours * 60 - minutes }))
    }
}

/// Returns the minutes of a time in the named half of the day; a time that already counts by 24 hours stays as it is.
fn in_half(minutes: i64, half: &str) -> Result<i64, Flaw> {
    const NOON: i64 = 12 * 60;
    let morning = matches!(half, "凌晨" | "早上" | "上午" | "AM" | "am");
    match minutes / 60 {
        12 if morning => Ok(minutes - NOON),
        13.. if morning => Err(Flaw::BadDate),
        1..10 if !morning => Ok(minutes + NOON),
        10 | 11 if !morning && half != "中午" => Ok(minutes + NOON),
        0 if !morning => Err(Flaw::BadDate),
        _ => Ok(minutes),
    }
}

/// Returns the minutes of a time of day HHMMSS; of its end (24:00), those of its last minute.
fn clock(time: i64) -> Result<i64, Flaw> {
    if time == 240_000 {
        return Ok(24 * 60 - 1);
    }
    let (hours, minutes, seconds) = (time / 10_000, time / 100 % 100, time % 100);
    if hours < 24 && minutes < 60 && seconds <= 60 { Ok(hours * 60 + minutes) } else { Err(Flaw::BadDate) }
}

/// Returns why a date without a year of four digits at its start cannot be read: it has several readings, or none.
fn unclear([first, second, third]: [Digits; 3]) -> Flaw {
    let readings = if third.count == 4 {
        vec![ymd(third.value, first.value, second.value), ymd(third.value, second.value, first.value)]
    } else {
        vec![
            ymd(2000 + first.value, second.value, third.value),
            ymd(2000 + third.value, first.value, second.value),
            ymd(2000 + third.value, second.value, first.value),
        ]
    };
    if readings.iter().any(Result::is_ok) { Flaw::AmbiguousDate } else { Flaw::BadDate }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(written: &str) -> Result<Option<String>, Flaw> {
        day(&Cell::Text(written)).map(|found| found.map(|day| day.to_string()))
    }

    #[test]
    fn every_spelling_of_a_day() {
        for written in [
            "2019-05-03",
            "2019/5/3",
            "2019.5.3",
            "2019年5月3日",
            "2019年05月03号",
            "20190503",
            "20190503.0",
            "２０１９／５／３",
            " 2019-5-3 ",
            "2019-05-03 12:30",
            "2019/5/3 9:05:07",
            "2019-05-03T23:59:59",
            "2019-05-03T00:00:00.123456",
            "2019年5月3日12:30",
            "2019年5月3日 12时30分",
            "2019年5月3日12时30分05秒",
            "20190503 12:30",
            "20190503123000",
            "20190503T123000",
            "2019.5.3 8:00",
            "2019-05-03 08:00:00+08:00",
            "2019-05-03 下午3:20",
            "2019/5/3 下午 3:20:00",
            "2019年5月3日下午3时20分",
            "2019-5-3 上午 12:00",
            "2019-05-03 中午11:59",
            "2019-05-03 晚上20:15",
            "2019-05-03 3:20 PM",
            "2019-05-03 3:20:05pm",
            "2019-05-03 24:00",
            "2019-05-03T24:00:00+08:00",
            "20190503240000",
            "43588",
            "43588.75",
            "2019 年 5 月 3 日",
        ] {
            assert_eq!(read(written), Ok(Some("2019-05-03".to_owned())), "{written}");
        }
    }

    #[test]
    fn an_offset_moves_the_day_to_china() {
        for (written, expected) in [
            ("2019-05-03T16:00:00Z", "2019-05-04"),
            ("2019-05-03T15:59:59Z", "2019-05-03"),
            ("2019-05-03T01:00:00+09:00", "2019-05-03"),
            ("2019-05-03T00:30:00+0900", "2019-05-02"),
            ("2019-12-31 20:00:00 -05:00", "2020-01-01"),
            ("2019-05-03T12:00+08", "2019-05-03"),
            ("2019-05-03 4:00 PM +00:00", "2019-05-04"),
            ("2019-05-03 12:00 AM +00:00", "2019-05-03"),
            ("2019-05-03 下午3:20Z", "2019-05-03"),
        ] {
            assert_eq!(read(written), Ok(Some(expected.to_owned())), "{written}");
        }
    }

    #[test]
    fn short_years_and_other_orders_are_ambiguous() {
        for written in ["03/05/2019", "19-5-3", "25/12/2019", "5/3/19", "3.5.2019", "190503", "19年5月3日", "03-05-2019 12:00"] {
            assert_eq!(read(written), Err(Flaw::AmbiguousDate), "{written}");
        }
    }

    #[test]
    fn what_is_no_day() {
        for written in [
            "2019-02-30",
            "2019-13-01",
            "20190230",
            "99/99/2019",
            "1899-12-31",
            "2101-01-01",
            "2019-05",
            "2019年5月",
            "201905",
            "五月三日",
            "2019-5/3",
            "29999",
            "60001",
            "2019-05-03T",
            "2019-05-03 25:00",
            "2019-05-03 12:60",
            "2019-05-03 24:01",
            "2019-05-03 上午13:00",
            "2019-05-03 0:30 PM",
            "2019-05-03 下午3:20 PM",
            "2019-05-03 下午",
            "2019-05-03 abc",
            "#N/A",
            "2019-05-03T12:00+25:00",
            "昨天",
            "12345678901234567890",
            "2019",
            "20190503.5",
            "-43588",
            "1556812800000",
        ] {
            assert_eq!(read(written), Err(Flaw::BadDate), "{written}");
        }
        for cell in [Cell::Fault("#REF! in A1"), Cell::Flag(true), Cell::Real(f64::NAN), Cell::Day(i32::MAX), Cell::Moment(i64::MIN)] {
            assert_eq!(day(&cell), Err(Flaw::BadDate), "{cell:?}");
        }
    }

    #[test]
    fn typed_cells() {
        let expected = Ok(Day::from_ymd(2019, 5, 3));
        for cell in [
            Cell::Integer(20_190_503),
            Cell::Integer(43_588),
            Cell::Number("43588"),
            Cell::Number("43588.999988425923"),
            Cell::Number("20190503"),
            Cell::Real(43_588.5),
            Cell::Real(20_190_503.0),
            Cell::Decimal { units: 4_358_850, scale: 2 },
            Cell::Day(18_019),
            Cell::Moment(18_019 * 86_400_000_000 + 86_399_999_999),
        ] {
            assert_eq!(day(&cell), expected, "{cell:?}");
        }
        for cell in [Cell::Empty, Cell::Text("无"), Cell::Text("-"), Cell::Text("")] {
            assert_eq!(day(&cell), Ok(None), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn any_day_reads_back_in_every_form(days in -25_567_i32..47_846) {
            let expected = Day::from_epoch(days);
            let text = expected.to_string();
            let parts: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
            let (y, m, d) = (parts[0], parts[1], parts[2]);
            for written in [
                text.clone(), format!("{y}/{m}/{d}"), format!("{y}.{m:02}.{d:02}"), format!("{y}年{m}月{d}日"), format!("{y}{m:02}{d:02}"),
                format!("{y}-{m}-{d} 9:05"), format!("{text}T23:59:59.999"), format!("{text}T00:00:00+08:00"), format!("{y}/{m}/{d} 0:00:00"),
            ] {
                prop_assert_eq!(day(&Cell::Text(&written)), Ok(Some(expected)), "{}", written);
            }
        }

        #[test]
        fn no_cell_panics(raw in any::<String>(), value in any::<f64>(), number in any::<i64>()) {
            let _ = (day(&Cell::Text(&raw)), day(&Cell::Number(&raw)), day(&Cell::Real(value)), day(&Cell::Integer(number)), day(&Cell::Moment(number)));
        }

        #[test]
        fn odd_dates_do_not_panic(raw in "[0-9]{0,15}[-/.年]?[0-9]{0,3}[-/.月]?[0-9]{0,5}[日T ]?[0-9]{0,7}[:时]?[0-9]{0,3}[:分.]?[0-9]{0,3}[-+Z]?[0-9]{0,5}:?[0-9]{0,3}") {
            let _ = day(&Cell::Text(&raw));
        }
    }
}
