//! Tables in memory, as Arrow record batches.

use super::typed::{Pieces, Typed, TypedLayout};
use super::{ReadOptions, Rows, Tally};
use crate::cell::Block;
use crate::error::Result;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::sync::Arc;

/// A table in memory.
#[derive(Debug)]
pub struct Frame {
    layout: Arc<TypedLayout>,
    batches: Vec<RecordBatch>,
}

impl Frame {
    /// Returns the table of `batches`, called `name`. The schema holds even where there is no batch.
    ///
    /// # Errors
    /// [`crate::ErrorKind::BrokenFile`] for a batch of another schema, [`crate::ErrorKind::TooLarge`] beyond 2^32 rows.
    pub fn new(name: &str, schema: &SchemaRef, batches: Vec<RecordBatch>, options: &ReadOptions) -> Result<Self> {
        let layout = Arc::new(TypedLayout::new(Arc::from(name), "Arrow data", schema, options));
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
    fn layout(&self) -> &TypedLayout {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::{Cell, CellColumn};
    use crate::read::Sheet;
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
}
