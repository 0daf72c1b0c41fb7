//! Arrow IPC: files (Feather version 2) and streams.

mod bounds;

use super::typed::{Pieces, Typed, TypedLayout, guard};
use super::{Place, ReadOptions, Rows, Tally};
use crate::cell::Block;
use crate::error::{Error, Result};
use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The format's name in errors.
const FORMAT: &str = "Arrow IPC";

/// A file in one of the two shapes of Arrow IPC.
#[derive(Debug)]
pub struct Ipc {
    path: PathBuf,
    stream: bool,
    layout: Arc<TypedLayout>,
    bytes: u64,
}

impl Ipc {
    /// Returns the table at `path`, called `name`; `stream` says which of the two shapes it has.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Io`], and [`crate::ErrorKind::BrokenFile`] where it cannot be followed.
    pub fn open(path: &Path, name: Arc<str>, stream: bool, options: &ReadOptions) -> Result<Self> {
        let place = Place { file: name.clone(), sheet: None };
        let (schema, _) = batches(path, &place, stream, None)?;
        let bytes = std::fs::metadata(path).map_err(|cause| Error::io(&name, &cause))?.len();
        let layout = Arc::new(TypedLayout::new(name, FORMAT, &schema, options));
        Ok(Self { path: path.to_owned(), stream, layout, bytes })
    }
}

impl Typed for Ipc {
    fn layout(&self) -> &TypedLayout {
        &self.layout
    }

    fn stored(&self) -> u64 {
        self.bytes
    }

    fn rows(&self, columns: Vec<usize>) -> Result<Vec<Box<dyn Rows>>> {
        let (_, batches) = batches(&self.path, &self.layout.place, self.stream, Some(columns.clone()))?;
        let pieces = Pieces::new(self.layout.clone(), 0);
        Ok(vec![Box::new(IpcRows { batches, pieces, columns, layout: self.layout.clone(), bytes: self.bytes })])
    }
}

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

fn batches(path: &Path, place: &Place, stream: bool, columns: Option<Vec<usize>>) -> Result<(SchemaRef, Batches)> {
    let mut file = File::open(path).map_err(|cause| Error::io(&place.file, &cause))?;
    guard(FORMAT, place, || {
        bounds::check(&mut file, stream)?;
        let file = BufReader::with_capacity(1 << 16, file);
        Ok::<_, ArrowError>(if stream {
            let reader = StreamReader::try_new(file, columns)?;
            (reader.schema(), Box::new(reader) as Batches)
        } else {
            let reader = FileReader::try_new(file, columns)?;
            (reader.schema(), Box::new(reader) as Batches)
        })
    })
}

/// The rows of a file.
struct IpcRows {
    batches: Batches,
    pieces: Pieces,
    columns: Vec<usize>,
    layout: Arc<TypedLayout>,
    bytes: u64,
}

impl Rows for IpcRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        loop {
            if let Some(block) = self.pieces.next(&self.columns)? {
                return Ok(Some(block));
            }
            let batches = &mut self.batches;
            let Some(batch) = self.layout.guard(|| batches.next().transpose())? else {
                Tally::add(&self.layout.tally.bytes, std::mem::take(&mut self.bytes));
                return Ok(None);
            };
            self.pieces.put(batch);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;
    use crate::progress::Progress;
    use crate::read::files::{Found, open};
    use crate::table::Tables;
    use arrow_array::{DictionaryArray, Int64Array, RecordBatch, types::Int32Type};
    use arrow_ipc::CompressionType;
    use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
    use proptest::prelude::*;

    fn batch(words: &[Option<String>]) -> RecordBatch {
        let words: DictionaryArray<Int32Type> = words.iter().map(Option::as_deref).collect();
        let counts = Int64Array::from_iter_values(0..words.keys().len() as i64);
        RecordBatch::try_from_iter([("状态", Arc::new(words) as arrow_array::ArrayRef), ("数量", Arc::new(counts))]).unwrap()
    }

    fn written(stream: bool, schema: &SchemaRef, batches: &[RecordBatch]) -> Vec<u8> {
        compressed(stream, schema, batches, None)
    }

    fn compressed(stream: bool, schema: &SchemaRef, batches: &[RecordBatch], compression: Option<CompressionType>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
        if stream {
            let mut writer = StreamWriter::try_new_with_options(&mut bytes, schema, options).unwrap();
            batches.iter().for_each(|batch| writer.write(batch).unwrap());
            writer.finish().unwrap();
        } else {
            let mut writer = FileWriter::try_new_with_options(&mut bytes, schema, options).unwrap();
            batches.iter().for_each(|batch| writer.write(batch).unwrap());
            writer.finish().unwrap();
        }
        bytes
    }

    fn read(bytes: &[u8], columns: &[usize], block_rows: usize) -> Result<(Vec<String>, Vec<Block>)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.arrow");
        std::fs::write(&path, bytes).unwrap();
        let options = ReadOptions { block_rows, ..ReadOptions::default() };
        let sheet =
            open(&Found { path, name: Arc::from("t.arrow"), input: 0 }, &Tables::standard(), &options, &Progress::default())?.remove(0);
        let mut blocks = Vec::new();
        for mut part in sheet.parts(columns)? {
            while let Some(block) = part.next_block()? {
                blocks.push(block);
            }
        }
        Ok((sheet.names().unwrap().to_vec(), blocks))
    }

    #[test]
    fn a_stream_without_rows_keeps_its_columns() {
        for stream in [false, true] {
            let bytes = written(stream, &batch(&[]).schema(), &[]);
            let (names, blocks) = read(&bytes, &[0, 1], 10).unwrap();
            assert!(names == ["状态", "数量"] && blocks.is_empty());
        }
    }

    #[test]
    fn a_file_cut_short_is_broken_and_never_a_panic() {
        let whole = batch(&[Some("已完成".into()), None]);
        let whole = written(false, &whole.schema(), std::slice::from_ref(&whole));
        for cut in (8..whole.len()).step_by(31) {
            assert_eq!(read(&whole[..cut], &[0, 1], 10).unwrap_err().id(), "broken-file");
        }
    }

    #[test]
    fn the_buffers_of_a_message_are_measured_together() {
        let zeros = || Arc::new(Int64Array::from(vec![0; 1000])) as arrow_array::ArrayRef;
        let table = RecordBatch::try_from_iter(["a", "b", "c"].map(|name| (name, zeros()))).unwrap();
        let bytes = compressed(true, &table.schema(), &[table], Some(CompressionType::ZSTD));
        let mut file = tempfile::tempfile().unwrap();
        let mut check = |bytes: &[u8]| {
            std::io::Write::write_all(&mut file, bytes).unwrap();
            bounds::check(&mut file, true)
        };
        check(&bytes).unwrap();
        // Before each packed buffer stands how long it will be.
        let packed = b"\x28\xb5\x2f\xfd";
        let places: Vec<usize> = (8..bytes.len() - 4).filter(|&at| bytes[at..].starts_with(packed)).map(|at| at - 8).collect();
        let mut hostile = bytes.clone();
        for place in &places {
            hostile[*place..place + 8].copy_from_slice(&(1_i64 << 30).to_le_bytes());
        }
        assert_eq!(places.len(), 3);
        assert!(check(&hostile).unwrap_err().to_string().contains("a compressed buffer"));
    }

    #[test]
    fn an_overwritten_file_is_read_or_refused_and_never_ends_the_process() {
        let table = batch(&[Some("已完成".into()), None]);
        for (stream, compression) in
            [(false, None), (true, None), (false, Some(CompressionType::LZ4_FRAME)), (true, Some(CompressionType::ZSTD))]
        {
            let whole = compressed(stream, &table.schema(), std::slice::from_ref(&table), compression);
            for at in (8..whole.len()).step_by(3) {
                let mut bytes = whole.clone();
                bytes[at] ^= [0x5a, 0x80, 0x7f, 0x01][at / 3 % 4];
                let refused = read(&bytes, &[0, 1], 10).err().map_or("broken-file", |error| error.id());
                assert!(matches!(refused, "broken-file" | "bad-header" | "too-large" | "unknown-format"), "{refused}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn any_batches_read_back(
            words in proptest::collection::vec(proptest::option::of("[一二三a-c]{0,3}"), 1..50),
            cut in 0..50usize,
            block_rows in 1..60usize,
            stream: bool,
        ) {
            let whole = batch(&words);
            let cut = cut.min(words.len());
            let batches = if stream { vec![whole.slice(0, cut), whole.slice(cut, words.len() - cut)] } else { vec![whole.clone()] };
            let (_, blocks) = read(&written(stream, &whole.schema(), &batches), &[1, 0], block_rows).unwrap();
            let mut row = 0;
            for block in blocks {
                for index in 0..block.len() {
                    let word = words[row].as_deref().map_or(Cell::Empty, Cell::Text);
                    prop_assert_eq!((block.columns[0].cell(index), block.columns[1].cell(index)), (word, Cell::Integer(row as i64)));
                    row += 1;
                    prop_assert_eq!(block.rows.number(index) as usize, row);
                }
            }
            prop_assert_eq!(row, words.len());
        }
    }
}
