//! Quantities: a number, or a number with its unit in the cell (5斤).

use crate::cell::Cell;
use crate::clean::Flaw;
use crate::clean::number::{self, Number};
use crate::clean::unit::{self, Unit};

/// A quantity in millionths of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    /// Millionths of the unit.
    pub micro: i64,
    /// The unit that stands in the cell itself.
    pub unit: Option<Unit>,
}

/// Returns a quantity of at most six decimals, in a built-in unit; `None` where it is missing.
///
/// # Errors
/// [`Flaw::BadNumber`] where there is no number, more decimals, or something behind it that is no unit. A
/// floating-point cell is rounded where that changes it by less than one part in 10⁹.
pub fn quantity(cell: &Cell<'_>) -> Result<Option<Quantity>, Flaw> {
    quantity_in(cell, unit::parse)
}

/// Returns a quantity as [`quantity`] does, in one of the units that `unit` knows.
///
/// # Errors
/// As [`quantity`].
pub fn quantity_in(cell: &Cell<'_>, unit: impl Fn(&str) -> Option<Unit>) -> Result<Option<Quantity>, Flaw> {
    if let Some(micro) = number::of_decimal(cell, 6) {
        return Ok(Some(Quantity { micro, unit: None }));
    }
    let Some(found) = number::number(cell)? else { return Ok(None) };
    if !found.before.is_empty() {
        return Err(Flaw::BadNumber);
    }
    let unit = match found.after.as_str() {
        "" => None,
        after => Some(unit(after).ok_or(Flaw::BadNumber)?),
    };
    micro(&found).map(|micro| Some(Quantity { micro, unit })).ok_or(Flaw::BadNumber)
}

/// Returns a number's millionths, where it has nothing behind them.
pub(super) fn micro(number: &Number) -> Option<i64> {
    let moved = number.value.moved(6)?;
    if moved.distance != 0 {
        let size = number.value.units.unsigned_abs().max(10_u128.checked_pow(number.value.scale)?);
        if !number.float || moved.distance.unsigned_abs().checked_mul(1_000_000_000)? > size {
            return None;
        }
    }
    i64::try_from(moved.nearest).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(written: &str) -> Result<Option<Quantity>, Flaw> {
        quantity(&Cell::Text(written))
    }

    #[test]
    fn a_quantity_may_carry_its_unit() {
        let piece = Some(Unit::Piece { grams: None });
        for (written, micro, unit) in [
            ("10", 10_000_000, None),
            ("1,200", 1_200_000_000, None),
            ("0.123456", 123_456, None),
            ("５斤", 5_000_000, Some(Unit::Grams(500))),
            ("2.5 公斤", 2_500_000, Some(Unit::Grams(1000))),
            ("10kg", 10_000_000, Some(Unit::Grams(1000))),
            ("10㎏", 10_000_000, Some(Unit::Grams(1000))),
            ("-3箱", -3_000_000, piece),
            ("3箱(5斤装)", 3_000_000, Some(Unit::Piece { grams: Some(2500) })),
        ] {
            assert_eq!(read(written), Ok(Some(Quantity { micro, unit })), "{written}");
        }
        assert_eq!(read("无"), Ok(None));
    }

    #[test]
    fn what_is_no_quantity() {
        for written in [
            "约300",
            "十二",
            "0x10",
            "1_000",
            "NaN",
            "inf",
            "5元",
            "¥5",
            "1 234",
            "10 500g",
            "0.1234567",
            "1e3",
            "#REF!",
            "5斤半",
            "9999999999999999",
        ] {
            assert_eq!(read(written), Err(Flaw::BadNumber), "{written}");
        }
    }

    #[test]
    fn a_floats_noise_is_rounded_away_and_real_decimals_are_not() {
        let micro = |cell: Cell<'_>| quantity(&cell).map(|found| found.map(|it| it.micro));
        assert_eq!(micro(Cell::Real(0.1 + 0.2)), Ok(Some(300_000)));
        assert_eq!(micro(Cell::Number("2.4999999999999996")), Ok(Some(2_500_000)));
        assert_eq!(micro(Cell::Real(1.0 / 3.0)), Err(Flaw::BadNumber));
        assert_eq!(micro(Cell::Real(1e-17)), Ok(Some(0)));
        assert_eq!(micro(Cell::Integer(-2)), Ok(Some(-2_000_000)));
        assert_eq!(micro(Cell::Decimal { units: 1_234_500, scale: 7 }), Ok(Some(123_450)));
    }

    proptest! {
        #[test]
        fn no_cell_panics(
            raw in any::<String>(),
            value in any::<f64>(),
            units in prop_oneof![any::<i128>(), Just(i128::MIN), Just(i128::MAX)],
            scale in any::<i8>(),
        ) {
            let _ = (read(&raw), quantity(&Cell::Real(value)), quantity(&Cell::Decimal { units, scale }), quantity(&Cell::Number(&raw)));
        }

        #[test]
        fn a_quantity_written_out_reads_back(micro in any::<i64>()) {
            let sign = if micro < 0 { "-" } else { "" };
            let (whole, part) = (micro.unsigned_abs() / 1_000_000, micro.unsigned_abs() % 1_000_000);
            prop_assert_eq!(read(&format!("{sign}{whole}.{part:06}斤")), Ok(Some(Quantity { micro, unit: Some(Unit::Grams(500)) })));
        }
    }
}
