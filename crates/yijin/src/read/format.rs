//! The format of a file: by its first bytes, and by the end of its name where they do not say.

use super::Place;
use super::source::{Packing, Source};
use super::xlsx::{Archive, Package};
use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The bytes at the start of a file that are looked at.
const HEAD: usize = 1 << 10;

/// The names' ends of text files.
const TEXT: [&str; 3] = ["csv", "tsv", "txt"];

/// The names' ends of exports.
const EXPORTS: [&str; 14] =
    ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "parquet", "pq", "arrow", "arrows", "feather", "ipc"];

/// The first bytes of files that are no exports, and what they are.
const OTHERS: [(&[u8], &str); 11] = [
    (b"PARE", "an encrypted Parquet file"),
    (b"FEA1", "Feather version 1; version 2 is read"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"SQLite format 3", "an SQLite database"),
];

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with separated cells.
    Text(Packing),
    /// A workbook in the XLSX format.
    Xlsx,
    /// A workbook in the XLS, XLSB or ODS format.
    Workbook,
    /// Parquet.
    Parquet,
    /// An Arrow IPC file (Feather version 2).
    IpcFile,
    /// An Arrow IPC stream.
    IpcStream,
}

impl Format {
    /// Returns the format of the file at `path`, called `name`.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFormat`] for one that is not read, and [`ErrorKind::Io`].
    pub fn of(path: &Path, name: &str) -> Result<Self> {
        let mut head = Vec::new();
        let file = File::open(path).map_err(|cause| Error::io(name, &cause))?;
        file.take(HEAD as u64).read_to_end(&mut head).map_err(|cause| Error::io(name, &cause))?;
        let end = Ending::of(&path.to_string_lossy());
        by_content(path, &head, &end)
            .or_else(|| by_ending(&head, &end))
            .unwrap_or_else(|| Err(end.found()))
            .map_err(|found| ErrorKind::UnknownFormat { file: name.to_owned(), found }.into())
    }
}

/// The end of a file's name.
struct Ending {
    /// What follows the last point, in lower case.
    last: String,
    /// The same, of a compressed file without the end that says so.
    inner: String,
}

impl Ending {
    fn of(name: &str) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
        let end = |name: &str| name.rsplit_once('.').map(|(_, end)| end.to_owned()).unwrap_or_default();
        let last = end(&name);
        let packed = matches!(last.as_str(), "gz" | "zst");
        let inner = if packed { end(name.trim_end_matches(&last).trim_end_matches('.')) } else { last.clone() };
        Self { last, inner }
    }

    fn is_packed(&self) -> bool {
        self.last != self.inner
    }

    fn found(&self) -> String {
        if self.last.is_empty() { "a file without an ending".to_owned() } else { format!("a .{} file", self.last) }
    }
}

/// Returns whether a file of this name is an export, for a folder that holds other files too. Text files that end in
/// .txt are notes as often as tables: they are read where they are named.
#[must_use]
pub fn is_export_name(name: &str) -> bool {
    let end = Ending::of(name);
    let known = if end.is_packed() { TEXT.contains(&end.inner.as_str()) } else { EXPORTS.contains(&end.last.as_str()) };
    known && end.inner != "txt"
}

fn by_content(path: &Path, head: &[u8], end: &Ending) -> Option<Result<Format, String>> {
    if let Some((_, found)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(Err((*found).to_owned()));
    }
    match head {
        [b'P', b'A', b'R', b'1', ..] => Some(Ok(Format::Parquet)),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Some(Ok(Format::IpcFile)),
        [0xff, 0xff, 0xff, 0xff, ..] => Some(Ok(Format::IpcStream)),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Some(Ok(Format::Workbook)),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(zipped(path, head, end)),
        [0x1f, 0x8b, ..] => Some(packed(path, Packing::Gzip)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(packed(path, Packing::Zstd)),
        _ => None,
    }
}

fn by_ending(head: &[u8], end: &Ending) -> Option<Result<Format, String>> {
    let mark = head.iter().find(|byte| !byte.is_ascii_whitespace());
    match end.last.as_str() {
        "csv" | "tsv" | "txt" => Some(Ok(Format::Text(Packing::Plain))),
        "gz" | "zst" if TEXT.contains(&end.inner.as_str()) && head.is_empty() => Some(Ok(Format::Text(Packing::Plain))),
        "xls" | "xlsx" if mark == Some(&b'<') => Some(Err(format!("a web page or XML named .{}", end.last))),
        "xls" if !head.is_empty() && !matches!(head, [0x09, 0 | 2 | 4 | 8, ..]) => Some(Ok(Format::Text(Packing::Plain))),
        "xlsx" | "xlsm" => Some(Ok(Format::Xlsx)),
        "xls" | "xlsb" | "ods" => Some(Ok(Format::Workbook)),
        "parquet" | "pq" => Some(Ok(Format::Parquet)),
        "arrow" | "arrows" | "feather" | "ipc" => Some(Ok(Format::IpcStream)),
        _ => None,
    }
}

/// Tells workbooks from other ZIP archives by what they hold; one whose contents cannot be listed, by its name.
fn zipped(path: &Path, head: &[u8], end: &Ending) -> Result<Format, String> {
    const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    if head.get(30..).is_some_and(|names| names.starts_with(OPEN_DOCUMENT)) {
        return Ok(Format::Workbook);
    }
    let place = Place { file: Arc::from(""), sheet: None };
    match Package::open(path, &place).map(|package| package.kind()) {
        Ok(Archive::Xlsb) => Ok(Format::Workbook),
        Ok(Archive::Xlsx) => Ok(Format::Xlsx),
        _ if matches!(end.last.as_str(), "xlsx" | "xlsm") => Ok(Format::Xlsx),
        _ if matches!(end.last.as_str(), "xlsb" | "ods" | "xls") => Ok(Format::Workbook),
        _ => Err("a ZIP archive; unpack it".to_owned()),
    }
}

/// Tells packed text from other packed files by its first bytes. A packing that is broken already there is the text reader's to report.
fn packed(path: &Path, packing: Packing) -> Result<Format, String> {
    let source = Source::new(path, Arc::from(""), packing);
    let head = source.head(HEAD).unwrap_or_default();
    let binary: [&[u8]; 6] = [b"PAR1", b"ARROW1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\xff\xff\xff\xff"];
    let tar = head.get(257..262) == Some(b"ustar");
    if tar || binary.iter().chain(OTHERS.iter().map(|(magic, _)| magic)).any(|magic| head.starts_with(magic)) {
        return Err("a compressed file that is not text; unpack it".to_owned());
    }
    Ok(Format::Text(packing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(name: &str, bytes: &[u8]) -> Result<Format> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Format::of(&path, name)
    }

    fn found(name: &str, bytes: &[u8]) -> String {
        format_of(name, bytes).unwrap_err().to_string()
    }

    #[test]
    fn content_goes_before_the_name() {
        assert_eq!(format_of("a.csv", b"PAR1....").unwrap(), Format::Parquet);
        assert_eq!(format_of("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap(), Format::Workbook);
        assert_eq!(format_of("a.xls", "订单编号\t金额\n".as_bytes()).unwrap(), Format::Text(Packing::Plain));
        assert_eq!(format_of("a.xls", b"\t1\n").unwrap(), Format::Text(Packing::Plain));
        assert_eq!(format_of("a.parquet", b"ARROW1\0\0").unwrap(), Format::IpcFile);
    }

    #[test]
    fn the_name_decides_where_content_does_not() {
        assert_eq!(format_of("a.CSV", b"a,b\n").unwrap(), Format::Text(Packing::Plain));
        assert_eq!(format_of("a.parquet", b"").unwrap(), Format::Parquet);
        assert_eq!(format_of("a.xlsx", b"").unwrap(), Format::Xlsx);
    }

    #[test]
    fn what_is_not_read_is_named() {
        assert!(found("a.feather", b"FEA1....").contains("Feather version 1"));
        assert!(found("a.json", b"{}").contains("a .json file"));
        assert!(found("a.csv", b"%PDF-1.7").contains("PDF"));
        assert!(found("a.xls", b"<html>").contains("a web page or XML named .xls"));
        assert!(found("a.docx", b"PK\x03\x04").contains("ZIP archive"));
    }

    #[test]
    fn an_archive_with_an_endless_directory_is_known_by_its_name_alone() {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file("xl/workbook.xml", stored).unwrap();
        for entry in 0..40_000 {
            archive.start_file(format!("{}{entry}", "x".repeat(100)), stored).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert!(found("a.bin", &bytes).contains("ZIP archive"));
        assert_eq!(format_of("a.xlsx", &bytes).unwrap(), Format::Xlsx);
    }

    #[test]
    fn a_folder_tells_exports_by_their_names() {
        for name in ["a.csv", "台账.XLSX", "b.tsv.gz", "c.csv.zst", "d.parquet", "e.feather", "f.ods"] {
            assert!(is_export_name(name), "{name}");
        }
        for name in ["truth.json", "README.md", "note.txt", "note.txt.gz", "x.parquet.gz", "csv", ""] {
            assert!(!is_export_name(name), "{name}");
        }
    }
}
