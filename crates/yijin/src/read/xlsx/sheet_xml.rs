//! The cells of a sheet in the order of the file, as its XML holds them.

use super::fault;
use super::reference;
use super::xml::{Xml, push_text, raw_attribute};
use crate::error::Result;
use crate::read::Place;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;

/// How a cell says that its value is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellType {
    /// A number, or nothing.
    Number,
    /// The number of a shared string.
    Shared,
    /// Text in the cell or the result of a formula.
    Text,
    /// 0 or 1.
    Flag,
    /// An error.
    Error,
    /// An ISO date.
    Date,
}

/// A cell as the file holds it.
#[derive(Debug)]
pub(super) struct RawCell {
    /// The column, from 0.
    pub(super) column: usize,
    /// The row, from 1.
    pub(super) row: u32,
    /// How the value is to be read.
    pub(super) kind: CellType,
    /// The number of its style.
    pub(super) style: usize,
    /// Whether it holds a formula.
    pub(super) formula: bool,
    /// Whether a value was stored, be it empty.
    pub(super) stored: bool,
    /// The value as written; empty where there is none.
    pub(super) value: String,
}

impl RawCell {
    /// Returns whether there is anything in the cell; a formula without a value is something.
    pub(super) fn is_used(&self) -> bool {
        !self.value.is_empty() || self.is_uncached()
    }

    /// Returns whether the cell is a formula whose value was not stored. A text formula may have the empty text as its value.
    pub(super) fn is_uncached(&self) -> bool {
        self.formula && self.value.is_empty() && !(self.stored && self.kind == CellType::Text)
    }
}

/// What was found next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A cell.
    Cell,
    /// The end of a row.
    Row,
    /// The end of the cells.
    End,
}

/// The cells of a sheet, one after the other.
pub(super) struct SheetXml<R: BufRead> {
    xml: Xml<R>,
    state: State,
    place: Place,
}

struct State {
    cell: RawCell,
    row: u32,
    row_implied: bool,
    next_column: usize,
    in_sheet_data: bool,
    in_row: bool,
    in_inline: bool,
    in_phonetic: bool,
    in_value: bool,
}

impl<R: BufRead> SheetXml<R> {
    /// Returns the cells of the sheet whose XML is `source`.
    pub(super) fn new(source: R, place: &Place) -> Self {
        let cell = RawCell { column: 0, row: 0, kind: CellType::Number, style: 0, formula: false, stored: false, value: String::new() };
        let state = State {
            cell,
            row: 0,
            row_implied: true,
            next_column: 0,
            in_sheet_data: false,
            in_row: false,
            in_inline: false,
            in_phonetic: false,
            in_value: false,
        };
        Self { xml: Xml::new(source, place), state, place: place.clone() }
    }

    /// Returns the cell that the last [`Step::Cell`] found.
    pub(super) fn cell(&self) -> &RawCell {
        &self.state.cell
    }

    /// Returns the number of the row that is being read, as the user sees it.
    pub(super) fn row(&self) -> u32 {
        self.state.row
    }

    /// Returns what follows the cells.
    pub(super) fn into_source(self) -> R {
        self.xml.into_source()
    }

    /// Reads on to the next cell, the end of the row or the end of the cells.
    ///
    /// # Errors
    /// Where the XML is broken or a cell has no place in a sheet.
    pub(super) fn step(&mut self) -> Result<Step> {
        loop {
            let step = match self.xml.next()? {
                Event::Start(start) => self.state.open(&start, &self.place)?,
                Event::Empty(start) => self.state.open_and_close(&start, &self.place)?,
                Event::End(end) => self.state.close(end.local_name().as_ref()),
                Event::Eof if self.state.in_sheet_data => return Err(fault::broken(&self.place, "the sheet is cut short")),
                Event::Eof => Some(Step::End),
                event if self.state.in_value => {
                    push_text(&mut self.state.cell.value, &event, &self.place)?;
                    None
                }
                _ => None,
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }
}

impl State {
    fn open(&mut self, start: &BytesStart<'_>, place: &Place) -> Result<Option<Step>> {
        match start.local_name().as_ref() {
            "sheetData" => self.in_sheet_data = true,
            "row" if self.in_sheet_data => self.open_row(start, place)?,
            "c" if self.in_row => self.open_cell(start, place)?,
            "v" if self.in_row && !self.in_inline => {
                self.store(place)?;
                self.in_value = true;
            }
            "f" => self.cell.formula = true,
            "is" => {
                self.in_inline = true;
                self.cell.kind = CellType::Text;
            }
            "rPh" => self.in_phonetic = true,
            "t" => self.in_value = self.in_inline && !self.in_phonetic,
            _ => {}
        }
        Ok(None)
    }

    fn open_and_close(&mut self, start: &BytesStart<'_>, place: &Place) -> Result<Option<Step>> {
        match start.local_name().as_ref() {
            "sheetData" => return Ok(Some(Step::End)),
            "row" if self.in_sheet_data => {
                self.open_row(start, place)?;
                self.in_row = false;
                return Ok(Some(Step::Row));
            }
            "c" if self.in_row => {
                self.open_cell(start, place)?;
                return Ok(Some(Step::Cell));
            }
            "v" if self.in_row && !self.in_inline => self.store(place)?,
            "f" => self.cell.formula = true,
            _ => {}
        }
        Ok(None)
    }

    /// Notes that a value stands in the cell.
    fn store(&mut self, place: &Place) -> Result<()> {
        if std::mem::replace(&mut self.cell.stored, true) {
            let name = reference::name(self.cell.column, self.cell.row);
            return Err(fault::broken_at(place, self.cell.row, Some(name), "two values in a cell"));
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Option<Step> {
        match name {
            "v" | "t" => self.in_value = false,
            "is" => self.in_inline = false,
            "rPh" => self.in_phonetic = false,
            "c" if self.in_row => return Some(Step::Cell),
            "row" if self.in_row => {
                self.in_row = false;
                return Some(Step::Row);
            }
            "sheetData" => {
                self.in_sheet_data = false;
                return Some(Step::End);
            }
            _ => {}
        }
        None
    }

    /// A row without a number follows the one before it, unless its cells name it.
    fn open_row(&mut self, start: &BytesStart<'_>, place: &Place) -> Result<()> {
        let named = raw_attribute(start, "r");
        self.row_implied = named.is_none();
        let number = match named {
            Some(named) => named.trim().parse().ok().filter(|&row| row > 0),
            None => self.row.checked_add(1),
        };
        self.row = number.ok_or_else(|| fault::broken_at(place, self.row, None, "a row after this one has no valid number"))?;
        self.next_column = 0;
        self.in_row = true;
        Ok(())
    }

    fn open_cell(&mut self, start: &BytesStart<'_>, place: &Place) -> Result<()> {
        self.clear_cell();
        let mut attributes = start.attributes();
        attributes.with_checks(false);
        for attribute in attributes.flatten() {
            match attribute.key.as_ref() {
                "r" => self.name_cell(&attribute.value, place)?,
                "s" => self.cell.style = attribute.value.trim().parse().unwrap_or(0),
                "t" => self.cell.kind = cell_type(&attribute.value, self.row, place)?,
                _ => {}
            }
        }
        self.cell.row = self.row;
        self.next_column = self.cell.column + 1;
        if self.cell.column >= reference::COLUMNS {
            return Err(fault::broken_at(place, self.row, None, "a cell beyond the last column of a sheet"));
        }
        Ok(())
    }

    fn clear_cell(&mut self) {
        self.cell.column = self.next_column;
        self.cell.kind = CellType::Number;
        self.cell.style = 0;
        self.cell.formula = false;
        self.cell.stored = false;
        self.cell.value.clear();
        self.in_inline = false;
        self.in_phonetic = false;
        self.in_value = false;
    }

    fn name_cell(&mut self, name: &str, place: &Place) -> Result<()> {
        let parsed = reference::parse(name.trim());
        let (column, row) = parsed.ok_or_else(|| fault::broken_at(place, self.row, None, "a cell without a valid name"))?;
        self.cell.column = column;
        if self.row_implied && row > 0 {
            self.row = row;
            self.row_implied = false;
        }
        Ok(())
    }
}

fn cell_type(name: &str, row: u32, place: &Place) -> Result<CellType> {
    match name {
        "n" => Ok(CellType::Number),
        "s" => Ok(CellType::Shared),
        "str" | "inlineStr" => Ok(CellType::Text),
        "b" => Ok(CellType::Flag),
        "e" => Ok(CellType::Error),
        "d" => Ok(CellType::Date),
        _ => Err(fault::broken_at(place, row, None, "a cell of an unknown type")),
    }
}
