//! The tables beside the ledger: their columns, rows and faults.

pub(crate) mod activities;
mod associations;
mod benefit_links;
mod enterprises;
mod fault;
mod poor_households;
mod products;
mod projects;
mod reports;
mod suppliers;

use crate::account::{Account, Accounts};
use crate::error::Error;
use crate::folder::Folder;
use crate::plan::Format;
use crate::value::Value;
use crate::world::World;
use crate::write::{Shape, TableFile};
use fault::{Spoiler, Spoilt};

/// What a column's cells are in a typed format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text that hardly ever repeats.
    Key,
    Text,
    Whole,
    Money,
    Quantity,
    Day,
    Flag,
}

/// A column: its canonical name and a Chinese header.
pub(crate) struct Column {
    pub name: &'static str,
    pub header: &'static str,
    pub kind: Kind,
}

/// A table's name, Chinese label and columns.
pub(crate) struct Table {
    pub name: &'static str,
    pub label: &'static str,
    pub columns: &'static [Column],
}

/// Returns a column.
pub(crate) const fn column(name: &'static str, header: &'static str, kind: Kind) -> Column {
    Column { name, header, kind }
}

/// The file of a reference table, its faults and its account.
struct Reference {
    table: &'static Table,
    file: TableFile,
    account: Account,
    spoiler: Spoiler,
}

impl Reference {
    /// Writes a row, and after it the faulty rows that are due.
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Error> {
        self.file.row(cells)?;
        self.account.accepted += 1;
        for faulty in self.spoiler.due(cells) {
            self.file.row(&faulty.cells)?;
            self.account.set_aside(&faulty.reason);
        }
        Ok(())
    }

    fn finish(self, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
        self.file.finish(folder)?;
        accounts.add(self.table.name, self.account);
        Ok(())
    }
}

/// What is begun for each table: its faults, its expected rows and its place among the shapes of mixed files.
struct Beginning {
    table: &'static Table,
    faults: Vec<Spoilt>,
    rows: u64,
    turn: usize,
}

impl Beginning {
    fn file(self, world: &World, folder: &Folder) -> Result<Reference, Error> {
        let shape = Shape::of(&world.plan, self.turn);
        let file = TableFile::create(folder, self.table.name, self.table, shape)?;
        let spoiler = Spoiler::new(self.faults, world.plan.faults(self.rows), self.rows);
        Ok(Reference { table: self.table, file, account: Account::default(), spoiler })
    }
}

/// Writes the nine tables beside the ledger.
pub(crate) fn write_references(world: &World, folder: &mut Folder, accounts: &mut Accounts) -> Result<(), Error> {
    let as_form = world.plan.format == Format::Mixed;
    projects::write(world, as_form, folder, accounts)?;
    products::write(world, folder, accounts)?;
    suppliers::write(world, folder, accounts)?;
    poor_households::write(world, folder, accounts)?;
    benefit_links::write(world, folder, accounts)?;
    enterprises::write(world, folder, accounts)?;
    associations::write(world, folder, accounts)?;
    activities::write(world, folder, accounts)?;
    reports::write(world, folder, accounts)
}

/// Returns a cell of borrowed or owned text, or an empty one.
fn text_or_empty(text: Option<&String>) -> Value<'_> {
    Value::maybe(text.map(String::as_str))
}

/// Returns a cell of a number, or an empty one.
fn whole_or_empty(number: Option<i64>) -> Value<'static> {
    number.map_or(Value::Empty, Value::Whole)
}
