//! What comes out of workbooks that calamine reads.

use super::*;
use crate::cell::Cell;
use std::io::Write;
use tempfile::NamedTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn ods(rows: &str) -> NamedTempFile {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet><table:table table:name=\"台账\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let file = NamedTempFile::new().unwrap();
    let mut archive = ZipWriter::new(file.reopen().unwrap());
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>"),
        ("content.xml", &content),
    ] {
        archive.start_file(name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    file
}

#[test]
fn an_open_document_is_read_in_its_rows() {
    let file = ods(
        "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>编号</text:p></table:table-cell></table:table-row>\
                    <table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>\
                    <table:table-row><table:table-cell office:value-type=\"float\" office:value=\"12\"><text:p>12</text:p></table:table-cell>\
                    <table:table-cell office:value-type=\"float\" office:value=\"999901199003070011\"><text:p>x</text:p></table:table-cell></table:table-row>",
    );
    let sheets = open(file.path(), "book.ods".into(), &ReadOptions::default(), &Progress::default()).unwrap();
    let block = sheets[0].parts(&[]).unwrap()[0].next_block().unwrap().unwrap();
    assert_eq!((block.len(), block.rows.number(0), block.rows.number(1)), (2, 1, 4));
    assert_eq!(block.columns[0].cell(0), Cell::Text("编号"));
    assert_eq!(block.columns[0].cell(1), Cell::Number("12"));
    assert_eq!(block.columns[1].cell(1), Cell::Number("9.9990119900307E17"));
    assert_eq!(sheets[0].tally().blank_rows.load(Ordering::Relaxed), 2);
}

#[test]
fn cells_that_reach_too_far_are_refused_before_they_are_held() {
    let far = "<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\" \
               office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    assert_eq!(open(ods(far).path(), "book.ods".into(), &ReadOptions::default(), &Progress::default()).err().unwrap().id(), "too-large");
}

#[test]
fn merged_cells_that_are_not_known_are_not_filled() {
    let file = NamedTempFile::new().unwrap();
    let mut archive = ZipWriter::new(file.reopen().unwrap());
    archive.start_file("xl/workbook.bin", SimpleFileOptions::default()).unwrap();
    archive.finish().unwrap();
    let error = open(file.path(), "book.xlsb".into(), &ReadOptions { fill_merged: true, ..ReadOptions::default() }, &Progress::default())
        .err()
        .unwrap();
    assert!(error.id() == "bad-option" && error.to_string().contains("book.xlsb") && error.to_string().contains("fill_merged"), "{error}");
}

#[test]
fn what_is_no_workbook_is_named() {
    for (bytes, found) in [(&b"<html><table>"[..], "web page"), (b"a,b", "not a workbook"), (b"", "empty")] {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let error = open(file.path(), "book.xls".into(), &ReadOptions::default(), &Progress::default()).err().unwrap();
        assert!(error.id() == "unknown-format" && error.to_string().contains(found), "{error}");
    }
}

#[test]
fn numbers_that_have_lost_digits_show_it() {
    assert_eq!(digits(12.0), "12");
    assert_eq!(digits(0.1), "0.1");
    assert_eq!(digits(9_007_199_254_740_992.0), "9007199254740992");
    assert!(digits(999_901_199_003_070_011.0).contains('E'));
}

#[test]
fn a_workbook_is_opened_again_for_each_pass_and_is_the_same() {
    let row = "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"12\"/></table:table-row>";
    let file = ods(row);
    let sheets = open(file.path(), "book.ods".into(), &ReadOptions::default(), &Progress::default()).unwrap();
    let read = || sheets[0].parts(&[]).and_then(|mut parts| parts[0].next_block()).map(|block| block.unwrap().len());
    assert_eq!([read().unwrap(), read().unwrap(), read().unwrap()], [1; 3]);
    std::fs::write(file.path(), b"PK").unwrap();
    assert_eq!(read().unwrap_err().id(), "broken-file");
}

#[test]
fn shared_strings_that_take_too_much_are_refused_before_they_are_held() {
    let mut file = NamedTempFile::new().unwrap();
    let mut archive = ZipWriter::new(file.as_file_mut());
    for (name, bytes) in [("xl/workbook.bin", 0), ("xl/sharedStrings.bin", STRING_BYTES + 1)] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        std::io::copy(&mut std::io::repeat(0).take(bytes), &mut archive).unwrap();
    }
    archive.finish().unwrap();
    assert_eq!(open(file.path(), "book.xlsb".into(), &ReadOptions::default(), &Progress::default()).err().unwrap().id(), "too-large");
}
