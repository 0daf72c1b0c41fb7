//! Which line each refund refunds, and what it gives back in the unit of its line.

use super::rows::{Spot, fetched};
use super::{Return, Settled};
use crate::account::{Aside, Reason};
use crate::calendar::Day;
use crate::campaign::Window;
use crate::error::Result;
use crate::fold::chunk::{Chunk, Keys};
use crate::fold::line::{Line, Refund, weight};
use crate::fold::state::State;
use crate::progress::Progress;
use hashbrown::HashSet;
use rayon::prelude::*;

/// A line of an order that has refunds, as far as they ask of it.
struct Refundable {
    order: u128,
    line_no: u32,
    product: u32,
    day: i32,
    grams: i64,
    spot: Spot,
}

impl Refundable {
    fn new(keys: &Keys, chunk: &Chunk, spot: Spot) -> Self {
        let index = spot.index as usize;
        let ((order, line_no), day) = (keys.get(index), chunk.day(index));
        Self { order, line_no, product: chunk.traits(index, day).product, day, grams: chunk.grams(index), spot }
    }
}

impl Settled {
    pub(super) fn match_refunds(
        &mut self,
        state: &State,
        piece_grams: &[i64],
        window: Window,
        dead: &HashSet<u32>,
        refunded: Vec<Spot>,
        progress: &Progress,
    ) -> Result<()> {
        let live = |spot: &Spot| self.excluded[spot.chunk as usize].binary_search(&spot.index).is_err();
        let refundable = |keys: &Keys, chunk: &Chunk, spot: Spot| Refundable::new(keys, chunk, spot);
        let mut lines = fetched(state, refunded.into_iter().filter(live).collect(), refundable, progress)?;
        lines.par_sort_unstable_by_key(|line| (line.order, line.line_no, line.spot));
        for refund in state.refunds.iter().enumerate().filter(|(index, _)| !dead.contains(&(*index as u32))).map(|(_, refund)| refund) {
            progress.check()?;
            match pick(of_order(&lines, refund.of), refund) {
                Ok(line) => self.give_back(line, refund, piece_grams, window),
                Err(reason) => self.aside.push(Aside { sheet: refund.place.sheet, row: refund.place.row, reason }),
            }
        }
        self.returns.par_iter_mut().for_each(|returns| returns.sort_unstable());
        Ok(())
    }

    fn give_back(&mut self, line: &Refundable, refund: &Refund, piece_grams: &[i64], window: Window) {
        let rows = if window.contains(Day::from_epoch(line.day)) { &mut self.in_use } else { &mut self.outside };
        *rows.entry(refund.place.sheet).or_default() += 1;
        let (quantity, amount) = (in_unit_of(line, &refund.line, piece_grams).saturating_abs(), refund.line.amount.saturating_abs());
        self.returns[line.spot.chunk as usize].push(Return { index: line.spot.index, date: refund.line.date, quantity, amount });
    }
}

/// Returns a refund's quantity in the unit of its line: converted where both weights are known and differ, else as written.
fn in_unit_of(line: &Refundable, refund: &Line, piece_grams: &[i64]) -> i64 {
    let weight = |grams: i64, product: u32| match grams {
        weight::PIECE => piece_grams.get(product as usize).copied().unwrap_or(weight::UNKNOWN),
        grams => grams,
    };
    let (grams, its_grams) = (weight(line.grams, line.product), weight(refund.grams, refund.product));
    if line.grams == refund.grams || grams == weight::UNKNOWN || its_grams == weight::UNKNOWN {
        return refund.quantity;
    }
    let (weight, half) = (i128::from(refund.quantity) * i128::from(its_grams), i128::from(grams) / 2);
    let quantity = (weight + half * weight.signum()) / i128::from(grams);
    i64::try_from(quantity).unwrap_or(if quantity < 0 { i64::MIN } else { i64::MAX })
}

/// Returns the lines of an order, among lines sorted by key.
fn of_order(lines: &[Refundable], order: u128) -> &[Refundable] {
    let from = lines.partition_point(|line| line.order < order);
    let count = lines[from..].iter().take_while(|line| line.order == order).count();
    &lines[from..from + count]
}

/// Returns the line of an order that a refund is of.
fn pick<'a>(lines: &'a [Refundable], refund: &Refund) -> Result<&'a Refundable, Reason> {
    fn only<'a>(mut candidates: impl Iterator<Item = &'a Refundable>) -> Option<&'a Refundable> {
        let first = candidates.next();
        if candidates.next().is_some() { None } else { first }
    }
    if let Some(line_no) = refund.of_line {
        return only(lines.iter().filter(|line| line.line_no == line_no)).ok_or(Reason::OrphanRefund);
    }
    if lines.is_empty() {
        return Err(Reason::OrphanRefund);
    }
    let product = refund.line.product;
    only(lines.iter()).or_else(|| only(lines.iter().filter(|line| line.product == product))).ok_or(Reason::AmbiguousRefund)
}
