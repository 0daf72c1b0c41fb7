//! A run of lines of one sheet, column by column: their keys, which settling asks for, and the rest, which figures ask for.

use super::line::{Columns, Line, RowPlace};
use super::packed::{Packed, at, bytes};
use crate::calendar::Day;
use crate::headline::dimension::Traits;
use serde::{Deserialize, Serialize};

/// The keys of a chunk's lines: the order's hash, and the line within the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    #[serde(with = "serde_bytes")]
    orders: Vec<u8>,
    line_no: Packed,
}

impl Keys {
    /// Returns the keys of those rows that are lines.
    #[must_use]
    pub fn new(rows: &Columns, lines: &[u32]) -> Self {
        Self {
            orders: bytes(lines, |index| rows.order[index as usize].to_le_bytes()),
            line_no: packed(lines, |row| rows.line_no[row].into()),
        }
    }

    /// Returns the number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.orders.len() / 16
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    /// Returns the order's hash and the line number of each line.
    pub fn iter(&self) -> impl Iterator<Item = (u128, u32)> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Returns the order's hash and the line number of the line at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> (u128, u32) {
        (u128::from_le_bytes(at(&self.orders, index)), self.line_no.get(index) as u32)
    }

    /// Returns how many bytes the keys take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.orders.len() + self.line_no.bytes()
    }
}

/// Returns a number of each of these rows, packed.
fn packed(rows: &[u32], number: impl Fn(usize) -> i64) -> Packed {
    Packed::pack(&rows.iter().map(|&row| number(row as usize)).collect::<Vec<_>>())
}

/// Lines of one sheet in packed columns, without their keys. Members are numbers in the chunk's [`super::State`].
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
    /// Returns those rows of one sheet that are lines; `places` says where each row stands.
    #[must_use]
    pub fn new(sheet: u32, places: impl Fn(usize) -> u32, rows: &Columns, lines: &[u32]) -> Self {
        let shifts: Vec<i64> = lines.iter().zip(0..).map(|(&row, index)| i64::from(places(row as usize)) - index).collect();
        Self {
            sheet,
            lines: lines.len() as u32,
            rows: Packed::pack(&shifts),
            date: packed(lines, |row| rows.date[row].to_epoch().into()),
            community: packed(lines, |row| rows.community[row].into()),
            household: packed(lines, |row| rows.household[row].into()),
            enterprise: packed(lines, |row| rows.enterprise[row].into()),
            channel: packed(lines, |row| rows.channel[row].into()),
            buyer_kind: packed(lines, |row| rows.buyer_kind[row].into()),
            status: packed(lines, |row| rows.status[row].into()),
            product: packed(lines, |row| rows.product[row].into()),
            supplier: packed(lines, |row| rows.supplier[row].into()),
            organizer: packed(lines, |row| rows.organizer[row].into()),
            activity: packed(lines, |row| rows.activity[row].into()),
            quantity: packed(lines, |row| rows.quantity[row]),
            grams: packed(lines, |row| rows.grams[row]),
            amount: packed(lines, |row| rows.amount[row]),
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
    pub fn line(&self, index: usize, (order, line_no): (u128, u32)) -> Line {
        let small = |column: &Packed| column.get(index) as u32;
        Line {
            order,
            line_no,
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

    /// Returns the date of the line at `index`, in days since 1970.
    #[must_use]
    pub fn day(&self, index: usize) -> i32 {
        self.date.get(index) as i32
    }

    /// Returns the code of its status.
    #[must_use]
    pub fn status(&self, index: usize) -> u8 {
        self.status.get(index) as u8
    }

    /// Returns its household.
    #[must_use]
    pub fn household(&self, index: usize) -> u32 {
        self.household.get(index) as u32
    }

    /// Returns its quantity, in millionths of its unit, and its amount, in fen.
    #[must_use]
    pub fn quantity_and_amount(&self, index: usize) -> (i64, i64) {
        (self.quantity.get(index), self.amount.get(index))
    }

    /// Returns the grams in one unit, or a [`super::line::weight`] constant.
    #[must_use]
    pub fn grams(&self, index: usize) -> i64 {
        self.grams.get(index)
    }

    /// Returns what the line of `day` is sliced by, as the ledger says.
    #[must_use]
    pub fn traits(&self, index: usize, day: i32) -> Traits {
        Traits {
            day,
            community: self.community.get(index) as u32,
            enterprise: self.enterprise.get(index) as u32,
            channel: self.channel.get(index) as u8,
            buyer_kind: self.buyer_kind.get(index) as u8,
            product: self.product.get(index) as u32,
            supplier: self.supplier.get(index) as u32,
        }
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
