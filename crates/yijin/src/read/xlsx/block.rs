//! Rows of cells as they arrive, gathered into blocks of columns.

use crate::cell::{Block, CellColumn, RowNumbers, SheetKind};
use crate::read::BLOCK_CELLS;
use arrow_array::UInt32Array;
use arrow_array::builder::StringBuilder;
use arrow_select::take::take;

/// The most bytes of text after which a block ends.
const BLOCK_BYTES: usize = 32 << 20;

/// The most bytes of text in one row, values of merged cells included.
pub(super) const ROW_BYTES: usize = 32 << 20;

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Put {
    /// It stands in the row.
    Stored,
    /// It stands beyond the last column and was dropped.
    Beyond,
    /// The row has it already.
    Twice,
}

/// A block that is being filled. A column exists once it has a cell.
pub(in crate::read) struct BlockBuilder {
    columns: Vec<Option<Column>>,
    numbers: Vec<u32>,
    most_rows: usize,
    used: bool,
    bytes: usize,
    row_bytes: usize,
}

struct Column {
    text: StringBuilder,
    kinds: Vec<SheetKind>,
}

impl BlockBuilder {
    /// Returns an empty block of `width` columns and at most `rows` rows.
    pub(in crate::read) fn new(width: usize, rows: usize) -> Self {
        let most_rows = rows.min(BLOCK_CELLS / width.max(1)).max(1);
        let columns = (0..width).map(|_| None).collect();
        Self { columns, numbers: Vec::new(), most_rows, used: false, bytes: 0, row_bytes: 0 }
    }

    /// Puts a cell into the row that is being filled.
    pub(in crate::read) fn put(&mut self, column: usize, kind: SheetKind, text: &str) -> Put {
        self.used = true;
        let row = self.numbers.len();
        let Some(slot) = self.columns.get_mut(column) else { return Put::Beyond };
        let slot = slot.get_or_insert_with(Column::new);
        if slot.kinds.len() > row {
            return Put::Twice;
        }
        slot.pad(row);
        slot.text.append_value(text);
        slot.kinds.push(kind);
        self.row_bytes += text.len();
        Put::Stored
    }

    /// Returns the cell in a column of the row that is being filled.
    pub(in crate::read) fn cell(&self, column: usize) -> Option<(SheetKind, &str)> {
        let column = self.columns.get(column)?.as_ref().filter(|column| column.kinds.len() > self.numbers.len())?;
        let offsets = column.text.offsets_slice();
        let start = *offsets.get(column.kinds.len() - 1)? as usize;
        let text = std::str::from_utf8(column.text.values_slice().get(start..)?).ok()?;
        Some((*column.kinds.last()?, text))
    }

    /// Returns whether the row that is being filled has any cell.
    pub(in crate::read) fn is_used(&self) -> bool {
        self.used
    }

    /// Returns the bytes of text in the row that is being filled.
    pub(in crate::read) fn row_bytes(&self) -> usize {
        self.row_bytes
    }

    /// Ends the row, which has this number; a row without a cell leaves nothing behind.
    pub(in crate::read) fn end_row(&mut self, number: u32) {
        if self.used {
            self.numbers.push(number);
        }
        self.used = false;
        self.bytes += self.row_bytes;
        self.row_bytes = 0;
    }

    /// Returns whether the block has all the rows that it may have.
    pub(in crate::read) fn is_full(&self) -> bool {
        self.numbers.len() >= self.most_rows || self.bytes >= BLOCK_BYTES
    }

    /// Returns the block, its rows in ascending order, and starts the next; `None` where it has no rows.
    pub(in crate::read) fn finish(&mut self) -> Option<Block> {
        if self.numbers.is_empty() {
            return None;
        }
        let numbers = std::mem::take(&mut self.numbers);
        self.bytes = 0;
        let rows = numbers.len();
        let columns =
            self.columns.iter_mut().map(|slot| slot.take().map_or(CellColumn::Empty(rows), |column| column.finish(rows))).collect();
        let block = Block { rows: RowNumbers::List(numbers), columns };
        Some(in_order(block))
    }
}

impl Column {
    fn new() -> Self {
        Self { text: StringBuilder::with_capacity(16, 64), kinds: Vec::new() }
    }

    fn pad(&mut self, rows: usize) {
        self.text.append_nulls(rows - self.kinds.len());
        self.kinds.resize(rows, SheetKind::Text);
    }

    fn finish(mut self, rows: usize) -> CellColumn {
        self.pad(rows);
        CellColumn::Sheet { text: self.text.finish(), kinds: self.kinds }
    }
}

/// Returns the block with its rows in ascending order; rows of the same number keep the order of the file.
fn in_order(block: Block) -> Block {
    let RowNumbers::List(numbers) = block.rows else { return block };
    if numbers.is_sorted() {
        return Block { rows: compact(numbers), columns: block.columns };
    }
    let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
    order.sort_by_key(|&row| numbers[row as usize]);
    let columns = block.columns.into_iter().map(|column| ordered(column, &order)).collect();
    Block { rows: compact(order.iter().map(|&row| numbers[row as usize]).collect()), columns }
}

fn ordered(column: CellColumn, order: &[u32]) -> CellColumn {
    let CellColumn::Sheet { text, kinds } = column else { return column };
    let indices = UInt32Array::from(order.to_vec());
    let taken = take(&text, &indices, None).ok().and_then(|taken| taken.as_any().downcast_ref().cloned());
    match taken {
        Some(taken) => CellColumn::Sheet { text: taken, kinds: order.iter().map(|&row| kinds[row as usize]).collect() },
        None => CellColumn::Sheet { text, kinds },
    }
}

fn compact(numbers: Vec<u32>) -> RowNumbers {
    let consecutive = numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    match numbers.first() {
        Some(&first) if consecutive => RowNumbers::From(first),
        _ => RowNumbers::List(numbers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;

    #[test]
    fn rows_come_in_order_and_columns_of_one_length() {
        let mut block = BlockBuilder::new(3, 10);
        for (number, column, text) in [(7, 2, "c"), (5, 0, "a"), (7, 0, "b")] {
            assert_eq!(block.put(column, SheetKind::Text, text), Put::Stored);
            assert_eq!(block.cell(column), Some((SheetKind::Text, text)));
            block.end_row(number);
        }
        block.end_row(8);
        let block = block.finish().unwrap();
        assert_eq!(block.rows, RowNumbers::List(vec![5, 7, 7]));
        let column = |column: usize| (0..3).map(|row| block.columns[column].cell(row)).collect::<Vec<_>>();
        assert_eq!(column(0), [Cell::Text("a"), Cell::Empty, Cell::Text("b")]);
        assert_eq!(column(1), [Cell::Empty, Cell::Empty, Cell::Empty]);
        assert_eq!(column(2), [Cell::Empty, Cell::Text("c"), Cell::Empty]);
    }

    #[test]
    fn a_cell_stands_once_and_within_the_width() {
        let mut block = BlockBuilder::new(1, 10);
        assert_eq!(block.put(0, SheetKind::Number, "1"), Put::Stored);
        assert_eq!(block.put(0, SheetKind::Number, "2"), Put::Twice);
        assert_eq!(block.put(1, SheetKind::Number, "3"), Put::Beyond);
        block.end_row(1);
        assert_eq!(block.finish().unwrap().columns[0].cell(0), Cell::Number("1"));
        assert!(block.finish().is_none());
    }

    #[test]
    fn wide_sheets_have_shorter_blocks() {
        let mut block = BlockBuilder::new(16_384, 1 << 15);
        for row in 1..=256 {
            assert!(!block.is_full());
            block.put(0, SheetKind::Number, "1");
            block.end_row(row);
        }
        assert!(block.is_full());
    }
}
