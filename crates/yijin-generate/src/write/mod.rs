//! Tables in files: one module a format.

mod csv;
mod parquet;
mod xlsx;

use crate::error::Error;
use crate::folder::{Draft, Folder};
use crate::plan::{Format, Plan};
use crate::table::Table;
use crate::value::Value;

/// What a writer of a format may say went wrong.
pub(crate) type Cause = Box<dyn std::error::Error>;

/// How a text file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8 with a byte order mark.
    Utf8Marked,
    /// UTF-8 without.
    Utf8,
    Gb18030,
    /// Little-endian, with a byte order mark; cells are parted by tabs.
    Utf16,
}

/// The shape of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Csv {
        encoding: Encoding,
        gzip: bool,
    },
    /// With title rows above the header, and with a 合计 row below the last.
    Xlsx {
        titles: bool,
        footer: bool,
    },
    /// With all cells as text, so that faults can stand.
    Parquet {
        as_text: bool,
    },
}

/// The shapes of mixed files, in turn.
const TURN: [Shape; 7] = [
    Shape::Csv { encoding: Encoding::Utf8Marked, gzip: false },
    Shape::Xlsx { titles: true, footer: true },
    Shape::Csv { encoding: Encoding::Gb18030, gzip: false },
    Shape::Parquet { as_text: false },
    Shape::Csv { encoding: Encoding::Utf16, gzip: false },
    Shape::Csv { encoding: Encoding::Utf8, gzip: true },
    Shape::Csv { encoding: Encoding::Utf8, gzip: false },
];

impl Shape {
    /// Returns the shape of a plan's file; mixed files differ by `turn`.
    pub fn of(plan: &Plan, turn: usize) -> Self {
        let shape = match plan.format {
            Format::Csv => TURN[0],
            Format::Xlsx => Self::Xlsx { titles: turn % 2 == 1, footer: false },
            Format::Parquet => Self::Parquet { as_text: false },
            Format::Mixed => TURN[turn % TURN.len()],
        };
        if let Self::Parquet { .. } = shape { Self::Parquet { as_text: plan.mess > 0.0 } } else { shape }
    }

    /// Returns how many rows a file of the ledger holds at most.
    pub fn most_rows(self) -> Option<u64> {
        match self {
            Self::Csv { .. } => None,
            Self::Xlsx { .. } => Some(1_000_000),
            Self::Parquet { .. } => Some(10_000_000),
        }
    }

    /// Returns the ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv { gzip: true, .. } => "csv.gz",
            Self::Csv { .. } => "csv",
            Self::Xlsx { .. } => "xlsx",
            Self::Parquet { .. } => "parquet",
        }
    }
}

/// Writes rows in one format.
pub(crate) trait Writer {
    /// Writes a row, one cell a column.
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Cause>;

    /// Begins a new sheet under its own title, in formats that have sheets.
    fn section(&mut self, _title: &str) -> Result<(), Cause> {
        Ok(())
    }

    /// Writes what is left.
    fn finish(self: Box<Self>) -> Result<(), Cause>;
}

/// A table's file.
pub(crate) struct TableFile {
    draft: Draft,
    writer: Box<dyn Writer>,
}

impl TableFile {
    /// Begins the file of this name (without ending).
    pub fn create(folder: &Folder, name: &str, table: &'static Table, shape: Shape) -> Result<Self, Error> {
        let draft = folder.draft(&format!("{name}.{}", shape.ending()));
        let writer = open(&draft, table, shape).map_err(|cause| draft.error(cause))?;
        Ok(Self { draft, writer })
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Error> {
        self.writer.row(cells).map_err(|cause| self.draft.error(cause))
    }

    /// Begins a new sheet, in formats that have sheets.
    pub fn section(&mut self, title: &str) -> Result<(), Error> {
        self.writer.section(title).map_err(|cause| self.draft.error(cause))
    }

    /// Puts the whole file under its name.
    pub fn finish(self, folder: &mut Folder) -> Result<(), Error> {
        self.writer.finish().map_err(|cause| self.draft.error(cause))?;
        folder.place(self.draft)
    }
}

fn open(draft: &Draft, table: &'static Table, shape: Shape) -> Result<Box<dyn Writer>, Cause> {
    Ok(match shape {
        Shape::Csv { encoding, gzip } => Box::new(csv::CsvWriter::create(draft.part(), table, encoding, gzip)?),
        Shape::Xlsx { titles, footer } => Box::new(xlsx::XlsxWriter::create(draft.part(), table, titles, footer)?),
        Shape::Parquet { as_text } => Box::new(parquet::ParquetWriter::create(draft.part(), table, as_text)?),
    })
}
