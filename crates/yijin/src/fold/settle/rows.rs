//! Rows of the state by where they are held, fetched for comparison.

use crate::error::Result;
use crate::fold::chunk::{Chunk, Keys};
use crate::fold::line::Line;
use crate::fold::state::State;
use crate::progress::Progress;
use rayon::prelude::*;
use std::borrow::Cow;

/// A row of the state: its chunk, and its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub chunk: u32,
    pub index: u32,
}

/// A chunk with its keys.
pub(super) struct Held<'a> {
    pub keys: Cow<'a, Keys>,
    pub refunded: Option<Cow<'a, Keys>>,
    pub chunk: Cow<'a, Chunk>,
}

impl<'a> Held<'a> {
    /// Returns the chunk of this number.
    pub fn fetch(state: &'a State, number: usize) -> Result<Self> {
        let lines = &state.lines;
        Ok(Self { keys: lines.keys(number)?, refunded: lines.refunded(number)?, chunk: lines.chunk(number)? })
    }

    /// Returns the row at `index` as a line.
    pub fn line(&self, index: usize) -> Line {
        self.chunk.line(index, self.keys.get(index))
    }
}

/// Returns what `of` makes of the rows at these spots; each chunk is fetched once.
pub(super) fn fetched<T: Send>(
    state: &State,
    mut spots: Vec<Spot>,
    of: impl Fn(&Held<'_>, Spot) -> T + Sync,
    progress: &Progress,
) -> Result<Vec<T>> {
    spots.par_sort_unstable();
    let of_chunk = |spots: &[Spot]| {
        progress.check()?;
        let held = Held::fetch(state, spots[0].chunk as usize)?;
        Ok(spots.iter().map(|&spot| of(&held, spot)).collect())
    };
    let chunks: Vec<&[Spot]> = spots.chunk_by(|a, b| a.chunk == b.chunk).collect();
    let found = chunks.into_par_iter().map(of_chunk).collect::<Result<Vec<Vec<T>>>>()?;
    let mut all = Vec::with_capacity(spots.len());
    found.into_iter().for_each(|mut some| all.append(&mut some));
    Ok(all)
}
