//! The one look at every key: rows whose keys may repeat, and lines of orders that have refunds.

use super::rows::{REFUNDS, Spot};
use crate::error::Result;
use crate::fold::chunk::Keys;
use crate::fold::line::Refund;
use crate::fold::sieve::Sieve;
use crate::fold::state::State;
use crate::progress::Progress;
use hashbrown::HashSet;
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::atomic::Ordering;

/// What the sieve lets through.
#[derive(Default)]
pub(super) struct Sifted {
    /// Rows whose keys may repeat, with the hash of the key.
    pub suspects: Vec<(u64, Spot)>,
    /// Lines of orders that have refunds.
    pub refunded: Vec<Spot>,
}

impl Sifted {
    /// Sifts all rows of a state by a hash of their keys.
    pub fn new(state: &State, hash: fn(u128, u32) -> u64, progress: &Progress) -> Result<Self> {
        let of_refund = |refund: &Refund| hash(refund.line.order, refund.line.line_no);
        let sieve = Sieve::new(state.lines.rows() + state.refunds.len() as u64);
        state.refunds.iter().for_each(|refund| sieve.note(of_refund(refund)));
        let note = |number: usize| -> Result<()> {
            let keys = keys(state, number, progress)?;
            keys.iter().for_each(|(order, line_no)| sieve.note(hash(order, line_no)));
            Ok(())
        };
        (0..state.lines.chunks()).into_par_iter().try_for_each(note)?;

        let orders = Filter::new(state.refunds.iter().map(|refund| refund.of));
        let pick = |mut sifted: Self, number: usize| -> Result<Self> {
            for (index, (order, line_no)) in keys(state, number, progress)?.iter().enumerate() {
                let (key, spot) = (hash(order, line_no), Spot { chunk: number as u32, index: index as u32 });
                if sieve.is_suspect(key) {
                    sifted.suspects.push((key, spot));
                }
                if orders.holds(order) {
                    sifted.refunded.push(spot);
                }
            }
            Ok(sifted)
        };
        let chunks = (0..state.lines.chunks()).into_par_iter();
        let mut sifted = chunks.try_fold(Self::default, pick).try_reduce(Self::default, |sifted, other| Ok(sifted.join(other)))?;
        let refunds = state.refunds.iter().map(of_refund).enumerate().filter(|(_, key)| sieve.is_suspect(*key));
        sifted.suspects.extend(refunds.map(|(index, key)| (key, Spot { chunk: REFUNDS, index: index as u32 })));
        Ok(sifted)
    }

    fn join(mut self, mut other: Self) -> Self {
        self.suspects.append(&mut other.suspects);
        self.refunded.append(&mut other.refunded);
        self
    }
}

/// Returns the keys of a chunk, and counts its lines as done.
fn keys<'a>(state: &'a State, number: usize, progress: &Progress) -> Result<Cow<'a, Keys>> {
    progress.check()?;
    let keys = state.lines.keys(number)?;
    progress.done.fetch_add(keys.len() as u64, Ordering::Relaxed);
    Ok(keys)
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
