//! The lines of a state, chunk by chunk.

use super::chunk::{Chunk, Keys, Renumber};
use super::line::Columns;
use super::store::{Kept, Store};
use crate::error::Result;
use rayon::prelude::*;
use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::sync::Arc;

/// How many chunks are renumbered at once.
const MERGED: usize = 64;

/// The chunks of a state.
#[derive(Debug, Default)]
pub struct Lines {
    chunks: Vec<(Kept<Keys>, Kept<Chunk>)>,
    rows: u64,
    store: Arc<Store>,
}

impl Lines {
    /// Returns no lines, which will be kept in this store.
    #[must_use]
    pub fn kept_in(store: Arc<Store>) -> Self {
        Self { store, ..Self::default() }
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
        let bytes = (keys.bytes(), chunk.bytes());
        self.chunks.push((self.store.keep(keys, bytes.0)?, self.store.keep(chunk, bytes.1)?));
        Ok(())
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
        self.store.fetch(&self.chunks[number].0)
    }

    /// Returns a chunk.
    ///
    /// # Errors
    /// As [`Lines::keys`].
    ///
    /// # Panics
    /// Where there is no such chunk.
    pub fn chunk(&self, number: usize) -> Result<Cow<'_, Chunk>> {
        self.store.fetch(&self.chunks[number].1)
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
                let mut chunk = other.store.take(chunk)?;
                chunk.renumber(new);
                Ok((other.store.take(keys)?, chunk))
            });
            for (keys, chunk) in renumbered.collect::<Result<Vec<_>>>()? {
                self.push(keys, chunk)?;
            }
        }
    }

    /// Adds another's lines, whose members have the same numbers and which are kept in the same store.
    pub(super) fn append(&mut self, mut other: Self) {
        self.rows += other.rows;
        self.chunks.append(&mut other.chunks);
    }
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
