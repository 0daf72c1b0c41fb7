//! The account of every row written: accepted, outside the campaign, or set aside for a reason.

use crate::truth::object;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The account of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    pub accepted: u64,
    pub outside: u64,
    pub set_aside: BTreeMap<String, u64>,
}

impl Account {
    /// Counts a row that a reader must set aside.
    pub fn set_aside(&mut self, reason: &str) {
        match self.set_aside.get_mut(reason) {
            Some(count) => *count += 1,
            None => drop(self.set_aside.insert(reason.to_owned(), 1)),
        }
    }

    /// Returns how many rows were written.
    pub fn read(&self) -> u64 {
        self.accepted + self.outside + self.set_aside.values().sum::<u64>()
    }

    fn to_json(&self) -> Json {
        json!({
            "read": self.read(),
            "accepted": self.accepted,
            "outside_campaign": self.outside,
            "superseded": 0,
            "set_aside": self.set_aside,
        })
    }
}

/// The accounts of all tables, in the order in which they were written.
#[derive(Debug, Default)]
pub(crate) struct Accounts(Vec<(&'static str, Account)>);

impl Accounts {
    /// Adds a table's account.
    pub fn add(&mut self, table: &'static str, account: Account) {
        self.0.push((table, account));
    }

    /// Returns the accounts as JSON.
    pub fn to_json(&self) -> Json {
        object(self.0.iter().map(|(table, account)| ((*table).to_owned(), account.to_json())))
    }
}
