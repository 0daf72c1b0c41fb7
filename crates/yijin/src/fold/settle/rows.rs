//! Rows of the state by where they are held, fetched for comparison.

use crate::error::Result;
use crate::fold::chunk::{Chunk, Keys};
use crate::fold::line::{Line, RowPlace};
use crate::fold::state::State;
use crate::progress::Progress;
use rayon::prelude::*;

/// A row of the state: a line of a chunk, or a refund (chunk `REFUNDS`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub chunk: u32,
    pub index: u32,
}

pub(super) const REFUNDS: u32 = u32::MAX;

/// A row of the state, with where it stands in its sheet.
pub(super) struct Found {
    pub spot: Spot,
    pub place: RowPlace,
    pub row: Row,
}

/// The values of a row, as duplicates compare them.
#[derive(PartialEq, Eq)]
pub(super) struct Row {
    pub line: Line,
    pub of: Option<(u128, Option<u32>)>,
}

impl Found {
    pub fn key(&self) -> (u128, u32) {
        (self.row.line.order, self.row.line.line_no)
    }
}

/// Returns the rows at these spots.
pub(super) fn rows(state: &State, spots: Vec<Spot>, progress: &Progress) -> Result<Vec<Found>> {
    let (refunds, lines): (Vec<Spot>, Vec<Spot>) = spots.into_iter().partition(|spot| spot.chunk == REFUNDS);
    let mut found: Vec<Found> = refunds.into_iter().map(|spot| refund_row(state, spot)).collect();
    found.append(&mut fetched(state, lines, line_row, progress)?);
    Ok(found)
}

/// Returns what `of` makes of the lines at these spots; each chunk is fetched once.
pub(super) fn fetched<T: Send>(
    state: &State,
    mut spots: Vec<Spot>,
    of: impl Fn(&Keys, &Chunk, Spot) -> T + Sync,
    progress: &Progress,
) -> Result<Vec<T>> {
    spots.sort_unstable();
    let of_chunk = |spots: &[Spot]| {
        progress.check()?;
        let number = spots[0].chunk as usize;
        let (keys, chunk) = (state.lines.keys(number)?, state.lines.chunk(number)?);
        Ok(spots.iter().map(|&spot| of(&keys, &chunk, spot)).collect())
    };
    let chunks: Vec<&[Spot]> = spots.chunk_by(|a, b| a.chunk == b.chunk).collect();
    let found = chunks.into_par_iter().map(of_chunk).collect::<Result<Vec<Vec<T>>>>()?;
    Ok(found.into_iter().flatten().collect())
}

fn line_row(keys: &Keys, chunk: &Chunk, spot: Spot) -> Found {
    let index = spot.index as usize;
    Found { spot, place: chunk.place(index), row: Row { line: chunk.line(index, keys.get(index)), of: None } }
}

fn refund_row(state: &State, spot: Spot) -> Found {
    let refund = &state.refunds[spot.index as usize];
    Found { spot, place: refund.place, row: Row { line: refund.line, of: Some((refund.of, refund.of_line)) } }
}
