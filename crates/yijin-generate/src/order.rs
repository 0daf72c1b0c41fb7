//! Orders: who buys what, when, where and through which channel.

use crate::calendar::{Day, month_days};
use crate::chance::Chance;
use crate::refund::{self, Return};
use crate::row::{OrderId, Row};
use crate::value::Word;
use crate::word::{CANCELLED, COMPLETED, HOUSEHOLD, ORGANISATIONS, PAID, PENDING, REFUNDED};
use crate::world::World;

/// A purchased line, and what of it came back.
#[derive(Debug, Clone)]
pub(crate) struct Purchase {
    pub row: Row,
    pub returns: Vec<Return>,
    /// How many lines its order has.
    pub order_lines: u8,
    /// Whether another line of the order holds the same product.
    pub shares_product: bool,
}

/// Appends the lines of one order, at most `most` of them.
pub(crate) fn place(world: &World, month: u32, number: u32, most: usize, chance: &mut Chance, into: &mut Vec<Purchase>) {
    let head = head(world, month, number, chance);
    let count = [1, 2, 3, 4][chance.weighted(&[45, 30, 15, 10])].min(most);
    let first = into.len();
    for line in 0..count {
        let earlier: Vec<u32> = into[first..].iter().map(|purchase| purchase.row.product).collect();
        let product = product(world, &earlier, chance);
        into.push(purchase(world, &head, line as u8 + 1, product, chance));
    }
    finish_order(&mut into[first..]);
}

/// Returns a row with what all lines of an order have in common.
fn head(world: &World, month: u32, number: u32, chance: &mut Chance) -> Row {
    let (low, high) = month_days(month);
    let day = low.plus(chance.between(0, i64::from(high.0 - low.0)));
    let channel = chance.weighted(&[40, 30, 6, 14, 10]) as u8;
    let with_activity = channel >= 3 && chance.happens(0.3);
    let mut row = Row {
        order: OrderId { letter: 'D', day, number },
        line_no: 1,
        day,
        community: None,
        household: None,
        enterprise: None,
        channel: (!chance.happens(0.004)).then_some(channel),
        buyer: None,
        product: 0,
        supplier: None,
        quantity: 0,
        unit: None,
        amount: 0,
        status: COMPLETED,
        refund_of: None,
        refund_line_no: None,
        organizer: chance.happens(0.2).then(|| chance.skewed(world.scale.communities * 2)),
        activity: with_activity.then(|| chance.below(u64::from(world.scale.activities)) as u32),
        fault: None,
    };
    if chance.happens(0.03) {
        by_organisation(world, &mut row, chance)
    } else {
        by_household(world, &mut row, chance)
    }
    row
}

fn by_household(world: &World, row: &mut Row, chance: &mut Chance) {
    let household = buyer(world, chance);
    let (first, second) = world.homes(household);
    let home = second.filter(|_| chance.happens(0.3)).unwrap_or(first);
    row.household = Some(household);
    row.community = (!chance.happens(0.002)).then_some(home);
    row.enterprise = (!chance.happens(0.02)).then_some(world.communities[home as usize].enterprise);
    row.buyer = chance.happens(0.7).then_some(HOUSEHOLD);
}

/// Returns a household: three in ten buy about once, few of the others buy very often.
fn buyer(world: &World, chance: &mut Chance) -> u32 {
    let all = world.scale.households;
    let rare = all * 3 / 10;
    let orders = world.plan.lines as f64 / 1.9;
    if chance.happens(f64::from(rare) / orders) {
        return chance.below(u64::from(rare)) as u32;
    }
    let unit = chance.unit();
    let often = f64::from(all - rare) * unit * unit * unit;
    rare + (often as u32).min(all - rare - 1)
}

fn by_organisation(world: &World, row: &mut Row, chance: &mut Chance) {
    let community = chance.skewed(world.scale.communities);
    row.buyer = Some(ORGANISATIONS[chance.weighted(&[45, 30, 15, 5, 5])]);
    row.community = chance.happens(0.4).then_some(community);
    row.enterprise = chance.happens(0.95).then_some(world.communities[community as usize].enterprise);
}

/// Returns a product that the order does not hold yet; one order in a hundred holds one twice.
fn product(world: &World, earlier: &[u32], chance: &mut Chance) -> u32 {
    if !earlier.is_empty() && chance.happens(0.01) {
        return earlier[0];
    }
    let count = world.scale.products;
    let drawn = if chance.happens(0.001) { count + chance.below(20) as u32 } else { chance.skewed(count) };
    (drawn..).find(|product| !earlier.contains(product)).unwrap_or(drawn)
}

fn purchase(world: &World, head: &Row, line_no: u8, product: u32, chance: &mut Chance) -> Purchase {
    let mut row = Row { line_no, product, ..*head };
    let (unit, price) = world.products.get(product as usize).map_or((2, 2_000), |p| (p.unit, p.price));
    row.quantity = quantity(row.household.is_none(), unit, chance);
    row.unit = (!chance.happens(0.01)).then_some(unit as u8);
    row.amount = (price * row.quantity / 1000 * chance.between(85, 100) / 100).max(1);
    row.supplier = supplier(world, product, chance);
    row.status = status(chance);
    let returns = refund::of(&mut row, chance);
    Purchase { row, returns, order_lines: 1, shares_product: false }
}

/// Returns a quantity in thousandths: by the half where the unit is one of mass.
fn quantity(is_bulk: bool, unit: usize, chance: &mut Chance) -> i64 {
    let many = if is_bulk { chance.between(20, 200) } else { 1 + i64::from(chance.skewed(10)) };
    let half = if unit < 2 && chance.happens(0.2) { 500 } else { 0 };
    many * 1000 + half
}

/// Returns the supplier that a row names: mostly none or the product's, seldom another.
fn supplier(world: &World, product: u32, chance: &mut Chance) -> Option<u32> {
    let own = world.products.get(product as usize).map(|p| p.supplier);
    match chance.weighted(&[40, 59, 1]) {
        0 => None,
        1 => own,
        _ => Some(chance.below(u64::from(world.scale.suppliers)) as u32),
    }
}

fn status(chance: &mut Chance) -> Word {
    [COMPLETED, PAID, PENDING, CANCELLED, REFUNDED][chance.weighted(&[930, 25, 12, 30, 3])]
}

/// Tells each line how many lines its order has and whether it shares its product.
fn finish_order(lines: &mut [Purchase]) {
    let products: Vec<u32> = lines.iter().map(|line| line.row.product).collect();
    for line in lines.iter_mut() {
        line.order_lines = products.len() as u8;
        line.shares_product = products.iter().filter(|product| **product == line.row.product).count() > 1;
    }
}

impl Purchase {
    /// Returns quantity and amount after the refunds dated on or before `day`, never below 0.
    pub fn net(&self, day: Day) -> (i64, i64) {
        let known = || self.returns.iter().filter(|back| back.day <= day);
        let quantity = self.row.quantity - known().map(|back| back.quantity).sum::<i64>();
        let amount = self.row.amount - known().map(|back| back.amount).sum::<i64>();
        (quantity.max(0), amount.max(0))
    }

    /// Returns whether the line counts on `day`.
    pub fn qualifies(&self, day: Day) -> bool {
        let says_refunded = self.row.status == REFUNDED;
        let counts = self.row.status == COMPLETED || (says_refunded && !self.returns.is_empty());
        counts && self.row.day.in_window() && self.row.day <= day && self.net(day).0 > 0
    }
}
