//! A run of rows of one sheet, column by column: their keys, which settling asks for, and the rest, which figures ask for.

use super::line::{Facts, Line, RowPlace};
use super::packed::{Packed, at, bytes};
use crate::calendar::Day;
use serde::{Deserialize, Serialize};

/// Keys of rows: the hash of an order, and the number of a line in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    #[serde(with = "serde_bytes")]
    orders: Vec<u8>,
    lines: Packed,
}

/// The number in a refund's target where the refund names no line.
pub const NO_LINE: i64 = -1;

impl Keys {
    /// Returns the keys of these orders and line numbers.
    #[must_use]
    pub fn new<T: Copy + Ord + Into<i64>>(orders: &[u128], lines: &[T]) -> Self {
        Self { orders: bytes(orders, u128::to_le_bytes), lines: Packed::pack(lines) }
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.orders.len() / 16
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    /// Returns the orders' hashes.
    pub fn orders(&self) -> impl Iterator<Item = u128> {
        self.orders.as_chunks().0.iter().map(|&order| u128::from_le_bytes(order))
    }

    /// Returns the hash of the order and the line's number at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> (u128, i64) {
        (u128::from_le_bytes(at(&self.orders, index)), self.lines.get(index))
    }

    /// Puts the lines' numbers in the place of what `into` holds.
    pub fn unpack_lines(&self, into: &mut Vec<i64>) {
        self.lines.unpack(self.len(), into, |line| line);
    }

    /// Returns how many bytes the keys take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.orders.len() + self.lines.bytes()
    }
}

/// Rows of one sheet, all lines or all refunds, in packed columns and without their keys. Members are numbers in the chunk's [`super::State`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    sheet: u32,
    lines: u32,
    rows: Packed,
    date: Packed,
    community: Packed,
    household: Packed,
    enterprise: Packed,
    channel: Packed,
    buyer_kind: Packed,
    status: Packed,
    product: Packed,
    supplier: Packed,
    organizer: Packed,
    activity: Packed,
    quantity: Packed,
    grams: Packed,
    amount: Packed,
}

/// For each kind of member, its new number by its old one.
pub(super) struct Renumber {
    pub communities: Vec<u32>,
    pub households: Vec<u32>,
    pub enterprises: Vec<u32>,
    pub products: Vec<u32>,
    pub suppliers: Vec<u32>,
    pub organizers: Vec<u32>,
    pub activities: Vec<u32>,
}

impl Chunk {
    /// Returns lines of one sheet; `rows` says where each stands.
    #[must_use]
    pub fn new(sheet: u32, rows: impl Iterator<Item = u32>, lines: &Facts) -> Self {
        let shifts: Vec<i64> = rows.zip(0..).map(|(row, index)| i64::from(row) - index).collect();
        Self {
            sheet,
            lines: shifts.len() as u32,
            rows: Packed::pack(&shifts),
            date: Packed::pack(&lines.date),
            community: Packed::pack(&lines.community),
            household: Packed::pack(&lines.household),
            enterprise: Packed::pack(&lines.enterprise),
            channel: Packed::pack(&lines.channel),
            buyer_kind: Packed::pack(&lines.buyer_kind),
            status: Packed::pack(&lines.status),
            product: Packed::pack(&lines.product),
            supplier: Packed::pack(&lines.supplier),
            organizer: Packed::pack(&lines.organizer),
            activity: Packed::pack(&lines.activity),
            quantity: Packed::pack(&lines.quantity),
            grams: Packed::pack(&lines.grams),
            amount: Packed::pack(&lines.amount),
        }
    }

    /// Returns the number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines as usize
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines == 0
    }

    /// Returns the number of its sheet.
    #[must_use]
    pub fn sheet(&self) -> u32 {
        self.sheet
    }

    /// Returns how many bytes the columns take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let facts =
            [&self.rows, &self.date, &self.community, &self.household, &self.enterprise, &self.channel, &self.buyer_kind, &self.status];
        let goods = [&self.product, &self.supplier, &self.organizer, &self.activity, &self.quantity, &self.grams, &self.amount];
        facts.iter().chain(&goods).map(|column| column.bytes()).sum()
    }

    /// Returns where the line at `index` stands.
    #[must_use]
    pub fn place(&self, index: usize) -> RowPlace {
        RowPlace { sheet: self.sheet, row: (self.rows.get(index) + index as i64) as u32 }
    }

    /// Returns the line at `index`, of this key.
    #[must_use]
    pub fn line(&self, index: usize, (order, line_no): (u128, i64)) -> Line {
        let small = |column: &Packed| column.get(index) as u32;
        Line {
            order,
            line_no: line_no as u32,
            date: Day::from_epoch(self.date.get(index) as i32),
            community: small(&self.community),
            household: small(&self.household),
            enterprise: small(&self.enterprise),
            channel: small(&self.channel) as u8,
            buyer_kind: small(&self.buyer_kind) as u8,
            status: small(&self.status) as u8,
            product: small(&self.product),
            supplier: small(&self.supplier),
            organizer: small(&self.organizer),
            activity: small(&self.activity),
            quantity: self.quantity.get(index),
            grams: self.grams.get(index),
            amount: self.amount.get(index),
        }
    }

    /// Puts what the lines say beside their keys in the place of what `into` holds.
    pub fn unpack(&self, into: &mut Facts) {
        let rows = self.len();
        let (small, code) = (|value: i64| value as u32, |value: i64| value as u8);
        self.unpack_days(&mut into.date);
        self.community.unpack(rows, &mut into.community, small);
        self.household.unpack(rows, &mut into.household, small);
        self.enterprise.unpack(rows, &mut into.enterprise, small);
        self.channel.unpack(rows, &mut into.channel, code);
        self.buyer_kind.unpack(rows, &mut into.buyer_kind, code);
        self.status.unpack(rows, &mut into.status, code);
        self.product.unpack(rows, &mut into.product, small);
        self.supplier.unpack(rows, &mut into.supplier, small);
        self.organizer.unpack(rows, &mut into.organizer, small);
        self.activity.unpack(rows, &mut into.activity, small);
        self.quantity.unpack(rows, &mut into.quantity, |value| value);
        self.grams.unpack(rows, &mut into.grams, |value| value);
        self.amount.unpack(rows, &mut into.amount, |value| value);
    }

    /// Puts the lines' dates in the place of what `into` holds.
    pub fn unpack_days(&self, into: &mut Vec<Day>) {
        self.date.unpack(self.len(), into, |days| Day::from_epoch(days as i32));
    }

    /// Returns the quantity of the line at `index`, in millionths of its unit, and its amount, in fen.
    #[must_use]
    pub fn quantity_and_amount(&self, index: usize) -> (i64, i64) {
        (self.quantity.get(index), self.amount.get(index))
    }

    /// Puts the members' new numbers in the place of the old ones.
    pub(super) fn renumber(&mut self, new: &Renumber) {
        let rows = self.len();
        let renumber = |column: &mut Packed, numbers: &[u32]| *column = column.mapped(rows, |old| numbers[old as usize].into());
        renumber(&mut self.community, &new.communities);
        renumber(&mut self.household, &new.households);
        renumber(&mut self.enterprise, &new.enterprises);
        renumber(&mut self.product, &new.products);
        renumber(&mut self.supplier, &new.suppliers);
        renumber(&mut self.organizer, &new.organizers);
        renumber(&mut self.activity, &new.activities);
    }
}
