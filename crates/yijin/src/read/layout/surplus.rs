//! What rows have where the header has nothing, and rows whose cells have moved.
//!
//! In a sheet of a workbook every cell has its place: what stands behind the last header is a note, and is counted. In separated text a row with more
//! cells than its header may have them under other headers than their own, as behind a comma in 1,234.50: such a row must not be read as it stands.

use super::grid::is_blank_cell;
use crate::cell::{Block, Cell, CellColumn};
use crate::error::{Error, ErrorKind, Result};
use crate::read::{BEYOND, Edge, Header, Place, Tally};
use crate::table::{Column, Kind, Table};
use arrow_array::Array;
use arrow_array::builder::StringBuilder;
use std::collections::BTreeMap;

/// The columns of a sheet by what their header says, and where that ends.
#[derive(Debug, Clone)]
pub struct Surplus {
    edge: Edge,
    /// The columns up to the last with a header.
    end: usize,
    nameless: Vec<usize>,
    /// The columns of amounts, and then those of quantities and counts.
    numbers: Vec<usize>,
    /// The column in which a moved row is marked whatever number has been cut in two: the last of words that every row must have, which every question
    /// needs, else the last in which no text can be read but its own.
    strict: Option<usize>,
    persons: Vec<usize>,
    /// The columns in which anything can be read.
    texts: Vec<usize>,
}

impl Surplus {
    /// Returns the columns of a header whose cells end at `edge`.
    pub fn of(table: &Table, header: &Header, edge: Edge) -> Self {
        let end = header.end();
        let of = |fits: fn(&Column) -> bool| -> Vec<usize> {
            header.bound.iter().filter(|(column, _)| fits(&table.columns[**column])).map(|(_, bound)| bound.source).collect()
        };
        let words = of(|column| column.required && matches!(column.kind, Kind::Word | Kind::Flag | Kind::County));
        let strict = of(|column| column.kind != Kind::Person && !is_text(column.kind));
        Self {
            edge,
            end,
            nameless: (0..end).filter(|&column| header.names[column].is_empty()).collect(),
            numbers: [of(|column| column.kind == Kind::Money), of(|column| matches!(column.kind, Kind::Quantity | Kind::Integer))].concat(),
            strict: words.into_iter().max().or(strict.into_iter().max()),
            persons: of(|column| column.kind == Kind::Person),
            texts: of(|column| is_text(column.kind)),
        }
    }

    /// Counts the rows that have something behind the last header, and those that have something in each column without one.
    pub fn count(&self, block: &Block, tally: &Tally) {
        let behind: Vec<&CellColumn> = block.columns.iter().skip(self.end).filter(|column| !is_void(column)).collect();
        let filled = |column: &CellColumn, row: usize| !is_blank_cell(column.cell(row));
        if !behind.is_empty() {
            let ragged = (0..block.len()).filter(|&row| behind.iter().any(|column| filled(column, row))).count();
            Tally::add(&tally.ragged_rows, ragged as u64);
        }
        let last = self.edge.beyond.unwrap_or(block.columns.len());
        for place in self.nameless.iter().copied().chain(self.end..last) {
            if let Some(column) = block.columns.get(place).filter(|column| !is_void(column)) {
                tally.add_nameless(place, (0..block.len()).filter(|&row| filled(column, row)).count() as u64);
            }
        }
    }

    /// Returns the block, in which each row whose cells may have moved has a cell that says so and cannot be read.
    ///
    /// # Errors
    /// Where the table has no column in which that could stand.
    pub fn mark(&self, mut block: Block, place: &Place) -> Result<Block> {
        let Some((beyond, usual)) = self.edge.beyond.zip(self.edge.usual) else { return Ok(block) };
        let Some(CellColumn::Text(surplus)) = block.columns.get(beyond) else { return Ok(block) };
        let mut edits: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
        for row in (0..surplus.len()).filter(|&row| surplus.is_valid(row)) {
            let moved = Moved { block: &block, row, headers: beyond, cells: surplus.value(row).split_terminator(BEYOND).collect() };
            if moved.is_certain(usual) {
                for (column, text) in self.marks(&moved).ok_or_else(|| refused(place, block.rows.number(row)))? {
                    edits.entry(column).or_default().push((row, text));
                }
            }
        }
        for (column, texts) in edits {
            block.columns[column] = with(&block.columns[column], &texts);
        }
        Ok(block)
    }

    /// Returns the cells that say that a row's cells have moved; `None` where its table has no column for that.
    fn marks(&self, moved: &Moved<'_>) -> Option<BTreeMap<usize, String>> {
        let cut = self.number_before_a_comma(moved);
        let (from, places) = (cut.unwrap_or(0), moved.cells.len());
        let hidden = self.texts.iter().filter(|&&column| self.may_hold_a_person(column, from, places));
        let mut marks: BTreeMap<usize, String> = hidden.map(|&column| (column, moved.mark())).collect();
        let told: Vec<usize> = cut.into_iter().chain(self.strict).collect();
        marks.extend(told.iter().map(|&column| (column, self.told(moved, column))));
        (!told.is_empty()).then_some(marks)
    }

    /// Returns the first number that the next cell goes on with, as behind a comma between thousands that is not in quotation marks.
    fn number_before_a_comma(&self, moved: &Moved<'_>) -> Option<usize> {
        self.numbers.iter().copied().find(|&column| ends_in_thousands(moved.text(column)) && goes_on(moved.text(column + 1)))
    }

    /// Returns a cell with the mark of its row, and what stands beyond the header unless that may be a person.
    fn told(&self, moved: &Moved<'_>, column: usize) -> String {
        let person = self.persons.iter().any(|person| person + moved.cells.len() >= self.end);
        let beyond = if person { String::new() } else { format!(": {}", moved.cells.join(" | ")) };
        format!("{} {}{beyond}›", moved.text(column), moved.mark().trim_end_matches('›')).trim_start().to_owned()
    }

    /// Returns whether the value of a person may stand in a column, where cells have moved by so many places behind `from`.
    fn may_hold_a_person(&self, column: usize, from: usize, places: usize) -> bool {
        self.persons.iter().any(|&person| person >= from && person < column && column <= person + places)
    }
}

/// A row that has more cells than its header.
struct Moved<'a> {
    block: &'a Block,
    row: usize,
    headers: usize,
    /// The cells beyond the header.
    cells: Vec<&'a str>,
}

impl<'a> Moved<'a> {
    /// Returns whether the cells have moved: blank cells at the end of a row say nothing where rows have them as a rule.
    fn is_certain(&self, usual: usize) -> bool {
        self.headers + self.cells.len() > usual || self.cells.iter().any(|cell| !cell.trim().is_empty())
    }

    fn text(&self, column: usize) -> &'a str {
        if column == self.headers {
            return self.cells.first().copied().unwrap_or_default().trim();
        }
        match self.block.columns.get(column).map(|cells| cells.cell(self.row)) {
            Some(Cell::Text(text)) => text.trim(),
            _ => "",
        }
    }

    fn mark(&self) -> String {
        format!("‹{} cells under {} headers›", self.headers + self.cells.len(), self.headers)
    }
}

fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::Id | Kind::Text | Kind::List | Kind::Months)
}

fn is_void(column: &CellColumn) -> bool {
    match column {
        CellColumn::Text(text) | CellColumn::Sheet { text, .. } => text.null_count() == text.len(),
        CellColumn::Empty(_) => true,
        _ => false,
    }
}

/// Returns whether a text ends as a number does before a comma between thousands.
fn ends_in_thousands(text: &str) -> bool {
    let digits = text.trim_start_matches(['¥', '￥', '+', '-']);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a text begins as a number goes on behind such a comma.
fn goes_on(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && text[digits..].chars().next().is_none_or(|next| !next.is_alphabetic() || next == '元')
}

/// Returns a column of text with these cells in the place of others.
fn with(column: &CellColumn, cells: &[(usize, String)]) -> CellColumn {
    let mut texts = StringBuilder::new();
    let mut others = cells.iter().peekable();
    for row in 0..column.len() {
        match (others.next_if(|(other, _)| *other == row), column.cell(row)) {
            (Some((_, text)), _) => texts.append_value(text),
            (None, Cell::Text(text)) => texts.append_value(text),
            (None, _) => texts.append_null(),
        }
    }
    CellColumn::Text(texts.finish())
}

fn refused(place: &Place, row: u32) -> Error {
    let position = crate::error::Position { row: Some(row.into()), ..place.position() };
    let cause = "this row has more cells than the header, so that they may stand under other headers than their own".to_owned();
    ErrorKind::BrokenFile { format: "separated text", position, cause }.into()
}

/// Returns the names of the columns without a header that rows have something in: of those behind the last header, the ones that most rows use.
pub fn nameless(header: &Header, filled: &BTreeMap<usize, u64>, rows: u64) -> Vec<String> {
    let end = header.end();
    let used = filled.iter().filter(|&(&column, &filled)| filled > 0 && (column < end || filled * 2 > rows));
    used.map(|(&column, _)| format!("column {}", crate::read::xlsx::column_name(column))).collect()
}

#[cfg(test)]
mod tests;
