//! Identifiers: digit for digit as they stand, or not at all.
//!
//! A number that passed through a double keeps 15 digits. An identifier that shows signs of it is refused, for two
//! persons or orders might have become one.

use crate::cell::Cell;
use crate::clean::{Flaw, text};
use std::borrow::Cow;

/// The digits that a double always keeps.
const SAFE_DIGITS: usize = 15;

/// The doubles from which on not every whole number is one: 2^53.
const SAFE_REAL: f64 = 9_007_199_254_740_992.0;

/// Returns a cell as an identifier: NFKC, all white space removed, case kept; `None` where it is missing.
///
/// The whole number behind `13800000000.0`, the mark of a column that became floating-point, is `13800000000`; so is
/// that behind `1.38E+10` in a spreadsheet's number. The apostrophe that keeps `'0012` a text in a spreadsheet is dropped.
///
/// # Errors
/// [`Flaw::LossyIdentifier`] where digits are gone, also where a set-aside file says so between ‹ and ›, [`Flaw::Missing`] where the cell holds an error of the spreadsheet.
pub fn id<'a>(cell: &Cell<'a>) -> Result<Option<Cow<'a, str>>, Flaw> {
    match *cell {
        Cell::Text(written) => spelt(text::unquoted(written)),
        Cell::Number(written) => number(written.trim()),
        // What pandas writes in a column of numbers where there is none.
        Cell::Real(value) if value.is_nan() => Ok(None),
        Cell::Real(value) => real(value).map(|digits| Some(Cow::Owned(digits))),
        _ => text::spelt(cell),
    }
}

/// Returns the identifier of a text.
fn spelt(written: &str) -> Result<Option<Cow<'_, str>>, Flaw> {
    let compact =
        if written.bytes().all(|byte| byte.is_ascii_graphic()) { Cow::Borrowed(written) } else { Cow::Owned(text::compact(written)) };
    if text::missing(&compact) {
        return Ok(None);
    }
    if !compact.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '\'' | '#' | '‹')) {
        return Ok(Some(compact));
    }
    unusual(compact).map(Some)
}

/// Returns the identifier of a compact text that begins like a number, an error or a spreadsheet's apostrophe.
fn unusual(compact: Cow<'_, str>) -> Result<Cow<'_, str>, Flaw> {
    if text::is_fault(&compact) {
        return Err(Flaw::Missing);
    }
    if text::is_marked(&compact) {
        return Err(Flaw::LossyIdentifier);
    }
    if let Some(digits) = compact.strip_prefix('\'').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return Ok(Cow::Owned(digits.to_owned()));
    }
    if let Some(power) = Power::parse(&compact) {
        let digits = power.of_text()?;
        return Ok(digits.map_or(compact, Cow::Owned));
    }
    match compact.strip_suffix(".0").filter(|whole| is_digits(whole)) {
        Some(whole) if whole.len() > SAFE_DIGITS => Err(Flaw::LossyIdentifier),
        Some(whole) => Ok(Cow::Owned(whole.to_owned())),
        None => Ok(compact),
    }
}

/// Returns the identifier in a spreadsheet's number.
fn number(written: &str) -> Result<Option<Cow<'_, str>>, Flaw> {
    if written.is_empty() {
        return Ok(None);
    }
    if let Some(power) = Power::parse(written) {
        return power
            .whole()
            .filter(|digits| digits.len() <= SAFE_DIGITS)
            .map(|digits| Some(Cow::Owned(digits)))
            .ok_or(Flaw::LossyIdentifier);
    }
    let whole = match written.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => written,
    };
    if may_be_rounded(whole) { Err(Flaw::LossyIdentifier) } else { Ok(Some(Cow::Borrowed(whole))) }
}

/// Returns whether the digits may have come out of a double: more than 15, and either only zeros follow the 15th or
/// they are all the digits of the double nearest to them.
fn may_be_rounded(written: &str) -> bool {
    let digits = written.trim_start_matches(['-', '+']).trim_start_matches('0');
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    if count <= SAFE_DIGITS {
        return false;
    }
    if !is_digits(digits) {
        return true;
    }
    digits.bytes().skip(SAFE_DIGITS).all(|byte| byte == b'0')
        || digits.parse::<f64>().is_ok_and(|nearest| format!("{nearest:.0}") == digits)
}

/// Returns the digits of a whole number below 2^53.
fn real(value: f64) -> Result<String, Flaw> {
    if value.fract() == 0.0 && value.abs() < SAFE_REAL { Ok(format!("{}", value as i64)) } else { Err(Flaw::LossyIdentifier) }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number with a power of ten: `9.99901E+17`.
struct Power<'t> {
    sign: &'t str,
    whole: &'t str,
    fraction: &'t str,
    /// Whether the exponent has a sign, as programs write it and people do not.
    signed: bool,
    exponent: usize,
}

impl<'t> Power<'t> {
    /// Returns the parts of a text that is nothing but a number with a power of ten, not below 1.
    fn parse(text: &'t str) -> Option<Self> {
        let unsigned = text.trim_start_matches(['+', '-']);
        let sign = if text.starts_with('-') { "-" } else { "" };
        let (mantissa, exponent) = unsigned.split_once(['e', 'E'])?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let bare = exponent.strip_prefix('+').unwrap_or(exponent);
        let shaped = text.len() - unsigned.len() <= 1 && whole.len() == 1 && is_digits(whole) && is_digits(bare) && bare.len() <= 3;
        if !shaped || (mantissa.len() > 1 && !is_digits(fraction)) {
            return None;
        }
        Some(Self { sign, whole, fraction, signed: bare.len() != exponent.len(), exponent: bare.parse().ok()? })
    }

    /// Returns the digits of the whole number, where it is one.
    fn whole(&self) -> Option<String> {
        let fraction = self.fraction.trim_end_matches('0');
        let zeros = self.exponent.checked_sub(fraction.len())?;
        Some(format!("{}{}{fraction}{}", self.sign, self.whole, "0".repeat(zeros)))
    }

    /// Returns the identifier that a text file's cell shows in powers of ten, where all its digits are shown; `None` where
    /// the text stands for itself, as a short code such as `1E5` does, with neither point nor sign.
    fn of_text(&self) -> Result<Option<String>, Flaw> {
        let by_program = self.signed || !self.fraction.is_empty() || self.exponent >= SAFE_DIGITS;
        if !by_program || self.exponent < self.fraction.len() {
            return Ok(None);
        }
        match self.whole() {
            Some(digits) if self.exponent == self.fraction.len() && digits.len() <= SAFE_DIGITS => Ok(Some(digits)),
            _ => Err(Flaw::LossyIdentifier),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of_text(written: &str) -> Result<String, Flaw> {
        id(&Cell::Text(written)).map(|found| found.map_or_else(|| "(none)".to_owned(), Cow::into_owned))
    }

    fn of_number(written: &str) -> Result<String, Flaw> {
        id(&Cell::Number(written)).map(|found| found.map_or_else(|| "(none)".to_owned(), Cow::into_owned))
    }

    #[test]
    fn a_text_keeps_its_case_and_loses_its_white_space() {
        for (written, expected) in [
            ("A-01", "A-01"),
            ("a b", "ab"),
            ("９９９9 0119 9003 0700 46", "999901199003070046"),
            ("\u{feff}H1\u{3000}", "H1"),
            ("0012", "0012"),
            ("'13800000006", "13800000006"),
            ("1E5", "1E5"),
            ("12E3", "12E3"),
            ("1001.0", "1001"),
            ("1.10", "1.10"),
            ("999901199003070011", "999901199003070011"),
            ("无", "(none)"),
            (" / ", "(none)"),
            ("Ｎ／Ａ", "(none)"),
            ("1.23456789012E+11", "123456789012"),
        ] {
            assert_eq!(of_text(written), Ok(expected.to_owned()), "{written}");
        }
    }

    #[test]
    fn a_text_in_powers_of_ten_has_lost_digits() {
        for written in ["9.9990119900307E+17", "1.38E+10", "1.38e10", "1E+11", "9E17", "999901199003069952.0"] {
            assert_eq!(of_text(written), Err(Flaw::LossyIdentifier), "{written}");
        }
    }

    #[test]
    fn a_number_keeps_every_digit_that_the_file_holds() {
        for (written, expected) in [
            ("999901199003070011", "999901199003070011"),
            ("13800000000", "13800000000"),
            ("13800000000.0", "13800000000"),
            ("1.38E+10", "13800000000"),
            ("123456789012345", "123456789012345"),
            ("12.5", "12.5"),
        ] {
            assert_eq!(of_number(written), Ok(expected.to_owned()), "{written}");
        }
    }

    #[test]
    fn a_number_that_may_have_been_a_double_of_more_than_15_digits_is_lossy() {
        for written in ["999901199003070000", "999901199003069952", "9.99901199003069E+17", "9.9990119900306995e17", "0.30000000000000004"]
        {
            assert_eq!(of_number(written), Err(Flaw::LossyIdentifier), "{written}");
        }
    }

    #[test]
    fn typed_numbers_are_their_digits() {
        assert_eq!(id(&Cell::Integer(999_901_199_003_070_011)), Ok(Some("999901199003070011".into())));
        assert_eq!(id(&Cell::Real(13_800_000_000.0)), Ok(Some("13800000000".into())));
        assert_eq!(id(&Cell::Decimal { units: 1001, scale: 0 }), Ok(Some("1001".into())));
        assert_eq!(id(&Cell::Real(f64::NAN)), Ok(None));
        for lossy in [SAFE_REAL, 1.5, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(id(&Cell::Real(lossy)), Err(Flaw::LossyIdentifier), "{lossy}");
        }
    }

    #[test]
    fn an_error_of_the_spreadsheet_is_no_identifier() {
        assert_eq!(id(&Cell::Fault("#REF! in A2")), Err(Flaw::Missing));
        assert_eq!(of_text("#N/A"), Err(Flaw::Missing));
        assert_eq!(of_text("#12"), Ok("#12".to_owned()));
        assert_eq!(of_text("‹11 characters›"), Err(Flaw::LossyIdentifier));
    }

    proptest! {
        #[test]
        fn whole_numbers_are_the_same_id_in_every_type(value in 0_i64..1_000_000_000_000_000) {
            let digits = value.to_string();
            prop_assert_eq!(of_text(&digits), Ok(digits.clone()));
            prop_assert_eq!(of_number(&digits), Ok(digits.clone()));
            prop_assert_eq!(id(&Cell::Integer(value)).unwrap().unwrap(), digits.as_str());
            prop_assert_eq!(id(&Cell::Real(value as f64)).unwrap().unwrap(), digits.as_str());
        }

        #[test]
        fn no_cell_panics(raw in any::<String>(), value in any::<f64>(), units in any::<i128>(), scale in any::<i8>()) {
            let _ = (id(&Cell::Text(&raw)), id(&Cell::Number(&raw)), id(&Cell::Real(value)), id(&Cell::Decimal { units, scale }));
        }

        #[test]
        fn odd_numbers_do_not_panic(raw in "[-+'#]{0,2}[0-9.]{0,25}([eE][-+]?[0-9]{0,4})?") {
            let _ = (id(&Cell::Text(&raw)), id(&Cell::Number(&raw)));
        }
    }
}
