//! Free text, lists in one cell, and which texts stand for nothing.

use crate::calendar::Day;
use crate::cell::Cell;
use crate::clean::Flaw;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// What a set-aside file shows of a cell without a value.
const NO_VALUE: &str = "‹no-value›";

/// Microseconds in a day.
const DAY_MICROS: i64 = 86_400_000_000;

/// Returns whether a text stands for a missing value: empty, 无, /, -, — (also doubled), NULL or N/A, in any width and case.
#[must_use]
pub fn missing(text: &str) -> bool {
    let text = text.trim();
    if text.len() > 12 {
        return false;
    }
    let text = nfkc(text);
    let text = text.trim();
    matches!(text, "" | "无" | "/" | "-" | "--" | "–" | "—" | "——") || text.eq_ignore_ascii_case("null") || text.eq_ignore_ascii_case("n/a")
}

/// Returns whether a text is an error value that a spreadsheet wrote into a text file, such as `#N/A`, or what a set-aside file
/// shows of a cell without a value.
#[must_use]
pub fn is_fault(text: &str) -> bool {
    const FAULTS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"];
    text.starts_with('#') && FAULTS.iter().any(|fault| text.eq_ignore_ascii_case(fault)) || text == NO_VALUE
}

/// Returns what a set-aside file shows of a spreadsheet's fault: the error itself, where it is one that is known without its cell.
pub(crate) fn fault_shown(fault: &str) -> &str {
    fault.split(' ').next().filter(|error| is_fault(error)).unwrap_or(NO_VALUE)
}

/// Returns whether a text stands between the marks of a set-aside file: what it shows of a cell is not the cell's value.
pub(crate) fn is_marked(text: &str) -> bool {
    text.starts_with('‹') && text.ends_with('›')
}

/// Returns a text that a spreadsheet program does not take for a formula: an apostrophe stands before one that it would.
#[must_use]
pub fn harmless(text: String) -> String {
    if is_formula(&text) { format!("'{text}") } else { text }
}

/// Returns a text without the apostrophe that [`harmless`] puts before it.
pub(crate) fn unquoted(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// Returns whether a spreadsheet program takes a text for a formula, in any width and after blanks: a number, a date or a phone with a
/// sign before it is none.
fn is_formula(text: &str) -> bool {
    let mut seen = text.trim_start_matches(is_blank).nfkc();
    match seen.next() {
        _ if text.starts_with(['\t', '\r']) => true,
        Some('=' | '@') => true,
        Some('+' | '-') => seen.any(|c| c.is_ascii() && !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/' | ':' | ' '))),
        _ => false,
    }
}

/// Returns the text in NFKC; plain ASCII is borrowed.
pub(crate) fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) }
}

/// Returns the text in NFKC without any white space, control or zero-width character.
pub(crate) fn compact(text: &str) -> String {
    text.nfkc().filter(|&c| !is_blank(c)).collect()
}

/// Returns the one spelling by which words and headers are compared: compact, in lower case.
pub(crate) fn folded(text: &str) -> String {
    compact(text).to_lowercase()
}

/// Returns whether nothing can be seen of a character: white space, controls, zero-width characters.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Returns whether a character shows nothing: controls, zero-width characters and byte-order marks.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Returns a cell as free text: NFKC, without white space at the ends and without control characters (a line break
/// becomes a blank). `None` where it is missing; a number, date or truth value as it is written.
///
/// # Errors
/// [`Flaw::Missing`] where the cell holds an error of the spreadsheet.
pub fn text(cell: &Cell<'_>) -> Result<Option<String>, Flaw> {
    let Some(raw) = spelt(cell)? else { return Ok(None) };
    if missing(&raw) {
        return Ok(None);
    }
    let visible: String = raw.nfkc().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|&c| !is_invisible(c)).collect();
    match visible.trim() {
        "" => Ok(None),
        trimmed if is_fault(trimmed) => Err(Flaw::Missing),
        trimmed => Ok(Some(trimmed.to_owned())),
    }
}

/// Returns the texts of a list in one cell, split at `;`, `；`, `、`, `,` and `，`; empty where the cell is missing or holds an error.
#[must_use]
pub fn list(cell: &Cell<'_>) -> Vec<String> {
    let Ok(Some(all)) = text(cell) else { return Vec::new() };
    all.split([';', '；', '、', ',', '，']).map(str::trim).filter(|part| !missing(part)).map(str::to_owned).collect()
}

/// Returns how a cell is written; `None` where it is empty.
///
/// # Errors
/// [`Flaw::Missing`] for a fault.
pub(crate) fn spelt<'a>(cell: &Cell<'a>) -> Result<Option<Cow<'a, str>>, Flaw> {
    Ok(Some(match *cell {
        Cell::Empty => return Ok(None),
        Cell::Fault(_) => return Err(Flaw::Missing),
        Cell::Text(text) => Cow::Borrowed(unquoted(text)),
        Cell::Number(text) => Cow::Borrowed(text),
        Cell::Integer(value) => Cow::Owned(value.to_string()),
        Cell::Real(value) => Cow::Owned(value.to_string()),
        Cell::Decimal { units, scale } => Cow::Owned(decimal_text(units, scale)),
        Cell::Day(days) => Cow::Owned(Day::from_epoch(days).to_string()),
        Cell::Moment(micros) => Cow::Owned(moment_text(micros)),
        Cell::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
    }))
}

/// Returns `YYYY-MM-DDTHH:MM:SS`.
fn moment_text(micros: i64) -> String {
    let seconds = micros.rem_euclid(DAY_MICROS) / 1_000_000;
    format!("{}T{:02}:{:02}:{:02}", moment_day(micros), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Returns the day of a moment.
pub(crate) fn moment_day(micros: i64) -> Day {
    Day::from_epoch(i32::try_from(micros.div_euclid(DAY_MICROS)).unwrap_or(i32::MAX))
}

/// Returns `units` × 10^-`scale` in digits, without zeros at the end of its fraction.
pub(crate) fn decimal_text(units: i128, scale: i8) -> String {
    let digits = units.unsigned_abs().to_string();
    let sign = if units < 0 { "-" } else { "" };
    let Ok(places) = usize::try_from(scale) else {
        return format!("{sign}{digits}{}", "0".repeat(usize::from(scale.unsigned_abs())));
    };
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_words_for_nothing_are_missing_in_any_width_and_case() {
        for nothing in ["", "  ", "无", " / ", "／", "-", "－", "—", "——", "null", "NULL", "n/a", "Ｎ／Ａ", "\u{3000}"] {
            assert!(missing(nothing), "{nothing:?}");
        }
        for something in ["0", "无锡", "#N/A", "none", "a/b", "nullable"] {
            assert!(!missing(something), "{something:?}");
        }
    }

    #[test]
    fn text_is_trimmed_and_loses_control_characters() {
        let one = |raw: &str| text(&Cell::Text(raw)).map(|found| found.unwrap_or_default());
        assert_eq!(one(" 幸福\n家园\u{0} "), Ok("幸福 家园".to_owned()));
        assert_eq!(one("ＡＢＣ（一期）"), Ok("ABC(一期)".to_owned()));
        assert_eq!(one("\u{feff}"), Ok(String::new()));
        assert_eq!(one("#REF!"), Err(Flaw::Missing));
        assert_eq!(text(&Cell::Fault("#REF! in C12")), Err(Flaw::Missing));
        assert_eq!(text(&Cell::Moment(1_556_845_445_000_000)), Ok(Some("2019-05-03T01:04:05".to_owned())));
        assert_eq!(text(&Cell::Decimal { units: -1250, scale: 2 }), Ok(Some("-12.5".to_owned())));
    }

    #[test]
    fn an_apostrophe_before_a_formula_is_put_and_taken_off() {
        for formula in
            ["=1+1", "@9", "-A17", "-5kg", "+1-555 ext", "\tx", "\rx", " =1", "\u{feff}=1", "＝1", "＠9", "－Ａ17", "\u{3000}＋a"]
        {
            let quoted = harmless(formula.to_owned());
            assert_eq!((quoted.as_str(), unquoted(&quoted)), (format!("'{formula}").as_str(), formula));
        }
        for plain in ["-5", "+86 199-0000", "-2019/05/03", "—", "-5公斤", "－５", " -5", "'tis", "'0012", "'", "''=1", "a=b"] {
            assert_eq!((harmless(plain.to_owned()).as_str(), unquoted(plain)), (plain, plain));
        }
    }

    #[test]
    fn a_list_is_split_at_chinese_and_western_marks() {
        assert_eq!(list(&Cell::Text("公益宣传；平台参与、团购,  市集，;无")), ["公益宣传", "平台参与", "团购", "市集"]);
        assert!(list(&Cell::Empty).is_empty());
        assert!(list(&Cell::Fault("#REF! in A1")).is_empty());
    }

    proptest! {
        #[test]
        fn a_harmless_text_is_what_it_was(raw in "[-+=@＝－ \t'a5]{0,4}") {
            prop_assume!(unquoted(&raw) == raw);
            let quoted = harmless(raw.clone());
            prop_assert_eq!(unquoted(&quoted), raw);
        }

        #[test]
        fn any_text_is_read_without_a_control_character(raw in any::<String>()) {
            if let Ok(Some(found)) = text(&Cell::Text(&raw)) {
                prop_assert!(!found.is_empty() && !found.chars().any(char::is_control));
            }
            let _ = list(&Cell::Text(&raw));
        }

        #[test]
        fn a_decimal_is_written_in_digits(units in any::<i128>(), scale in any::<i8>()) {
            let written = decimal_text(units, scale);
            prop_assert!(written.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.')));
        }
    }
}
