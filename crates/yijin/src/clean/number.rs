//! Decimal numbers as people and programs write them, with what stands before and behind them.

use crate::cell::Cell;
use crate::clean::{Flaw, text};

/// The most decimals that are kept; a floating-point number's digits beyond them are noise.
const MAX_SCALE: u32 = 30;

/// An exact decimal: `units` × 10^-`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// The digits without a point.
    pub units: i128,
    /// How many of them stand behind the point, at most 30.
    pub scale: u32,
}

/// A decimal moved to other units: a whole part and what is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The nearest whole number (a half goes away from zero).
    pub nearest: i128,
    /// The distance from it, in `parts`; 0 where the decimal is whole.
    pub distance: i128,
    /// The parts that one consists of.
    pub parts: i128,
}

impl Decimal {
    /// Returns the decimal in unsigned digits with at most one point, and commas between groups of three.
    #[must_use]
    pub fn parse(digits: &str) -> Option<Self> {
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let mut units = append(grouped(whole)?, fraction)?;
        let mut scale = u32::try_from(fraction.len()).ok()?;
        while scale > MAX_SCALE {
            units /= 10;
            scale -= 1;
        }
        Some(Self { units, scale })
    }

    /// Returns the decimal in a program's number: a sign, digits, a point, a power of ten.
    #[must_use]
    pub fn of_float(written: &str) -> Option<Self> {
        let (mantissa, exponent) = written.split_once(['e', 'E']).unwrap_or((written, "0"));
        let negative = mantissa.starts_with('-');
        let digits = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        if digits.contains(',') {
            return None;
        }
        let decimal = Self::parse(digits)?.times_power(exponent.parse().ok()?)?;
        Some(if negative { decimal.negated() } else { decimal })
    }

    /// Returns the decimal × 10^`power`, without digits that stand too far behind the point.
    fn times_power(self, power: i32) -> Option<Self> {
        let scale = i64::from(self.scale) - i64::from(power);
        if scale < 0 {
            let factor = 10_i128.checked_pow(u32::try_from(-scale).ok()?);
            let units = if self.units == 0 { 0 } else { self.units.checked_mul(factor?)? };
            return Some(Self { units, scale: 0 });
        }
        let surplus = u32::try_from(scale.saturating_sub(i64::from(MAX_SCALE)).max(0)).ok()?;
        let units = 10_i128.checked_pow(surplus).map_or(0, |parts| self.units / parts);
        Some(Self { units, scale: u32::try_from(scale).ok()? - surplus })
    }

    /// Returns the decimal with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { units: self.units.saturating_neg(), ..self }
    }

    /// Returns the decimal × 10^`power` as the nearest whole number and the distance from it; `None` where it is too large.
    #[must_use]
    pub fn moved(self, power: i32) -> Option<Moved> {
        let shift = i64::from(power) - i64::from(self.scale);
        let factor = 10_i128.checked_pow(u32::try_from(shift.abs()).ok()?)?;
        if shift >= 0 {
            return Some(Moved { nearest: self.units.checked_mul(factor)?, distance: 0, parts: 1 });
        }
        let (whole, rest) = (self.units / factor, self.units % factor);
        let up = rest.abs() >= factor - rest.abs();
        let distance = if up { factor - rest.abs() } else { rest.abs() };
        Some(Moved { nearest: if up { whole + rest.signum() } else { whole }, distance, parts: factor })
    }
}

/// Returns the value of whole digits: plain, or in groups of three with commas between them.
fn grouped(whole: &str) -> Option<i128> {
    let Some((first, _)) = whole.split_once(',') else { return append(0, whole) };
    let shaped = (1..=3).contains(&first.len()) && !first.starts_with('0') && whole.split(',').skip(1).all(|group| group.len() == 3);
    if !shaped {
        return None;
    }
    whole.split(',').try_fold(0, append)
}

/// Returns the number with further digits behind it.
fn append(number: i128, digits: &str) -> Option<i128> {
    digits.bytes().try_fold(number, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| i128::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// A number with what stands before and behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub value: Decimal,
    /// Whether it passed through a floating-point number, so that its last digits may be noise.
    pub float: bool,
    /// What stands before it, without sign: a currency, as a rule nothing.
    pub before: String,
    /// What stands behind it: a unit, as a rule nothing.
    pub after: String,
}

impl Number {
    fn bare(value: Decimal, float: bool) -> Self {
        Self { value, float, before: String::new(), after: String::new() }
    }
}

/// Returns the number in a cell; `None` where it is missing.
///
/// # Errors
/// [`Flaw::BadNumber`] where there is none, more than one, or one that is written in another way (十二, 0x10, 1_000, 1e3, NaN).
pub fn number(cell: &Cell<'_>) -> Result<Option<Number>, Flaw> {
    let found = match *cell {
        Cell::Empty => return Ok(None),
        Cell::Text(written) => return of_text(written),
        Cell::Number(written) if written.trim().is_empty() => return Ok(None),
        Cell::Number(written) => Decimal::of_float(written.trim()).map(|value| Number::bare(value, true)),
        Cell::Integer(value) => Some(Number::bare(Decimal { units: i128::from(value), scale: 0 }, false)),
        Cell::Real(value) => Decimal::of_float(&format!("{value:e}")).map(|value| Number::bare(value, true)),
        Cell::Decimal { units, scale } => {
            Decimal { units, scale: 0 }.times_power(-i32::from(scale)).map(|value| Number::bare(value, false))
        }
        Cell::Day(_) | Cell::Moment(_) | Cell::Flag(_) | Cell::Fault(_) => None,
    };
    found.map(Some).ok_or(Flaw::BadNumber)
}

/// Returns how many 10^-`power` the whole number or decimal of a typed file is; `None` where that is no whole number that fits, and for
/// every other cell.
#[must_use]
pub fn of_decimal(cell: &Cell<'_>, power: u8) -> Option<i64> {
    const POWERS: [i64; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    let (units, scale) = match *cell {
        Cell::Integer(value) => (value, 0),
        Cell::Decimal { units, scale } => (i64::try_from(units).ok()?, u8::try_from(scale).ok()?),
        _ => return None,
    };
    units.checked_mul(*POWERS.get(usize::from(power.checked_sub(scale)?))?)
}

/// Returns the number in a text.
fn of_text(written: &str) -> Result<Option<Number>, Flaw> {
    let written = text::unquoted(written);
    if text::missing(written) {
        return Ok(None);
    }
    let normal = text::nfkc(written);
    split(normal.trim()).map(Some).ok_or(Flaw::BadNumber)
}

/// Returns the number in a trimmed text and what surrounds it. Round brackets around it make it negative.
fn split(text: &str) -> Option<Number> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let start = text.find(is_part)?;
    let end = start + text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
    let value = Decimal::parse(&text[start..end])?;
    let (before, after) = (text[..start].trim(), text[end..].trim());
    let (before, after, bracketed) = unbracketed(before, after);
    let (before, negative) = unsigned(before)?;
    if (bracketed && negative.is_some()) || after.starts_with(is_part) {
        return None;
    }
    let value = if bracketed || negative == Some(true) { value.negated() } else { value };
    Some(Number { value, float: false, before: before.to_owned(), after: after.to_owned() })
}

/// Returns what surrounds a number without the round brackets of a negative one, and whether they were there.
fn unbracketed<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str, bool) {
    let inner = before.strip_suffix('(').zip(after.strip_prefix(')'));
    match inner.or_else(|| before.strip_prefix('(').zip(after.strip_suffix(')'))) {
        Some((before, after)) => (before.trim(), after.trim(), true),
        None => (before, after, false),
    }
}

/// Returns what stands before a number without its sign, and whether the sign is a minus; `None` where there are two.
fn unsigned(before: &str) -> Option<(&str, Option<bool>)> {
    const SIGNS: [char; 3] = ['+', '-', '−'];
    let Some(sign) = before.chars().find(|c| SIGNS.contains(c)) else { return Some((before, None)) };
    let rest = before.strip_prefix(SIGNS).or_else(|| before.strip_suffix(SIGNS))?.trim();
    (!rest.contains(SIGNS)).then_some((rest, Some(sign != '+')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(units: i128, scale: u32) -> Option<Decimal> {
        Some(Decimal { units, scale })
    }

    #[test]
    fn digits_with_a_point_and_groups_of_three() {
        assert_eq!(Decimal::parse("1,234.50"), decimal(12345, 1));
        assert_eq!(Decimal::parse("12,345,678"), decimal(12_345_678, 0));
        assert_eq!(Decimal::parse("007.10"), decimal(71, 1));
        assert_eq!(Decimal::parse(".5"), decimal(5, 1));
        for bad in ["", ".", ",", "1,2,3", "1234,567", "0,123", "1,234,", "1.2.3", "1.5,000", "1,23", "9".repeat(40).as_str()] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_programs_number_may_have_a_power_of_ten() {
        assert_eq!(Decimal::of_float("1E3"), decimal(1000, 0));
        assert_eq!(Decimal::of_float("-1.25e-2"), decimal(-125, 4));
        assert_eq!(Decimal::of_float("0e300"), decimal(0, 0));
        assert_eq!(Decimal::of_float("5e-324"), decimal(0, 30));
        for bad in ["NaN", "inf", "1e400", "1.7e308", "e5", "1,000", ""] {
            assert_eq!(Decimal::of_float(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_moved_decimal_is_whole_or_says_how_far_it_is_from_it() {
        let moved = |units, scale, power| Decimal { units, scale }.moved(power).unwrap();
        assert_eq!(moved(1234, 2, 2), Moved { nearest: 1234, distance: 0, parts: 1 });
        assert_eq!(moved(12346, 3, 2), Moved { nearest: 1235, distance: 4, parts: 10 });
        assert_eq!(moved(-12345, 3, 2), Moved { nearest: -1235, distance: 5, parts: 10 });
        assert_eq!(Decimal { units: i128::MAX, scale: 0 }.moved(2), None);
    }

    #[test]
    fn signs_and_brackets_surround_a_number() {
        let parts = |written: &str| split(written).map(|it| (it.value.units, it.before, it.after));
        let expected = |units, before: &str, after: &str| Some((units, before.to_owned(), after.to_owned()));
        assert_eq!(parts("-¥12"), expected(-12, "¥", ""));
        assert_eq!(parts("¥ -12"), expected(-12, "¥", ""));
        assert_eq!(parts("(¥120)"), expected(-120, "¥", ""));
        assert_eq!(parts("¥(120)元"), expected(-120, "¥", "元"));
        assert_eq!(parts("+3 箱(5斤装)"), expected(3, "", "箱(5斤装)"));
        for bad in ["--1", "(-1)", "-¥-1", "1 234", "十二", "- -5"] {
            assert_eq!(parts(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_panics(
            raw in any::<String>(),
            value in any::<f64>(),
            units in prop_oneof![any::<i128>(), Just(i128::MIN), Just(i128::MAX)],
            scale in any::<i8>(),
        ) {
            let _ = (number(&Cell::Text(&raw)), number(&Cell::Number(&raw)), number(&Cell::Decimal { units, scale }));
            if let Ok(Some(found)) = number(&Cell::Real(value)) {
                prop_assert!(found.value.scale <= MAX_SCALE);
                let _ = found.value.moved(2);
            }
        }

        #[test]
        fn a_decimal_that_is_whole_in_parts_is_what_its_digits_say(units in any::<i64>(), shift in 0u32..40, scale in -3i8..9, power in 0u8..7) {
            let units = i128::from(units >> shift);
            let moved = Decimal { units, scale: 0 }.times_power(-i32::from(scale)).and_then(|value| value.moved(power.into()));
            if let Some(parts) = of_decimal(&Cell::Decimal { units, scale }, power) {
                let moved = moved.unwrap();
                prop_assert_eq!((moved.nearest, moved.distance), (i128::from(parts), 0));
            }
        }

        #[test]
        fn odd_digits_do_not_panic(raw in "[-+(¥]{0,2}[0-9.,]{0,50}([eE][-+]?[0-9]{0,12})?[)元]{0,2}") {
            let _ = (number(&Cell::Text(&raw)), number(&Cell::Number(&raw)));
        }

        #[test]
        fn a_float_is_read_as_its_shortest_digits(value in -1e15_f64..1e15) {
            let found = number(&Cell::Real(value)).unwrap().unwrap().value;
            let written = text::decimal_text(found.units, found.scale as i8);
            prop_assert_eq!(written.parse::<f64>().unwrap(), value + 0.0);
        }
    }
}
