//! Text files, in the encodings that enterprises use.

use super::{Cause, Encoding, Writer};
use crate::table::Table;
use crate::value::{Language, Value};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes a text file with Chinese headers.
pub(super) struct CsvWriter {
    out: Out,
    encoding: Encoding,
    line: String,
    cell: String,
}

enum Out {
    Plain(BufWriter<File>),
    Gzip(Box<GzEncoder<BufWriter<File>>>),
}

impl CsvWriter {
    pub fn create(path: &Path, table: &Table, encoding: Encoding, gzip: bool) -> Result<Self, Cause> {
        let file = BufWriter::with_capacity(1 << 18, File::create(path)?);
        let out = if gzip { Out::Gzip(Box::new(GzEncoder::new(file, Compression::fast()))) } else { Out::Plain(file) };
        let mut writer = Self { out, encoding, line: String::new(), cell: String::new() };
        if matches!(encoding, Encoding::Utf8Marked | Encoding::Utf16) {
            writer.line.push('\u{feff}');
        }
        let headers: Vec<Value<'_>> = table.columns.iter().map(|column| Value::text(column.header)).collect();
        writer.row(&headers)?;
        Ok(writer)
    }

    fn write_line(&mut self) -> std::io::Result<()> {
        match self.encoding {
            Encoding::Utf8 | Encoding::Utf8Marked => self.out.write_all(self.line.as_bytes()),
            Encoding::Gb18030 => self.out.write_all(&encoding_rs::GB18030.encode(&self.line).0),
            Encoding::Utf16 => {
                let bytes: Vec<u8> = self.line.encode_utf16().flat_map(u16::to_le_bytes).collect();
                self.out.write_all(&bytes)
            }
        }
    }

    fn push_cell(&mut self, separator: char) {
        if self.cell.contains([separator, '"', '\n', '\r']) {
            let quoted = self.cell.replace('"', "\"\"");
            self.line.extend(["\"", &quoted, "\""]);
        } else {
            self.line.push_str(&self.cell);
        }
    }
}

impl Writer for CsvWriter {
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Cause> {
        let separator = if self.encoding == Encoding::Utf16 { '\t' } else { ',' };
        for (place, value) in cells.iter().enumerate() {
            if place > 0 {
                self.line.push(separator);
            }
            self.cell.clear();
            value.write(Language::Chinese, &mut self.cell);
            self.push_cell(separator);
        }
        self.line.push_str("\r\n");
        self.write_line()?;
        self.line.clear();
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), Cause> {
        match self.out {
            Out::Plain(mut file) => file.flush()?,
            Out::Gzip(gzip) => gzip.finish()?.flush()?,
        }
        Ok(())
    }
}

impl Out {
    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Plain(file) => file.write_all(bytes),
            Self::Gzip(gzip) => gzip.write_all(bytes),
        }
    }
}
