//! Which character separates the cells of a text file.

use super::columns::Shape;
use super::record::{Step, record};
use std::collections::BTreeMap;

/// The separators that are known, the likelier first.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The records that are looked at.
const RECORDS: usize = 64;

/// Returns the separator of `text`, the start of a file: the one by which most records have the same number of cells, two
/// at least; by which that number is greater where two are equal. A comma where there is none.
pub fn separator(text: &[u8], last: bool) -> u8 {
    let mut best = (b',', (0, 0));
    for separator in SEPARATORS {
        let agreement = agreement(text, separator, last);
        if agreement > best.1 {
            best = (separator, agreement);
        }
    }
    best.0
}

/// Returns how many records have the number of cells that most have, and that number.
fn agreement(text: &[u8], separator: u8, last: bool) -> (usize, usize) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for width in widths(text, separator, last) {
        *counts.entry(width).or_default() += 1;
    }
    counts.into_iter().filter(|(width, _)| *width > 1).map(|(width, records)| (records, width)).max().unwrap_or_default()
}

/// Returns the number of cells of each whole record; of the one that is cut short where there is no other.
fn widths(text: &[u8], separator: u8, last: bool) -> Vec<usize> {
    let (mut widths, mut at) = (Vec::new(), 0);
    while at < text.len() && widths.len() < RECORDS {
        let mut shape = Shape::default();
        match record(text, at, separator, last, &mut shape) {
            Step::Record(next) => at = next,
            Step::Short if !widths.is_empty() => break,
            Step::Short | Step::OpenQuote => at = text.len(),
        }
        if shape.filled > 0 {
            widths.push(shape.cells);
        }
    }
    widths
}
