//! One accepted ledger row in the numbers that the fold works with.

use crate::calendar::Day;
use serde::{Deserialize, Serialize};

/// How many grams one unit of a quantity weighs.
pub mod weight {
    /// The unit is not known.
    pub const UNKNOWN: i64 = 0;
    /// The unit counts pieces: the product says what one weighs.
    pub const PIECE: i64 = -1;
}

/// An accepted ledger row. Members are numbers in their [`super::State`]; 0 stands for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// Rows in the numbers that the fold works with, column by column: what [`Line`] says of each.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the columns are those of Line")]
pub struct Columns {
    pub order: Vec<u128>,
    pub line_no: Vec<u32>,
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
        Line {
            order: self.order[index],
            line_no: self.line_no[index],
            date: self.date[index],
            community: self.community[index],
            household: self.household[index],
            enterprise: self.enterprise[index],
            channel: self.channel[index],
            buyer_kind: self.buyer_kind[index],
            status: self.status[index],
            product: self.product[index],
            supplier: self.supplier[index],
            organizer: self.organizer[index],
            activity: self.activity[index],
            quantity: self.quantity[index],
            grams: self.grams[index],
            amount: self.amount[index],
        }
    }
}

/// Where a row stands: the number of its sheet in the book, and its row there. Places order rows as files and sheets do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowPlace {
    /// The sheet's number.
    pub sheet: u32,
    /// The row, as the user sees it.
    pub row: u32,
}

/// A refund: what its row says as a line, and which order it refunds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Where it stands.
    pub place: RowPlace,
    /// The row itself; its quantity and amount as written, of either sign.
    pub line: Line,
    /// The hash of the refunded order's id.
    pub of: u128,
    /// The refunded line, where the row says.
    pub of_line: Option<u32>,
}

/// Returns the hash by which an order is known.
#[must_use]
pub fn order_hash(order_id: &str) -> u128 {
    xxhash_rust::xxh3::xxh3_128(order_id.as_bytes())
}
