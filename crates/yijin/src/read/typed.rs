//! What every typed file shares: its columns have names and types, and it is decoded batch by batch.

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

/// A sheet whose columns have names and types: a table in memory, a Parquet file or an Arrow file.
pub(super) trait Typed: Send + Sync {
    /// Returns what is known of it.
    fn layout(&self) -> &TypedLayout;

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
pub(super) struct TypedLayout {
    pub(super) place: Place,
    pub(super) format: &'static str,
    pub(super) names: Vec<String>,
    pub(super) block_rows: usize,
    pub(super) tally: Arc<Tally>,
}

impl TypedLayout {
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
    pub(super) layout: Arc<TypedLayout>,
    waiting: Option<RecordBatch>,
    row: u64,
}

impl Pieces {
    /// Returns no batches, with `row` rows before the first.
    pub(super) fn new(layout: Arc<TypedLayout>, row: u64) -> Self {
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
