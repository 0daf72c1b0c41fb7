//! Faults of the tables beside the ledger: a faulty row is a spoilt copy that follows a right one.

use crate::value::Value;

/// How a copy of a right row is spoilt. Columns by their place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spoilt {
    /// The same row again.
    DuplicateKey,
    /// The same key with another value in this column.
    ConflictingKey(usize),
    /// Another value in `column`, under a new key; the reason is given.
    Cell {
        column: usize,
        /// Empty for a missing value.
        text: &'static str,
        reason: &'static str,
        /// The column that takes a new identifier, where the key must not repeat.
        key: Option<usize>,
    },
}

/// A faulty row, and why a reader sets it aside.
pub(super) struct Faulty {
    pub cells: Vec<Value<'static>>,
    pub reason: String,
}

/// Spreads a known number of each fault over a table's rows.
pub(super) struct Spoiler {
    faults: Vec<Spoilt>,
    each: u64,
    rows: u64,
    seen: u64,
    done: u64,
}

impl Spoiler {
    /// Returns a spoiler that makes `each` rows of each fault over `rows` rows.
    pub fn new(faults: Vec<Spoilt>, each: u64, rows: u64) -> Self {
        Self { faults, each, rows: rows.max(1), seen: 0, done: 0 }
    }

    /// Returns the faulty rows that follow this row.
    pub fn due(&mut self, cells: &[Value<'_>]) -> Vec<Faulty> {
        self.seen += 1;
        let due = (self.each * self.seen).div_ceil(self.rows).min(self.each);
        if due <= self.done {
            return Vec::new();
        }
        self.done += 1;
        let number = self.done;
        self.faults.iter().map(|fault| fault.copy(cells, number)).collect()
    }
}

impl Spoilt {
    fn copy(self, cells: &[Value<'_>], number: u64) -> Faulty {
        let mut copy: Vec<Value<'static>> = cells.iter().map(owned).collect();
        let reason = match self {
            Self::DuplicateKey => "duplicate_key",
            Self::ConflictingKey(column) => {
                copy[column] = other(&copy[column]);
                "conflicting_key"
            }
            Self::Cell { column, text, reason, key } => {
                if let Some(key) = key {
                    copy[key] = Value::text(format!("WX{number:06}{column:02}{}", reason.len()));
                }
                copy[column] = if text.is_empty() { Value::Empty } else { Value::text(text) };
                reason
            }
        };
        Faulty { cells: copy, reason: reason.to_owned() }
    }
}

fn owned(value: &Value<'_>) -> Value<'static> {
    match value {
        Value::Text(text) => Value::text(text.to_string()),
        Value::Empty => Value::Empty,
        Value::Word(word) => Value::Word(word),
        Value::Whole(number) => Value::Whole(*number),
        Value::Money(fen) => Value::Money(*fen),
        Value::Quantity(milli) => Value::Quantity(*milli),
        Value::Day(day) => Value::Day(*day),
        Value::Flag(flag) => Value::Flag(*flag),
    }
}

/// Returns another value of the same kind.
fn other(value: &Value<'_>) -> Value<'static> {
    match value {
        Value::Text(text) => Value::text(format!("{text}乙")),
        Value::Whole(number) => Value::Whole(number + 1),
        Value::Day(day) => Value::Day(day.plus(1)),
        _ => Value::Whole(1),
    }
}
