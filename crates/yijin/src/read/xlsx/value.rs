//! What a cell holds: its kind and its text.

use super::fault;
use super::reference;
use super::serial;
use super::sheet_xml::{CellType, RawCell};
use super::strings::{SharedStrings, decode};
use crate::cell::SheetKind;
use crate::error::Result;
use crate::read::Place;
use chrono::{NaiveDate, NaiveDateTime};
use std::borrow::Cow;
use std::sync::Arc;

/// What it takes to understand the cells of a workbook.
pub(super) struct Meaning {
    /// The shared strings.
    pub(super) strings: Arc<SharedStrings>,
    /// Which styles show dates.
    pub(super) dates: Arc<[bool]>,
    /// Whether dates count from 1904.
    pub(super) date1904: bool,
    /// The sheet.
    pub(super) place: Place,
}

impl Meaning {
    /// Returns the cell's kind and text; `None` where it is empty. The digits of a number are those of the file.
    ///
    /// # Errors
    /// Where it names a shared string that is not there.
    pub(super) fn read<'a>(&'a self, cell: &'a RawCell) -> Result<Option<(SheetKind, Cow<'a, str>)>> {
        if cell.is_uncached() {
            return Ok(Some((SheetKind::Fault, Cow::Owned(format!("uncached formula in {}", name(cell))))));
        }
        if cell.value.is_empty() {
            return Ok(None);
        }
        let read = match cell.kind {
            CellType::Number => self.number(cell),
            CellType::Shared => (SheetKind::Text, Cow::Borrowed(self.shared(cell)?)),
            CellType::Text => (SheetKind::Text, decode(&cell.value)),
            CellType::Flag => flag(cell.value.trim()),
            CellType::Error => (SheetKind::Fault, Cow::Owned(format!("{} in {}", error(cell.value.trim()), name(cell)))),
            CellType::Date => iso(cell.value.trim()),
        };
        Ok(if read.1.is_empty() { None } else { Some(read) })
    }

    fn number<'a>(&self, cell: &'a RawCell) -> (SheetKind, Cow<'a, str>) {
        let digits = cell.value.trim();
        if self.dates.get(cell.style).copied().unwrap_or(false) {
            let mut text = String::new();
            if digits.parse().is_ok_and(|value| serial::write_date(&mut text, value, self.date1904)) {
                return (SheetKind::Date, Cow::Owned(text));
            }
        }
        let numeric = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
        (if numeric { SheetKind::Number } else { SheetKind::Text }, Cow::Borrowed(digits))
    }

    fn shared(&self, cell: &RawCell) -> Result<&str> {
        let text = cell.value.trim().parse().ok().and_then(|index| self.strings.get(index));
        text.ok_or_else(|| {
            let cause = "a cell that names a shared string which is not there";
            fault::broken_at(&self.place, cell.row, Some(name(cell)), cause)
        })
    }
}

fn name(cell: &RawCell) -> String {
    reference::name(cell.column, cell.row)
}

fn flag(value: &str) -> (SheetKind, Cow<'_, str>) {
    match value {
        "1" | "true" | "TRUE" => (SheetKind::Flag, Cow::Borrowed("true")),
        "0" | "false" | "FALSE" => (SheetKind::Flag, Cow::Borrowed("false")),
        _ => (SheetKind::Text, Cow::Borrowed(value)),
    }
}

/// Returns the error's name; one that looks like none is not repeated.
fn error(value: &str) -> &str {
    let known = value.starts_with('#') && value.len() <= 16;
    let known = known && value.bytes().skip(1).all(|byte| byte.is_ascii_uppercase() || b"/!?_0".contains(&byte));
    if known { value } else { "an error" }
}

/// An ISO date is a date where it is written as this crate writes one, and text otherwise.
fn iso(value: &str) -> (SheetKind, Cow<'_, str>) {
    let whole = value.split_once('.').map_or(value, |(whole, _)| whole);
    let dated = match whole.len() {
        10 => NaiveDate::parse_from_str(whole, "%Y-%m-%d").is_ok(),
        19 => NaiveDateTime::parse_from_str(whole, "%Y-%m-%dT%H:%M:%S").is_ok(),
        _ => false,
    };
    if dated { (SheetKind::Date, Cow::Borrowed(whole.trim_end_matches("T00:00:00"))) } else { (SheetKind::Text, Cow::Borrowed(value)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates_are_dates_and_others_stay_text() {
        assert_eq!(iso("2019-05-03"), (SheetKind::Date, "2019-05-03".into()));
        assert_eq!(iso("2019-05-03T00:00:00"), (SheetKind::Date, "2019-05-03".into()));
        assert_eq!(iso("2019-05-03T10:00:01.250"), (SheetKind::Date, "2019-05-03T10:00:01".into()));
        for text in ["2019-02-30", "2019-05-03T10:00:00Z", "10:00:00"] {
            assert_eq!(iso(text), (SheetKind::Text, text.into()));
        }
    }

    #[test]
    fn an_error_that_is_none_is_not_repeated() {
        assert_eq!(error("#DIV/0!"), "#DIV/0!");
        assert_eq!(error("#N/A"), "#N/A");
        assert_eq!(error("13800000000"), "an error");
    }
}
