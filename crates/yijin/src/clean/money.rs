//! Money: yuan in, integer fen out.

use crate::cell::Cell;
use crate::clean::{Flaw, number, text};

/// What an amount is counted in, as a power of ten of yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoneyScale(i8);

impl MoneyScale {
    /// Yuan: what an amount is counted in where nothing else is said.
    pub const YUAN: Self = Self(0);

    /// Returns the digits of an amount that is counted in this.
    #[must_use]
    pub fn digits(self, fen: i64) -> String {
        text::decimal_text(fen.into(), self.0 + 2)
    }
}

/// Returns what a header's bracketed unit counts in; yuan where there is no bracket, `None` for a bracket that is no unit of money.
#[must_use]
pub fn scale(unit: Option<&str>) -> Option<MoneyScale> {
    let Some(unit) = unit else { return Some(MoneyScale::YUAN) };
    let power = match text::compact(unit).to_uppercase().as_str() {
        "" | "元" | "圆" | "人民币" | "人民币元" | "RMB" | "CNY" | "¥" | "YUAN" => 0,
        "角" => -1,
        "分" | "FEN" => -2,
        "百元" => 2,
        "千元" => 3,
        "万" | "万元" | "人民币万元" => 4,
        "百万" | "百万元" => 6,
        "千万元" => 7,
        "亿" | "亿元" => 8,
        _ => return None,
    };
    Some(MoneyScale(power))
}

/// Returns an amount in fen; `None` where it is missing. A unit in the cell (1.2万元) goes before that of its header.
///
/// A floating-point cell within 10⁻⁶ yuan of a whole fen is that fen; amounts in round brackets are negative.
///
/// # Errors
/// [`Flaw::MoneyPrecision`] for parts of a fen, [`Flaw::BadNumber`] for everything else that is no amount, and for one
/// that is too large.
pub fn fen(cell: &Cell<'_>, scale: MoneyScale) -> Result<Option<i64>, Flaw> {
    if let (Some(fen), MoneyScale::YUAN) = (number::of_decimal(cell, 2), scale) {
        return Ok(Some(fen));
    }
    let Some(found) = number::number(cell)? else { return Ok(None) };
    if !is_currency(&found.before) {
        return Err(Flaw::BadNumber);
    }
    let scale = if found.after.is_empty() { scale } else { self::scale(Some(&found.after)).ok_or(Flaw::BadNumber)? };
    let moved = found.value.moved(i32::from(scale.0) + 2).ok_or(Flaw::BadNumber)?;
    let noise = found.float && moved.distance.saturating_mul(10_000) <= moved.parts;
    if moved.distance != 0 && !noise {
        return Err(Flaw::MoneyPrecision);
    }
    i64::try_from(moved.nearest).map(Some).map_err(|_| Flaw::BadNumber)
}

/// Returns whether what stands before an amount says that it is yuan, or nothing.
fn is_currency(before: &str) -> bool {
    matches!(before.to_uppercase().as_str(), "" | "¥" | "RMB" | "CNY" | "人民币" | "RMB¥" | "CNY¥")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn yuan(written: &str) -> Result<Option<i64>, Flaw> {
        fen(&Cell::Text(written), MoneyScale::YUAN)
    }

    #[test]
    fn the_spellings_of_an_amount() {
        for (written, expected) in [
            ("1,234.50", 123_450),
            ("￥2000", 200_000),
            ("¥1234.5", 123_450),
            ("¥ 12", 1200),
            ("１２３", 12_300),
            ("１２．５", 1250),
            ("1234.5元", 123_450),
            ("1.2万", 1_200_000),
            ("0.12万元", 120_000),
            ("0.123456万元", 123_456),
            ("5角", 50),
            ("（120.00）", -12_000),
            ("(120.00)", -12_000),
            ("-12.5", -1250),
            ("+3", 300),
            ("-0", 0),
            ("0.1", 10),
            (" 1.2300 ", 123),
            ("RMB 5", 500),
        ] {
            assert_eq!(yuan(written), Ok(Some(expected)), "{written}");
        }
    }

    #[test]
    fn what_is_no_amount() {
        for written in [
            "1e3",
            "NaN",
            "inf",
            "0x10",
            "1_000",
            "三百元",
            "约300",
            "99999999999999999999.99",
            "1 234",
            "一万二",
            "十二",
            "3箱",
            "元",
            "1,2,3",
            "--5",
            "12%",
            "#N/A",
            "5斤",
            "(-5)",
            "1.2.3",
            "$5",
        ] {
            assert_eq!(yuan(written), Err(Flaw::BadNumber), "{written}");
        }
        for cell in [
            Cell::Fault("#REF! in B2"),
            Cell::Flag(true),
            Cell::Day(18000),
            Cell::Real(f64::NAN),
            Cell::Real(f64::INFINITY),
            Cell::Real(1e300),
        ] {
            assert_eq!(fen(&cell, MoneyScale::YUAN), Err(Flaw::BadNumber), "{cell:?}");
        }
    }

    #[test]
    fn a_missing_amount_is_none() {
        for cell in [Cell::Empty, Cell::Text(""), Cell::Text("—"), Cell::Text("无"), Cell::Text("N/A"), Cell::Number("")] {
            assert_eq!(fen(&cell, MoneyScale::YUAN), Ok(None), "{cell:?}");
        }
    }

    #[test]
    fn parts_of_a_fen_are_refused_unless_they_are_a_floats_noise() {
        assert_eq!(yuan("1.234"), Err(Flaw::MoneyPrecision));
        assert_eq!(yuan("0.30000000000000004"), Err(Flaw::MoneyPrecision));
        assert_eq!(fen(&Cell::Number("0.30000000000000004"), MoneyScale::YUAN), Ok(Some(30)));
        assert_eq!(fen(&Cell::Real(0.1 + 0.2), MoneyScale::YUAN), Ok(Some(30)));
        assert_eq!(fen(&Cell::Real(0.300_001), MoneyScale::YUAN), Ok(Some(30)));
        assert_eq!(fen(&Cell::Real(0.300_001_1), MoneyScale::YUAN), Err(Flaw::MoneyPrecision));
        assert_eq!(fen(&Cell::Real(-0.299_999_9), MoneyScale::YUAN), Ok(Some(-30)));
        assert_eq!(fen(&Cell::Number("1.005"), MoneyScale::YUAN), Err(Flaw::MoneyPrecision));
        assert_eq!(fen(&Cell::Decimal { units: 123_400, scale: 4 }, MoneyScale::YUAN), Ok(Some(1234)));
        assert_eq!(fen(&Cell::Decimal { units: 12, scale: -2 }, MoneyScale::YUAN), Ok(Some(120_000)));
        assert_eq!(fen(&Cell::Decimal { units: 12_345, scale: 3 }, MoneyScale::YUAN), Err(Flaw::MoneyPrecision));
    }

    #[test]
    fn the_headers_unit_scales_and_the_cells_own_goes_before_it() {
        let wan = scale(Some("万元")).unwrap();
        assert_eq!(fen(&Cell::Text("0.12"), wan), Ok(Some(120_000)));
        assert_eq!(fen(&Cell::Integer(3), wan), Ok(Some(3_000_000)));
        assert_eq!(fen(&Cell::Text("12元"), wan), Ok(Some(1200)));
        assert_eq!(fen(&Cell::Number("1E-4"), wan), Ok(Some(100)));
        assert_eq!(fen(&Cell::Text("123"), scale(Some("分")).unwrap()), Ok(Some(123)));
        assert_eq!(fen(&Cell::Text("1.5"), scale(Some("分")).unwrap()), Err(Flaw::MoneyPrecision));
        assert_eq!(scale(None), Some(MoneyScale::YUAN));
        assert_eq!(scale(Some("公斤")), None);
    }

    #[test]
    fn amounts_beyond_the_range_are_refused() {
        assert_eq!(yuan("92233720368547758.07"), Ok(Some(i64::MAX)));
        assert_eq!(yuan("92233720368547758.08"), Err(Flaw::BadNumber));
        assert_eq!(fen(&Cell::Integer(i64::MAX), MoneyScale::YUAN), Err(Flaw::BadNumber));
    }

    proptest! {
        #[test]
        fn an_amount_written_out_reads_back(amount in any::<i64>()) {
            let sign = if amount < 0 { "-" } else { "" };
            let (whole, part) = (amount.unsigned_abs() / 100, amount.unsigned_abs() % 100);
            prop_assert_eq!(yuan(&format!("{sign}{whole}.{part:02}")), Ok(Some(amount)));
            prop_assert_eq!(yuan(&format!("¥{sign}{whole}.{part:02}元")), Ok(Some(amount)));
            prop_assert_eq!(fen(&Cell::Decimal { units: i128::from(amount), scale: 2 }, MoneyScale::YUAN), Ok(Some(amount)));
        }

        #[test]
        fn an_amount_that_was_a_float_reads_back(amount in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(fen(&Cell::Real(amount as f64 / 100.0), MoneyScale::YUAN), Ok(Some(amount)));
        }

        #[test]
        fn no_cell_panics(raw in any::<String>(), units in prop_oneof![any::<i128>(), Just(i128::MIN), Just(i128::MAX)], power in any::<i8>()) {
            let _ = (yuan(&raw), scale(Some(&raw)), fen(&Cell::Decimal { units, scale: power }, MoneyScale::YUAN));
        }
    }
}
