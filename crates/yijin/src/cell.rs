//! Raw cells as a reader delivers them: columns of text, numbers or dates, with the rows they came from.
//!
//! Nothing is interpreted here. A spreadsheet's number keeps its digits as written in the file, so an identifier
//! stored as a number stays whole; what a cell means is decided in [`crate::clean`].

use arrow_array::{
    Array, ArrowPrimitiveType, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, PrimitiveArray,
    StringArray, TimestampMicrosecondArray,
};
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// One raw cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text.
    Text(&'a str),
    /// A number of a spreadsheet, in the digits the file holds.
    Number(&'a str),
    /// A whole number of a typed file.
    Integer(i64),
    /// A floating-point number of a typed file.
    Real(f64),
    /// A decimal of a typed file: `units` × 10^-`scale`.
    Decimal {
        /// The digits without a point.
        units: i128,
        /// How many of them stand behind the point.
        scale: i8,
    },
    /// A date, in days since 1970-01-01.
    Day(i32),
    /// A moment in China standard time, in microseconds since 1970-01-01T00:00.
    Moment(i64),
    /// A truth value.
    Flag(bool),
    /// A spreadsheet cell without a usable value: an error such as `#REF!`, or `uncached formula`.
    /// The text names the fault and the cell, as in `#REF! in C12`.
    Fault(&'a str),
}

/// How a spreadsheet typed the cell whose text stands in a [`CellColumn::Sheet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum SheetKind {
    /// Text.
    Text,
    /// A number; the text is its digits.
    Number,
    /// A number in a date format; the text is `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`.
    Date,
    /// A truth value; the text is `true` or `false`.
    Flag,
    /// An error or a formula without a stored value; the text names it and the cell.
    Fault,
}

/// A column of raw cells.
#[derive(Debug, Clone)]
pub enum CellColumn {
    /// Text (null is empty).
    Text(StringArray),
    /// Text in a dictionary: `codes` point into `values`.
    Coded {
        /// For each row, the place in `values`; null is empty.
        codes: Int32Array,
        /// The distinct texts (they may repeat).
        values: StringArray,
    },
    /// Cells of a spreadsheet, each with its own kind (null is empty).
    Sheet {
        /// The texts.
        text: StringArray,
        /// The kind of each.
        kinds: Vec<SheetKind>,
    },
    /// Whole numbers.
    Integer(Int64Array),
    /// Floating-point numbers.
    Real(Float64Array),
    /// Decimals.
    Decimal(Decimal128Array),
    /// Days since 1970-01-01.
    Day(Date32Array),
    /// Moments in China standard time.
    Moment(TimestampMicrosecondArray),
    /// Truth values.
    Flag(BooleanArray),
    /// Nothing in any row.
    Empty(usize),
}

impl CellColumn {
    /// Returns the number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Text(array) | Self::Sheet { text: array, .. } => array.len(),
            Self::Coded { codes, .. } => codes.len(),
            Self::Integer(array) => array.len(),
            Self::Real(array) => array.len(),
            Self::Decimal(array) => array.len(),
            Self::Day(array) => array.len(),
            Self::Moment(array) => array.len(),
            Self::Flag(array) => array.len(),
            Self::Empty(rows) => *rows,
        }
    }

    /// Returns whether the column has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the cell of `row`.
    ///
    /// # Panics
    /// Where `row` is not below [`CellColumn::len`].
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Text(array) if array.is_valid(row) => Cell::Text(array.value(row)),
            Self::Coded { codes, values } if codes.is_valid(row) => {
                let code = codes.value(row) as usize;
                if values.is_valid(code) { Cell::Text(values.value(code)) } else { Cell::Empty }
            }
            Self::Sheet { text, kinds } if text.is_valid(row) => sheet_cell(text.value(row), kinds[row]),
            Self::Integer(array) if array.is_valid(row) => Cell::Integer(array.value(row)),
            Self::Real(array) if array.is_valid(row) => Cell::Real(array.value(row)),
            Self::Decimal(array) if array.is_valid(row) => Cell::Decimal { units: array.value(row), scale: array.scale() },
            Self::Day(array) if array.is_valid(row) => Cell::Day(array.value(row)),
            Self::Moment(array) if array.is_valid(row) => Cell::Moment(array.value(row)),
            Self::Flag(array) if array.is_valid(row) => Cell::Flag(array.value(row)),
            _ => Cell::Empty,
        }
    }

    /// Returns what `of` makes of each row's cell.
    pub fn map<T>(&self, mut of: impl FnMut(usize, Cell<'_>) -> T) -> Vec<T> {
        // One loop a kind of column: which kind it is, is not asked again in every row.
        match self {
            Self::Text(array) => rows(array, |row| of(row, text_cell(array, row))),
            Self::Coded { codes, .. } => rows(codes, |row| of(row, self.cell(row))),
            Self::Sheet { text, .. } => rows(text, |row| of(row, self.cell(row))),
            Self::Integer(array) => {
                rows(array, |row| of(row, if array.is_valid(row) { Cell::Integer(array.value(row)) } else { Cell::Empty }))
            }
            Self::Real(array) => rows(array, |row| of(row, if array.is_valid(row) { Cell::Real(array.value(row)) } else { Cell::Empty })),
            Self::Decimal(array) => {
                let scale = array.scale();
                let cell = |row: usize| if array.is_valid(row) { Cell::Decimal { units: array.value(row), scale } } else { Cell::Empty };
                rows(array, |row| of(row, cell(row)))
            }
            Self::Day(array) => rows(array, |row| of(row, if array.is_valid(row) { Cell::Day(array.value(row)) } else { Cell::Empty })),
            Self::Moment(array) => {
                rows(array, |row| of(row, if array.is_valid(row) { Cell::Moment(array.value(row)) } else { Cell::Empty }))
            }
            Self::Flag(array) => rows(array, |row| of(row, self.cell(row))),
            Self::Empty(count) => (0..*count).map(|row| of(row, Cell::Empty)).collect(),
        }
    }

    /// Returns the column's rows by their distinct cells, so that a value is cleaned once and not once a row.
    #[must_use]
    pub fn distinct(&self) -> Distinct {
        match self {
            Self::Coded { codes, values } => return distinct_small(codes.len(), values.len(), |row| code(codes, row)),
            Self::Integer(array) => {
                if let Some(distinct) = distinct_numbers(array) {
                    return distinct;
                }
            }
            Self::Day(array) => {
                if let Some(distinct) = distinct_numbers(array) {
                    return distinct;
                }
            }
            Self::Text(array) if array.null_count() == array.len() => return distinct_small(array.len(), 0, |_| None),
            _ => {}
        }
        let hasher = foldhash::fast::FixedState::default();
        let mut distinct = Distinct { codes: Vec::with_capacity(self.len()), rows: Vec::new() };
        let mut table: HashTable<u32> = HashTable::new();
        for row in 0..self.len() {
            let cell = self.cell(row);
            let hash = hash_cell(&hasher, &cell);
            let code = *table
                .entry(
                    hash,
                    |&code| is_same(&self.cell(distinct.rows[code as usize] as usize), &cell),
                    |&code| hash_cell(&hasher, &self.cell(distinct.rows[code as usize] as usize)),
                )
                .or_insert_with(|| distinct.rows.len() as u32)
                .get();
            if code as usize == distinct.rows.len() {
                distinct.rows.push(row as u32);
            }
            distinct.codes.push(code);
        }
        distinct
    }
}

/// A column's rows by their distinct cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distinct {
    /// For each row, the place of its cell in `rows`.
    pub codes: Vec<u32>,
    /// For each distinct cell, one row that holds it.
    pub rows: Vec<u32>,
}

fn rows<T>(array: &impl Array, of: impl FnMut(usize) -> T) -> Vec<T> {
    (0..array.len()).map(of).collect()
}

fn text_cell(array: &StringArray, row: usize) -> Cell<'_> {
    if array.is_valid(row) { Cell::Text(array.value(row)) } else { Cell::Empty }
}

fn sheet_cell(text: &str, kind: SheetKind) -> Cell<'_> {
    match kind {
        SheetKind::Text | SheetKind::Date => Cell::Text(text),
        SheetKind::Number => Cell::Number(text),
        SheetKind::Flag => Cell::Flag(text == "true"),
        SheetKind::Fault => Cell::Fault(text),
    }
}

/// Returns whether two cells are alike; what is no number is like itself.
fn is_same(a: &Cell<'_>, b: &Cell<'_>) -> bool {
    match (a, b) {
        (Cell::Real(a), Cell::Real(b)) => a.to_bits() == b.to_bits(),
        _ => a == b,
    }
}

fn hash_cell(hasher: &impl BuildHasher, cell: &Cell<'_>) -> u64 {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) | Cell::Number(text) | Cell::Fault(text) => hasher.hash_one(text.as_bytes()),
        Cell::Integer(value) | Cell::Moment(value) => hasher.hash_one(value),
        Cell::Real(value) => hasher.hash_one(value.to_bits()),
        Cell::Decimal { units, .. } => hasher.hash_one(units),
        Cell::Day(value) => hasher.hash_one(value),
        Cell::Flag(value) => hasher.hash_one(value),
    }
}

fn code(codes: &Int32Array, row: usize) -> Option<usize> {
    codes.is_valid(row).then(|| codes.value(row) as usize)
}

/// Returns the distinct values of numbers that lie close together; `None` where they do not.
fn distinct_numbers<T: ArrowPrimitiveType<Native: Into<i64>>>(array: &PrimitiveArray<T>) -> Option<Distinct> {
    let numbers = || array.iter().flatten().map(Into::<i64>::into);
    let (least, most) = (numbers().min().unwrap_or(0), numbers().max().unwrap_or(0));
    let span = usize::try_from(most.checked_sub(least)?).ok().filter(|span| *span < CLOSE)?;
    let offset = |row: usize| array.is_valid(row).then(|| (array.value(row).into() - least) as usize);
    Some(distinct_small(array.len(), span + 1, offset))
}

/// The span within which numbers are told apart by a table.
const CLOSE: usize = 1 << 16;

/// Returns the distinct values of rows, each of which is a number below `bound` or nothing, in order of first use.
fn distinct_small(rows: usize, bound: usize, value: impl Fn(usize) -> Option<usize>) -> Distinct {
    const UNSEEN: u32 = u32::MAX;
    let mut seen = vec![UNSEEN; bound + 1];
    let mut distinct = Distinct { codes: Vec::with_capacity(rows), rows: Vec::new() };
    for row in 0..rows {
        let slot = &mut seen[value(row).unwrap_or(bound)];
        if *slot == UNSEEN {
            *slot = distinct.rows.len() as u32;
            distinct.rows.push(row as u32);
        }
        distinct.codes.push(*slot);
    }
    distinct
}

/// The rows of a block, as the user sees them in the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowNumbers {
    /// Consecutive rows from this one.
    From(u32),
    /// One number for each row of the block, ascending.
    List(Vec<u32>),
}

impl RowNumbers {
    /// Returns the number of the block's row at `index`.
    #[must_use]
    pub fn number(&self, index: usize) -> u32 {
        match self {
            Self::From(first) => first.saturating_add(index as u32),
            Self::List(rows) => rows[index],
        }
    }
}

/// A run of rows: the unit in which rows are read and cleaned.
#[derive(Debug, Clone)]
pub struct Block {
    /// Where the rows stand.
    pub rows: RowNumbers,
    /// The columns, all of one length.
    pub columns: Vec<CellColumn>,
}

impl Block {
    /// Returns the number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, CellColumn::len)
    }

    /// Returns whether the block has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinct_cells_stand_once_and_null_is_one_of_them() {
        let text = CellColumn::Text(StringArray::from(vec![Some("a"), None, Some("b"), Some("a"), None]));
        let coded = CellColumn::Coded {
            codes: Int32Array::from(vec![Some(1), None, Some(0), Some(1), None]),
            values: StringArray::from(vec!["b", "a", "unused"]),
        };
        let expected = Distinct { codes: vec![0, 1, 2, 0, 1], rows: vec![0, 1, 2] };
        assert_eq!(text.distinct(), expected);
        assert_eq!(coded.distinct(), expected);
        assert_eq!(coded.cell(3), Cell::Text("a"));
        for (a, b) in [(7, 5), (i64::MIN, i64::MAX)] {
            let numbers = CellColumn::Integer(Int64Array::from(vec![Some(a), None, Some(b), Some(a), None]));
            assert_eq!(numbers.distinct(), expected);
        }
        assert_eq!(CellColumn::Text(StringArray::new_null(3)).distinct(), Distinct { codes: vec![0; 3], rows: vec![0] });
    }
}
