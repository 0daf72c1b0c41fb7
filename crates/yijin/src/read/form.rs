//! The pledges of associations (附件1) and enterprises (附件2): a sheet of labels with values beside them is one row of a table.

mod label;
mod mark;
mod tick;

use super::layout::Grid;
use super::xlsx::cell_name;
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

/// A value on a form, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    row: usize,
    column: usize,
    text: String,
}

/// What is written beside a label.
#[derive(Default)]
struct Answer {
    /// The column right of the label.
    start: usize,
    cells: Vec<Written>,
}

/// A label whose values are being read.
#[derive(Clone, Copy)]
struct Current {
    /// The column of the table that it asks for.
    asks: usize,
    row: usize,
    column: usize,
}

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
    /// The cells that no label known here asks for.
    unread: Vec<String>,
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
            filling.take(grid, row, column, text);
        }
    }
    let (row, unread) = (grid.number(filling.key_row?), filling.unread(grid));
    let (labels, label_rows) = (filling.answers.len(), filling.rows.len());
    (labels >= ENOUGH).then(|| Form { table: table.id, labels, label_rows, row, values: filling.values(), unread })
}

/// A form while its cells are read in order.
struct Filling<'a> {
    table: &'a Table,
    key: usize,
    labels: Labels,
    /// The columns of the person of this section.
    person: Option<(usize, [Option<usize>; 3])>,
    /// The label that values belong to now.
    current: Option<Current>,
    answers: BTreeMap<usize, Answer>,
    key_row: Option<usize>,
    rows: BTreeSet<usize>,
    /// Of each row, the first cell that no known label asks for.
    unread: BTreeMap<usize, usize>,
}

impl<'a> Filling<'a> {
    fn new(table: &'a Table, key: usize, labels: Labels) -> Self {
        Self {
            table,
            key,
            labels,
            person: None,
            current: None,
            answers: BTreeMap::new(),
            key_row: None,
            rows: BTreeSet::new(),
            unread: BTreeMap::new(),
        }
    }

    /// Ends a label at the end of its row, unless it is merged into this one, or has options that go on under it.
    fn begin_row(&mut self, grid: &Grid, row: usize) {
        let Some(label) = self.current else { return };
        let merged = grid.merge(row, label.column).is_some_and(|merge| merge.first_row == grid.number(label.row));
        let indented = grid.texts(row).next().is_some_and(|(first, _)| first > label.column);
        let lists = matches!(self.table.columns[label.asks].kind, Kind::List | Kind::Months);
        if !(merged || lists && indented) {
            self.current = None;
        }
    }

    fn take(&mut self, grid: &Grid, row: usize, column: usize, text: &str) {
        for piece in self.labels.pieces(text) {
            match (piece, self.current) {
                (Piece::Label(label, own), _) => {
                    let right_of = grid.merge(row, column).map_or(column, |merge| merge.last_column);
                    self.begin(label, own, Current { asks: 0, row, column }, right_of + 1);
                }
                (Piece::Value(text), Some(label)) => self.put(label.asks, Written { row, column, text }),
                (Piece::Value(text), None) if says_more(&text) || grid.texts(row).any(|(other, _)| other > column) => {
                    self.unread.entry(row).or_insert(column);
                }
                (Piece::Value(_), None) => {}
            }
        }
    }

    /// Puts a value under its label; what a column that holds one value has no room for is not read.
    fn put(&mut self, asks: usize, value: Written) {
        let answer = self.answers.entry(asks).or_default();
        let repeated = answer.cells.last().is_some_and(|last| last.text == value.text && !tick::is_mark(&value.text));
        let many = matches!(self.table.columns[asks].kind, Kind::List | Kind::Months | Kind::Text | Kind::Date);
        if !many && !answer.cells.is_empty() && !repeated {
            self.unread.entry(value.row).or_insert(value.column);
        } else if !repeated {
            answer.cells.push(value);
        }
    }

    /// Begins the column that a label asks for. A label that has been answered before asks for nothing.
    fn begin(&mut self, label: Label, own: Option<usize>, at: Current, start: usize) {
        let before = self.current.take();
        let Some(asks) = self.column(label, own) else { return };
        self.rows.insert(at.row);
        if asks == self.key && self.key_row.is_none() {
            self.key_row = Some(at.row);
        }
        let answer = self.answers.entry(asks).or_insert_with(|| Answer { start, cells: Vec::new() });
        if answer.cells.is_empty() || before.is_some_and(|current| current.asks == asks) {
            self.current = Some(Current { asks, ..at });
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
        let filled = self.answers.iter().filter(|(column, answer)| !answer.cells.is_empty() || **column == self.key);
        filled
            .map(|(&column, answer)| (column, joined(&self.table.columns[column].name, self.table.columns[column].kind, answer)))
            .collect()
    }

    /// Returns the names of the cells that no known label asks for, never what they say: it may be a person.
    fn unread(&self, grid: &Grid) -> Vec<String> {
        self.unread.iter().map(|(&row, &column)| format!("cell {}", cell_name(column, grid.number(row)))).collect()
    }
}

/// Returns whether a text that no label asks for is a label with its value, and no title or note.
fn says_more(text: &str) -> bool {
    let noted = ["附件", "注:", "备注:", "说明:"].iter().any(|beginning| text.starts_with(beginning));
    !noted && text.split_once(':').is_some_and(|(_, value)| !value.trim().is_empty())
}

/// Returns the value that an answer gives.
fn joined(name: &str, kind: Kind, answer: &Answer) -> String {
    let texts = || answer.cells.iter().map(|cell| cell.text.as_str());
    match kind {
        Kind::Months => tick::months(answer),
        Kind::List if name == "ways" => tick::ways(answer),
        Kind::List | Kind::Text => texts().collect::<Vec<_>>().join(" "),
        Kind::Date => texts().collect(),
        _ => texts().next().unwrap_or_default().to_owned(),
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
        let names = self.values.keys().map(|&column| table.columns[column].name.clone()).chain(self.unread.iter().cloned()).collect();
        let bound = self.values.keys().enumerate().map(|(source, &column)| (column, Bound { source, unit: None })).collect();
        let filled = FilledIn {
            place: sheet.place().clone(),
            encoding: sheet.encoding().map(str::to_owned),
            bytes: sheet.bytes(),
            tally,
            block: self.block(),
        };
        let header = Header { table: self.table, names, bound, constants, is_partial: false };
        Export { sheet: Box::new(filled), header, unread: Vec::new() }
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
