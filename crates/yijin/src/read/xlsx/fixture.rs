//! Workbooks made by hand for the tests.

use super::open;
use crate::cell::{Block, Cell};
use crate::error::Result;
use crate::progress::Progress;
use crate::read::{ReadOptions, Sheet};
use std::io::{Cursor, Write};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook.
pub(super) struct Fixture {
    parts: Vec<(String, Vec<u8>)>,
}

/// Returns a workbook with one sheet, 台账, of these rows; style 1 is a date and style 2 a duration.
pub(super) fn book(rows: &str) -> Fixture {
    book_of(&format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"))
}

/// Returns a workbook whose one sheet is this XML.
pub(super) fn book_of(sheet: &str) -> Fixture {
    let link = |id: u8, kind: &str, target: &str| format!("<Relationship Id=\"rId{id}\" Type=\"{LINKS}/{kind}\" Target=\"{target}\"/>");
    let links =
        [link(1, "worksheet", "worksheets/sheet1.xml"), link(2, "sharedStrings", "sharedStrings.xml"), link(3, "styles", "/xl/styles.xml")];
    Fixture { parts: Vec::new() }
        .with("[Content_Types].xml", "<Types/>")
        .with("_rels/.rels", &format!("<Relationships>{}</Relationships>", link(1, "officeDocument", "xl/workbook.xml")))
        .with(
            "xl/workbook.xml",
            &format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
        )
        .with("xl/_rels/workbook.xml.rels", &format!("<Relationships>{}</Relationships>", links.concat()))
        .with(
            "xl/styles.xml",
            "<styleSheet><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>",
        )
        .with("xl/sharedStrings.xml", "<sst><si><t>甲</t></si><si><t/></si></sst>")
        .with("xl/worksheets/sheet1.xml", sheet)
}

impl Fixture {
    /// Returns the workbook with this part, in place of one of the same name.
    pub(super) fn with(mut self, name: &str, text: &str) -> Self {
        self.parts.retain(|(other, _)| other != name);
        self.parts.push((name.to_owned(), text.as_bytes().to_vec()));
        self
    }

    /// Returns the bytes of the archive.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, bytes) in &self.parts {
            archive.start_file(name.as_str(), options).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    /// Returns the workbook's sheets.
    pub(super) fn open(&self, options: &ReadOptions) -> Result<Vec<Box<dyn Sheet>>> {
        open_bytes(&self.bytes(), options).map(|(sheets, _)| sheets)
    }

    /// Returns the cells of the first sheet.
    pub(super) fn cells(&self) -> Vec<String> {
        let (sheets, _file) = open_bytes(&self.bytes(), &ReadOptions::default()).unwrap();
        cells(&read(sheets[0].as_ref()).unwrap())
    }

    /// Returns the error that opening or reading ends in.
    pub(super) fn error(&self) -> crate::Error {
        error_of(&self.bytes())
    }
}

/// Returns the sheets of a file of these bytes, and the file, which lasts as long as its handle.
pub(super) fn open_bytes(bytes: &[u8], options: &ReadOptions) -> Result<(Vec<Box<dyn Sheet>>, NamedTempFile)> {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let sheets = open(file.path(), "book.xlsx".into(), options, &Progress::default())?;
    Ok((sheets, file))
}

/// Returns the error that a file of these bytes ends in.
pub(super) fn error_of(bytes: &[u8]) -> crate::Error {
    let (sheets, _file) = match open_bytes(bytes, &ReadOptions::default()) {
        Ok(opened) => opened,
        Err(error) => return error,
    };
    sheets.iter().find_map(|sheet| read(sheet.as_ref()).err()).unwrap()
}

/// Returns every block of a sheet.
pub(super) fn read(sheet: &dyn Sheet) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    for mut rows in sheet.parts(&[])? {
        while let Some(block) = rows.next_block()? {
            blocks.push(block);
        }
    }
    Ok(blocks)
}

/// Returns rows as `number: cell | cell`, each cell with the letter of its kind.
pub(super) fn cells(blocks: &[Block]) -> Vec<String> {
    let row = |block: &Block, row: usize| {
        let cells = block.columns.iter().map(|column| match column.cell(row) {
            Cell::Empty => "-".to_owned(),
            Cell::Text(text) => format!("t {text}"),
            Cell::Number(text) => format!("n {text}"),
            Cell::Flag(flag) => format!("b {flag}"),
            Cell::Fault(text) => format!("e {text}"),
            other => format!("{other:?}"),
        });
        format!("{}: {}", block.rows.number(row), cells.collect::<Vec<_>>().join(" | "))
    };
    blocks.iter().flat_map(|block| (0..block.len()).map(move |index| row(block, index))).collect()
}
