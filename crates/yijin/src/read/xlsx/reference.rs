//! Cell names such as `C12`, and ranges such as `A1:C3`.

use crate::read::Merge;

/// The number of columns of a sheet: the last is `XFD`.
pub(super) const COLUMNS: usize = 16_384;

/// Returns the column, from 0, and the row, from 1, of a cell's name; the row is 0 where the name has none.
/// `None` for what is no name, or stands beyond the last column.
pub(super) fn parse(name: &str) -> Option<(usize, u32)> {
    let mut column = 0_usize;
    let mut letters = 0;
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        match first {
            b'$' => {}
            b'A'..=b'Z' | b'a'..=b'z' if letters < 3 => {
                column = column * 26 + usize::from(first.to_ascii_uppercase() - b'A') + 1;
                letters += 1;
            }
            _ => break,
        }
        rest = tail;
    }
    let row = parse_row(rest)?;
    (1..=COLUMNS).contains(&column).then(|| (column - 1, row))
}

fn parse_row(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |row, digit| match digit {
        b'0'..=b'9' => row.checked_mul(10)?.checked_add(u32::from(digit - b'0')),
        _ => None,
    })
}

/// Returns the range of a name such as `A1:C3`; `None` for what is none.
pub(super) fn parse_range(name: &str) -> Option<Merge> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let ((first_column, first_row), (last_column, last_row)) = (parse(first)?, parse(last)?);
    let ordered = first_row >= 1 && first_row <= last_row && first_column <= last_column;
    ordered.then_some(Merge { first_row, last_row, first_column, last_column })
}

/// Returns the name of the cell in `column`, from 0, and `row`.
pub(in crate::read) fn name(column: usize, row: u32) -> String {
    column_name(column) + &row.to_string()
}

/// Returns the letters of a column, from 0.
pub(in crate::read) fn column_name(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for (text, cell) in [("A1", (0, 1)), ("Z9", (25, 9)), ("AA10", (26, 10)), ("XFD1048576", (16_383, 1_048_576))] {
            assert_eq!(parse(text), Some(cell));
            assert_eq!(name(cell.0, cell.1), text);
        }
        assert_eq!(parse("$c$12"), Some((2, 12)));
        assert_eq!(parse("C"), Some((2, 0)));
    }

    #[test]
    fn what_stands_beyond_the_last_column_has_no_place() {
        for text in ["XFE1", "AAAA1", "12", "", "A-1", "A99999999999"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse_range("C3:A1"), None);
    }
}
