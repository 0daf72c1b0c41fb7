//! One part of a workbook, inflated as it is read and never beyond a bound.

use super::fault::{self, Trouble};
use crate::error::{Error, Result};
use crate::read::{Place, Tally};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Take};
use std::path::PathBuf;
use std::sync::Arc;

/// The most bytes of a part that describes the workbook (its sheets, relations or styles).
const DESCRIPTION_BYTES: u64 = 16 << 20;
/// A part of data may always inflate to this many bytes …
const FREE_BYTES: u64 = 64 << 20;
/// … and beyond that to this many for each byte in the file; sheets of real data stay below 20.
const INFLATION: u64 = 100;

/// Where a part's bytes lie in the archive. The size that the archive declares for it is not believed and not used.
#[derive(Clone)]
pub(in crate::read) struct Part {
    pub(in crate::read) path: PathBuf,
    pub(in crate::read) place: Place,
    pub(in crate::read) start: u64,
    pub(in crate::read) packed: u64,
    pub(in crate::read) deflated: bool,
    pub(in crate::read) sum: u32,
}

impl Part {
    /// Returns the same part, whose errors name the sheet.
    pub(in crate::read) fn of_sheet(mut self, sheet: &str) -> Self {
        self.place.sheet = Some(sheet.into());
        self
    }

    /// Returns the bytes of a part that describes the workbook.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub(in crate::read) fn description(&self) -> Result<BufReader<PartReader>> {
        self.reader(Trouble::Excess { what: "bytes in a description of the workbook", limit: DESCRIPTION_BYTES }, None)
    }

    /// Returns the bytes of a part that holds data; `tally` counts how many bytes of the file have been read.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub(in crate::read) fn data(&self, tally: Option<Arc<Tally>>) -> Result<BufReader<PartReader>> {
        let limit = FREE_BYTES.max(self.packed.saturating_mul(INFLATION));
        self.reader(Trouble::Excess { what: "bytes inflated from a part of this size", limit }, tally)
    }

    fn reader(&self, bound: Trouble, tally: Option<Arc<Tally>>) -> Result<BufReader<PartReader>> {
        let source = self.source().map_err(|error| Error::io(&self.place.file, &error))?;
        let reader = PartReader { source, bound, inflated: 0, packed: 0, sum: Crc::new(), expected: self.sum, tally };
        Ok(BufReader::with_capacity(1 << 16, reader))
    }

    fn source(&self) -> io::Result<Source> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.start))?;
        let bytes = file.take(self.packed);
        Ok(if self.deflated { Source::Deflated(Box::new(DeflateDecoder::new(bytes))) } else { Source::Stored(bytes) })
    }

    /// Returns the error of a failed read of this part.
    pub(in crate::read) fn unread(&self, error: &io::Error) -> Error {
        fault::unread(&self.place, error)
    }
}

enum Source {
    Stored(Take<File>),
    Deflated(Box<DeflateDecoder<Take<File>>>),
}

/// The bytes of a part. It fails beyond its bound, and at the end where the archive's checksum says otherwise.
pub(in crate::read) struct PartReader {
    source: Source,
    bound: Trouble,
    inflated: u64,
    packed: u64,
    sum: Crc,
    expected: u32,
    tally: Option<Arc<Tally>>,
}

impl PartReader {
    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<(usize, u64)> {
        match &mut self.source {
            Source::Stored(stored) => stored.read(bytes).map(|read| (read, self.inflated + read as u64)),
            Source::Deflated(deflated) => deflated.read(bytes).map(|read| (read, deflated.total_in())),
        }
    }

    fn check(&self, read: usize) -> io::Result<()> {
        let Trouble::Excess { limit, .. } = self.bound else { return Ok(()) };
        if self.inflated > limit {
            return Err(self.bound.into());
        }
        if read == 0 && self.sum.sum() != self.expected {
            return Err(Trouble::Broken("a part does not have its checksum").into());
        }
        Ok(())
    }
}

impl Read for PartReader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        let (read, packed) = self.fill(bytes)?;
        self.sum.update(&bytes[..read]);
        self.inflated += read as u64;
        if let Some(tally) = &self.tally {
            Tally::add(&tally.bytes, packed.saturating_sub(self.packed));
        }
        self.packed = packed;
        self.check(read)?;
        Ok(read)
    }
}
