//! Settling: which rows repeat others, and which line each refund refunds.
//!
//! All keys pass a [`super::sieve::Sieve`]; rows whose keys may repeat are gathered, sorted, and compared by the whole key, so that a collision
//! of hashes costs time and never changes a figure.

mod refunds;
mod repeats;
mod rows;
mod sift;

use super::chunk::Chunk;
use super::state::State;
use crate::account::{Aside, Counts};
use crate::calendar::Day;
use crate::campaign::Window;
use crate::error::Result;
use crate::progress::{Phase, Progress};
use rayon::prelude::*;
use sift::Sifted;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Goods returned and money paid back, on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Return {
    /// The line's index in its chunk.
    pub index: u32,
    /// When.
    pub date: Day,
    /// The quantity, in millionths of the line's unit.
    pub quantity: i64,
    /// The amount, in fen.
    pub amount: i64,
}

/// What settling found, by chunk.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// For each chunk, the indexes of the rows that repeat others, ascending.
    pub excluded: Vec<Vec<u32>>,
    /// For each chunk, the returns of its lines, by index and date.
    pub returns: Vec<Vec<Return>>,
    /// The rows that are set aside.
    pub aside: Vec<Aside>,
    /// For each sheet, rows in use: lines dated in the window, and refunds of them.
    pub in_use: BTreeMap<u32, u64>,
    /// For each sheet, rows outside the campaign: lines dated outside the window, and refunds of them.
    pub outside: BTreeMap<u32, u64>,
    /// How many lines in use had more returned than bought.
    pub over_refunds: u64,
}

impl Settled {
    /// Returns how the state's rows settle in a campaign's window; `piece_grams` says what a piece of each product weighs.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Interrupted`], and [`crate::ErrorKind::Io`] where lines in the temporary file cannot be read.
    pub fn new(state: &State, piece_grams: &[i64], window: Window, progress: &Progress) -> Result<Self> {
        Self::with_hash(state, piece_grams, window, progress, sift::key_hash)
    }

    /// As [`Settled::new`], with any hash of a row's key: the result is the same for each.
    pub(super) fn with_hash(
        state: &State,
        piece_grams: &[i64],
        window: Window,
        progress: &Progress,
        hash: fn(u128, i64) -> u64,
    ) -> Result<Self> {
        progress.begin(Phase::Settling, 2 * state.lines.rows() + state.lines.lines());
        let chunks = state.lines.chunks();
        let mut settled = Self { excluded: vec![Vec::new(); chunks], returns: vec![Vec::new(); chunks], ..Self::default() };
        let sifted = Sifted::new(state, hash, progress)?;
        settled.exclude_repeats(state, sifted.suspects, progress)?;
        settled.match_refunds(state, piece_grams, window, sifted.refunded, progress)?;
        settled.count(state, window, progress)?;
        settled.aside.sort_unstable();
        Ok(settled)
    }

    /// Returns the account of a state's rows.
    #[must_use]
    pub fn counts(&self, state: &State) -> Counts {
        Counts { read: state.read.clone(), accepted: self.in_use.clone(), outside: self.outside.clone() }
    }

    /// Counts the lines in use and outside the window, and those in use with more returned than bought.
    fn count(&mut self, state: &State, window: Window, progress: &Progress) -> Result<()> {
        let count = |days: &mut Vec<Day>, number: usize| {
            progress.check()?;
            let chunk = state.lines.chunk(number)?;
            chunk.unpack_days(days);
            let inside = |index: u32| window.contains(days[index as usize]);
            let dead = self.excluded[number].iter().filter(|&&index| inside(index)).count();
            let in_use = days.iter().filter(|&&day| window.contains(day)).count() - dead;
            progress.done.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            let outside = chunk.len() - self.excluded[number].len() - in_use;
            Ok((chunk.sheet(), in_use, outside, over_refunds(&chunk, &self.returns[number], inside)))
        };
        let lines = (0..state.lines.chunks()).into_par_iter().filter(|&number| state.lines.is_of_lines(number));
        for (sheet, in_use, outside, over) in lines.map_init(Vec::new, count).collect::<Result<Vec<_>>>()? {
            Counts::add(&mut self.in_use, sheet, in_use as u64);
            Counts::add(&mut self.outside, sheet, outside as u64);
            self.over_refunds += over;
        }
        Ok(())
    }
}

/// Returns how many lines of a chunk in use had more returned than bought.
fn over_refunds(chunk: &Chunk, returns: &[Return], in_use: impl Fn(u32) -> bool) -> u64 {
    let is_over = |of_line: &&[Return]| {
        let (bought, paid) = chunk.quantity_and_amount(of_line[0].index as usize);
        let quantity: i128 = of_line.iter().map(|it| i128::from(it.quantity)).sum();
        let amount: i128 = of_line.iter().map(|it| i128::from(it.amount)).sum();
        in_use(of_line[0].index) && (quantity > bought.into() || amount > paid.into())
    };
    returns.chunk_by(|a, b| a.index == b.index).filter(is_over).count() as u64
}
