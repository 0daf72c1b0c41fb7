//! Parquet files, a row group a part.
//!
//! A column of text whose values repeat comes as codes into its dictionary, as the file stores it; other text comes as it is.

use super::columnar::is_text;
use super::typed::{Pieces, Typed, TypedLayout as Layout, guard};
use super::{Place, ReadOptions, Rows, Tally};
use crate::cell::Block;
use crate::error::{Error, Result};
use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use ::parquet::basic::Encoding;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The format's name in errors.
const FORMAT: &str = "Parquet";

/// A Parquet file.
#[derive(Debug)]
pub struct Parquet {
    path: PathBuf,
    layout: Arc<Layout>,
    metadata: ArrowReaderMetadata,
    bytes: u64,
}

impl Parquet {
    /// Returns the table at `path`, called `name`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Io`], [`crate::ErrorKind::BrokenFile`] where it cannot be followed, and [`crate::ErrorKind::TooLarge`] beyond 2^32 rows.
    pub fn open(path: &Path, name: Arc<str>, options: &ReadOptions) -> Result<Self> {
        let place = Place { file: name.clone(), sheet: None };
        let file = File::open(path).map_err(|cause| Error::io(&name, &cause))?;
        let bytes = file.metadata().map_err(|cause| Error::io(&name, &cause))?.len();
        let metadata = guard(FORMAT, &place, || metadata(&file))?;
        let layout = Arc::new(Layout::new(name, FORMAT, metadata.schema(), options));
        let mut rows: u64 = 0;
        for group in metadata.metadata().row_groups() {
            let more = u64::try_from(group.num_rows()).map_err(|_| layout.broken("a row group with fewer than no rows"))?;
            rows = rows.saturating_add(more);
        }
        layout.first_row(rows)?;
        Ok(Self { path: path.to_owned(), layout, metadata, bytes })
    }
}

impl Typed for Parquet {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn stored(&self) -> u64 {
        self.bytes
    }

    fn rows(&self, columns: Vec<usize>) -> Result<Vec<Box<dyn Rows>>> {
        let (mut parts, mut row): (Vec<Box<dyn Rows>>, u64) = (Vec::new(), 0);
        for (index, group) in self.metadata.metadata().row_groups().iter().enumerate() {
            parts.push(Box::new(GroupRows {
                path: self.path.clone(),
                metadata: self.metadata.clone(),
                group: index,
                columns: columns.clone(),
                reader: None,
                pieces: Pieces::new(self.layout.clone(), row),
                layout: self.layout.clone(),
                rows: Share { whole: group.num_rows().unsigned_abs(), bytes: group.compressed_size().unsigned_abs(), done: 0 },
            }));
            row += group.num_rows().unsigned_abs();
        }
        Ok(parts)
    }
}

/// The rows of one row group. The file is opened with the first block, so that a file of many row groups does not hold as many handles.
struct GroupRows {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    group: usize,
    columns: Vec<usize>,
    reader: Option<ParquetRecordBatchReader>,
    pieces: Pieces,
    layout: Arc<Layout>,
    rows: Share,
}

impl GroupRows {
    fn open(&self) -> Result<ParquetRecordBatchReader> {
        let file = File::open(&self.path).map_err(|cause| Error::io(&self.layout.place.file, &cause))?;
        self.layout.guard(|| {
            let mask = ProjectionMask::roots(self.metadata.parquet_schema(), self.columns.iter().copied());
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone())
                .with_batch_size(self.layout.block_rows)
                .with_row_groups(vec![self.group])
                .with_projection(mask)
                .build()
        })
    }
}

impl Rows for GroupRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        loop {
            if let Some(block) = self.pieces.next(&self.columns)? {
                return Ok(Some(block));
            }
            let mut reader = match self.reader.take() {
                Some(reader) => reader,
                None if self.rows.done > 0 => return Ok(None),
                None => self.open()?,
            };
            let Some(batch) = self.layout.guard(|| reader.next().transpose())? else {
                self.rows.done = u64::MAX;
                return Ok(None);
            };
            self.reader = Some(reader);
            Tally::add(&self.layout.tally.bytes, self.rows.more(batch.num_rows() as u64));
            self.pieces.put(batch);
        }
    }
}

/// How much of a row group has been read: its bytes are shared out over its rows.
struct Share {
    whole: u64,
    bytes: u64,
    done: u64,
}

impl Share {
    fn more(&mut self, rows: u64) -> u64 {
        let part = |rows: u64| u128::from(self.bytes) * u128::from(rows.min(self.whole)) / u128::from(self.whole.max(1));
        let before = part(self.done);
        let after = part(self.done.saturating_add(rows));
        self.done = self.done.saturating_add(rows);
        u64::try_from(after - before).unwrap_or(u64::MAX)
    }
}

/// Reads the metadata, with columns of repeated text as dictionaries.
fn metadata(file: &File) -> Result<ArrowReaderMetadata, ParquetError> {
    let options = ArrowReaderOptions::new().with_encoding_stats_as_mask(true);
    let plain = ArrowReaderMetadata::load(file, options)?;
    let schema = coded_schema(plain.schema(), plain.metadata());
    let options = ArrowReaderOptions::new().with_schema(schema);
    Ok(ArrowReaderMetadata::try_new(plain.metadata().clone(), options).unwrap_or(plain))
}

fn coded_schema(schema: &SchemaRef, metadata: &ParquetMetaData) -> SchemaRef {
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let field = |(root, field): (usize, &Arc<Field>)| match field.data_type() {
        kind if !is_text(kind) => field.clone(),
        _ if repeats(metadata, root) => Arc::new(field.as_ref().clone().with_data_type(dictionary.clone())),
        _ => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8)),
    };
    let fields: Vec<Arc<Field>> = schema.fields().iter().enumerate().map(field).collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// Returns whether every chunk of a column is stored by a dictionary that is small beside its rows.
fn repeats(metadata: &ParquetMetaData, root: usize) -> bool {
    let schema = metadata.file_metadata().schema_descr();
    let leaf = (0..schema.num_columns()).find(|&leaf| schema.get_column_root_idx(leaf) == root);
    let mut chunks = metadata.row_groups().iter().map(|group| leaf.and_then(|leaf| group.columns().get(leaf)));
    metadata.num_row_groups() > 0 && chunks.all(|chunk| chunk.is_some_and(is_small_dictionary))
}

/// A dictionary's stored size is known from where the first data page begins. Half a byte a row leaves codes for
/// the words, products and communities of a ledger, and text for its identifiers.
fn is_small_dictionary(chunk: &ColumnChunkMetaData) -> bool {
    let coded = [Encoding::RLE_DICTIONARY, Encoding::PLAIN_DICTIONARY];
    let all_coded = chunk.page_encoding_stats_mask().is_some_and(|mask| mask.encodings().all(|encoding| coded.contains(&encoding)));
    let Some(start) = chunk.dictionary_page_offset() else { return false };
    let size = chunk.data_page_offset().saturating_sub(start);
    all_coded && size > 0 && size.saturating_mul(2) <= chunk.num_values()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::{Cell, CellColumn};
    use crate::read::Sheet;
    use ::parquet::arrow::ArrowWriter;
    use ::parquet::file::properties::WriterProperties;
    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use proptest::prelude::*;
    use std::sync::atomic::Ordering;

    fn ledger(rows: usize) -> RecordBatch {
        let ids: ArrayRef = Arc::new(StringArray::from_iter_values((0..rows).map(|row| format!("D{row:08}"))));
        let words: ArrayRef = Arc::new((0..rows).map(|row| [Some("已完成"), Some("已退款"), None][row % 3]).collect::<StringArray>());
        let counts: ArrayRef = Arc::new(Int64Array::from_iter_values((0..rows).map(|row| row as i64)));
        RecordBatch::try_from_iter([("订单编号", ids), ("状态", words), ("数量", counts)]).unwrap()
    }

    fn written(batch: &RecordBatch, group: usize) -> Vec<u8> {
        let properties =
            WriterProperties::builder().set_max_row_group_row_count(Some(group)).set_dictionary_page_size_limit(1 << 12).build();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
        writer.write(batch).unwrap();
        writer.close().unwrap();
        bytes
    }

    fn open(bytes: &[u8], block_rows: usize) -> Result<(tempfile::TempDir, Parquet)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        std::fs::write(&path, bytes).unwrap();
        let sheet = Parquet::open(&path, Arc::from("t.parquet"), &ReadOptions { block_rows, ..ReadOptions::default() })?;
        Ok((folder, sheet))
    }

    fn blocks(sheet: &Parquet, columns: &[usize]) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for mut part in sheet.parts(columns)? {
            while let Some(block) = part.next_block()? {
                blocks.push(block);
            }
        }
        Ok(blocks)
    }

    #[test]
    fn repeated_text_comes_in_codes_and_identifiers_as_text() {
        let (_folder, sheet) = open(&written(&ledger(3000), 2000), 1 << 15).unwrap();
        assert_eq!(sheet.names().unwrap(), ["订单编号", "状态", "数量"]);
        let blocks = blocks(&sheet, &[0, 1, 2]).unwrap();
        assert!(matches!(blocks[0].columns[..], [CellColumn::Text(_), CellColumn::Coded { .. }, CellColumn::Integer(_)]));
        assert_eq!([blocks[1].columns[1].cell(0), blocks[1].columns[1].cell(1)], [Cell::Empty, Cell::Text("已完成")]);
    }

    #[test]
    fn row_numbers_go_on_over_row_groups_and_blocks() {
        let (_folder, sheet) = open(&written(&ledger(1000), 300), 128).unwrap();
        assert_eq!(sheet.parts(&[]).unwrap().len(), 4);
        let mut row = 0;
        for block in blocks(&sheet, &[2]).unwrap() {
            assert!(block.len() <= 128 && matches!(block.columns[0], CellColumn::Empty(_)));
            for index in 0..block.len() {
                row += 1;
                assert_eq!((block.rows.number(index), block.columns[2].cell(index)), (row, Cell::Integer(i64::from(row) - 1)));
            }
        }
        assert_eq!(row, 1000);
        let sizes: u64 = sheet.metadata.metadata().row_groups().iter().map(|group| group.compressed_size().unsigned_abs()).sum();
        assert_eq!(sheet.tally().bytes.load(Ordering::Relaxed), sizes);
    }

    #[test]
    fn rows_are_counted_without_any_column() {
        let (_folder, sheet) = open(&written(&ledger(10), 4), 3).unwrap();
        let blocks = blocks(&sheet, &[]).unwrap();
        assert_eq!(blocks.iter().map(Block::len).collect::<Vec<_>>(), [3, 1, 3, 1, 2]);
    }

    #[test]
    fn a_file_cut_short_or_overwritten_is_broken_and_never_a_panic() {
        let whole = written(&ledger(500), 200);
        for cut in (0..whole.len()).step_by(97) {
            assert_eq!(open(&whole[..cut], 100).unwrap_err().id(), "broken-file");
        }
        for at in (0..whole.len()).step_by(13) {
            let mut bytes = whole.clone();
            bytes[at] ^= [0x5a, 0x80, 0x7f, 0xff][at / 13 % 4];
            let read = open(&bytes, 100).and_then(|(_folder, sheet)| blocks(&sheet, &[0, 1, 2]));
            assert!(read.is_ok() || matches!(read.err().unwrap().id(), "broken-file" | "bad-header" | "too-large"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn any_texts_read_back(
            words in proptest::collection::vec(proptest::option::of("[一二三a-c]{0,2}"), 1..200),
            group in 1..200usize,
            block_rows in 1..60usize,
        ) {
            let texts: ArrayRef = Arc::new(words.iter().map(Option::as_deref).collect::<StringArray>());
            let (_folder, sheet) = open(&written(&RecordBatch::try_from_iter([("状态", texts)]).unwrap(), group), block_rows).unwrap();
            let blocks = blocks(&sheet, &[0]).unwrap();
            let read: Vec<(u32, Cell<'_>)> =
                blocks.iter().flat_map(|block| (0..block.len()).map(|row| (block.rows.number(row), block.columns[0].cell(row)))).collect();
            let expected: Vec<(u32, Cell<'_>)> =
                (1..).zip(words.iter().map(|word| word.as_deref().map_or(Cell::Empty, Cell::Text))).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
