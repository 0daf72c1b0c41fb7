//! Arrow IPC: files (Feather version 2) and streams.

use super::frame::{Layout, Pieces, guard};
use super::{Place, ReadOptions, Rows, Sheet, Tally};
use crate::cell::Block;
use crate::error::{Error, Result};
use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The format's name in errors.
const FORMAT: &str = "Arrow IPC";

/// A file in one of the two shapes of Arrow IPC.
#[derive(Debug)]
pub struct Ipc {
    path: PathBuf,
    stream: bool,
    layout: Arc<Layout>,
    bytes: u64,
    tally: Arc<Tally>,
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
        let layout = Arc::new(Layout::new(name, FORMAT, &schema, options));
        Ok(Self { path: path.to_owned(), stream, layout, bytes, tally: Arc::default() })
    }
}

impl Sheet for Ipc {
    fn place(&self) -> &Place {
        &self.layout.place
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn tally(&self) -> Arc<Tally> {
        self.tally.clone()
    }

    fn names(&self) -> Option<&[String]> {
        Some(&self.layout.names)
    }

    fn parts(&self, columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        self.tally.bytes.store(0, Ordering::Relaxed);
        let columns = self.layout.wanted(columns);
        let (_, batches) = batches(&self.path, &self.layout.place, self.stream, Some(columns.clone()))?;
        let pieces = Pieces::new(self.layout.clone(), 0);
        Ok(vec![Box::new(IpcRows { batches, pieces, columns, layout: self.layout.clone(), bytes: self.bytes, tally: self.tally.clone() })])
    }
}

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

fn batches(path: &Path, place: &Place, stream: bool, columns: Option<Vec<usize>>) -> Result<(SchemaRef, Batches)> {
    let file = File::open(path).map_err(|cause| Error::io(&place.file, &cause))?;
    let file = BufReader::with_capacity(1 << 16, file);
    guard(FORMAT, place, || {
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
    layout: Arc<Layout>,
    bytes: u64,
    tally: Arc<Tally>,
}

impl Rows for IpcRows {
    fn next_block(&mut self) -> Result<Option<Block>> {
        loop {
            if let Some(block) = self.pieces.next(&self.columns)? {
                return Ok(Some(block));
            }
            let batches = &mut self.batches;
            let Some(batch) = self.layout.guard(|| batches.next().transpose())? else {
                Tally::add(&self.tally.bytes, std::mem::take(&mut self.bytes));
                return Ok(None);
            };
            self.pieces.put(batch);
        }
    }
}
