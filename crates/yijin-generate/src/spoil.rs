//! Faulty rows of the ledger, each made from a right line of the same segment.

use crate::chance::Chance;
use crate::fault::Fault;
use crate::order::Purchase;
use crate::row::{OrderId, Row};
use crate::world::World;

/// How many lines are tried before a segment is given up as holding none that fits.
const TRIES: usize = 400;

/// Returns a row with this fault and no other; `None` where the segment has no line to make it from.
pub(crate) fn row(world: &World, fault: Fault, purchases: &[Purchase], chance: &mut Chance) -> Option<Row> {
    let purchase = (0..TRIES).map(|_| chance.pick(purchases)).find(|purchase| fits(fault, purchase))?;
    let line = purchase.row;
    let fresh = Row { order: OrderId { letter: 'X', day: line.day, number: 0 }, line_no: 1, fault: Some(fault), ..line };
    let refund = Row { order: OrderId { letter: 'Y', ..fresh.order }, refund_of: Some(line.order), ..fresh };
    Some(match fault {
        Fault::NegativePurchase => Row { quantity: -line.quantity, amount: -line.amount, ..fresh },
        Fault::ZeroQuantity => Row { quantity: 0, ..fresh },
        Fault::ConflictingLine => Row { amount: line.amount + 100, fault: Some(fault), ..line },
        Fault::OrphanRefund => Row { refund_of: Some(OrderId { letter: 'Q', ..line.order }), refund_line_no: Some(1), ..refund },
        Fault::AmbiguousRefund if purchase.shares_product => refund,
        Fault::AmbiguousRefund => Row { product: other_product(world, purchases, &line), ..refund },
        _ => fresh,
    })
}

fn fits(fault: Fault, purchase: &Purchase) -> bool {
    match fault {
        Fault::AmbiguousRefund => purchase.order_lines > 1,
        Fault::LossyIdentifier => purchase.row.household.is_some(),
        _ => true,
    }
}

/// Returns a product that no line of the order holds.
fn other_product(world: &World, purchases: &[Purchase], line: &Row) -> u32 {
    let held: Vec<u32> = purchases.iter().filter(|other| other.row.order == line.order).map(|other| other.row.product).collect();
    (0..world.scale.products).find(|product| !held.contains(product)).unwrap_or(0)
}

/// Gives a faulty row its own number; a conflicting line keeps that of its order and gets its own amount.
pub(crate) fn number(row: &mut Row, number: u32) {
    if row.fault == Some(Fault::ConflictingLine) {
        row.amount += i64::from(number);
    } else {
        row.order.number = number;
    }
}
