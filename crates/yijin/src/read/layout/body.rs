//! The rows between a header and a footer.

use super::covered::Covered;
use super::footer::{Footer, RowKind};
use super::grid::first_number;
use super::serials;
use super::surplus::Surplus;
use crate::cell::{Block, CellColumn, RowNumbers, SheetKind};
use crate::error::{Error, ErrorKind, Result};
use crate::read::{Header, Merge, Place, Rows, Sheet, Tally};
use crate::table::{Kind, Table};
use arrow_array::{Array, BooleanArray};
use arrow_select::filter::filter;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What stands above the rows of a table.
#[derive(Debug, Clone, Copy)]
pub struct Above {
    /// The first row of the header, as the user sees it.
    pub first: u32,
    /// The last row of the header, as the user sees it.
    pub last: u32,
    /// Title rows.
    pub titles: u64,
    /// Header rows.
    pub headers: u64,
}

/// A sheet of which only the rows of its table are delivered.
pub struct Body {
    sheet: Box<dyn Sheet>,
    above: Above,
    below: Below,
}

/// What is known of the rows below a header.
#[derive(Debug, Clone)]
struct Below {
    footer: Footer,
    surplus: Surplus,
    /// The columns of dates in which numbers count from 1904.
    serials: Vec<usize>,
}

impl Body {
    /// Returns the rows of `sheet` below its header that are no footer and not blank.
    pub fn new(mut sheet: Box<dyn Sheet>, above: Above, header: &Header, table: &Table) -> Self {
        let edge = sheet.set_header(above.first, above.last);
        let is_date = |column: usize| matches!(table.columns[column].kind, Kind::Date | Kind::Period);
        let dates = header.bound.iter().filter(|(column, _)| sheet.date1904() && is_date(**column));
        let serials = dates.map(|(_, bound)| bound.source).collect();
        let below = Below { footer: Footer::of(table, header), surplus: Surplus::of(table, header, edge), serials };
        Self { sheet, above, below }
    }

    /// Returns what the sheet counts, set back to what stands above its rows: rows that are read again are counted again.
    fn fresh_tally(&self) -> Arc<Tally> {
        let tally = self.sheet.tally();
        tally.title_rows.store(self.above.titles, Ordering::Relaxed);
        tally.header_rows.store(self.above.headers, Ordering::Relaxed);
        for count in [&tally.blank_rows, &tally.footer_rows, &tally.ragged_rows, &tally.merged_cells] {
            count.store(0, Ordering::Relaxed);
        }
        tally.clear_nameless();
        tally
    }
}

impl Sheet for Body {
    fn place(&self) -> &Place {
        self.sheet.place()
    }

    fn encoding(&self) -> Option<&str> {
        self.sheet.encoding()
    }

    fn bytes(&self) -> u64 {
        self.sheet.bytes()
    }

    fn tally(&self) -> Arc<Tally> {
        self.sheet.tally()
    }

    fn merges(&self) -> &[Merge] {
        self.sheet.merges()
    }

    fn parts(&self, columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        let tally = self.fresh_tally();
        let body = |rows| {
            let (below, covered) = (self.below.clone(), Covered::of(self.sheet.merges()));
            let place = self.sheet.place().clone();
            Box::new(BodyRows { rows, after: self.above.last, below, covered, place, tally: Arc::clone(&tally) }) as Box<dyn Rows>
        };
        Ok(self.sheet.parts(columns)?.into_iter().map(body).collect())
    }
}

struct BodyRows {
    rows: Box<dyn Rows>,
    after: u32,
    below: Below,
    covered: Covered,
    place: Place,
    tally: Arc<Tally>,
}

impl Rows for BodyRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        while let Some(block) = self.rows.next_block()? {
            let dropped = self.dropped(&block);
            if dropped.is_empty() {
                return self.finished(block).map(Some);
            }
            if dropped.len() < block.len() {
                return self.finished(without(&block, &dropped)?).map(Some);
            }
        }
        Ok(None)
    }
}

impl BodyRows {
    /// Returns rows of the table as they are to be read, and counts what stands under no header.
    fn finished(&self, mut block: Block) -> Result<Block> {
        self.below.surplus.count(&block, &self.tally);
        for &column in &self.below.serials {
            if let Some(dates) = block.columns.get(column).and_then(serials::from_1904) {
                block.columns[column] = dates;
            }
        }
        self.below.surplus.mark(block, &self.place)
    }

    /// Returns the places of the rows that are no data.
    fn dropped(&mut self, block: &Block) -> Vec<usize> {
        let (mut dropped, mut blank, mut footer, mut merged) = (Vec::new(), 0, 0, 0);
        let above = if first_number(&block.rows) > self.after { 0 } else { self.above(block) };
        for row in 0..block.len() {
            let covered = self.covered.count(block, row);
            match self.below.footer.kind(block, row) {
                RowKind::Blank => blank += 1,
                _ if row < above => {}
                RowKind::Footer => footer += 1,
                RowKind::Data => {
                    merged += covered;
                    continue;
                }
            }
            dropped.push(row);
        }
        Tally::add(&self.tally.merged_cells, merged);
        Tally::add(&self.tally.blank_rows, blank);
        Tally::add(&self.tally.footer_rows, footer);
        dropped
    }

    /// Returns how many rows of the block stand above the body.
    fn above(&self, block: &Block) -> usize {
        (0..block.len()).take_while(|&row| block.rows.number(row) <= self.after).count()
    }
}

/// Returns the block without these rows.
fn without(block: &Block, dropped: &[usize]) -> Result<Block> {
    let mut keep = vec![true; block.len()];
    for &row in dropped {
        keep[row] = false;
    }
    let numbers = (0..block.len()).filter(|&row| keep[row]).map(|row| block.rows.number(row)).collect();
    let mask = BooleanArray::from(keep);
    let columns = block.columns.iter().map(|column| kept(column, &mask)).collect::<Result<_>>()?;
    Ok(Block { rows: RowNumbers::List(numbers), columns })
}

fn kept(column: &CellColumn, mask: &BooleanArray) -> Result<CellColumn> {
    Ok(match column {
        CellColumn::Text(array) => CellColumn::Text(kept_array(array, mask)?),
        CellColumn::Coded { codes, values } => CellColumn::Coded { codes: kept_array(codes, mask)?, values: values.clone() },
        CellColumn::Sheet { text, kinds } => CellColumn::Sheet { text: kept_array(text, mask)?, kinds: kept_kinds(kinds, mask) },
        CellColumn::Integer(array) => CellColumn::Integer(kept_array(array, mask)?),
        CellColumn::Real(array) => CellColumn::Real(kept_array(array, mask)?),
        CellColumn::Decimal(array) => CellColumn::Decimal(kept_array(array, mask)?),
        CellColumn::Day(array) => CellColumn::Day(kept_array(array, mask)?),
        CellColumn::Moment(array) => CellColumn::Moment(kept_array(array, mask)?),
        CellColumn::Flag(array) => CellColumn::Flag(kept_array(array, mask)?),
        CellColumn::Empty(_) => CellColumn::Empty(mask.true_count()),
    })
}

fn kept_kinds(kinds: &[SheetKind], mask: &BooleanArray) -> Vec<SheetKind> {
    kinds.iter().enumerate().filter(|(row, _)| mask.value(*row)).map(|(_, kind)| *kind).collect()
}

fn kept_array<A: Array + Clone + 'static>(array: &A, mask: &BooleanArray) -> Result<A> {
    let unsound = |cause: String| Error::from(ErrorKind::Unsound { cause });
    let kept = filter(array, mask).map_err(|error| unsound(error.to_string()))?;
    kept.as_any().downcast_ref::<A>().cloned().ok_or_else(|| unsound("a filtered column changed its type".to_owned()))
}
