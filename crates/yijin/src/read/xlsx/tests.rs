//! What comes out of workbooks, well made, odd and hostile.

use super::fixture::{MAIN, book, book_of, cells, error_of, open_bytes, read};
use super::open;
use crate::cell::{CellColumn, SheetKind};
use crate::progress::Progress;
use crate::read::{Edge, Merge, ReadOptions, Sheet};
use calamine::{Data, Reader};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

fn hostile(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/hostile").join(name)
}

fn hostile_sheet(name: &str) -> Box<dyn Sheet> {
    open(&hostile(name), name.into(), &ReadOptions::default(), &Progress::default()).unwrap().remove(0)
}

fn hostile_cells(name: &str) -> Vec<String> {
    cells(&read(hostile_sheet(name).as_ref()).unwrap())
}

fn hostile_error(name: &str) -> crate::Error {
    error_of(&std::fs::read(hostile(name)).unwrap())
}

fn count(count: &AtomicU64) -> u64 {
    count.load(Ordering::Relaxed)
}

#[test]
fn numbers_keep_the_digits_of_the_file() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>999901199003070011</v></c><c r=\"B1\"><v>9.9990119900307E+17</v></c>\
                <c r=\"C1\"><v> 0.10 </v></c><c r=\"D1\" t=\"n\"><v>-1</v></c></row>";
    assert_eq!(book(rows).cells(), ["1: n 999901199003070011 | n 9.9990119900307E+17 | n 0.10 | n -1"]);
}

#[test]
fn every_type_of_cell_is_read() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><r><t>红</t></r><r><t>苹果&lt;_x000D_</t></r>\
                <rPh><t>hong</t></rPh></is></c><c r=\"C1\" t=\"str\"><f>A1</f><v>甲</v></c><c r=\"D1\" t=\"b\"><v>1</v></c>\
                <c r=\"E1\" t=\"d\"><v>2019-05-03</v></c><c r=\"F1\" t=\"e\"><v>#REF!</v></c><c r=\"G1\"><f>SUM(A1)</f></c>\
                <c r=\"H1\"><f t=\"shared\" si=\"0\"/><v/></c><c r=\"I1\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"J1\" t=\"s\"><v>1</v></c>\
                <c r=\"K1\" t=\"str\"><f>VLOOKUP(1,2)</f></c><c r=\"L1\" t=\"str\"><f>\"\"</f><v/></c></row>";
    let expected = "1: t 甲 | t 红苹果<\r | t 甲 | b true | t 2019-05-03 | e #REF! in F1 | e uncached formula in G1 | e uncached formula in H1 | - | - \
                    | e uncached formula in K1";
    assert_eq!(book(rows).cells(), [expected]);
}

#[test]
fn a_date_is_a_number_in_a_date_format() {
    let rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>43586</v></c><c r=\"B1\" s=\"1\"><v>43586.5</v></c><c r=\"C1\" s=\"2\"><v>1.5</v></c>\
                <c r=\"D1\" s=\"0\"><v>43586</v></c><c r=\"E1\" s=\"1\"><v>60</v></c><c r=\"F1\" s=\"9\"><v>1</v></c></row>";
    let book = book(rows);
    assert_eq!(book.cells(), ["1: t 2019-05-01 | t 2019-05-01T12:00:00 | n 1.5 | n 43586 | n 60 | n 1"]);
    let (sheets, _file) = open_bytes(&book.bytes(), &ReadOptions::default()).unwrap();
    let blocks = read(sheets[0].as_ref()).unwrap();
    assert!(matches!(&blocks[0].columns[0], CellColumn::Sheet { kinds, .. } if kinds[0] == SheetKind::Date));
}

#[test]
fn positions_may_be_implied() {
    let rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c r=\"B5\"><v>5</v></c><c><v>6</v></c></row><row><c><v>7</v></c></row>";
    assert_eq!(book(rows).cells(), ["1: n 1 | - | n 3", "5: - | n 5 | n 6", "6: n 7 | - | -"]);
}

#[test]
fn any_prefix_will_do_for_the_namespace() {
    let sheet = format!(
        "<x:worksheet xmlns:x=\"{MAIN}\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row></x:sheetData>\
         <x:mergeCells><x:mergeCell ref=\"A1:B1\"/></x:mergeCells></x:worksheet>"
    );
    let book = book_of(&sheet);
    assert_eq!(book.cells(), ["1: n 1"]);
    assert_eq!(book.open(&ReadOptions::default()).unwrap()[0].merges().len(), 1);
}

#[test]
fn blank_rows_are_left_out_and_counted_between_used_ones() {
    let rows = "<row r=\"2\"><c r=\"A2\" s=\"1\"/></row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row><row r=\"4\"/>\
                <row r=\"5\"><c r=\"A5\" t=\"s\"><v>1</v></c></row><row r=\"7\"><c r=\"A7\"><v>2</v></c></row><row r=\"9\"/>";
    let (sheets, _file) = open_bytes(&book(rows).bytes(), &ReadOptions::default()).unwrap();
    for _ in 0..2 {
        assert_eq!(cells(&read(sheets[0].as_ref()).unwrap()), ["3: n 1", "7: n 2"]);
        assert_eq!(count(&sheets[0].tally().blank_rows), 3);
        assert_eq!(count(&sheets[0].tally().bytes), sheets[0].bytes());
    }
}

#[test]
fn a_cell_beyond_the_head_s_width_makes_its_row_ragged() {
    let narrow: String = (1..=300).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
    let rows = narrow + "<row r=\"301\"><c r=\"A301\"><v>1</v></c><c r=\"C301\"><v>2</v></c><c r=\"D301\"/></row>";
    let (sheets, _file) = open_bytes(&book(&rows).bytes(), &ReadOptions { block_rows: 128, ..ReadOptions::default() }).unwrap();
    let blocks = read(sheets[0].as_ref()).unwrap();
    assert_eq!(blocks.iter().map(|block| (block.len(), block.columns.len())).collect::<Vec<_>>(), [(128, 1), (128, 1), (45, 1)]);
    assert_eq!(count(&sheets[0].tally().ragged_rows), 1);
}

#[test]
fn what_stands_beyond_a_known_header_stands_in_one_more_column() {
    let narrow: String = (1..=300).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
    let rows = narrow + "<row r=\"301\"><c r=\"A301\"><v>1</v></c><c r=\"C301\"><v>2</v></c><c r=\"D301\"><v>3</v></c></row>";
    let (mut sheets, _file) = open_bytes(&book(&rows).bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(sheets[0].set_header(1, 1), Edge { beyond: Some(1), usual: None });
    assert_eq!(cells(&read(sheets[0].as_ref()).unwrap())[299..], ["300: n 1 | -", "301: n 1 | n 2"]);
    assert_eq!(count(&sheets[0].tally().ragged_rows), 0);
}

const MERGED: &str = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2</v></c></row>\
                      <row r=\"3\"><c r=\"A3\"/><c r=\"B3\"><v>3</v></c></row><row r=\"4\"><c r=\"B4\"><v>4</v></c></row><row r=\"6\"><c r=\"B6\"><v>6</v></c></row></sheetData>\
                      <mergeCells count=\"9\"><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A6:A9\"/></mergeCells>";

#[test]
fn merged_cells_are_null_unless_they_are_to_be_filled() {
    let book = book_of(&format!("<worksheet>{MERGED}</worksheet>"));
    let read_with = |fill_merged| {
        let (sheets, _file) = open_bytes(&book.bytes(), &ReadOptions { fill_merged, ..ReadOptions::default() }).unwrap();
        let merge = |first_row, last_row, last_column| Merge { first_row, last_row, first_column: 0, last_column };
        assert_eq!(sheets[0].merges(), [merge(1, 1, 1), merge(2, 4, 0), merge(6, 9, 0)]);
        cells(&read(sheets[0].as_ref()).unwrap())
    };
    let plain = ["1: t 甲 | -", "2: n 1 | n 2", "3: - | n 3", "4: - | n 4", "6: - | n 6"].map(str::to_owned).to_vec();
    let filled = ["1: t 甲 | t 甲", "2: n 1 | n 2", "3: n 1 | n 3", "4: n 1 | n 4", "6: - | n 6"].map(str::to_owned).to_vec();
    assert_eq!(read_with(false), plain);
    assert_eq!(read_with(true), filled);
}

#[test]
fn sheets_come_in_order_with_hidden_ones_and_without_empty_ones() {
    let sheet = |value: u8| format!("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>{value}</v></c></row></sheetData></worksheet>");
    let book = book("")
        .with("xl/worksheets/b.xml", &sheet(2))
        .with("xl/worksheets/c.xml", &sheet(3))
        .with(
            "xl/workbook.xml",
            "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"丙&amp;\" state=\"hidden\" r:id=\"c\"/><sheet name=\"图\" r:id=\"d\"/>\
             <sheet name=\"空\" r:id=\"a\"/><sheet name=\"乙\" r:id=\"b\"/></sheets></workbook>",
        )
        .with(
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
             <Relationship Id=\"b\" Type=\"x/worksheet\" Target=\"/xl/worksheets/B.xml\"/><Relationship Id=\"c\" Type=\"x/worksheet\" Target=\"worksheets/c.xml\"/>\
             <Relationship Id=\"d\" Type=\"x/chartsheet\" Target=\"charts/d.xml\"/></Relationships>",
        );
    let sheets = book.open(&ReadOptions::default()).unwrap();
    assert_eq!(sheets.iter().map(|sheet| sheet.place().sheet.as_deref().unwrap()).collect::<Vec<_>>(), ["丙&", "乙"]);
}

#[test]
fn what_is_broken_names_its_place() {
    let cases = [
        ("<row r=\"3\"><c r=\"C3\" t=\"s\"><v>7</v></c></row>", "row 3, column C3"),
        ("<row r=\"3\"><c r=\"C3\"><v>1</v></c><c r=\"C3\"><v>2</v></c></row>", "row 3, column C3"),
        ("<row r=\"3\"><c r=\"C3\"><v>5</v><v>6</v></c></row>", "row 3, column C3"),
        ("<row r=\"3\"><c r=\"XFE3\"><v>1</v></c></row>", "row 3"),
        ("<row r=\"0\"/>", "台账"),
        ("<row r=\"1\"><c r=\"A1\" t=\"q\"><v>1</v></c></row>", "row 1"),
        ("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&nbsp;</v></c></row>", "台账"),
        ("<row r=\"1\"></c></row>", "台账"),
    ];
    for (rows, place) in cases {
        let error = book(rows).error();
        assert_eq!(error.id(), "broken-file", "{rows}");
        assert!(error.to_string().contains(&"book.xlsx, sheet 台账".to_string()) && error.to_string().contains(place), "{error}");
    }
}

#[test]
fn another_encoding_is_refused() {
    let sheet = |encoding: &str| format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?><worksheet><sheetData/></worksheet>");
    assert!(book_of(&sheet("utf-8")).open(&ReadOptions::default()).unwrap().is_empty());
    assert_eq!(book_of(&sheet("GB2312")).error().id(), "broken-file");
}

#[test]
fn a_damaged_archive_is_refused() {
    let sheet: String = (1..=5000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{}</v></c></row>", row * 7919)).collect();
    let bytes = book(&sheet).bytes();
    assert_eq!(error_of(&bytes[..bytes.len() - 100]).id(), "broken-file");
    let mut damaged = bytes.clone();
    let middle = bytes.len() / 2;
    damaged[middle] ^= 0x55;
    assert_eq!(error_of(&damaged).id(), "broken-file");
}

#[test]
fn two_entries_of_one_name_are_refused() {
    let mut bytes = book("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>").with("xl/worksheets/sheet2.xml", "<worksheet/>").bytes();
    while let Some(place) = memchr::memmem::find(&bytes, b"sheet2.xml") {
        bytes[place + 5] = b'1';
    }
    assert!(error_of(&bytes).to_string().contains("the same name"));
    let twins = book("").with("XL/Workbook.xml", "<workbook/>");
    assert!(twins.error().to_string().contains("the same name"));
}

#[test]
fn what_is_no_workbook_is_named() {
    for (bytes, found) in [(&b""[..], "an empty file"), (b"<html>", "not a workbook"), (b"PK\x03\x04", "damaged")] {
        assert!(error_of(bytes).to_string().contains(found), "{}", error_of(bytes));
    }
    let mut container = super::package::OLE_MAGIC.to_vec();
    container.resize(1 << 20, 0);
    assert!(error_of(&container).to_string().contains(".xls"));
    container.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(error_of(&container).to_string().contains("password"));
    assert_eq!(hostile_error("nested_42.zip").id(), "unknown-format");
    assert_eq!(hostile_error("path_traversal.zip").id(), "unknown-format");
}

#[test]
fn hostile_workbooks_end_in_one_typed_error() {
    assert_eq!(hostile_error("entity_billion_laughs.xlsx").id(), "broken-file");
    assert_eq!(hostile_error("entity_external_file.xlsx").id(), "broken-file");
    assert_eq!(hostile_error("deep_xml_nesting.xlsx").id(), "too-large");
}

#[test]
fn odd_workbooks_are_read() {
    let row = "t 身份证号 | t 金额(元) | t 日期";
    let data = "2: t 999901199003070011 | n 100.5 | t 2019-05-01";
    assert_eq!(hostile_cells("bare_fill_style.xlsx"), [format!("1: {row}"), data.to_owned()]);
    assert_eq!(hostile_cells("far_merge.xlsx"), [format!("1: {row}"), data.to_owned()]);
    assert_eq!(hostile_cells("date1904.xlsx")[1], "2: t 999901199003070011 | n 100.5 | t 2023-05-02");
    assert_eq!(hostile_cells("numfmt_lies.xlsx")[1], "2: t x | n 999999 | t 2019-05-01");
    let faults = hostile_cells("cached_formula_lies.xlsx");
    assert_eq!(faults[1..], ["2: t x | n 999999 | t 2019-05-01", "3: t y | e uncached formula in B3 | e #REF! in C3"]);
    assert_eq!(hostile_cells("dup_and_dirty_headers.xlsx")[1], "2: n 0 | n 1 | n 2 | n 3 | n 4 | n 5");
}

#[test]
fn rows_out_of_order_are_put_in_order_and_two_of_one_number_are_refused() {
    let row = |number: u32| format!("<row r=\"{number}\"><c r=\"A{number}\"><v>{number}</v></c></row>");
    let blank = "<row r=\"130\"/><row r=\"130\"/>";
    assert_eq!(book(&[row(130), row(2), row(66), blank.to_owned()].concat()).cells(), ["2: n 2", "66: n 66", "130: n 130"]);
    let apart = (1..=300).chain([7]).map(row).collect::<String>();
    for error in [hostile_error("out_of_order_rows.xlsx"), book(&apart).error()] {
        assert_eq!((error.id(), error.position().sheet.is_some()), ("broken-file", true));
        assert!(error.to_string().contains("two rows of one number"), "{error}");
    }
    assert_eq!((hostile_error("out_of_order_rows.xlsx").position().row, book(&apart).error().position().row), (Some(2), Some(7)));
}

#[test]
fn a_far_cell_costs_neither_memory_nor_a_row() {
    let sheet = hostile_sheet("far_cell.xlsx");
    let blocks = read(sheet.as_ref()).unwrap();
    assert_eq!((blocks.len(), blocks[0].len(), blocks[0].rows.number(2), blocks[0].columns.len()), (1, 3, 1_048_576, 16_384));
    assert_eq!(blocks[0].columns[16_383].cell(2), crate::cell::Cell::Number("1"));
    assert_eq!(count(&sheet.tally().blank_rows), 1_048_573);
}

#[test]
fn endless_parts_are_refused() {
    let blank = " ".repeat(6 << 20);
    assert_eq!(book(&blank).error().id(), "too-large");
    let rows = "<row/>".repeat(12 << 20);
    assert_eq!(book(&rows).error().id(), "too-large");
    let long = "<si><t>".to_owned() + &"A".repeat(2 << 20) + "</t></si>";
    let row = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
    assert_eq!(book(row).with("xl/sharedStrings.xml", &format!("<sst>{long}</sst>")).error().id(), "too-large");
}

#[test]
fn a_plain_sheet_reads_as_it_does_elsewhere() {
    let rows: String = (1..=500)
        .map(|row| {
            format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{}</v></c><c r=\"B{row}\" t=\"s\"><v>0</v></c></row>", f64::from(row) / 8.0)
        })
        .collect();
    let book = book(&rows);
    let mut other = calamine::Xlsx::new(std::io::Cursor::new(book.bytes())).unwrap();
    let range = other.worksheet_range("台账").unwrap();
    let theirs = range.rows().enumerate().map(|(index, row)| {
        let [Data::Float(number), Data::String(text)] = row else { panic!("{row:?}") };
        format!("{}: n {number} | t {text}", index + 1)
    });
    assert_eq!(book.cells(), theirs.collect::<Vec<_>>());
}

#[test]
fn two_sheets_of_one_part_are_refused() {
    let list: String = (1..=3).map(|sheet| format!("<sheet name=\"{sheet}\" sheetId=\"{sheet}\" r:id=\"rId1\"/>")).collect();
    let twins = book("").with("xl/workbook.xml", &format!("<workbook xmlns:r=\"r\"><sheets>{list}</sheets></workbook>"));
    assert!(twins.error().to_string().contains("one part"), "{}", twins.error());
}
