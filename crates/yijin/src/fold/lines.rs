//! The lines of a state, chunk by chunk: in memory up to a budget, the others in a temporary file that has no name, so that
//! nothing is left behind however the run ends.

use super::chunk::{Chunk, Keys, Renumber};
use super::line::Columns;
use crate::error::{Error, ErrorKind, Result};
use rayon::prelude::*;
use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// How many chunks are renumbered at once.
const MERGED: usize = 64;

/// How many bytes of lines a state holds in memory where nothing else is said.
pub const MEMORY: usize = 512 << 20;

/// The chunks of a state.
#[derive(Debug, Default)]
pub struct Lines {
    chunks: Vec<(Kept<Keys>, Kept<Chunk>)>,
    rows: u64,
    held: usize,
    memory: Option<usize>,
    spill: Mutex<Option<File>>,
}

/// A part of a chunk, in memory or in the file.
#[derive(Debug)]
enum Kept<T> {
    Here(T),
    Spilled { from: u64, bytes: usize },
}

impl Lines {
    /// Returns no lines, of which at most `memory` bytes will be held in memory.
    #[must_use]
    pub fn within(memory: usize) -> Self {
        Self { memory: Some(memory), ..Self::default() }
    }

    /// Lets so many bytes of lines be held in memory from now on.
    pub fn hold(&mut self, memory: usize) {
        self.memory = Some(memory);
    }

    /// Adds those rows of one sheet that are lines; `places` says where each row stands.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where the temporary file cannot be written.
    pub fn add(&mut self, sheet: u32, places: impl Fn(usize) -> u32, rows: &Columns, lines: &[u32]) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        self.push(Keys::new(rows, lines), Chunk::new(sheet, places, rows, lines))
    }

    fn push(&mut self, keys: Keys, chunk: Chunk) -> Result<()> {
        self.rows += chunk.len() as u64;
        let bytes = keys.bytes() + chunk.bytes();
        let kept = if self.held + bytes <= self.memory.unwrap_or(MEMORY) {
            self.held += bytes;
            (Kept::Here(keys), Kept::Here(chunk))
        } else {
            (self.spilled(&keys)?, self.spilled(&chunk)?)
        };
        self.chunks.push(kept);
        Ok(())
    }

    fn spilled<T: Serialize>(&self, part: &T) -> Result<Kept<T>> {
        let bytes = postcard::to_stdvec(part).map_err(|error| ErrorKind::BadState { cause: error.to_string() })?;
        let mut spill = self.spill.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &mut *spill {
            Some(file) => file,
            none => none.insert(tempfile::tempfile().map_err(|cause| unwritten(&cause))?),
        };
        let from = file.seek(SeekFrom::End(0)).map_err(|cause| unwritten(&cause))?;
        file.write_all(&bytes).map_err(|cause| unwritten(&cause))?;
        Ok(Kept::Spilled { from, bytes: bytes.len() })
    }

    fn fetch<'a, T: Clone + DeserializeOwned>(&self, kept: &'a Kept<T>) -> Result<Cow<'a, T>> {
        match kept {
            Kept::Here(part) => Ok(Cow::Borrowed(part)),
            Kept::Spilled { from, bytes } => self.recalled(*from, *bytes).map(Cow::Owned),
        }
    }

    fn taken<T: DeserializeOwned>(&self, kept: Kept<T>) -> Result<T> {
        match kept {
            Kept::Here(part) => Ok(part),
            Kept::Spilled { from, bytes } => self.recalled(from, bytes),
        }
    }

    fn recalled<T: DeserializeOwned>(&self, from: u64, bytes: usize) -> Result<T> {
        let mut found = vec![0; bytes];
        let mut spill = self.spill.lock().unwrap_or_else(PoisonError::into_inner);
        let mut read = |file: &mut File| file.seek(SeekFrom::Start(from)).and_then(|_| file.read_exact(&mut found));
        spill.as_mut().map_or(Ok(()), &mut read).map_err(|cause| unwritten(&cause))?;
        drop(spill);
        postcard::from_bytes(&found).map_err(|error| ErrorKind::BadState { cause: error.to_string() }.into())
    }

    /// Returns the number of chunks.
    #[must_use]
    pub fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// Returns the number of lines.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Returns the keys of a chunk's lines.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where the temporary file cannot be read.
    ///
    /// # Panics
    /// Where there is no such chunk.
    pub fn keys(&self, number: usize) -> Result<Cow<'_, Keys>> {
        self.fetch(&self.chunks[number].0)
    }

    /// Returns a chunk.
    ///
    /// # Errors
    /// As [`Lines::keys`].
    ///
    /// # Panics
    /// Where there is no such chunk.
    pub fn chunk(&self, number: usize) -> Result<Cow<'_, Chunk>> {
        self.fetch(&self.chunks[number].1)
    }

    /// Adds another's lines under new numbers of their members.
    ///
    /// # Errors
    /// As [`Lines::add`] and [`Lines::keys`].
    pub(super) fn merge(&mut self, mut other: Self, new: &Renumber) -> Result<()> {
        let mut kept = std::mem::take(&mut other.chunks).into_iter();
        loop {
            let some: Vec<_> = kept.by_ref().take(MERGED).collect();
            if some.is_empty() {
                return Ok(());
            }
            let renumbered = some.into_par_iter().map(|(keys, chunk)| {
                let mut chunk = other.taken(chunk)?;
                chunk.renumber(new);
                Ok((other.taken(keys)?, chunk))
            });
            for (keys, chunk) in renumbered.collect::<Result<Vec<_>>>()? {
                self.push(keys, chunk)?;
            }
        }
    }
}

fn unwritten(cause: &std::io::Error) -> Error {
    let folder = std::env::temp_dir();
    Error::io(format_args!("a temporary file in {}", folder.display()), cause)
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(Some(self.chunks.len()))?;
        for number in 0..self.chunks.len() {
            let keys = self.keys(number).map_err(serde::ser::Error::custom)?;
            let chunk = self.chunk(number).map_err(serde::ser::Error::custom)?;
            all.serialize_element(&(keys.as_ref(), chunk.as_ref()))?;
        }
        all.end()
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_seq(Chunks)
    }
}

struct Chunks;

impl<'de> Visitor<'de> for Chunks {
    type Value = Lines;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the chunks of a state")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut chunks: A) -> std::result::Result<Lines, A::Error> {
        let mut lines = Lines::default();
        while let Some((keys, chunk)) = chunks.next_element()? {
            lines.push(keys, chunk).map_err(serde::de::Error::custom)?;
        }
        Ok(lines)
    }
}
