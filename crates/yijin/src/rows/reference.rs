//! The reference tables of a book.

use super::{Coded, Column, Rows};
use crate::book::Book;
use crate::error::{ErrorKind, Result};
use crate::progress::Progress;
use crate::records::{NONE, Records};
use crate::table::{Kind, TableId};

impl Book {
    /// Returns these columns of a reference table: its accepted rows, by file, sheet and row. Words are canonical, counties their codes of 2020.
    ///
    /// # Errors
    /// [`ErrorKind::NeedsTable`] where the table was not given; [`ErrorKind::UnknownName`] for a column that it does not have, and for one that holds persons.
    pub fn reference(&self, table: TableId, columns: &[&str]) -> Result<Rows> {
        let Some(records) = self.reference.get(&table) else {
            return Err(ErrorKind::NeedsTable { what: format!("the table {table}"), table: table.name() }.into());
        };
        let columns = columns.iter().map(|column| Ok(((*column).to_owned(), self.column_of(table, records, column)?)));
        Ok(Rows { columns: columns.collect::<Result<_>>()?, len: records.len() })
    }

    fn column_of(&self, id: TableId, records: &Records, name: &str) -> Result<Column> {
        let table = self.cleaner().tables().table(id);
        let open = |place: &usize| table.columns[*place].kind != Kind::Person;
        let Some(place) = table.column(name).filter(open) else {
            let allowed = table.columns.iter().filter(|column| column.kind != Kind::Person).map(|column| column.name.as_str());
            let allowed = allowed.collect::<Vec<_>>().join(", ");
            return Err(ErrorKind::UnknownName { what: "column", found: name.to_owned(), allowed, hint: String::new() }.into());
        };
        let values = records.columns.get(place).map_or(&[][..], Vec::as_slice);
        let given = |row: usize| values.get(row).copied().filter(|&value| value != NONE);
        let rows = 0..records.len();
        Ok(match table.columns[place].kind {
            Kind::Date => Column::Day(rows.map(|row| given(row).map(|days| days as i32)).collect()),
            Kind::Integer | Kind::Weight => Column::Whole(rows.map(given).collect()),
            _ => {
                let progress = Progress::default();
                let sources = self.inquiry(&progress).sources;
                Column::Coded(Coded::of(rows.map(|row| sources.text(id, name, row as u32))))
            }
        })
    }
}
