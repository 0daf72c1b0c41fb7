//! Where meaning begins: raw cells become values, or one reason why they cannot.
//!
//! Each module holds the grammar of one kind of value. A grammar returns `Ok(None)` for a missing value (empty, 无, /, -,
//! NULL, N/A) and a [`Flaw`] for a cell that says something it cannot read; it never guesses.

mod cleaner;
pub mod count;
pub mod date;
pub mod id;
mod ledger;
pub mod mask;
mod memo;
mod mendable;
pub mod money;
pub mod number;
pub mod period;
pub mod quantity;
mod raw;
mod records;
mod spelling;
pub mod text;
pub mod unit;
pub mod vocabulary;
pub mod way;
pub mod weight;

pub use cleaner::{Cleaner, reads_as};
pub use ledger::LedgerBlock;
pub use records::Counties;
pub(crate) use records::TO_BE_MADE;
pub use spelling::{Spellings, SpeltPersons};

use serde::{Deserialize, Serialize};

/// Why a cell has no usable value. The order is the order in which reasons are tested: a row gets its least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Flaw {
    /// A required value is missing.
    Missing,
    /// An identifier that has lost digits on its way through a floating-point number.
    LossyIdentifier,
    /// Not a date.
    BadDate,
    /// A date that can be read in two ways.
    AmbiguousDate,
    /// Not a number.
    BadNumber,
    /// An amount with parts of a fen.
    MoneyPrecision,
    /// A word that the vocabulary does not hold.
    Unknown,
    /// A county's name that several counties share.
    AmbiguousCounty,
}
