//! Which line each refund refunds, and what it gives back in the unit of its line.

use super::rows::{Held, Spot, fetched};
use super::{Return, Settled};
use crate::account::{Aside, Counts, Reason};
use crate::campaign::Window;
use crate::error::Result;
use crate::fold::chunk::NO_LINE;
use crate::fold::line::{Line, weight};
use crate::fold::state::State;
use crate::progress::Progress;
use rayon::prelude::*;

/// A line of an order that has refunds, as far as they ask of it.
#[derive(Clone, Copy)]
struct Refundable {
    order: [u64; 2],
    grams: i64,
    spot: Spot,
    line_no: u32,
    product: u32,
    in_window: bool,
}

/// The lines of orders that have refunds, by order and line, and by order and product.
struct Refundables {
    lines: Vec<Refundable>,
    by_product: Vec<u32>,
}

/// What became of a refund.
enum Matched {
    /// It gives back part of the line at this spot, in the window or outside it.
    Returned { spot: Spot, back: Return, in_window: bool },
    /// It is set aside.
    Aside(Reason),
}

impl Settled {
    pub(super) fn match_refunds(
        &mut self,
        state: &State,
        piece_grams: &[i64],
        window: Window,
        refunded: Vec<Spot>,
        progress: &Progress,
    ) -> Result<()> {
        let live = |spot: &Spot| self.excluded[spot.chunk as usize].binary_search(&spot.index).is_err();
        let refundable = |held: &Held<'_>, spot: Spot| Refundable::new(&held.line(spot.index as usize), spot, window);
        let lines = Refundables::new(fetched(state, refunded.into_iter().filter(live).collect(), refundable, progress)?);
        let of_chunk = |number: usize| {
            progress.check()?;
            let (held, excluded) = (Held::fetch(state, number)?, &self.excluded[number]);
            let live = (0..held.chunk.len()).filter(|&index| excluded.binary_search(&(index as u32)).is_err());
            Ok((number, live.map(|index| (held.chunk.place(index).row, lines.matched(&held, index, piece_grams))).collect::<Vec<_>>()))
        };
        let refunds = (0..state.lines.chunks()).into_par_iter().filter(|&number| !state.lines.is_of_lines(number));
        let matched = refunds.map(of_chunk).collect::<Result<Vec<_>>>()?;
        for (number, refunds) in matched {
            let sheet = state.lines.chunk(number)?.sheet();
            refunds.into_iter().for_each(|(row, matched)| self.take(sheet, row, matched));
        }
        self.returns.par_iter_mut().for_each(|returns| returns.sort_unstable());
        Ok(())
    }

    fn take(&mut self, sheet: u32, row: u32, matched: Matched) {
        match matched {
            Matched::Aside(reason) => self.aside.push(Aside { sheet, row, reason }),
            Matched::Returned { spot, back, in_window } => {
                let rows = if in_window { &mut self.in_use } else { &mut self.outside };
                Counts::add(rows, sheet, 1);
                self.returns[spot.chunk as usize].push(back);
            }
        }
    }
}

impl Refundable {
    fn new(line: &Line, spot: Spot, window: Window) -> Self {
        let &Line { line_no, product, grams, .. } = line;
        Self { order: halves(line.order), grams, spot, line_no, product, in_window: window.contains(line.date) }
    }
}

impl Refundables {
    fn new(mut lines: Vec<Refundable>) -> Self {
        lines.par_sort_unstable_by_key(|line| (line.order, line.line_no, line.spot));
        let mut by_product: Vec<u32> = (0..lines.len() as u32).collect();
        by_product.par_sort_unstable_by_key(|&place| (lines[place as usize].order, lines[place as usize].product, place));
        Self { lines, by_product }
    }

    /// Returns what becomes of the refund at `index`.
    fn matched(&self, held: &Held<'_>, index: usize, piece_grams: &[i64]) -> Matched {
        let (order, line_no) = held.refunded.as_ref().map_or((0, NO_LINE), |refunded| refunded.get(index));
        let refund = held.line(index);
        match self.pick(halves(order), u32::try_from(line_no).ok(), refund.product) {
            Err(reason) => Matched::Aside(reason),
            Ok(line) => {
                let (quantity, amount) = (in_unit_of(line, &refund, piece_grams).saturating_abs(), refund.amount.saturating_abs());
                let back = Return { index: line.spot.index, date: refund.date, quantity, amount };
                Matched::Returned { spot: line.spot, back, in_window: line.in_window }
            }
        }
    }

    /// Returns the line of an order that a refund of a line, if it names one, and of a product is of.
    fn pick(&self, order: [u64; 2], line_no: Option<u32>, product: u32) -> Result<&Refundable, Reason> {
        let from = self.lines.partition_point(|line| line.order < order);
        let of_order = self.lines[from..].partition_point(|line| line.order <= order);
        let lines = &self.lines[from..from + of_order];
        if let Some(line_no) = line_no {
            let place = lines.binary_search_by_key(&line_no, |line| line.line_no);
            return place.map(|place| &lines[place]).map_err(|_| Reason::OrphanRefund);
        }
        match lines {
            [] => Err(Reason::OrphanRefund),
            [only] => Ok(only),
            _ => self.only(order, product).ok_or(Reason::AmbiguousRefund),
        }
    }

    /// Returns the only line of an order that holds a product.
    fn only(&self, order: [u64; 2], product: u32) -> Option<&Refundable> {
        let key = |&place: &u32| (self.lines[place as usize].order, self.lines[place as usize].product);
        let from = self.by_product.partition_point(|place| key(place) < (order, product));
        match &self.by_product[from..self.by_product.len().min(from + 2)] {
            [first, second] if key(first) == key(second) => None,
            [first, ..] if key(first) == (order, product) => self.lines.get(*first as usize),
            _ => None,
        }
    }
}

/// Returns a refund's quantity in the unit of its line: converted where both weights are known and differ, else as written.
fn in_unit_of(line: &Refundable, refund: &Line, piece_grams: &[i64]) -> i64 {
    let (grams, its_grams) = (weight::of(line.grams, line.product, piece_grams), weight::of(refund.grams, refund.product, piece_grams));
    if line.grams == refund.grams || grams == weight::UNKNOWN || its_grams == weight::UNKNOWN {
        return refund.quantity;
    }
    let (weight, half) = (i128::from(refund.quantity) * i128::from(its_grams), i128::from(grams) / 2);
    let quantity = (weight + half * weight.signum()) / i128::from(grams);
    i64::try_from(quantity).unwrap_or(if quantity < 0 { i64::MIN } else { i64::MAX })
}

fn halves(order: u128) -> [u64; 2] {
    [(order >> 64) as u64, order as u64]
}
