//! Settling: which rows repeat others, and which line each refund refunds.
//!
//! Rows are found by a 64-bit hash of their key in sorted partitions; rows whose hashes meet are then compared by
//! the whole key, so that a collision costs time and never changes a figure.

use super::line::{Line, Refund, RowPlace};
use super::state::State;
use crate::account::{Aside, Reason};
use crate::calendar::Day;
use crate::campaign::Window;
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

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
    /// For each sheet, rows outside the campaign: lines dated outside the window, and refunds of them.
    pub outside: HashMap<u32, u64>,
    /// For each sheet, refunds in use.
    pub refunds: HashMap<u32, u64>,
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
    /// Returns how the state's rows settle in a campaign's window.
    #[must_use]
    pub fn new(state: &State, window: Window) -> Self {
        Self::with_hash(state, window, key_hash)
    }

    /// As [`Settled::new`], with any hash of a row's key: the result is the same for each.
    pub(super) fn with_hash(state: &State, window: Window, hash: fn(u128, u32) -> u64) -> Self {
        let mut settled =
            Self { excluded: vec![Vec::new(); state.chunks.len()], returns: vec![Vec::new(); state.chunks.len()], ..Self::default() };
        let dead_refunds = settled.exclude_repeats(state, hash);
        settled.count_outside(state, window);
        settled.match_refunds(state, window, &dead_refunds);
        settled.aside.sort_unstable();
        settled
    }

    /// Sets aside every row whose key stands before; returns the indexes of the refunds among them.
    fn exclude_repeats(&mut self, state: &State, hash: fn(u128, u32) -> u64) -> HashSet<u32> {
        let mut dead_refunds = HashSet::new();
        for (spot, aside) in repeats(state, hash) {
            self.aside.push(aside);
            if spot.chunk == REFUNDS {
                dead_refunds.insert(spot.index);
            } else {
                self.excluded[spot.chunk as usize].push(spot.index);
            }
        }
        self.excluded.par_iter_mut().for_each(|indexes| indexes.sort_unstable());
        dead_refunds
    }

    fn count_outside(&mut self, state: &State, window: Window) {
        for (chunk, excluded) in state.chunks.iter().zip(&self.excluded) {
            let dates = (0..chunk.len()).filter(|&index| !window.contains(Day::from_epoch(chunk.date.get(index) as i32)));
            let outside = dates.filter(|&index| excluded.binary_search(&(index as u32)).is_err()).count() as u64;
            if outside > 0 {
                *self.outside.entry(chunk.sheet).or_default() += outside;
            }
        }
    }

    fn match_refunds(&mut self, state: &State, window: Window, dead: &HashSet<u32>) {
        let live: Vec<&Refund> =
            state.refunds.iter().enumerate().filter(|(index, _)| !dead.contains(&(*index as u32))).map(|(_, refund)| refund).collect();
        let orders = refunded_orders(state, &self.excluded, &live);
        for refund in live {
            match pick(orders.get(&refund.of).map_or(&[][..], Vec::as_slice), refund) {
                Ok((spot, line)) => self.give_back(spot, line, refund, window),
                Err(reason) => self.aside.push(Aside { sheet: refund.place.sheet, row: refund.place.row, reason }),
            }
        }
        self.returns.par_iter_mut().for_each(|returns| returns.sort_unstable());
        self.over_refunds = self.count_over_refunds(state);
    }

    fn give_back(&mut self, spot: Spot, line: &Line, refund: &Refund, window: Window) {
        let rows = if window.contains(line.date) { &mut self.refunds } else { &mut self.outside };
        *rows.entry(refund.place.sheet).or_default() += 1;
        let (quantity, amount) = (refund.line.quantity.saturating_abs(), refund.line.amount.saturating_abs());
        self.returns[spot.chunk as usize].push(Return { index: spot.index, date: refund.line.date, quantity, amount });
    }

    fn count_over_refunds(&self, state: &State) -> u64 {
        let over = |(chunk, returns): (&super::Chunk, &Vec<Return>)| {
            let mut lines = 0;
            for of_line in returns.chunk_by(|a, b| a.index == b.index) {
                let line = chunk.line(of_line[0].index as usize);
                let quantity: i128 = of_line.iter().map(|it| i128::from(it.quantity)).sum();
                let amount: i128 = of_line.iter().map(|it| i128::from(it.amount)).sum();
                lines += u64::from(quantity > line.quantity.into() || amount > line.amount.into());
            }
            lines
        };
        state.chunks.iter().zip(&self.returns).map(over).sum()
    }
}

fn key_hash(order: u128, line_no: u32) -> u64 {
    (order as u64 ^ (order >> 64) as u64).wrapping_add(u64::from(line_no).wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(17)
}

/// Returns the rows whose key stands in a row before them, in the order of places.
fn repeats(state: &State, hash: fn(u128, u32) -> u64) -> Vec<(Spot, Aside)> {
    let mut partitions = partition(state, hash);
    let met = partitions.par_iter_mut().flat_map_iter(|partition| meeting(partition)).collect::<Vec<Vec<Spot>>>();
    met.into_par_iter().flat_map_iter(|spots| compare(state, spots)).collect()
}

/// How many partitions the keys are sorted in.
const PARTITIONS: usize = 256;

fn partition(state: &State, hash: fn(u128, u32) -> u64) -> Vec<Vec<(u64, Spot)>> {
    let rows = state.lines() as usize + state.refunds.len();
    let mut partitions: Vec<Vec<(u64, Spot)>> =
        (0..PARTITIONS).map(|_| Vec::with_capacity(rows / PARTITIONS + rows / PARTITIONS / 16)).collect();
    let mut put = |order: u128, line_no: u32, spot: Spot| {
        let key = hash(order, line_no);
        partitions[(key >> 56) as usize].push((key, spot));
    };
    for (number, chunk) in state.chunks.iter().enumerate() {
        for (index, &order) in chunk.orders.iter().enumerate() {
            put(order, chunk.line_no.get(index) as u32, Spot { chunk: number as u32, index: index as u32 });
        }
    }
    for (index, refund) in state.refunds.iter().enumerate() {
        put(refund.line.order, refund.line.line_no, Spot { chunk: REFUNDS, index: index as u32 });
    }
    partitions
}

/// Returns the groups of rows whose hashes meet.
fn meeting(partition: &mut [(u64, Spot)]) -> Vec<Vec<Spot>> {
    partition.sort_unstable();
    let groups = partition.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    groups.map(|group| group.iter().map(|&(_, spot)| spot).collect()).collect()
}

/// Returns the rows of a group that repeat the key of another; the first by place stays.
fn compare(state: &State, spots: Vec<Spot>) -> Vec<(Spot, Aside)> {
    let mut rows: Vec<(RowPlace, Spot, Row)> = spots.into_iter().map(|spot| row(state, spot)).collect();
    rows.sort_unstable_by_key(|(place, ..)| *place);
    let mut first: HashMap<(u128, u32), Row> = HashMap::new();
    let mut found = Vec::new();
    for (place, spot, row) in rows {
        let key = (row.line.order, row.line.line_no);
        if let Some(kept) = first.get(&key) {
            let reason = if *kept == row { Reason::DuplicateLine } else { Reason::ConflictingLine };
            found.push((spot, Aside { sheet: place.sheet, row: place.row, reason }));
        } else {
            first.insert(key, row);
        }
    }
    found
}

/// The values of a row, as duplicates compare them.
#[derive(PartialEq, Eq)]
struct Row {
    line: Line,
    of: Option<(u128, Option<u32>)>,
}

fn row(state: &State, spot: Spot) -> (RowPlace, Spot, Row) {
    if spot.chunk == REFUNDS {
        let refund = &state.refunds[spot.index as usize];
        return (refund.place, spot, Row { line: refund.line, of: Some((refund.of, refund.of_line)) });
    }
    let (chunk, index) = (&state.chunks[spot.chunk as usize], spot.index as usize);
    (chunk.place(index), spot, Row { line: chunk.line(index), of: None })
}

/// Returns the lines of the orders that have refunds.
fn refunded_orders(state: &State, excluded: &[Vec<u32>], refunds: &[&Refund]) -> HashMap<u128, Vec<(Spot, Line)>> {
    let wanted = Filter::new(refunds.iter().map(|refund| refund.of));
    let found: Vec<Vec<(Spot, Line)>> = state
        .chunks
        .par_iter()
        .enumerate()
        .map(|(number, chunk)| {
            let hits = chunk.orders.iter().enumerate().filter(|&(_, &order)| wanted.holds(order));
            let live = hits.filter(|&(index, _)| excluded[number].binary_search(&(index as u32)).is_err());
            live.map(|(index, _)| (Spot { chunk: number as u32, index: index as u32 }, chunk.line(index))).collect()
        })
        .collect();
    let mut orders: HashMap<u128, Vec<(Spot, Line)>> = HashMap::new();
    for (spot, line) in found.into_iter().flatten() {
        orders.entry(line.order).or_default().push((spot, line));
    }
    orders
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

/// Returns the line of an order that a refund is of.
fn pick<'a>(lines: &'a [(Spot, Line)], refund: &Refund) -> Result<(Spot, &'a Line), Reason> {
    let only = |mut candidates: Box<dyn Iterator<Item = &'a (Spot, Line)> + 'a>| {
        let first = candidates.next().map(|(spot, line)| (*spot, line));
        if candidates.next().is_some() { None } else { first }
    };
    if let Some(line_no) = refund.of_line {
        return only(Box::new(lines.iter().filter(move |(_, line)| line.line_no == line_no))).ok_or(Reason::OrphanRefund);
    }
    if lines.is_empty() {
        return Err(Reason::OrphanRefund);
    }
    let product = refund.line.product;
    only(Box::new(lines.iter()))
        .or_else(|| only(Box::new(lines.iter().filter(move |(_, line)| line.product == product))))
        .ok_or(Reason::AmbiguousRefund)
}
