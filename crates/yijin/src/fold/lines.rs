//! The rows of a state, chunk by chunk: its lines and its refunds.

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

/// The chunks of a state. A chunk holds either lines or refunds.
#[derive(Debug, Default)]
pub struct Lines {
    chunks: Vec<KeptRows>,
    rows: u64,
    refunds: u64,
    store: Arc<Store>,
}

/// A chunk where it is kept.
#[derive(Debug)]
struct KeptRows {
    keys: Kept<Keys>,
    /// What each row refunds, where the rows are refunds.
    refunded: Option<Kept<Keys>>,
    chunk: Kept<Chunk>,
}

impl Lines {
    /// Returns no rows, which will be kept in this store.
    #[must_use]
    pub fn kept_in(store: Arc<Store>) -> Self {
        Self { store, ..Self::default() }
    }

    /// Adds lines of one sheet; `rows` says where each stands.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Io`] where the temporary file cannot be written.
    pub fn add(&mut self, sheet: u32, rows: impl Iterator<Item = u32>, lines: &Columns) -> Result<()> {
        self.push(Keys::new(&lines.order, &lines.line_no), None, Chunk::new(sheet, rows, &lines.facts))
    }

    /// Adds refunds of one sheet; `refunded` says which line of which order each refunds.
    ///
    /// # Errors
    /// As [`Lines::add`].
    pub fn add_refunds(&mut self, sheet: u32, rows: impl Iterator<Item = u32>, refunds: &Columns, refunded: Keys) -> Result<()> {
        self.push(Keys::new(&refunds.order, &refunds.line_no), Some(refunded), Chunk::new(sheet, rows, &refunds.facts))
    }

    fn push(&mut self, keys: Keys, refunded: Option<Keys>, chunk: Chunk) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        self.rows += keys.len() as u64;
        self.refunds += refunded.as_ref().map_or(0, |refunded| refunded.len() as u64);
        let (keys_bytes, chunk_bytes) = (keys.bytes(), chunk.bytes());
        let refunded = refunded.map(|refunded| {
            let bytes = refunded.bytes();
            self.store.keep(refunded, bytes)
        });
        let (keys, chunk) = (self.store.keep(keys, keys_bytes)?, self.store.keep(chunk, chunk_bytes)?);
        self.chunks.push(KeptRows { keys, refunded: refunded.transpose()?, chunk });
        Ok(())
    }

    /// Returns the number of chunks.
    #[must_use]
    pub fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// Returns the number of rows, refunds among them.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Returns the number of refunds.
    #[must_use]
    pub fn refunds(&self) -> u64 {
        self.refunds
    }

    /// Returns the number of lines, without refunds.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.rows - self.refunds
    }

    /// Returns whether a chunk holds lines, and no refunds.
    ///
    /// # Panics
    /// Where there is no such chunk.
    #[must_use]
    pub fn is_of_lines(&self, number: usize) -> bool {
        self.chunks[number].refunded.is_none()
    }

    /// Returns the keys of a chunk's rows.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Io`] where the temporary file cannot be read.
    ///
    /// # Panics
    /// Where there is no such chunk.
    pub fn keys(&self, number: usize) -> Result<Cow<'_, Keys>> {
        self.store.fetch(&self.chunks[number].keys)
    }

    /// Returns which lines a chunk's rows refund ([`super::chunk::NO_LINE`]: the row names none); `None` where they are no refunds.
    ///
    /// # Errors
    /// As [`Lines::keys`].
    ///
    /// # Panics
    /// Where there is no such chunk.
    pub fn refunded(&self, number: usize) -> Result<Option<Cow<'_, Keys>>> {
        self.chunks[number].refunded.as_ref().map(|refunded| self.store.fetch(refunded)).transpose()
    }

    /// Returns a chunk.
    ///
    /// # Errors
    /// As [`Lines::keys`].
    ///
    /// # Panics
    /// Where there is no such chunk.
    pub fn chunk(&self, number: usize) -> Result<Cow<'_, Chunk>> {
        self.store.fetch(&self.chunks[number].chunk)
    }

    /// Adds another's rows under new numbers of their members.
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
            let renumbered = some.into_par_iter().map(|rows| {
                let mut chunk = other.store.take(rows.chunk)?;
                chunk.renumber(new);
                let refunded = rows.refunded.map(|refunded| other.store.take(refunded)).transpose()?;
                Ok((other.store.take(rows.keys)?, refunded, chunk))
            });
            for (keys, refunded, chunk) in renumbered.collect::<Result<Vec<_>>>()? {
                self.push(keys, refunded, chunk)?;
            }
        }
    }

    /// Adds another's rows, whose members have the same numbers and which are kept in the same store.
    pub(super) fn append(&mut self, mut other: Self) {
        self.rows += other.rows;
        self.refunds += other.refunds;
        self.chunks.append(&mut other.chunks);
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let failed = |error| serde::ser::Error::custom(error);
        let mut all = serializer.serialize_seq(Some(self.chunks.len()))?;
        for number in 0..self.chunks.len() {
            let keys = self.keys(number).map_err(failed)?;
            let refunded = self.refunded(number).map_err(failed)?;
            let chunk = self.chunk(number).map_err(failed)?;
            all.serialize_element(&(keys.as_ref(), refunded.as_deref(), chunk.as_ref()))?;
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
        while let Some((keys, refunded, chunk)) = chunks.next_element()? {
            lines.push(keys, refunded, chunk).map_err(serde::de::Error::custom)?;
        }
        Ok(lines)
    }
}
