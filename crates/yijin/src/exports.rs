//! The exports of a campaign: every sheet found and its header understood, before its rows are read.

use crate::account::{Account, Aside, Counts};
use crate::campaign::Campaign;
use crate::clean::Cleaner;
use crate::error::{ErrorKind, Result};
use crate::headline::Coverage;
use crate::progress::Progress;
use crate::read::{self, Export, Input, Opened, ReadOptions, Stamped};
use crate::table::{TableId, Tables};
use std::collections::BTreeMap;

/// The sheets of a campaign, by file and name; a sheet's number is its place.
pub struct Exports {
    /// The sheets.
    pub sheets: Vec<Export>,
    /// Their files as they were when they were read.
    pub files: Vec<Stamped>,
}

impl Exports {
    /// Returns the sheets in `inputs`, a ledger among them.
    ///
    /// # Errors
    /// Where a file cannot be found, read or understood, and [`ErrorKind::NeedsTable`] where no ledger is among them.
    pub fn find(inputs: Vec<Input>, campaign: &Campaign, tables: &Tables, options: &ReadOptions, progress: &Progress) -> Result<Self> {
        let Opened { exports: mut sheets, files } = read::exports(inputs, campaign, tables, options, progress)?;
        sheets.sort_by(|a, b| a.sheet.place().cmp(b.sheet.place()));
        let exports = Self { sheets, files };
        if exports.of(TableId::Ledger).next().is_none() {
            return Err(ErrorKind::NeedsTable { what: "any figure".to_owned(), table: "ledger" }.into());
        }
        Ok(exports)
    }

    /// Returns the sheets of a table, with their numbers.
    pub fn of(&self, table: TableId) -> impl Iterator<Item = (u32, &Export)> {
        (0..).zip(&self.sheets).filter(move |(_, export)| export.header.table == table)
    }

    /// Returns the sheet of this number.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn sheet(&self, number: u32) -> &Export {
        &self.sheets[number as usize]
    }

    /// Returns what the ledger's figures can rest on.
    #[must_use]
    pub fn coverage(&self, tables: &Tables) -> Coverage {
        let has = |id: TableId, name: &str| {
            let table = tables.table(id);
            let given = |export: &Export| table.column(name).is_some_and(|column| export.header.gives(table, column));
            self.of(id).any(|(_, export)| given(export))
        };
        Coverage {
            communities: has(TableId::Ledger, "community_id"),
            households: has(TableId::Ledger, "household_id"),
            enterprises: has(TableId::Ledger, "enterprise_id"),
            suppliers: has(TableId::Ledger, "supplier_id") || has(TableId::Products, "supplier_id"),
        }
    }

    /// Returns what became of the rows of each sheet.
    ///
    /// # Errors
    /// [`ErrorKind::Unsound`] where not every row is accounted for.
    pub fn accounts(&self, counts: &Counts, asides: &[Aside], cleaner: &Cleaner) -> Result<Vec<Account>> {
        let mut accounts = vec![Account::default(); self.sheets.len()];
        let mut add = |rows: &BTreeMap<u32, u64>, of: fn(&mut Account) -> &mut u64| {
            rows.iter().for_each(|(&sheet, rows)| *of(&mut accounts[sheet as usize]) += rows);
        };
        add(&counts.read, |account| &mut account.read);
        add(&counts.accepted, |account| &mut account.accepted);
        add(&counts.outside, |account| &mut account.outside_campaign);
        for aside in asides {
            let table = cleaner.tables().table(self.sheet(aside.sheet).header.table);
            *accounts[aside.sheet as usize].set_aside.entry(aside.reason.code(table)).or_default() += 1;
        }
        for (account, export) in accounts.iter().zip(&self.sheets) {
            account.check(&export.sheet.place().to_string())?;
        }
        Ok(accounts)
    }

    /// Returns the accounts of the sheets by table.
    #[must_use]
    pub fn by_table(&self, accounts: &[Account]) -> BTreeMap<TableId, Account> {
        let mut tables: BTreeMap<TableId, Account> = BTreeMap::new();
        for (export, account) in self.sheets.iter().zip(accounts) {
            tables.entry(export.header.table).or_default().add(account);
        }
        tables
    }
}
