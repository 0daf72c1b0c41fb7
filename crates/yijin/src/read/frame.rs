//! Tables in memory, as Arrow record batches; and the pieces that every typed file shares.

use super::columnar::{self, Header};
use super::guard::guarded;
use super::{Place, ReadOptions, Rows, Sheet, Tally};
use crate::cell::{Block, CellColumn, RowNumbers};
use crate::error::{Error, ErrorKind, Position, Result};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What a decoder's panic means.
const CONTRADICTION: &str = "its parts contradict each other";

/// A table in memory.
#[derive(Debug)]
pub struct Frame {
    layout: Arc<Layout>,
    batches: Vec<RecordBatch>,
}

impl Frame {
    /// Returns the table of `batches`, called `name`. The schema holds even where there is no batch.
    ///
    /// # Errors
    /// [`ErrorKind::BrokenFile`] for a batch of another schema, [`ErrorKind::TooLarge`] beyond 2^32 rows.
    pub fn new(name: &str, schema: &SchemaRef, batches: Vec<RecordBatch>, options: &ReadOptions) -> Result<Self> {
        let layout = Arc::new(Layout::new(Arc::from(name), "Arrow data", schema, options));
        let alike = |batch: &RecordBatch| {
            let kinds = batch.schema_ref().fields().iter().map(|field| field.data_type());
            kinds.eq(schema.fields().iter().map(|field| field.data_type()))
        };
        if !batches.iter().all(alike) {
            return Err(layout.broken("a batch whose columns are not those of the schema"));
        }
        layout.first_row(batches.iter().map(|batch| batch.num_rows() as u64).sum())?;
        Ok(Self { layout, batches })
    }
}

impl Typed for Frame {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn stored(&self) -> u64 {
        self.batches.iter().map(|batch| batch.get_array_memory_size() as u64).sum()
    }

    fn rows(&self, columns: Vec<usize>) -> Result<Vec<Box<dyn Rows>>> {
        let (mut parts, mut row): (Vec<Box<dyn Rows>>, u64) = (Vec::new(), 0);
        for batch in &self.batches {
            let mut pieces = Pieces::new(self.layout.clone(), row);
            row += batch.num_rows() as u64;
            let bytes = batch.get_array_memory_size() as u64;
            pieces.put(batch.project(&columns).map_err(|error| self.layout.broken(&error.to_string()))?);
            parts.push(Box::new(FrameRows { pieces, columns: columns.clone(), bytes }));
        }
        Ok(parts)
    }
}

/// The rows of one batch.
struct FrameRows {
    pieces: Pieces,
    columns: Vec<usize>,
    bytes: u64,
}

impl Rows for FrameRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        Tally::add(&self.pieces.layout.tally.bytes, std::mem::take(&mut self.bytes));
        self.pieces.next(&self.columns)
    }
}

/// A sheet whose columns have names and types: a table in memory, a Parquet file or an Arrow file.
pub(super) trait Typed: Send + Sync {
    /// Returns what is known of it.
    fn layout(&self) -> &Layout;

    /// Returns its size in bytes.
    fn stored(&self) -> u64;

    /// Returns its rows in parts, of these columns alone.
    ///
    /// # Errors
    /// Where it cannot be opened.
    fn rows(&self, columns: Vec<usize>) -> Result<Vec<Box<dyn Rows>>>;
}

impl<T: Typed> Sheet for T {
    fn place(&self) -> &Place {
        &self.layout().place
    }

    fn bytes(&self) -> u64 {
        self.stored()
    }

    fn tally(&self) -> Arc<Tally> {
        Arc::clone(&self.layout().tally)
    }

    fn names(&self) -> Option<&[String]> {
        Some(&self.layout().names)
    }

    fn parts(&self, columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        self.layout().tally.bytes.store(0, Ordering::Relaxed);
        self.rows(self.layout().wanted(columns))
    }
}

/// What is known of a typed file before its rows are read.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) place: Place,
    pub(super) format: &'static str,
    pub(super) names: Vec<String>,
    pub(super) block_rows: usize,
    pub(super) tally: Arc<Tally>,
}

impl Layout {
    pub(super) fn new(file: Arc<str>, format: &'static str, schema: &SchemaRef, options: &ReadOptions) -> Self {
        let place = Place { file, sheet: None };
        Self { place, format, names: columnar::names(schema), block_rows: options.block_rows.max(1), tally: Arc::default() }
    }

    /// Returns the columns that are asked for and exist, in ascending order, each once.
    pub(super) fn wanted(&self, columns: &[usize]) -> Vec<usize> {
        let mut wanted: Vec<usize> = columns.iter().copied().filter(|&column| column < self.names.len()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }

    /// Returns the number of the row that has `before` rows before it.
    pub(super) fn first_row(&self, before: u64) -> Result<u32> {
        let remedy = "split it into several files";
        u32::try_from(before.saturating_add(1)).map_err(|_| {
            ErrorKind::TooLarge { what: "rows in a file", limit: u64::from(u32::MAX), position: self.place.position(), remedy }.into()
        })
    }

    pub(super) fn broken(&self, cause: &str) -> Error {
        broken(self.format, self.place.position(), cause)
    }

    /// Runs a decoder; an error or a panic of it is a broken file.
    pub(super) fn guard<T, E: std::fmt::Display>(&self, decode: impl FnOnce() -> Result<T, E>) -> Result<T> {
        guard(self.format, &self.place, decode)
    }

    /// Returns a batch of the wanted columns as a block of all columns.
    fn block(&self, batch: &RecordBatch, columns: &[usize], row: u64) -> Result<Block> {
        let mut all = vec![CellColumn::Empty(batch.num_rows()); self.names.len()];
        for (array, &column) in batch.columns().iter().zip(columns) {
            let header = Header { place: &self.place, name: &self.names[column] };
            all[column] = columnar::cells(array, header)?;
        }
        Ok(Block { rows: RowNumbers::From(self.first_row(row)?), columns: all })
    }
}

/// Runs a decoder; an error or a panic of it is a broken file.
pub(super) fn guard<T, E: std::fmt::Display>(format: &'static str, place: &Place, decode: impl FnOnce() -> Result<T, E>) -> Result<T> {
    let failed = |cause: &str| broken(format, place.position(), cause);
    guarded(|| decode().map_err(|error| failed(&error.to_string())), || failed(CONTRADICTION))
}

fn broken(format: &'static str, position: Position, cause: &str) -> Error {
    let line: String = cause.lines().next().unwrap_or_default().chars().take(200).collect();
    ErrorKind::BrokenFile { format, position, cause: line }.into()
}

/// A batch of the wanted columns at a time, handed out as blocks of the right length.
pub(super) struct Pieces {
    layout: Arc<Layout>,
    waiting: Option<RecordBatch>,
    row: u64,
}

impl Pieces {
    /// Returns no batches, with `row` rows before the first.
    pub(super) fn new(layout: Arc<Layout>, row: u64) -> Self {
        Self { layout, waiting: None, row }
    }

    /// Puts a batch in the place of the one that has been handed out.
    pub(super) fn put(&mut self, batch: RecordBatch) {
        self.waiting = Some(batch);
    }

    /// Returns the next block; `None` where the batch is at its end, or the table has no columns.
    pub(super) fn next(&mut self, columns: &[usize]) -> Result<Option<Block>> {
        let Some(batch) = self.waiting.take().filter(|batch| batch.num_rows() > 0) else { return Ok(None) };
        let (layout, row) = (self.layout.clone(), self.row);
        let rows = layout.block_rows.min(batch.num_rows());
        self.waiting = Some(batch.slice(rows, batch.num_rows() - rows));
        let batch = batch.slice(0, rows);
        self.row += batch.num_rows() as u64;
        let block = guarded(|| layout.block(&batch, columns, row), || layout.broken(CONTRADICTION))?;
        Ok(Some(block).filter(|block| !block.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;
    use arrow_array::{Int32Array, StringArray};

    fn batch(values: &[i32]) -> RecordBatch {
        let texts = StringArray::from_iter_values(values.iter().map(ToString::to_string));
        let numbers = Int32Array::from(values.to_vec());
        RecordBatch::try_from_iter([("a", Arc::new(texts) as arrow_array::ArrayRef), ("b", Arc::new(numbers))]).unwrap()
    }

    #[test]
    fn batches_are_parts_and_rows_are_numbered_through() {
        let options = ReadOptions { block_rows: 2, ..ReadOptions::default() };
        let batches = vec![batch(&[10, 20, 30]), batch(&[]), batch(&[40])];
        let frame = Frame::new("ledger", &batch(&[]).schema(), batches, &options).unwrap();
        let mut seen = Vec::new();
        for mut part in frame.parts(&[1, 1, 9]).unwrap() {
            while let Some(block) = part.next_block().unwrap() {
                assert!(matches!(block.columns[0], CellColumn::Empty(_)) && block.columns.len() == 2);
                seen.extend((0..block.len()).map(|row| {
                    (block.rows.number(row), block.columns[1].cell(row) == Cell::Integer(10 * i64::from(block.rows.number(row))))
                }));
            }
        }
        assert_eq!(seen, [(1, true), (2, true), (3, true), (4, true)]);
    }

    #[test]
    fn a_frame_without_batches_keeps_its_names() {
        let frame = Frame::new("ledger", &batch(&[]).schema(), Vec::new(), &ReadOptions::default()).unwrap();
        assert!(frame.names().unwrap() == ["a", "b"] && frame.parts(&[0]).unwrap().is_empty());
    }

    #[test]
    fn a_batch_of_another_schema_is_refused() {
        let other = RecordBatch::try_from_iter([("a", Arc::new(Int32Array::from(vec![1])) as arrow_array::ArrayRef)]).unwrap();
        assert_eq!(Frame::new("ledger", &batch(&[]).schema(), vec![other], &ReadOptions::default()).unwrap_err().id(), "broken-file");
    }

    #[test]
    fn a_decoder_that_panics_is_a_broken_file() {
        let place = Place { file: Arc::from("t.parquet"), sheet: None };
        let result: Result<()> = guard("Parquet", &place, || -> Result<(), String> { panic!("hostile") });
        assert_eq!(
            result.unwrap_err().to_string(),
            "cannot follow Parquet in t.parquet: its parts contradict each other; open it in the program that wrote it and save it again"
        );
    }
}
