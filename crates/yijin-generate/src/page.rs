//! The ledger's files: at least one a month, named so that their order by name is their order in time.

use crate::calendar::month_name;
use crate::chance::{Chance, Part};
use crate::error::Error;
use crate::folder::Folder;
use crate::row::{LEDGER, Row};
use crate::spelling;
use crate::value::Value;
use crate::world::World;
use crate::write::{Shape, TableFile};

static TABLE: crate::table::Table = LEDGER;

/// The ledger's files, one open at a time.
pub(crate) struct Pages<'w> {
    world: &'w World,
    pub folder: &'w mut Folder,
    month: u32,
    /// The number of the file within its month.
    part: u32,
    open: Option<(TableFile, u64)>,
    cells: Vec<Value<'w>>,
    pub rows: u64,
}

impl<'w> Pages<'w> {
    /// Returns the pages of an empty ledger.
    pub fn new(world: &'w World, folder: &'w mut Folder) -> Self {
        Self { world, folder, month: 0, part: 0, open: None, cells: Vec::new(), rows: 0 }
    }

    /// Writes rows of the current month.
    pub fn write(&mut self, rows: &[Row]) -> Result<(), Error> {
        rows.iter().try_for_each(|row| self.row(row))
    }

    /// Closes the current month's files and goes on to the next month.
    pub fn end_month(&mut self) -> Result<(), Error> {
        self.close()?;
        (self.month, self.part) = (self.month + 1, 0);
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<(), Error> {
        let shape = Shape::of(&self.world.plan, self.month as usize);
        let (mut file, rows) = match self.open.take() {
            Some(open) => open,
            None => (TableFile::create(self.folder, &self.name(shape), &TABLE, shape)?, 0),
        };
        row.cells(self.world, &mut self.cells);
        self.dirty(row);
        file.row(&self.cells)?;
        self.open = Some((file, rows + 1));
        self.rows += 1;
        if Some(rows + 1) == shape.most_rows() { self.close() } else { Ok(()) }
    }

    /// Spoils the cells of a faulty row; other rows may be spelt in other ways.
    fn dirty(&mut self, row: &Row) {
        let plan = &self.world.plan;
        match row.fault {
            Some(fault) => fault.spoil(row, &mut self.cells, &mut Chance::of(plan.seed, Part::Faults, row.mark(), 1)),
            None if plan.mess > 0.0 => spelling::respell(plan.seed, plan.mess, row, &mut self.cells),
            None => {}
        }
    }

    fn close(&mut self) -> Result<(), Error> {
        if let Some((file, _)) = self.open.take() {
            file.finish(self.folder)?;
            self.part += 1;
        }
        Ok(())
    }

    fn name(&self, shape: Shape) -> String {
        let month = month_name(self.month);
        if shape.most_rows().is_some() { format!("ledger-{month}-{:03}", self.part) } else { format!("ledger-{month}") }
    }
}
