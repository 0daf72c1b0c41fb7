//! Workbooks: identifiers as text, title rows, sheets of a bounded number of rows.

use super::{Cause, Writer};
use crate::table::{Kind, Table};
use crate::value::{Language, Value};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use std::path::{Path, PathBuf};

/// How many rows of a table a sheet holds.
const SHEET_ROWS: u32 = 200_000;

/// Writes a workbook with Chinese headers.
pub(super) struct XlsxWriter {
    path: PathBuf,
    table: &'static Table,
    workbook: Workbook,
    titles: bool,
    footer: bool,
    sheets: usize,
    /// The next row of the sheet.
    row: u32,
    /// How many rows of the table the sheet holds.
    rows: u32,
    amount_fen: i64,
    date: Format,
}

impl XlsxWriter {
    pub fn create(path: &Path, table: &'static Table, titles: bool, footer: bool) -> Result<Self, Cause> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_ymd(2020, 10, 31)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let (sheets, row, rows, amount_fen) = (0, 0, 0, 0);
        Ok(Self { path: path.to_owned(), table, workbook, titles, footer, sheets, row, rows, amount_fen, date })
    }

    fn begin(&mut self, title: Option<&str>) -> Result<(), Cause> {
        self.end()?;
        self.sheets += 1;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(format!("{}{:03}", self.table.label, self.sheets))?;
        self.row = 0;
        if let Some(title) = title {
            sheet.write_string(self.row, 0, title)?;
            self.row += 1;
        } else if self.titles {
            sheet.write_string(0, 0, format!("{}（“社区的力量”消费扶贫攻坚战专项行动）", self.table.label))?;
            sheet.write_string(1, 0, "填报说明：每行一条记录")?;
            self.row = 2;
        }
        for (place, column) in self.table.columns.iter().enumerate() {
            sheet.write_string(self.row, place as u16, column.header)?;
        }
        (self.row, self.rows, self.amount_fen) = (self.row + 1, 0, 0);
        Ok(())
    }

    /// Writes the sum below the last row of a sheet.
    fn end(&mut self) -> Result<(), Cause> {
        let money = self.table.columns.iter().position(|column| column.kind == Kind::Money);
        if let (true, Some(place), true) = (self.footer, money, self.sheets > 0) {
            let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
            sheet.write_string(self.row, 0, "合计")?;
            sheet.write_number(self.row, place as u16, self.amount_fen as f64 / 100.0)?;
        }
        Ok(())
    }
}

impl Writer for XlsxWriter {
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Cause> {
        if self.sheets == 0 || self.rows == SHEET_ROWS {
            self.begin(None)?;
        }
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        for (place, value) in cells.iter().enumerate() {
            write_cell(sheet, self.row, place as u16, value, &self.date)?;
            if let Value::Money(fen) = value {
                self.amount_fen += fen;
            }
        }
        (self.row, self.rows) = (self.row + 1, self.rows + 1);
        Ok(())
    }

    fn section(&mut self, title: &str) -> Result<(), Cause> {
        self.begin(Some(title))
    }

    fn finish(mut self: Box<Self>) -> Result<(), Cause> {
        if self.sheets == 0 {
            self.begin(None)?;
        }
        self.end()?;
        self.workbook.save(&self.path)?;
        Ok(())
    }
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, value: &Value<'_>, date: &Format) -> Result<(), Cause> {
    match value {
        Value::Empty => return Ok(()),
        Value::Whole(number) => sheet.write_number(row, column, *number as f64)?,
        Value::Money(fen) => sheet.write_number(row, column, *fen as f64 / 100.0)?,
        Value::Quantity(milli) => sheet.write_number(row, column, *milli as f64 / 1000.0)?,
        Value::Day(day) => {
            let (year, month, day) = day.ymd();
            let cell = ExcelDateTime::from_ymd(year as u16, month as u8, day as u8)?;
            sheet.write_datetime_with_format(row, column, &cell, date)?
        }
        text => sheet.write_string(row, column, text.to_text(Language::Chinese))?,
    };
    Ok(())
}
