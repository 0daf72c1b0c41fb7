//! The ledger: months in segments, each from its own stream of draws, with refunds and repeated rows in the month of their own date.

use crate::account::Account;
use crate::calendar::{MONTHS, month_days};
use crate::chance::{Chance, Part};
use crate::error::Error;
use crate::fault::{FAULTS, Fault};
use crate::order::{self, Purchase};
use crate::page::Pages;
use crate::row::Row;
use crate::truth::Truth;
use crate::world::World;
use crate::{refund, spoil};

/// How many lines a segment has.
const SEGMENT: u64 = 1 << 16;
/// The share of the lines in each month, in thousandths of about 1006: six of them outside the campaign.
const SHARES: [u64; MONTHS as usize] = [3, 30, 40, 40, 60, 60, 60, 80, 60, 70, 30, 40, 50, 60, 70, 70, 80, 100, 3];
/// One row in a thousand stands in the ledger twice.
const REPEATED: f64 = 0.001;

/// A ledger on its way into files.
pub(crate) struct Ledger<'w> {
    world: &'w World,
    pub truth: Truth<'w>,
    pub account: Account,
    /// Refunds and repeated rows that a later segment writes, by month.
    waiting: Vec<Vec<Row>>,
    /// How many more rows of each fault are due.
    owed: [u64; FAULTS.len()],
    faulted_lines: u64,
    number: u32,
    pub lines: u64,
}

impl<'w> Ledger<'w> {
    /// Returns the empty ledger of a campaign.
    pub fn new(world: &'w World) -> Self {
        let waiting = vec![Vec::new(); MONTHS as usize];
        let (truth, account) = (Truth::new(world), Account::default());
        Self { world, truth, account, waiting, owed: [0; FAULTS.len()], faulted_lines: 0, number: 0, lines: 0 }
    }

    /// Writes a month, calling `step` after each segment.
    pub fn month(&mut self, month: u32, pages: &mut Pages<'_>, step: &dyn Fn(u64) -> Result<(), Error>) -> Result<(), Error> {
        let lines = month_lines(self.world.plan.lines, month);
        let segments = lines.div_ceil(SEGMENT).max(1);
        self.number = 0;
        for segment in 0..segments {
            let quota = SEGMENT.min(lines - segment * SEGMENT);
            let rows = self.segment(month, segment, segments, quota);
            pages.write(&rows)?;
            self.lines += quota;
            step(self.lines)?;
        }
        pages.end_month()
    }

    /// Returns the rows of a segment, in no order.
    fn segment(&mut self, month: u32, segment: u64, segments: u64, quota: u64) -> Vec<Row> {
        let place = u64::from(month);
        let mut chance = Chance::of(self.world.plan.seed, Part::Orders, place, segment);
        let purchases = purchases(self.world, month, segment, quota, &mut chance);
        let mut rows = Vec::with_capacity(purchases.len() + purchases.len() / 16);
        for purchase in &purchases {
            self.purchase(month, purchase, &mut rows, &mut chance);
        }
        self.release(month, segments - segment, &mut rows, &mut chance);
        chance.shuffle(&mut rows);
        let mut draws = Chance::of(self.world.plan.seed, Part::Faults, place, segment);
        self.faults(month, &purchases, &mut rows, &mut draws);
        rows
    }

    fn purchase(&mut self, month: u32, purchase: &Purchase, rows: &mut Vec<Row>, chance: &mut Chance) {
        let row = purchase.row;
        self.truth.take(purchase);
        rows.push(row);
        if !row.day.in_window() {
            self.account.outside += 1;
        } else {
            self.account.accepted += 1;
            if chance.happens(REPEATED) {
                let later = if chance.happens(0.7) { month } else { (month + 1 + chance.below(2) as u32).min(MONTHS - 1) };
                self.waiting[later as usize].push(row);
            }
        }
        for back in &purchase.returns {
            self.waiting[back.day.month() as usize].push(refund::row(purchase, back, chance));
        }
    }

    /// Moves a share of the month's waiting rows into a segment; the last segment takes all.
    fn release(&mut self, month: u32, segments_left: u64, rows: &mut Vec<Row>, chance: &mut Chance) {
        let waiting = &mut self.waiting[month as usize];
        let count = waiting.len() / segments_left as usize;
        for mut row in waiting.split_off(waiting.len() - count) {
            match row.refund_of {
                None => self.account.set_aside("duplicate_line"),
                Some(order) => {
                    self.number += 1;
                    row.order.number = self.number;
                    let counts = order.day.in_window();
                    *(if counts { &mut self.account.accepted } else { &mut self.account.outside }) += 1;
                    if counts && chance.happens(REPEATED) {
                        self.account.set_aside("duplicate_line");
                        rows.push(row);
                    }
                }
            }
            rows.push(row);
        }
    }

    /// Adds the faulty rows that are due: conflicting ones last, the others anywhere.
    fn faults(&mut self, month: u32, purchases: &[Purchase], rows: &mut Vec<Row>, chance: &mut Chance) {
        if !month_days(month).0.in_window() || purchases.is_empty() {
            return;
        }
        self.owe(purchases.len() as u64);
        let (mut anywhere, mut last) = (Vec::new(), Vec::new());
        for (fault, owed) in FAULTS.into_iter().zip(&mut self.owed) {
            while *owed > 0 {
                let Some(mut row) = spoil::row(self.world, fault, purchases, chance) else { break };
                self.number += 1;
                spoil::number(&mut row, self.number);
                self.account.set_aside(&fault.reason());
                (if fault == Fault::ConflictingLine { &mut last } else { &mut anywhere }).push(row);
                *owed -= 1;
            }
        }
        rows.append(&mut anywhere);
        chance.shuffle(rows);
        rows.append(&mut last);
    }

    fn owe(&mut self, lines: u64) {
        let plan = &self.world.plan;
        let all: u64 = (1..MONTHS - 1).map(|month| month_lines(plan.lines, month)).sum();
        let due = |lines: u64| (u128::from(plan.faults(plan.lines)) * u128::from(lines)).div_ceil(u128::from(all.max(1))) as u64;
        let more = due(self.faulted_lines + lines) - due(self.faulted_lines);
        self.faulted_lines += lines;
        self.owed.iter_mut().for_each(|owed| *owed += more);
    }
}

fn purchases(world: &World, month: u32, segment: u64, quota: u64, chance: &mut Chance) -> Vec<Purchase> {
    let mut purchases = Vec::with_capacity(quota as usize);
    let mut number = (segment * SEGMENT) as u32;
    while (purchases.len() as u64) < quota {
        number += 1;
        let most = quota as usize - purchases.len();
        order::place(world, month, number, most, chance, &mut purchases);
    }
    purchases
}

/// Returns how many of the lines are in a month.
fn month_lines(lines: u64, month: u32) -> u64 {
    let total: u64 = SHARES.iter().sum();
    let before = |month: usize| (u128::from(lines) * u128::from(SHARES[..month].iter().sum::<u64>()) / u128::from(total)) as u64;
    before(month as usize + 1) - before(month as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_months_have_all_lines() {
        for lines in [1, 999, 10_000, 1_000_000_000] {
            assert_eq!((0..MONTHS).map(|month| month_lines(lines, month)).sum::<u64>(), lines);
        }
    }
}
