//! One accepted ledger row in the numbers that the fold works with.

use crate::calendar::Day;
use serde::{Deserialize, Serialize};

/// How many grams one unit of a quantity weighs.
pub mod weight {
    /// The unit is not known.
    pub const UNKNOWN: i64 = 0;
    /// The unit counts pieces: the product says what one weighs.
    pub const PIECE: i64 = -1;

    /// Returns the grams in one unit of a product, or [`UNKNOWN`]; `piece_grams` says what a piece of each product weighs.
    #[must_use]
    pub fn of(grams: i64, product: u32, piece_grams: &[i64]) -> i64 {
        if grams == PIECE { piece_grams.get(product as usize).copied().unwrap_or(UNKNOWN) } else { grams }
    }
}

/// An accepted ledger row. Members are numbers in their [`super::State`]; 0 stands for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The hash of the order's id.
    pub order: u128,
    /// The line within the order.
    pub line_no: u32,
    /// The order's date.
    pub date: Day,
    /// The community.
    pub community: u32,
    /// The household.
    pub household: u32,
    /// The enterprise.
    pub enterprise: u32,
    /// The channel's place in its vocabulary, from 1.
    pub channel: u8,
    /// The buyer kind's place in its vocabulary, from 1.
    pub buyer_kind: u8,
    /// The status' place in its vocabulary, from 1.
    pub status: u8,
    /// The product.
    pub product: u32,
    /// The supplier.
    pub supplier: u32,
    /// The organiser.
    pub organizer: u32,
    /// The activity.
    pub activity: u32,
    /// The quantity, in millionths of its unit.
    pub quantity: i64,
    /// Grams in one unit, or a [`weight`] constant.
    pub grams: i64,
    /// The amount, in fen.
    pub amount: i64,
}

impl Line {
    /// Returns the 128-bit hash of all that a row says; a refund also says which line of which order it refunds.
    #[must_use]
    pub fn hash(&self, refunded: Option<(u128, i64)>) -> u128 {
        let members = [self.community, self.household, self.enterprise, self.product, self.supplier, self.organizer, self.activity];
        let words = [self.channel, self.buyer_kind, self.status, u8::from(refunded.is_some())];
        let numbers = [self.date.into(), self.line_no.into(), self.quantity, self.grams, self.amount];
        let (order, line) = refunded.unwrap_or_default();
        let mut bytes = Vec::with_capacity(128);
        bytes.extend(members.map(u32::to_le_bytes).as_flattened());
        bytes.extend(words);
        bytes.extend(numbers.map(i64::to_le_bytes).as_flattened());
        bytes.extend([self.order, order].map(u128::to_le_bytes).as_flattened());
        bytes.extend(line.to_le_bytes());
        xxhash_rust::xxh3::xxh3_128(&bytes)
    }
}

/// Rows in the numbers that the fold works with, column by column: what [`Line`] says of each.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the columns are those of Line")]
pub struct Columns {
    pub order: Vec<u128>,
    pub line_no: Vec<u32>,
    pub facts: Facts,
}

/// What [`Line`] says of rows beside their keys, column by column.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the columns are those of Line")]
pub struct Facts {
    pub date: Vec<Day>,
    pub community: Vec<u32>,
    pub household: Vec<u32>,
    pub enterprise: Vec<u32>,
    pub channel: Vec<u8>,
    pub buyer_kind: Vec<u8>,
    pub status: Vec<u8>,
    pub product: Vec<u32>,
    pub supplier: Vec<u32>,
    pub organizer: Vec<u32>,
    pub activity: Vec<u32>,
    pub quantity: Vec<i64>,
    pub grams: Vec<i64>,
    pub amount: Vec<i64>,
}

impl Columns {
    /// Returns the row at `index`.
    #[must_use]
    pub fn line(&self, index: usize) -> Line {
        let facts = &self.facts;
        Line {
            order: self.order[index],
            line_no: self.line_no[index],
            date: facts.date[index],
            community: facts.community[index],
            household: facts.household[index],
            enterprise: facts.enterprise[index],
            channel: facts.channel[index],
            buyer_kind: facts.buyer_kind[index],
            status: facts.status[index],
            product: facts.product[index],
            supplier: facts.supplier[index],
            organizer: facts.organizer[index],
            activity: facts.activity[index],
            quantity: facts.quantity[index],
            grams: facts.grams[index],
            amount: facts.amount[index],
        }
    }

    /// Returns those rows alone that `picked` names, in its order.
    #[must_use]
    pub fn pick(&self, picked: &[u32]) -> Self {
        let facts = &self.facts;
        Self {
            order: pick(&self.order, picked),
            line_no: pick(&self.line_no, picked),
            facts: Facts {
                date: pick(&facts.date, picked),
                community: pick(&facts.community, picked),
                household: pick(&facts.household, picked),
                enterprise: pick(&facts.enterprise, picked),
                channel: pick(&facts.channel, picked),
                buyer_kind: pick(&facts.buyer_kind, picked),
                status: pick(&facts.status, picked),
                product: pick(&facts.product, picked),
                supplier: pick(&facts.supplier, picked),
                organizer: pick(&facts.organizer, picked),
                activity: pick(&facts.activity, picked),
                quantity: pick(&facts.quantity, picked),
                grams: pick(&facts.grams, picked),
                amount: pick(&facts.amount, picked),
            },
        }
    }
}

/// Returns those values alone that `picked` names.
pub fn pick<T: Copy>(values: &[T], picked: &[u32]) -> Vec<T> {
    picked.iter().map(|&row| values[row as usize]).collect()
}

/// Where a row stands: the number of its sheet in the book, and its row there. Places order rows as files and sheets do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowPlace {
    /// The sheet's number.
    pub sheet: u32,
    /// The row, as the user sees it.
    pub row: u32,
}

/// Returns the hash by which an order is known.
#[must_use]
pub fn order_hash(order_id: &str) -> u128 {
    xxhash_rust::xxh3::xxh3_128(order_id.as_bytes())
}
