//! Where chunks of lines are kept: in memory up to a budget, the others in a temporary file that has no name, so that nothing
//! is left behind however the run ends.

use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many bytes are held in memory where nothing else is said.
pub const MEMORY: usize = 512 << 20;

/// A store of parts of chunks, shared by the threads that fill it.
#[derive(Debug)]
pub struct Store {
    memory: usize,
    held: AtomicUsize,
    file: Mutex<Option<File>>,
}

/// A part of a chunk, in memory or in the file.
#[derive(Debug)]
pub enum Kept<T> {
    /// In memory.
    Here {
        /// The part.
        part: T,
        /// How many bytes it counts for.
        bytes: usize,
    },
    /// In the file: so many bytes from there on.
    Spilled {
        /// The first byte.
        from: u64,
        /// How many.
        bytes: usize,
    },
}

impl Store {
    /// Returns an empty store that holds at most `memory` bytes in memory.
    #[must_use]
    pub fn within(memory: usize) -> Self {
        Self { memory, held: AtomicUsize::new(0), file: Mutex::new(None) }
    }

    /// Keeps a part of about so many bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where the temporary file cannot be written.
    pub fn keep<T: Serialize>(&self, part: T, bytes: usize) -> Result<Kept<T>> {
        if self.held.fetch_add(bytes, Ordering::Relaxed) + bytes <= self.memory {
            return Ok(Kept::Here { part, bytes });
        }
        self.held.fetch_sub(bytes, Ordering::Relaxed);
        let bytes = postcard::to_stdvec(&part).map_err(|error| ErrorKind::BadState { cause: error.to_string() })?;
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &mut *file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile().map_err(|cause| failed(&cause))?),
        };
        let from = file.seek(SeekFrom::End(0)).map_err(|cause| failed(&cause))?;
        file.write_all(&bytes).map_err(|cause| failed(&cause))?;
        Ok(Kept::Spilled { from, bytes: bytes.len() })
    }

    /// Returns a part that this store keeps.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where the temporary file cannot be read.
    pub fn fetch<'a, T: Clone + DeserializeOwned>(&self, kept: &'a Kept<T>) -> Result<Cow<'a, T>> {
        match kept {
            Kept::Here { part, .. } => Ok(Cow::Borrowed(part)),
            Kept::Spilled { from, bytes } => self.read(*from, *bytes).map(Cow::Owned),
        }
    }

    /// Returns a part that this store kept and keeps no longer.
    ///
    /// # Errors
    /// As [`Store::fetch`].
    pub fn take<T: DeserializeOwned>(&self, kept: Kept<T>) -> Result<T> {
        match kept {
            Kept::Here { part, bytes } => {
                self.held.fetch_sub(bytes, Ordering::Relaxed);
                Ok(part)
            }
            Kept::Spilled { from, bytes } => self.read(from, bytes),
        }
    }

    fn read<T: DeserializeOwned>(&self, from: u64, bytes: usize) -> Result<T> {
        let mut found = vec![0; bytes];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut read = |file: &mut File| file.seek(SeekFrom::Start(from)).and_then(|_| file.read_exact(&mut found));
        file.as_mut().map_or(Ok(()), &mut read).map_err(|cause| failed(&cause))?;
        drop(file);
        postcard::from_bytes(&found).map_err(|error| ErrorKind::BadState { cause: error.to_string() }.into())
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::within(MEMORY)
    }
}

fn failed(cause: &std::io::Error) -> Error {
    let folder = std::env::temp_dir();
    Error::io(format_args!("a temporary file in {}", folder.display()), cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_taken_out_makes_room_for_another() {
        let store = Store::within(10);
        let is_here = |kept: &Kept<u64>| matches!(kept, Kept::Here { .. });
        let (first, second) = (store.keep(1_u64, 8).unwrap(), store.keep(2_u64, 8).unwrap());
        assert_eq!((is_here(&first), is_here(&second)), (true, false));
        assert_eq!((store.take(second).unwrap(), store.take(first).unwrap()), (2, 1));
        assert!(is_here(&store.keep(3_u64, 8).unwrap()));
    }
}
