//! The pledges of associations (附件1) and enterprises (附件2): a sheet of labels with values beside them is one row of a table.

mod label;
mod tick;

use super::layout::Grid;
use super::{Bound, Export, Header, Place, Rows, Sheet, Tally, header};
use crate::campaign::Campaign;
use crate::cell::{Block, CellColumn, RowNumbers};
use crate::error::Result;
use crate::table::{Kind, Table, TableId, Tables};
use arrow_array::StringArray;
use label::{Label, Labels, Piece};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The forms, each with the label that names who pledges.
const FORMS: [(TableId, &str); 2] = [(TableId::Associations, "参战协会"), (TableId::Enterprises, "企业名称")];

/// The labels of a table that make a sheet its form, with the one that names who pledges.
const ENOUGH: usize = 3;

/// The persons of a form, each with the columns of its title, contact and mobile telephone.
const PERSONS: [(TableId, &str, [&str; 3]); 4] = [
    (TableId::Associations, "lead_person", ["lead_title", "lead_contact", "lead_contact"]),
    (TableId::Associations, "liaison", ["liaison_title", "liaison_contact", "liaison_contact"]),
    (TableId::Enterprises, "lead_person", ["", "lead_phone", "lead_phone"]),
    (TableId::Enterprises, "officer", ["", "officer_phone", "officer_mobile"]),
];

/// A form that has been filled in.
pub struct Form {
    /// The table that it is a row of.
    pub table: TableId,
    /// How many of the table's columns have a label on it.
    pub labels: usize,
    /// How many of its rows have labels.
    pub label_rows: usize,
    row: u32,
    values: BTreeMap<usize, String>,
}

/// Returns the form that these rows are, if they are one, of the wanted table where one is wanted. A form is no longer than the rows looked at.
pub fn find(grid: &Grid, tables: &Tables, wanted: Option<TableId>) -> Option<Form> {
    let mut forms = FORMS.iter().filter(|(table, _)| wanted.is_none_or(|wanted| wanted == *table));
    forms.find_map(|(table, key_label)| if grid.is_whole() { read(grid, tables.table(*table), key_label) } else { None })
}

fn read(grid: &Grid, table: &Table, key_label: &str) -> Option<Form> {
    let key = table.column(table.key.first()?)?;
    let mut filling = Filling::new(table, key, Labels::of(table, key, key_label));
    for row in 0..grid.len() {
        filling.begin_row(grid, row);
        for (column, text) in grid.texts(row) {
            filling.take(row, column, text);
        }
    }
    let row = grid.number(filling.key_row?);
    let labels = filling.cells.len();
    let label_rows = filling.rows.len();
    (labels >= ENOUGH).then(|| Form { table: table.id, labels, label_rows, row, values: filling.values() })
}

/// A form while its cells are read in order.
struct Filling<'a> {
    table: &'a Table,
    key: usize,
    labels: Labels,
    /// The columns of the person of this section.
    person: Option<(usize, [Option<usize>; 3])>,
    /// The column that values belong to now, and where its label stands.
    current: Option<(usize, usize, usize)>,
    cells: BTreeMap<usize, Vec<String>>,
    key_row: Option<usize>,
    rows: BTreeSet<usize>,
}

impl<'a> Filling<'a> {
    fn new(table: &'a Table, key: usize, labels: Labels) -> Self {
        Self { table, key, labels, person: None, current: None, cells: BTreeMap::new(), key_row: None, rows: BTreeSet::new() }
    }

    /// Ends a label at the end of its row, unless it is merged into this one, or has options that go on under it.
    fn begin_row(&mut self, grid: &Grid, row: usize) {
        let Some((column, label_row, label_column)) = self.current else { return };
        let merged = grid.merge(row, label_column).is_some_and(|merge| merge.first_row == grid.number(label_row));
        let indented = grid.texts(row).next().is_some_and(|(first, _)| first > label_column);
        let lists = matches!(self.table.columns[column].kind, Kind::List | Kind::Months);
        if !(merged || lists && indented) {
            self.current = None;
        }
    }

    fn take(&mut self, row: usize, column: usize, text: &str) {
        for piece in self.labels.pieces(text) {
            match (piece, self.current) {
                (Piece::Label(label, own), _) => self.begin(label, own, row, column),
                (Piece::Value(value), Some((of, ..))) => {
                    let cells = self.cells.entry(of).or_default();
                    if cells.last() != Some(&value) {
                        cells.push(value);
                    }
                }
                (Piece::Value(_), None) => {}
            }
        }
    }

    /// Begins the column that a label asks for. A label that has been answered before asks for nothing.
    fn begin(&mut self, label: Label, own: Option<usize>, row: usize, label_column: usize) {
        let before = self.current.take();
        let Some(column) = self.column(label, own) else { return };
        self.rows.insert(row);
        if column == self.key && self.key_row.is_none() {
            self.key_row = Some(row);
        }
        let answered = self.cells.entry(column).or_default();
        if answered.is_empty() || before.is_some_and(|(current, ..)| current == column) {
            self.current = Some((column, row, label_column));
        }
    }

    /// Returns the column of a label: titles and telephones belong to the person named before them.
    fn column(&mut self, label: Label, own: Option<usize>) -> Option<usize> {
        if let Label::Column(column) = label {
            let place = |name: &str| self.table.column(name);
            let person = PERSONS.iter().find(|(table, name, _)| *table == self.table.id && place(name) == Some(column));
            self.person = person.map(|(_, _, others)| (column, others.map(place))).or(self.person);
            return Some(column);
        }
        let Some((name, [title, contact, mobile])) = self.person else { return own };
        match label {
            Label::PersonName => Some(name),
            Label::Title => title,
            Label::Contact => contact,
            Label::Mobile => mobile,
            Label::Column(column) => Some(column),
        }
    }

    /// Returns the value of each column that was filled in.
    fn values(&self) -> BTreeMap<usize, String> {
        let filled = self.cells.iter().filter(|(column, cells)| !cells.is_empty() || **column == self.key);
        filled.map(|(&column, cells)| (column, joined(&self.table.columns[column].name, self.table.columns[column].kind, cells))).collect()
    }
}

/// Returns the value that stands in these cells.
fn joined(name: &str, kind: Kind, cells: &[String]) -> String {
    match kind {
        Kind::Months => tick::months(cells),
        Kind::List if name == "ways" => tick::ways(cells),
        Kind::List | Kind::Text => cells.join(" "),
        Kind::Date => cells.concat(),
        _ => cells.first().cloned().unwrap_or_default(),
    }
}

impl Form {
    /// Returns the form as a sheet of one row, whose number is the row of the label that names who pledges.
    pub fn export(self, sheet: &dyn Sheet, grid: &Grid, campaign: &Campaign, tables: &Tables) -> Export {
        let table = tables.table(self.table);
        let tally = sheet.tally();
        Tally::add(&tally.header_rows, grid.len().saturating_sub(1) as u64);
        Tally::add(&tally.blank_rows, grid.blank_rows());
        let mut constants = header::constants(campaign, self.table, &BTreeMap::new());
        constants.retain(|name, _| table.column(name).is_none_or(|column| !self.values.contains_key(&column)));
        let names = self.values.keys().map(|&column| table.columns[column].name.clone()).collect();
        let bound = self.values.keys().enumerate().map(|(source, &column)| (column, Bound { source, unit: None })).collect();
        let filled = FilledIn {
            place: sheet.place().clone(),
            encoding: sheet.encoding().map(str::to_owned),
            bytes: sheet.bytes(),
            tally,
            block: self.block(),
        };
        Export { sheet: Box::new(filled), header: Header { table: self.table, names, bound, constants, is_partial: false } }
    }

    fn block(&self) -> Block {
        let cell = |value: &String| CellColumn::Text(StringArray::from(vec![(!value.is_empty()).then(|| value.clone())]));
        Block { rows: RowNumbers::From(self.row), columns: self.values.values().map(cell).collect() }
    }
}

/// A form as a sheet of one row.
struct FilledIn {
    place: Place,
    encoding: Option<String>,
    bytes: u64,
    tally: Arc<Tally>,
    block: Block,
}

impl Sheet for FilledIn {
    fn place(&self) -> &Place {
        &self.place
    }

    fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn tally(&self) -> Arc<Tally> {
        Arc::clone(&self.tally)
    }

    fn parts(&self, _columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
        Ok(vec![Box::new(Once(Some(self.block.clone())))])
    }
}

struct Once(Option<Block>);

impl Rows for Once {
    fn next_block(&mut self) -> Result<Option<Block>> {
        Ok(self.0.take())
    }
}

#[cfg(test)]
mod tests;
