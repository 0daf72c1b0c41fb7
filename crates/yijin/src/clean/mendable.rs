//! Cells as a set-aside file shows them: to be read, mended, and read again as what they were.

use super::cleaner::Cleaner;
use super::number::{self, Number};
use super::unit::{self, Unit};
use super::{count, date, id, mask, money, quantity, text};
use crate::cell::Cell;
use crate::person::Domain;
use crate::table::{Column, Kind};

/// What stands for a person's identifier that has lost digits.
const DIGITS_LOST: &str = "‹digits lost›";

impl Cleaner {
    /// Returns a cell as a set-aside file shows it: read again under its column's canonical name, it says what it says under a header with this unit.
    ///
    /// Persons are masked, and so is what could be one where none belongs. A text stands as it is, a number or date of a typed file as the value that it
    /// reads as; a number under a unit has that unit behind it. What cannot be read stands between ‹ and › where it could be read as a text.
    #[must_use]
    pub(crate) fn mendable(&self, column: &Column, cell: &Cell<'_>, unit: Option<&str>) -> String {
        if let Cell::Fault(fault) = cell {
            return text::fault_shown(fault).to_owned();
        }
        if column.kind == Kind::Person {
            return self.masked_person(&column.name, cell);
        }
        let reads = self.reads(column, cell, unit);
        let value = if reads { self.value(column, cell, unit) } else { digits(column.kind, cell) };
        let written = value.unwrap_or_else(|| mask::spelt(cell));
        let shown = if reads || column.kind == Kind::Id { mask::in_place(&written, column.kind) } else { mask::masked(&written) };
        let shown = self.with_unit(shown, column.kind, unit);
        if !reads && self.reads(column, &Cell::Text(&shown), None) { format!("‹{shown}›") } else { text::harmless(shown) }
    }

    /// Returns the text that stands for a cell's person.
    fn masked_person(&self, column: &str, cell: &Cell<'_>) -> String {
        match self.person(Domain::of_column(column), cell, &mut None) {
            Ok(person) => person.map(|person| self.key().mask(person)).unwrap_or_default(),
            Err(super::Flaw::LossyIdentifier) => DIGITS_LOST.to_owned(),
            Err(_) => text::fault_shown("").to_owned(),
        }
    }

    /// Returns the value of a typed cell that reads, in the unit of its header, and nothing where it is missing; `None` where it stands as it is written.
    fn value(&self, column: &Column, cell: &Cell<'_>, unit: Option<&str>) -> Option<String> {
        if matches!(cell, Cell::Text(_)) {
            return None;
        }
        let value = match column.kind {
            Kind::Id | Kind::County => id::id(cell).ok()?.map(std::borrow::Cow::into_owned),
            Kind::Date => date::day(cell).ok()?.map(|day| day.to_string()),
            Kind::Integer => count::counted(cell, &column.units).ok()?.map(|count| count.to_string()),
            Kind::Money => money::scale(unit).and_then(|scale| Some(scale.digits(money::fen(cell, scale).ok()??))),
            Kind::Quantity | Kind::Weight => quantity::quantity(cell).ok()?.map(|it| text::decimal_text(it.micro.into(), 6)),
            Kind::Word | Kind::Flag => {
                let vocabulary = column.vocabulary.as_deref()?;
                self.word(vocabulary, cell).ok()?.and_then(|code| self.words(vocabulary).get(usize::from(code) - 1).cloned())
            }
            Kind::Person | Kind::Text | Kind::List | Kind::Months | Kind::Period => return None,
        };
        Some(value.unwrap_or_default())
    }

    /// Returns a bare number with the unit of its header behind it; any other text as it is.
    fn with_unit(&self, written: String, kind: Kind, unit: Option<&str>) -> String {
        let Ok(Some(number)) = number::number(&Cell::Text(&written)) else { return written };
        match unit.and_then(|unit| self.in_cell(kind, unit)).filter(|_| number.after.is_empty()) {
            Some(unit) => format!("{}{}{unit}", number.before, plain(&number)),
            None => written,
        }
    }

    /// Returns the unit of a header as it stands in a cell; `None` where it is none of this kind of value.
    fn in_cell(&self, kind: Kind, unit: &str) -> Option<String> {
        let is_unit = match kind {
            Kind::Money => money::scale(Some(unit)).is_some(),
            Kind::Weight => unit::of_weight(self.unit_words(), unit).is_some(),
            Kind::Quantity => match self.unit(unit)? {
                // A unit that begins with a digit, as 5斤/箱 does, cannot stand behind a number.
                Unit::Piece { grams: Some(grams) } => return Some(format!("件({grams}克装)")),
                _ => true,
            },
            _ => false,
        };
        is_unit.then(|| unit.to_owned())
    }
}

/// Returns the digits of a typed number that cannot be used, without a power of ten.
fn digits(kind: Kind, cell: &Cell<'_>) -> Option<String> {
    let counts = matches!(kind, Kind::Money | Kind::Quantity | Kind::Weight | Kind::Integer) && !matches!(cell, Cell::Text(_));
    number::number(cell).ok().flatten().filter(|_| counts).map(|number| plain(&number))
}

fn plain(number: &Number) -> String {
    text::decimal_text(number.value.units, number.value.scale as i8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Campaign;
    use crate::clean::{Flaw, weight};
    use crate::person::Key;
    use crate::table::{Table, TableId};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static CLEANER: LazyLock<Cleaner> =
        LazyLock::new(|| Cleaner::new(&Campaign::community_power(), Key::new(b"a key of the tests, 16 bytes or more").unwrap()));

    fn column<'a>(table: &'a Table, name: &str) -> &'a Column {
        &table.columns[table.column(name).unwrap()]
    }

    /// Returns what a cell of the ledger, or of the products, says under a header with this unit.
    fn said(cleaner: &Cleaner, name: &str, cell: &Cell<'_>, unit: Option<&str>) -> Result<Option<String>, Flaw> {
        let micro = |it: quantity::Quantity| (it.micro, it.unit.or_else(|| unit.and_then(unit::parse)));
        match name {
            "order_id" => Ok(id::id(cell)?.map(std::borrow::Cow::into_owned)),
            "line_no" => Ok(count::counted(cell, &[])?.map(|count| count.to_string())),
            "order_date" => Ok(date::day(cell)?.map(|day| day.to_string())),
            "quantity" => Ok(cleaner.quantity(cell)?.map(|it| format!("{:?}", micro(it)))),
            "amount" => Ok(money::fen(cell, money::scale(unit).unwrap())?.map(|fen| fen.to_string())),
            "status" => Ok(cleaner.word("status", cell)?.map(|code| code.to_string())),
            "unit_weight_g" => Ok(weight::grams(cell, unit, None)?.map(|grams| grams.to_string())),
            _ => unreachable!(),
        }
    }

    /// Returns the text that is shown for a cell, and checks that it says what the cell says, or nothing where it hides it.
    fn shown(name: &str, cell: &Cell<'_>, unit: Option<&str>) -> String {
        let cleaner = &*CLEANER;
        let table = cleaner.tables().table(if name == "unit_weight_g" { TableId::Products } else { TableId::Ledger });
        let shown = cleaner.mendable(column(table, name), cell, unit);
        let (before, after) = (said(cleaner, name, cell, unit), said(cleaner, name, &Cell::Text(&shown), None));
        let hidden = name == "order_id" && text::is_marked(&shown);
        assert_eq!(before.ok().filter(|_| !hidden), after.ok(), "{name}: {cell:?} under {unit:?} is shown as {shown:?}");
        shown
    }

    #[test]
    fn a_number_stands_with_the_unit_of_its_header() {
        for (written, expected) in [
            ("¥0.12", "¥0.12万元"),
            ("(120)", "-120万元"),
            ("(¥120)", "¥-120万元"),
            ("+5", "5万元"),
            ("１２", "12万元"),
            ("12 ", "12万元"),
            ("12元", "12元"),
            ("约300", "约300万元"),
            ("无", "无"),
        ] {
            assert_eq!(shown("amount", &Cell::Text(written), Some("万元")), expected);
        }
        assert_eq!(shown("quantity", &Cell::Text("２"), Some("公斤")), "2公斤");
        assert_eq!(shown("quantity", &Cell::Text("-3"), Some("kg")), "'-3kg");
        assert_eq!(shown("quantity", &Cell::Text("3"), Some("5斤/箱")), "3件(2500克装)");
        assert_eq!(shown("unit_weight_g", &Cell::Text("1.5"), Some("kg/件")), "1.5kg/件");
    }

    #[test]
    fn a_typed_number_stands_as_the_value_that_it_reads_as() {
        assert_eq!(shown("amount", &Cell::Number("12.300000000000001"), None), "12.3");
        assert_eq!(shown("amount", &Cell::Number("1.1999999999999999E-3"), Some("万元")), "0.0012万元");
        assert_eq!(shown("amount", &Cell::Real(0.1 + 0.2), None), "0.3");
        assert_eq!(shown("amount", &Cell::Number("1.2E-7"), Some("万元")), "0.00000012万元");
        assert_eq!(shown("order_id", &Cell::Number("1.2345E+11"), None), "123450000000");
        assert_eq!(shown("order_id", &Cell::Real(f64::NAN), None), "");
        assert_eq!(shown("quantity", &Cell::Number("2.4999999999999996"), Some("公斤")), "2.5公斤");
        assert_eq!(shown("line_no", &Cell::Number("1E1"), None), "10");
        assert_eq!(shown("order_date", &Cell::Number("43588.5"), None), "2019-05-03");
    }

    #[test]
    fn what_cannot_be_read_cannot_be_read_again() {
        assert_eq!(shown("order_id", &Cell::Number("1234567890123450000"), None), "‹1234567890123450000›");
        assert_eq!(shown("order_id", &Cell::Text("1.38E+17"), None), "1.38E+17");
        assert_eq!(shown("order_id", &Cell::Fault("#REF! in C12"), None), "#REF!");
        assert_eq!(shown("order_id", &Cell::Fault("uncached formula in B3"), None), "‹no-value›");
        for written in ["#REF!", "‹no-value›"] {
            assert_eq!(id::id(&Cell::Text(written)), Err(Flaw::Missing), "{written}");
        }
        let cleaner = &*CLEANER;
        let reports = cleaner.tables().table(TableId::Reports);
        assert_eq!(cleaner.mendable(column(reports, "period"), &Cell::Number("2019.1"), None), "‹2019.1›");
    }

    #[test]
    fn a_person_stays_masked_and_one_that_lost_digits_stays_lost() {
        let cleaner = &*CLEANER;
        let household = column(cleaner.tables().table(TableId::Ledger), "household_id");
        let lost = cleaner.mendable(household, &Cell::Number("9.99901E+17"), None);
        assert_eq!((lost.as_str(), id::id(&Cell::Text(&lost))), (DIGITS_LOST, Err(Flaw::LossyIdentifier)));
        assert_eq!(cleaner.mendable(household, &Cell::Fault("#REF! in C12"), None), "#REF!");
        assert!(cleaner.mendable(household, &Cell::Text("19900000001"), None).starts_with("person-"));
        assert_eq!(cleaner.mendable(household, &Cell::Text("无"), None), "");
    }

    proptest! {
        #[test]
        fn any_text_says_what_it_said(written in "['=+@-]{0,2}[(¥]{0,2}[0-9.,]{0,6}[)元斤kgA万 ]{0,3}") {
            for unit in [None, Some("元"), Some("万元"), Some("分")] {
                shown("amount", &Cell::Text(&written), unit);
            }
            for unit in [None, Some("kg"), Some("件"), Some("箱(5斤装)")] {
                shown("quantity", &Cell::Text(&written), unit);
            }
            for name in ["order_id", "line_no", "order_date", "status"] {
                shown(name, &Cell::Text(&written), None);
            }
        }

        #[test]
        fn any_number_says_what_it_said(value in prop_oneof![-1e20_f64..1e20, -1e6_f64..1e6, any::<f64>()], fen in -1_000_000_000_i64..1_000_000_000) {
            let (cent, spelt) = (fen as f64 / 100.0, format!("{value:E}"));
            for cell in [Cell::Real(value), Cell::Real(cent), Cell::Number(&spelt), Cell::Integer(fen), Cell::Decimal { units: fen.into(), scale: 2 }] {
                for name in ["amount", "quantity", "order_id", "line_no", "order_date", "status", "unit_weight_g"] {
                    shown(name, &cell, None);
                }
                shown("amount", &cell, Some("万元"));
                shown("quantity", &cell, Some("公斤"));
            }
        }
    }
}
