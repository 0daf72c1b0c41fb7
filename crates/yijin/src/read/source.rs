//! The bytes of a text file, unpacked where it is compressed.

use super::Tally;
use crate::error::{Error, ErrorKind, Position, Result};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a text file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// By gzip, in one or several members.
    Gzip,
    /// By Zstandard, in one or several frames.
    Zstd,
}

/// A text file: where it lies, what it is called and how it is packed.
#[derive(Debug, Clone)]
pub struct Source {
    path: PathBuf,
    name: Arc<str>,
    packing: Packing,
}

impl Source {
    /// Returns the source at `path`, called `name` in errors.
    #[must_use]
    pub fn new(path: &Path, name: Arc<str>, packing: Packing) -> Self {
        Self { path: path.to_owned(), name, packing }
    }

    /// Returns the name of the file.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Returns the size of the file as it is stored.
    ///
    /// # Errors
    /// [`ErrorKind::Io`].
    pub fn bytes(&self) -> Result<u64> {
        std::fs::metadata(&self.path).map(|data| data.len()).map_err(|cause| Error::io(&self.name, &cause))
    }

    /// Returns the unpacked bytes from the start; the stored bytes that are read count in `tally`.
    ///
    /// # Errors
    /// [`ErrorKind::Io`], and [`ErrorKind::BrokenFile`] where the packing cannot be followed.
    pub fn open(&self, tally: Arc<Tally>) -> Result<Box<dyn Read + Send>> {
        let file = File::open(&self.path).map_err(|cause| Error::io(&self.name, &cause))?;
        let stored = Counted { inner: file, tally };
        Ok(match self.packing {
            Packing::Plain => Box::new(stored),
            Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(stored)),
            Packing::Zstd => Box::new(zstd::stream::read::Decoder::new(stored).map_err(|cause| self.failure(&cause))?),
        })
    }

    /// Returns the first unpacked bytes, `limit` of them or fewer where the file is shorter.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn head(&self, limit: usize) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        let reader = self.open(Arc::default())?;
        reader.take(limit as u64).read_to_end(&mut head).map_err(|cause| self.failure(&cause))?;
        Ok(head)
    }

    /// Returns the error of a read that failed: the system's for a plain file, the packing's for a packed one.
    #[must_use]
    pub fn failure(&self, cause: &io::Error) -> Error {
        let format = match self.packing {
            Packing::Plain => return Error::io(&self.name, cause),
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        };
        let position = Position { file: Some(self.name.to_string()), ..Position::default() };
        ErrorKind::BrokenFile { format, position, cause: cause.to_string() }.into()
    }
}

/// A reader that counts what passes.
struct Counted<R> {
    inner: R,
    tally: Arc<Tally>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        Tally::add(&self.tally.bytes, read as u64);
        Ok(read)
    }
}
