//! The one look at every key: rows whose keys may repeat, and lines of orders that have refunds.

use super::rows::Spot;
use crate::error::Result;
use crate::fold::chunk::Keys;
use crate::fold::sieve::{Marks, Sieve};
use crate::fold::state::State;
use crate::progress::Progress;
use rayon::prelude::*;
use std::sync::atomic::Ordering;

/// What the sieve lets through.
#[derive(Default)]
pub(super) struct Sifted {
    /// Rows whose keys may repeat, with the hash of the key.
    pub suspects: Vec<(u64, Spot)>,
    /// Lines of orders that have refunds, and few others.
    pub refunded: Vec<Spot>,
}

/// How many bits of the table of refunded orders each refund gets: about one in three hundred other lines passes.
const BITS_A_REFUND: u64 = 16;

impl Sifted {
    /// Sifts all rows of a state by a hash of their keys.
    pub fn new(state: &State, hash: fn(u128, i64) -> u64, progress: &Progress) -> Result<Self> {
        let (sieve, orders) = (Sieve::new(state.lines.rows()), Marks::new(state.lines.refunds() * BITS_A_REFUND));
        let chunks = || (0..state.lines.chunks()).into_par_iter();
        chunks().try_for_each_init(Hashes::default, |hashes, number| -> Result<()> {
            hashes.read(&*state.lines.keys(number)?, hash, progress)?;
            sieve.note(&hashes.keys);
            if let Some(refunded) = state.lines.refunded(number)? {
                for order in refunded.orders() {
                    orders.mark(folded(order));
                }
            }
            Ok(())
        })?;
        let pick = |(mut sifted, mut hashes): (Self, Hashes), number: usize| -> Result<(Self, Hashes)> {
            hashes.read(&*state.lines.keys(number)?, hash, progress)?;
            let spot = |index: usize| Spot { chunk: number as u32, index: index as u32 };
            sieve.suspects(&hashes.keys, |index| sifted.suspects.push((hashes.keys[index], spot(index))));
            if state.lines.is_of_lines(number) {
                orders.marked(&hashes.orders, |index| sifted.refunded.push(spot(index)));
            }
            Ok((sifted, hashes))
        };
        let parts = chunks().try_fold(Default::default, pick).map(|part| Ok(part?.0));
        parts.try_reduce(Self::default, |sifted, other| Ok(sifted.join(other)))
    }

    fn join(mut self, mut other: Self) -> Self {
        self.suspects.append(&mut other.suspects);
        self.refunded.append(&mut other.refunded);
        self
    }
}

/// The hashes of a chunk's keys, and of its orders alone.
#[derive(Default)]
struct Hashes {
    lines: Vec<i64>,
    keys: Vec<u64>,
    orders: Vec<u64>,
}

impl Hashes {
    /// Takes the keys of a chunk in the place of those before, and counts its rows as done.
    fn read(&mut self, keys: &Keys, hash: fn(u128, i64) -> u64, progress: &Progress) -> Result<()> {
        progress.check()?;
        keys.unpack_lines(&mut self.lines);
        self.keys.clear();
        self.keys.extend(keys.orders().zip(&self.lines).map(|(order, &line)| hash(order, line)));
        self.orders.clear();
        self.orders.extend(keys.orders().map(folded));
        progress.done.fetch_add(keys.len() as u64, Ordering::Relaxed);
        Ok(())
    }
}

/// Returns the 64-bit hash of an order.
fn folded(order: u128) -> u64 {
    order as u64 ^ (order >> 64) as u64
}

/// Returns the hash of a row's key.
pub(super) fn key_hash(order: u128, line: i64) -> u64 {
    folded(order).wrapping_add((line as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(17)
}
