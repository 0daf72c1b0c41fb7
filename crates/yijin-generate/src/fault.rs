//! Faults of ledger rows: each faulty row has exactly one, so that the account of a campaign is known.

use crate::chance::Chance;
use crate::row::{Row, at, ledger_column};
use crate::value::Value;

/// What is wrong with a row; columns by their place in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Missing(usize),
    LossyIdentifier,
    BadDate,
    AmbiguousDate,
    BadNumber,
    MoneyPrecision,
    Unknown(usize),
    NegativePurchase,
    ZeroQuantity,
    ConflictingLine,
    OrphanRefund,
    AmbiguousRefund,
}

/// Every fault that a ledger has.
pub(crate) const FAULTS: [Fault; 20] = [
    Fault::Missing(at::ORDER),
    Fault::Missing(at::DATE),
    Fault::Missing(at::PRODUCT),
    Fault::Missing(at::QUANTITY),
    Fault::Missing(at::AMOUNT),
    Fault::Missing(at::STATUS),
    Fault::LossyIdentifier,
    Fault::BadDate,
    Fault::AmbiguousDate,
    Fault::BadNumber,
    Fault::MoneyPrecision,
    Fault::Unknown(at::CHANNEL),
    Fault::Unknown(at::BUYER),
    Fault::Unknown(at::UNIT),
    Fault::Unknown(at::STATUS),
    Fault::NegativePurchase,
    Fault::ZeroQuantity,
    Fault::ConflictingLine,
    Fault::OrphanRefund,
    Fault::AmbiguousRefund,
];

impl Fault {
    /// Returns the reason for which a reader sets the row aside.
    pub fn reason(self) -> String {
        match self {
            Self::Missing(place) => format!("missing_{}", ledger_column(place).name),
            Self::Unknown(place) => format!("unknown_{}", ledger_column(place).name),
            Self::LossyIdentifier => "lossy_identifier".to_owned(),
            Self::BadDate => "bad_date".to_owned(),
            Self::AmbiguousDate => "ambiguous_date".to_owned(),
            Self::BadNumber => "bad_number".to_owned(),
            Self::MoneyPrecision => "money_precision".to_owned(),
            Self::NegativePurchase => "negative_purchase".to_owned(),
            Self::ZeroQuantity => "zero_quantity".to_owned(),
            Self::ConflictingLine => "conflicting_line".to_owned(),
            Self::OrphanRefund => "orphan_refund".to_owned(),
            Self::AmbiguousRefund => "ambiguous_refund".to_owned(),
        }
    }

    /// Spoils the cells of a row; faults that are in the numbers of the row itself spoil no cell.
    pub fn spoil(self, row: &Row, cells: &mut [Value<'_>], chance: &mut Chance) {
        match self {
            Self::Missing(place) => cells[place] = missing(place, chance),
            Self::Unknown(place) => cells[place] = Value::text(unknown(place)),
            Self::LossyIdentifier => cells[at::HOUSEHOLD] = Value::text(*chance.pick(&["9.99901E+17", "9.9990119900307E+17"])),
            Self::BadDate => cells[at::DATE] = Value::text(*chance.pick(&["2019-02-30", "待定", "2019-13-01"])),
            Self::AmbiguousDate => cells[at::DATE] = ambiguous_date(row, chance),
            Self::BadNumber => bad_number(cells, chance),
            Self::MoneyPrecision => cells[at::AMOUNT] = Value::text(format!("{}.345", row.amount / 100 + 1)),
            _ => {}
        }
    }
}

fn missing(place: usize, chance: &mut Chance) -> Value<'static> {
    match place {
        at::ORDER | at::PRODUCT => Value::text(*chance.pick(&["", "无", "/", "-", "NULL", "N/A"])),
        _ => Value::Empty,
    }
}

fn unknown(place: usize) -> &'static str {
    match place {
        at::CHANNEL => "直播带货",
        at::BUYER => "路人",
        at::UNIT => "筐",
        _ => "待审核",
    }
}

fn ambiguous_date(row: &Row, chance: &mut Chance) -> Value<'static> {
    let (year, month, day) = row.day.ymd();
    if chance.happens(0.5) {
        Value::text(format!("{}-{month}-{day}", year - 2000))
    } else {
        Value::text(format!("{day:02}/{month:02}/{year}"))
    }
}

fn bad_number(cells: &mut [Value<'_>], chance: &mut Chance) {
    let place = if chance.happens(0.5) { at::AMOUNT } else { at::QUANTITY };
    cells[place] = Value::text(*chance.pick(&["约300", "NaN", "三箱", "十二", "0x10", "1_000", "inf"]));
}
