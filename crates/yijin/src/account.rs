//! The account of every row: read = accepted + outside the campaign + superseded + set aside.

use crate::clean::Flaw;
use crate::error::{ErrorKind, Result};
use crate::fold::RowPlace;
use crate::table::{Kind, Table, TableId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a row is set aside. The order is the order in which reasons are tested: a row gets its least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// A cell has no usable value: the flaw, and the place of the column in its table.
    Cell(Flaw, u8),
    /// A quantity below zero on a row that is no refund.
    NegativePurchase,
    /// An amount below zero on a row that is no refund.
    NegativeAmount,
    /// A quantity of zero.
    ZeroQuantity,
    /// The key and the values of a row before it.
    DuplicateLine,
    /// The key of a row before it, with other values.
    ConflictingLine,
    /// A refund of an order that is not there.
    OrphanRefund,
    /// A refund that could be of several lines of its order.
    AmbiguousRefund,
    /// The key and the values of a reference row before it.
    DuplicateKey,
    /// The key of a reference row before it, with other values.
    ConflictingKey,
    /// A link to a household that is not in the register.
    UnregisteredPoorHousehold,
    /// A link from a supplier that is not among the suppliers.
    UnknownSupplier,
}

impl Reason {
    /// Returns the reason's code, as reports show it; `table` is the row's table.
    #[must_use]
    pub fn code(self, table: &Table) -> String {
        let fixed = match self {
            Self::Cell(flaw, column) => return cell_code(flaw, table, column),
            Self::NegativePurchase | Self::NegativeAmount => "negative_purchase",
            Self::ZeroQuantity => "zero_quantity",
            Self::DuplicateLine => "duplicate_line",
            Self::ConflictingLine => "conflicting_line",
            Self::OrphanRefund => "orphan_refund",
            Self::AmbiguousRefund => "ambiguous_refund",
            Self::DuplicateKey => "duplicate_key",
            Self::ConflictingKey => "conflicting_key",
            Self::UnknownSupplier => "unknown_supplier",
            Self::UnregisteredPoorHousehold => "unregistered_poor_household",
        };
        fixed.to_owned()
    }

    /// Returns the canonical name of the column that the reason is about.
    #[must_use]
    pub fn column(self, table: &Table) -> &str {
        let named = match self {
            Self::Cell(_, column) => return table.columns.get(column as usize).map_or("", |column| column.name.as_str()),
            Self::NegativePurchase | Self::ZeroQuantity => "quantity",
            Self::NegativeAmount => "amount",
            Self::DuplicateLine | Self::ConflictingLine => "order_id",
            Self::OrphanRefund | Self::AmbiguousRefund => "refund_of",
            Self::DuplicateKey | Self::ConflictingKey => table.key.first().map_or("", String::as_str),
            Self::UnknownSupplier => "supplier_id",
            Self::UnregisteredPoorHousehold => "poor_household_id",
        };
        table.column(named).map_or("", |column| table.columns[column].name.as_str())
    }
}

fn cell_code(flaw: Flaw, table: &Table, column: u8) -> String {
    let (name, kind) = table.columns.get(column as usize).map_or(("", Kind::Text), |column| (column.name.as_str(), column.kind));
    match flaw {
        Flaw::Missing => format!("missing_{name}"),
        Flaw::LossyIdentifier => "lossy_identifier".to_owned(),
        Flaw::BadDate => "bad_date".to_owned(),
        Flaw::AmbiguousDate => "ambiguous_date".to_owned(),
        Flaw::BadNumber => "bad_number".to_owned(),
        Flaw::MoneyPrecision => "money_precision".to_owned(),
        Flaw::Unknown if kind == Kind::County => "unknown_county".to_owned(),
        Flaw::Unknown => format!("unknown_{name}"),
        Flaw::AmbiguousCounty => "ambiguous_county".to_owned(),
    }
}

/// A row that was set aside: where it stands and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Aside {
    /// The sheet's number in the book.
    pub sheet: u32,
    /// The row, as the user sees it.
    pub row: u32,
    /// Why.
    pub reason: Reason,
}

/// What became of the rows of a sheet or table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Data rows read.
    pub read: u64,
    /// Rows in use.
    pub accepted: u64,
    /// Ledger rows dated outside the campaign, and refunds of them.
    pub outside_campaign: u64,
    /// Rows that a later batch restated.
    pub superseded: u64,
    /// Rows set aside, by the code of the reason.
    pub set_aside: BTreeMap<String, u64>,
}

impl Account {
    /// Adds another account to this one.
    pub fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.accepted += other.accepted;
        self.outside_campaign += other.outside_campaign;
        self.superseded += other.superseded;
        for (reason, rows) in &other.set_aside {
            *self.set_aside.entry(reason.clone()).or_default() += rows;
        }
    }

    /// Checks that every row read is accounted for; `whose` names the account.
    ///
    /// # Errors
    /// [`ErrorKind::Unsound`] where the sum does not hold.
    pub fn check(&self, whose: &str) -> Result<()> {
        let aside: u64 = self.set_aside.values().sum();
        let sum = self.accepted + self.outside_campaign + self.superseded + aside;
        if sum == self.read {
            return Ok(());
        }
        Err(ErrorKind::Unsound { cause: format!("{whose}: {} rows read, {sum} accounted for", self.read) }.into())
    }
}

/// How many rows of each sheet were read, and what became of those that were not set aside.
#[derive(Debug, Default)]
pub struct Counts {
    /// Rows read.
    pub read: BTreeMap<u32, u64>,
    /// Rows in use.
    pub accepted: BTreeMap<u32, u64>,
    /// Rows outside the campaign.
    pub outside: BTreeMap<u32, u64>,
}

impl Counts {
    /// Adds other counts.
    pub fn take(&mut self, other: Self) {
        for (mine, theirs) in [(&mut self.read, other.read), (&mut self.accepted, other.accepted), (&mut self.outside, other.outside)] {
            theirs.into_iter().for_each(|(sheet, rows)| Self::add(mine, sheet, rows));
        }
    }

    /// Adds rows of a sheet to one of the counts.
    pub fn add(rows: &mut BTreeMap<u32, u64>, sheet: u32, more: u64) {
        *rows.entry(sheet).or_default() += more;
    }
}

/// How many rows of a reason are shown as examples.
const EXAMPLES: usize = 5;

/// How many unknown words of a column are kept, the first by spelling; further ones are counted together.
const WORDS: usize = 200;

/// What a person who mends the files wants to see: examples of each reason, and the words that no vocabulary holds.
/// Nothing here holds a person's identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// For each table and reason, the first rows and what stood there.
    pub examples: BTreeMap<(TableId, Reason), BTreeMap<RowPlace, String>>,
    /// For each table and column, the words.
    pub words: BTreeMap<(TableId, u8), UnknownWords>,
}

/// Words that no vocabulary holds, with the rows they stood in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownWords {
    /// The first words by spelling.
    pub rows: BTreeMap<String, u64>,
    /// The rows of all other words.
    pub others: u64,
}

impl UnknownWords {
    /// Adds a word and the rows it stood in.
    pub(crate) fn add(&mut self, word: String, count: u64) {
        *self.rows.entry(word).or_default() += count;
        while self.rows.len() > WORDS {
            self.others += self.rows.pop_last().map_or(0, |(_, rows)| rows);
        }
    }
}

impl Findings {
    /// Notes a row that is set aside and what stood there.
    pub fn example(&mut self, table: TableId, reason: Reason, place: RowPlace, found: impl FnOnce() -> String) {
        let rows = self.examples.entry((table, reason)).or_default();
        if rows.len() < EXAMPLES || rows.last_key_value().is_some_and(|(last, _)| place < *last) {
            rows.insert(place, found());
            trim(rows);
        }
    }

    /// Notes a word that no vocabulary holds.
    pub fn word(&mut self, table: TableId, column: u8, word: String, count: u64) {
        self.words.entry((table, column)).or_default().add(word, count);
    }

    /// Adds another's findings.
    pub fn merge(&mut self, other: Self) {
        for (key, rows) in other.examples {
            let mine = self.examples.entry(key).or_default();
            mine.extend(rows);
            trim(mine);
        }
        for ((table, column), words) in other.words {
            let mine = self.words.entry((table, column)).or_default();
            mine.others += words.others;
            words.rows.into_iter().for_each(|(word, count)| mine.add(word, count));
        }
    }
}

fn trim(rows: &mut BTreeMap<RowPlace, String>) {
    while rows.len() > EXAMPLES {
        rows.pop_last();
    }
}
