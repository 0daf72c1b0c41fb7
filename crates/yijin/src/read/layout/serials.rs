//! Numbers in columns of dates, in a workbook that counts days from 1904.

use crate::cell::{CellColumn, SheetKind};
use crate::read::xlsx::write_date;
use arrow_array::builder::StringBuilder;
use arrow_array::{Array, StringArray};

/// The serial numbers that are taken for days where they count from 1900, less the days between the two systems.
const SERIALS: std::ops::Range<f64> = 28_538.0..58_539.0;

/// Returns a column of dates in which a number that counts days from 1904 is the date that it means.
pub fn from_1904(column: &CellColumn) -> Option<CellColumn> {
    let CellColumn::Sheet { text, kinds } = column else { return None };
    let numbers = |row: usize| kinds[row] == SheetKind::Number && text.is_valid(row);
    let dates: Vec<Option<String>> = (0..text.len()).map(|row| if numbers(row) { date(text.value(row)) } else { None }).collect();
    dates.iter().any(Option::is_some).then(|| CellColumn::Sheet { text: with(text, &dates), kinds: kinds_with(kinds, &dates) })
}

fn date(digits: &str) -> Option<String> {
    let mut text = String::new();
    let serial = digits.parse().ok().filter(|serial| SERIALS.contains(serial))?;
    write_date(&mut text, serial, true).then_some(text)
}

/// Returns the texts with these in the place of others.
fn with(texts: &StringArray, others: &[Option<String>]) -> StringArray {
    let mut built = StringBuilder::new();
    for (text, other) in texts.iter().zip(others) {
        built.append_option(other.as_deref().or(text));
    }
    built.finish()
}

fn kinds_with(kinds: &[SheetKind], dates: &[Option<String>]) -> Vec<SheetKind> {
    kinds.iter().zip(dates).map(|(kind, date)| if date.is_some() { SheetKind::Date } else { *kind }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;

    #[test]
    fn a_serial_counts_from_1904_and_other_numbers_stay() {
        let text = StringArray::from(vec![Some("42124"), Some("42124.5"), Some("20190501"), Some("42124"), None]);
        let number = SheetKind::Number;
        let column = CellColumn::Sheet { text, kinds: vec![number, number, number, SheetKind::Text, number] };
        let dates = from_1904(&column).unwrap();
        let cells: Vec<Cell<'_>> = (0..5).map(|row| dates.cell(row)).collect();
        let expected =
            [Cell::Text("2019-05-01"), Cell::Text("2019-05-01T12:00:00"), Cell::Number("20190501"), Cell::Text("42124"), Cell::Empty];
        assert_eq!(cells, expected);
    }
}
