//! Refunds: what of a line comes back, when, and the row that says so.

use crate::calendar::{Day, LAST};
use crate::chance::Chance;
use crate::order::Purchase;
use crate::row::{OrderId, Row};
use crate::word::{COMPLETED, PAID, REFUNDED};

/// A part of a line that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Return {
    pub day: Day,
    pub quantity: i64,
    pub amount: i64,
}

/// Returns what comes back of a line, and gives the line the status that goes with it. Refunds after the ledger's last day are not known yet.
pub(crate) fn of(row: &mut Row, chance: &mut Chance) -> Vec<Return> {
    let may = row.status == COMPLETED || row.status == PAID;
    if !may || !chance.happens(0.0205) {
        return Vec::new();
    }
    let (quantity, amount) = (row.quantity, row.amount);
    let part = quantity / 2 / 1000 * 1000;
    let part_amount = (i128::from(amount) * i128::from(part) / i128::from(quantity)) as i64;
    let whole = Return { day: later(row.day, chance), quantity, amount };
    let some = Return { quantity: part, amount: part_amount, ..whole };
    let rest = Return { day: later(some.day, chance), quantity: quantity - part, amount: amount - part_amount };
    let mut returns = match chance.weighted(&[60, 34, 5, 1]) {
        1 if part > 0 => vec![some],
        2 if part > 0 => vec![some, rest],
        3 => vec![whole, Return { day: rest.day, ..whole }],
        _ => vec![whole],
    };
    returns.retain(|back| back.day <= LAST);
    let is_whole = returns.iter().map(|back| back.quantity).sum::<i64>() >= quantity;
    if row.status == COMPLETED && !returns.is_empty() && chance.happens(if is_whole { 0.85 } else { 0.3 }) {
        row.status = REFUNDED;
    }
    returns
}

/// Returns a later day: half of all refunds come within ten days, some after half a year.
fn later(day: Day, chance: &mut Chance) -> Day {
    let (low, high) = [(1, 10), (11, 45), (46, 120), (121, 200)][chance.weighted(&[50, 30, 15, 5])];
    day.plus(chance.between(low, high))
}

/// Returns the row that refunds a part of a line. Its number is set when it is written.
pub(crate) fn row(purchase: &Purchase, back: &Return, chance: &mut Chance) -> Row {
    let sign = if chance.happens(0.6) { -1 } else { 1 };
    let by_product = !purchase.shares_product && chance.happens(0.3);
    let line = &purchase.row;
    Row {
        order: OrderId { letter: 'T', day: back.day, number: 0 },
        line_no: 1,
        day: back.day,
        quantity: sign * back.quantity,
        amount: sign * back.amount,
        status: if chance.happens(0.8) { REFUNDED } else { COMPLETED },
        refund_of: Some(line.order),
        refund_line_no: (!by_product).then_some(line.line_no),
        ..*line
    }
}
