//! Rows of the state by where they are held, fetched for comparison.

use crate::error::Result;
use crate::fold::line::{Line, RowPlace};
use crate::fold::state::State;
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

/// Returns the rows at these spots; each chunk is fetched once.
pub(super) fn rows(state: &State, mut spots: Vec<Spot>) -> Result<Vec<Found>> {
    spots.sort_unstable();
    let of_chunk = |spots: &[Spot]| {
        if spots[0].chunk == REFUNDS {
            return Ok(spots.iter().map(|&spot| refund_row(state, spot)).collect());
        }
        let number = spots[0].chunk as usize;
        let (keys, chunk) = (state.lines.keys(number)?, state.lines.chunk(number)?);
        let found = |&spot: &Spot| {
            let index = spot.index as usize;
            Found { spot, place: chunk.place(index), row: Row { line: chunk.line(index, keys.get(index)), of: None } }
        };
        Ok(spots.iter().map(found).collect())
    };
    let chunks: Vec<&[Spot]> = spots.chunk_by(|a, b| a.chunk == b.chunk).collect();
    let found = chunks.into_par_iter().map(of_chunk).collect::<Result<Vec<Vec<Found>>>>()?;
    Ok(found.into_iter().flatten().collect())
}

fn refund_row(state: &State, spot: Spot) -> Found {
    let refund = &state.refunds[spot.index as usize];
    Found { spot, place: refund.place, row: Row { line: refund.line, of: Some((refund.of, refund.of_line)) } }
}
