//! Which rows repeat the key of another.

use super::Settled;
use super::rows::{Held, Spot, fetched};
use crate::account::{Aside, Reason};
use crate::error::Result;
use crate::fold::line::RowPlace;
use crate::fold::state::State;
use crate::progress::Progress;
use rayon::prelude::*;

impl Settled {
    /// Sets aside every row whose key stands before.
    pub(super) fn exclude_repeats(&mut self, state: &State, suspects: Vec<(u64, Spot)>, progress: &Progress) -> Result<()> {
        for spots in meeting(suspects) {
            progress.check()?;
            for (spot, aside) in repeats(fetched(state, spots, Found::new, progress)?) {
                self.aside.push(aside);
                self.excluded[spot.chunk as usize].push(spot.index);
            }
        }
        self.excluded.par_iter_mut().for_each(|indexes| indexes.sort_unstable());
        Ok(())
    }
}

/// How many rows are compared at once.
const COMPARED: usize = 1 << 22;

/// Returns the rows whose hashes meet, in portions that part no meeting.
fn meeting(mut suspects: Vec<(u64, Spot)>) -> Vec<Vec<Spot>> {
    suspects.par_sort_unstable();
    let mut portions = vec![Vec::new()];
    for group in suspects.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        if portions.last().is_some_and(|portion: &Vec<Spot>| portion.len() >= COMPARED) {
            portions.push(Vec::new());
        }
        if let Some(portion) = portions.last_mut() {
            portion.extend(group.iter().map(|(_, spot)| *spot));
        }
    }
    portions
}

/// A row whose key may repeat another's, as far as they are compared.
struct Found {
    key: (u128, i64),
    place: RowPlace,
    spot: Spot,
    /// The 128-bit hash of all its values.
    values: u128,
}

impl Found {
    fn new(held: &Held<'_>, spot: Spot) -> Self {
        let index = spot.index as usize;
        let refunded = held.refunded.as_ref().map(|refunded| refunded.get(index));
        Self { key: held.keys.get(index), place: held.chunk.place(index), spot, values: held.line(index).hash(refunded) }
    }
}

/// Returns the rows that repeat the key of another; the first by place stays.
fn repeats(mut rows: Vec<Found>) -> Vec<(Spot, Aside)> {
    rows.par_sort_unstable_by_key(|found| (found.key, found.place));
    let mut repeats = Vec::new();
    for of_key in rows.chunk_by(|a, b| a.key == b.key) {
        for found in &of_key[1..] {
            let reason = if found.values == of_key[0].values { Reason::DuplicateLine } else { Reason::ConflictingLine };
            repeats.push((found.spot, Aside { sheet: found.place.sheet, row: found.place.row, reason }));
        }
    }
    repeats
}
