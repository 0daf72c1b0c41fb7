//! Settling: which rows repeat others, and which line each refund refunds.
//!
//! All keys pass a [`Sieve`]; rows whose keys may repeat are gathered, sorted, and compared by the whole key, so that a collision
//! of hashes costs time and never changes a figure.

use super::chunk::Chunk;
use super::line::{Line, Refund, RowPlace, weight};
use super::sieve::Sieve;
use super::state::State;
use crate::account::{Aside, Reason};
use crate::calendar::Day;
use crate::campaign::Window;
use crate::error::Result;
use crate::progress::{Phase, Progress};
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;
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
    /// For each chunk, the indexes of the lines that are set aside, ascending.
    pub excluded: Vec<Vec<u32>>,
    /// For each chunk, the returns of its lines, by index and date.
    pub returns: Vec<Vec<Return>>,
    /// The rows that are set aside.
    pub aside: Vec<Aside>,
    /// For each sheet, rows in use: lines dated in the window, and refunds of them.
    pub in_use: HashMap<u32, u64>,
    /// For each sheet, rows outside the campaign: lines dated outside the window, and refunds of them.
    pub outside: HashMap<u32, u64>,
    /// How many lines had more returned than bought.
    pub over_refunds: u64,
}

/// A row of the state: a line of a chunk, or a refund (chunk `REFUNDS`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    chunk: u32,
    index: u32,
}

const REFUNDS: u32 = u32::MAX;

impl Settled {
    /// Returns how the state's rows settle in a campaign's window; `piece_grams` says what a piece of each product weighs.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Interrupted`], and [`crate::ErrorKind::Io`] where lines in the temporary file cannot be read.
    pub fn new(state: &State, piece_grams: &[i64], window: Window, progress: &Progress) -> Result<Self> {
        Self::with_hash(state, piece_grams, window, progress, key_hash)
    }

    /// As [`Settled::new`], with any hash of a row's key: the result is the same for each.
    pub(super) fn with_hash(
        state: &State,
        piece_grams: &[i64],
        window: Window,
        progress: &Progress,
        hash: fn(u128, u32) -> u64,
    ) -> Result<Self> {
        progress.begin(Phase::Settling, 3 * state.lines.rows());
        let chunks = state.lines.chunks();
        let mut settled = Self { excluded: vec![Vec::new(); chunks], returns: vec![Vec::new(); chunks], ..Self::default() };
        let (suspects, refunded) = sift(state, hash, progress)?;
        let dead_refunds = settled.exclude_repeats(state, suspects, progress)?;
        settled.match_refunds(state, piece_grams, window, &dead_refunds, refunded)?;
        settled.count(state, window, progress)?;
        settled.aside.sort_unstable();
        Ok(settled)
    }

    /// Sets aside every row whose key stands before; returns the indexes of the refunds among them.
    fn exclude_repeats(&mut self, state: &State, suspects: Vec<(u64, Spot)>, progress: &Progress) -> Result<HashSet<u32>> {
        let mut dead_refunds = HashSet::new();
        for spots in meeting(suspects) {
            progress.check()?;
            for (spot, aside) in repeats(rows(state, spots)?) {
                self.aside.push(aside);
                if spot.chunk == REFUNDS {
                    dead_refunds.insert(spot.index);
                } else {
                    self.excluded[spot.chunk as usize].push(spot.index);
                }
            }
        }
        self.excluded.par_iter_mut().for_each(|indexes| indexes.sort_unstable());
        Ok(dead_refunds)
    }

    fn match_refunds(
        &mut self,
        state: &State,
        piece_grams: &[i64],
        window: Window,
        dead: &HashSet<u32>,
        refunded: Vec<Spot>,
    ) -> Result<()> {
        let live = |spot: &Spot| self.excluded[spot.chunk as usize].binary_search(&spot.index).is_err();
        let mut lines = rows(state, refunded.into_iter().filter(live).collect())?;
        lines.par_sort_unstable_by_key(Found::key);
        for refund in state.refunds.iter().enumerate().filter(|(index, _)| !dead.contains(&(*index as u32))).map(|(_, refund)| refund) {
            match pick(of_order(&lines, refund.of), refund) {
                Ok(found) => self.give_back(found.spot, &found.row.line, refund, piece_grams, window),
                Err(reason) => self.aside.push(Aside { sheet: refund.place.sheet, row: refund.place.row, reason }),
            }
        }
        self.returns.par_iter_mut().for_each(|returns| returns.sort_unstable());
        Ok(())
    }

    fn give_back(&mut self, spot: Spot, line: &Line, refund: &Refund, piece_grams: &[i64], window: Window) {
        let rows = if window.contains(line.date) { &mut self.in_use } else { &mut self.outside };
        *rows.entry(refund.place.sheet).or_default() += 1;
        let (quantity, amount) = (in_unit_of(line, &refund.line, piece_grams).saturating_abs(), refund.line.amount.saturating_abs());
        self.returns[spot.chunk as usize].push(Return { index: spot.index, date: refund.line.date, quantity, amount });
    }

    /// Counts the lines in use and outside the window, and those with more returned than bought.
    fn count(&mut self, state: &State, window: Window, progress: &Progress) -> Result<()> {
        let count = |number: usize| {
            progress.check()?;
            let chunk = state.lines.chunk(number)?;
            let inside = |index: usize| window.contains(Day::from_epoch(chunk.day(index)));
            let dead = self.excluded[number].iter().filter(|&&index| inside(index as usize)).count();
            let in_use = (0..chunk.len()).filter(|&index| inside(index)).count() - dead;
            progress.done.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            Ok((chunk.sheet(), in_use, chunk.len() - self.excluded[number].len() - in_use, over_refunds(&chunk, &self.returns[number])))
        };
        let counts = (0..state.lines.chunks()).into_par_iter().map(count).collect::<Result<Vec<_>>>()?;
        for (sheet, in_use, outside, over) in counts {
            *self.in_use.entry(sheet).or_default() += in_use as u64;
            *self.outside.entry(sheet).or_default() += outside as u64;
            self.over_refunds += over;
        }
        Ok(())
    }
}

/// Returns a refund's quantity in the unit of its line: converted where both weights are known and differ, else as written.
fn in_unit_of(line: &Line, refund: &Line, piece_grams: &[i64]) -> i64 {
    let weight = |row: &Line| match row.grams {
        weight::PIECE => piece_grams.get(row.product as usize).copied().unwrap_or(weight::UNKNOWN),
        grams => grams,
    };
    let (grams, its_grams) = (weight(line), weight(refund));
    if line.grams == refund.grams || grams == weight::UNKNOWN || its_grams == weight::UNKNOWN {
        return refund.quantity;
    }
    let (weight, half) = (i128::from(refund.quantity) * i128::from(its_grams), i128::from(grams) / 2);
    let quantity = (weight + half * weight.signum()) / i128::from(grams);
    i64::try_from(quantity).unwrap_or(if quantity < 0 { i64::MIN } else { i64::MAX })
}

/// Returns how many lines of a chunk had more returned than bought.
fn over_refunds(chunk: &Chunk, returns: &[Return]) -> u64 {
    let is_over = |of_line: &&[Return]| {
        let (bought, paid) = chunk.quantity_and_amount(of_line[0].index as usize);
        let quantity: i128 = of_line.iter().map(|it| i128::from(it.quantity)).sum();
        let amount: i128 = of_line.iter().map(|it| i128::from(it.amount)).sum();
        quantity > bought.into() || amount > paid.into()
    };
    returns.chunk_by(|a, b| a.index == b.index).filter(is_over).count() as u64
}

fn key_hash(order: u128, line_no: u32) -> u64 {
    (order as u64 ^ (order >> 64) as u64).wrapping_add(u64::from(line_no).wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(17)
}

/// Rows whose keys may repeat, with the hash of the key, and lines of orders that have refunds.
type Sifted = (Vec<(u64, Spot)>, Vec<Spot>);

fn sift(state: &State, hash: fn(u128, u32) -> u64, progress: &Progress) -> Result<Sifted> {
    let sieve = Sieve::new(state.lines.rows() + state.refunds.len() as u64);
    let refund_hash = |refund: &Refund| hash(refund.line.order, refund.line.line_no);
    state.refunds.iter().for_each(|refund| sieve.note(refund_hash(refund)));
    let note = |number: usize| -> Result<()> {
        progress.check()?;
        let keys = state.lines.keys(number)?;
        keys.iter().for_each(|(order, line_no)| sieve.note(hash(order, line_no)));
        progress.done.fetch_add(keys.len() as u64, Ordering::Relaxed);
        Ok(())
    };
    (0..state.lines.chunks()).into_par_iter().try_for_each(note)?;
    let wanted = Filter::new(state.refunds.iter().map(|refund| refund.of));
    let sift = |(mut suspects, mut refunded): Sifted, number: usize| -> Result<Sifted> {
        progress.check()?;
        let keys = state.lines.keys(number)?;
        for (index, (order, line_no)) in keys.iter().enumerate() {
            let (key, spot) = (hash(order, line_no), Spot { chunk: number as u32, index: index as u32 });
            if sieve.is_suspect(key) {
                suspects.push((key, spot));
            }
            if wanted.holds(order) {
                refunded.push(spot);
            }
        }
        progress.done.fetch_add(keys.len() as u64, Ordering::Relaxed);
        Ok((suspects, refunded))
    };
    let join = |(mut suspects, mut refunded): Sifted, mut other: Sifted| {
        suspects.append(&mut other.0);
        refunded.append(&mut other.1);
        Ok((suspects, refunded))
    };
    let (mut suspects, refunded) =
        (0..state.lines.chunks()).into_par_iter().try_fold(Sifted::default, sift).try_reduce(Sifted::default, join)?;
    let spot = |index: usize| Spot { chunk: REFUNDS, index: index as u32 };
    let refunds = state.refunds.iter().enumerate().map(|(index, refund)| (refund_hash(refund), spot(index)));
    suspects.extend(refunds.filter(|(key, _)| sieve.is_suspect(*key)));
    Ok((suspects, refunded))
}

/// How many rows are compared at once.
const COMPARED: usize = 1 << 20;

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

/// A row of the state, with where it stands in its sheet.
struct Found {
    spot: Spot,
    place: RowPlace,
    row: Row,
}

/// The values of a row, as duplicates compare them.
#[derive(PartialEq, Eq)]
struct Row {
    line: Line,
    of: Option<(u128, Option<u32>)>,
}

impl Found {
    fn key(&self) -> (u128, u32) {
        (self.row.line.order, self.row.line.line_no)
    }
}

/// Returns the rows at these spots; each chunk is fetched once.
fn rows(state: &State, mut spots: Vec<Spot>) -> Result<Vec<Found>> {
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

/// Returns the rows that repeat the key of another; the first by place stays.
fn repeats(mut rows: Vec<Found>) -> Vec<(Spot, Aside)> {
    rows.par_sort_unstable_by_key(|found| (found.key(), found.place));
    let mut repeats = Vec::new();
    for of_key in rows.chunk_by(|a, b| a.key() == b.key()) {
        for found in &of_key[1..] {
            let reason = if found.row == of_key[0].row { Reason::DuplicateLine } else { Reason::ConflictingLine };
            repeats.push((found.spot, Aside { sheet: found.place.sheet, row: found.place.row, reason }));
        }
    }
    repeats
}

/// A set of orders with a bitmap in front of it: most lines have no refund and are told so in one look.
struct Filter {
    bits: Vec<u64>,
    mask: u64,
    orders: HashSet<u128>,
}

impl Filter {
    fn new(orders: impl Iterator<Item = u128>) -> Self {
        let orders: HashSet<u128> = orders.collect();
        let size = (orders.len().saturating_mul(16)).next_power_of_two().max(64);
        let mut filter = Self { bits: vec![0; size / 64], mask: size as u64 - 1, orders: HashSet::new() };
        for &order in &orders {
            let bit = order as u64 & filter.mask;
            filter.bits[(bit / 64) as usize] |= 1 << (bit % 64);
        }
        filter.orders = orders;
        filter
    }

    fn holds(&self, order: u128) -> bool {
        let bit = order as u64 & self.mask;
        self.bits[(bit / 64) as usize] >> (bit % 64) & 1 == 1 && self.orders.contains(&order)
    }
}

/// Returns the lines of an order, among lines sorted by key.
fn of_order(lines: &[Found], order: u128) -> &[Found] {
    let from = lines.partition_point(|found| found.row.line.order < order);
    let count = lines[from..].iter().take_while(|found| found.row.line.order == order).count();
    &lines[from..from + count]
}

/// Returns the line of an order that a refund is of.
fn pick<'a>(lines: &'a [Found], refund: &Refund) -> Result<&'a Found, Reason> {
    fn only<'a>(mut candidates: impl Iterator<Item = &'a Found>) -> Option<&'a Found> {
        let first = candidates.next();
        if candidates.next().is_some() { None } else { first }
    }
    if let Some(line_no) = refund.of_line {
        return only(lines.iter().filter(|found| found.row.line.line_no == line_no)).ok_or(Reason::OrphanRefund);
    }
    if lines.is_empty() {
        return Err(Reason::OrphanRefund);
    }
    let product = refund.line.product;
    only(lines.iter()).or_else(|| only(lines.iter().filter(|found| found.row.line.product == product))).ok_or(Reason::AmbiguousRefund)
}
