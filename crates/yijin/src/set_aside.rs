//! Set-aside files: the rows that were not used, as they stand in their files, for a person to mend.
//!
//! The files are read once more for it, so that no raw row is kept in memory for the case that someone asks.

use crate::account::{Aside, Reason};
use crate::book::Book;
use crate::cell::{Block, Cell};
use crate::clean::{TO_BE_MADE, text};
use crate::error::{Error, ErrorKind, Result};
use crate::person::KeySource;
use crate::progress::{Phase, Progress};
use crate::read::{Export, Header, Stamped};
use crate::table::{Kind, Table, TableId};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use tempfile::NamedTempFile;

/// The columns before those of the table: where the row stands and why it was set aside.
const PROVENANCE: [&str; 5] = ["_file", "_sheet", "_row", "_column", "_reason"];

/// What was written of the rows that were set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The files.
    pub files: Vec<PathBuf>,
    /// Whether persons are masked in them under a key of this run alone, so that no later run can read them.
    pub locked: bool,
}

impl Book {
    /// Writes the rows that were set aside and returns the files: the ledger's at `path`, each other table's beside it with the table's name
    /// before the ending. The files are UTF-8 CSV with a byte order mark, under the canonical headers; persons are
    /// masked and can be read back under the same key. No file is written for a table with no such rows.
    ///
    /// # Errors
    /// Where an export can no longer be read or has changed, or a file cannot be written.
    pub fn set_aside(&self, path: &Path, progress: &Progress) -> Result<Written> {
        progress.begin(Phase::Writing, self.asides.len() as u64);
        let mut drafts = Vec::new();
        for table in TableId::ALL {
            let of_table: Vec<Aside> =
                self.asides.iter().filter(|aside| self.exports.sheet(aside.sheet).header.table == table).copied().collect();
            if !of_table.is_empty() {
                let path = beside(path, table);
                drafts.push((self.write_table(&path, table, &of_table, progress)?, path));
            }
        }
        progress.check()?;
        let locked = self.cleaner().key().source() == KeySource::Fresh && drafts.iter().any(|(draft, _)| draft.masked);
        let files = drafts.into_iter().map(|(draft, path)| draft.place().map(|()| path)).collect::<Result<_>>()?;
        Ok(Written { files, locked })
    }

    fn write_table(&self, path: &Path, table: TableId, asides: &[Aside], progress: &Progress) -> Result<Draft> {
        let table = self.cleaner().tables().table(table);
        let columns = self.columns_present(table, asides);
        let failed = |cause: &std::io::Error| Error::io(path.display(), cause);
        let Draft { mut file, target, mut masked } = Draft::new(path, &self.exports.files)?;
        file.write_all("\u{feff}".as_bytes()).map_err(|cause| failed(&cause))?;
        let mut csv = csv::Writer::from_writer(file);
        let names = columns.iter().map(|&column| table.columns[column].name.as_str());
        csv.write_record(PROVENANCE.into_iter().chain(names)).map_err(|cause| failed(&cause.into()))?;
        for of_sheet in asides.chunk_by(|a, b| a.sheet == b.sheet) {
            let export = self.exports.sheet(of_sheet[0].sheet);
            self.recall(export, of_sheet, progress, |block, row, reason| {
                let record = self.record(export, table, &columns, block, row, reason);
                masked |= record.iter().any(|cell| self.cleaner().key().has_masked(cell));
                csv.write_record(&record).map_err(|cause| failed(&cause.into()))
            })?;
        }
        let file = csv.into_inner().map_err(|error| failed(error.error()))?;
        Ok(Draft { file, target, masked })
    }

    /// Returns the table's columns that any of the rows' sheets has.
    fn columns_present(&self, table: &Table, asides: &[Aside]) -> Vec<usize> {
        let sheets: Vec<&Export> =
            asides.chunk_by(|a, b| a.sheet == b.sheet).map(|of_sheet| self.exports.sheet(of_sheet[0].sheet)).collect();
        (0..table.columns.len()).filter(|&column| sheets.iter().any(|export| export.header.gives(table, column))).collect()
    }

    /// Reads a sheet again and hands on each row that was set aside, in the order of the file.
    fn recall(
        &self,
        export: &Export,
        asides: &[Aside],
        progress: &Progress,
        mut take: impl FnMut(&Block, usize, Reason) -> Result<()>,
    ) -> Result<()> {
        let mut recalled = 0;
        for mut part in export.sheet.parts(&export.header.sources())? {
            while let Some(block) = part.next_block()? {
                progress.check()?;
                for row in 0..block.len() {
                    if let Ok(found) = asides.binary_search_by_key(&block.rows.number(row), |aside| aside.row) {
                        take(&block, row, asides[found].reason)?;
                        recalled += 1;
                    }
                }
            }
        }
        progress.done.fetch_add(asides.len() as u64, Ordering::Relaxed);
        if recalled == asides.len() {
            return Ok(());
        }
        let position = export.sheet.place().position();
        let cause = format!("{} rows were set aside and {recalled} of them are there now: it has changed since it was read", asides.len());
        Err(ErrorKind::BrokenFile { format: "the export", position, cause }.into())
    }

    fn record(&self, export: &Export, table: &Table, columns: &[usize], block: &Block, row: usize, reason: Reason) -> Vec<String> {
        let place = export.sheet.place();
        let sheet = place.sheet.as_deref().unwrap_or_default();
        let number = block.rows.number(row).to_string();
        let mut record = vec![shown(&place.file), shown(sheet), number, reason.column(table).to_owned(), reason.code(table)];
        record.extend(columns.iter().map(|&column| self.cell(export, table, column, block, row)));
        record
    }

    /// Returns what a row has in a column of its table.
    fn cell(&self, export: &Export, table: &Table, column: usize, block: &Block, row: usize) -> String {
        let header = &export.header;
        let of = &table.columns[column];
        match (header.bound.get(&column), header.constants.get(&of.name)) {
            (Some(bound), _) => {
                let unit = bound.unit.as_deref().filter(|_| of.kind != Kind::Quantity || !self.has_unit(header, table, block, row));
                self.cleaner().mendable(of, &block.columns[bound.source].cell(row), unit)
            }
            (None, Some(constant)) => self.cleaner().mendable(of, &Cell::Text(constant), None),
            (None, None) if table.id == TableId::Projects && of.name == "community_id" => TO_BE_MADE.to_owned(),
            (None, None) => String::new(),
        }
    }

    /// Returns whether the row's own column of units says something: it goes before the unit in the header.
    fn has_unit(&self, header: &Header, table: &Table, block: &Block, row: usize) -> bool {
        let bound = table.column("unit").and_then(|unit| header.bound.get(&unit));
        let cell = bound.map(|bound| block.columns[bound.source].cell(row)).or_else(|| Some(Cell::Text(header.constants.get("unit")?)));
        cell.is_some_and(|cell| !matches!(text::text(&cell), Ok(None)))
    }
}

/// A file under a temporary name beside its place. Dropped before it is placed, it is removed, and what stood there stays.
struct Draft {
    file: NamedTempFile,
    target: PathBuf,
    /// Whether a person is masked in it.
    masked: bool,
}

impl Draft {
    /// Returns an empty draft for `path`, or where that links to.
    ///
    /// # Errors
    /// Where its name does not say CSV, something other than a file stands there, or one of the `exports`, or where nothing can be written.
    fn new(path: &Path, exports: &[Stamped]) -> Result<Self> {
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let refused = |expected: &str| ErrorKind::BadOption {
            option: "the set-aside file",
            expected: expected.to_owned(),
            found: path.display().to_string(),
        };
        if target.exists() && !target.is_file() {
            return Err(refused("a file or a new name").into());
        }
        if exports.iter().any(|file| file.path == target) {
            return Err(refused("a file that is none of the exports").into());
        }
        if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("csv")) {
            return Err(refused("a name that ends in .csv").into());
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|cause| Error::io(path.display(), &cause.kind().into()))?;
        Ok(Self { file, target, masked: false })
    }

    fn place(self) -> Result<()> {
        let place = self.target.display().to_string();
        self.file.persist(self.target).map(drop).map_err(|error| Error::io(place, &error.error))
    }
}

/// Returns the path of a table's file.
fn beside(path: &Path, table: TableId) -> PathBuf {
    if table == TableId::Ledger {
        return path.to_owned();
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{stem}.{table}.csv"))
}

/// Returns a text that is no cell's, as a file for spreadsheet programs shows it.
fn shown(text: &str) -> String {
    text::harmless(text.to_owned())
}
