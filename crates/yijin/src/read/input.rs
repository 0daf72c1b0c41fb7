//! What a user hands in: paths and tables in memory, with or without the name of their table.

use super::frame::Frame;
use super::layout::{Found, Index, recognise};
use super::{Export, Place, ReadOptions, Sheet, Stamped, files};
use crate::campaign::Campaign;
use crate::error::{Error, ErrorKind, Position, Result};
use crate::progress::Progress;
use crate::table::{TableId, Tables};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// One thing that a user hands in.
pub enum Input {
    /// A file, folder or pattern, and the table that the user says it holds.
    Path(Option<TableId>, PathBuf),
    /// A table in memory, likewise.
    Frame(Option<TableId>, SchemaRef, Vec<RecordBatch>),
}

impl Input {
    /// Returns the input of a path whose tables are told by their headers.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::Path(None, path.into())
    }
}

/// What was found in what a user handed in.
pub struct Opened {
    /// Every sheet that is not blank, with its table and columns.
    pub exports: Vec<Export>,
    /// The files as they were before they were opened.
    pub files: Vec<Stamped>,
}

/// Returns the exports in what a user handed in, and their files. Files are called apart, whichever tables they are said to hold; so are tables in memory.
/// A sheet without any known header is left out, and named, where another of its workbook is a table.
///
/// # Errors
/// Where a file cannot be found or opened, a header is no table's, or every sheet is blank; [`ErrorKind::Interrupted`].
pub fn exports(inputs: Vec<Input>, campaign: &Campaign, tables: &Tables, options: &ReadOptions, progress: &Progress) -> Result<Opened> {
    let (mut paths, mut wanted, mut frames) = (Vec::new(), Vec::new(), Vec::new());
    for input in inputs {
        match input {
            Input::Path(table, path) => {
                paths.push(path);
                wanted.push(table);
            }
            Input::Frame(table, schema, batches) => frames.push((table, schema, batches)),
        }
    }
    let found = files::find(&paths)?;
    let stamped = found.iter().filter_map(|file| Stamped::of(&file.path)).collect();
    let frames = named(frames, options)?;
    let first = frames.first().map(|(_, sheet)| sheet.place().position()).or_else(|| found.first().map(position));
    let index = Index::of(tables);
    let recognised = |wanted: Option<TableId>, sheets: Vec<Box<dyn Sheet>>| -> Result<Vec<Export>> {
        let found = |sheet: Box<dyn Sheet>| {
            let place = sheet.place().clone();
            recognise(sheet, campaign, &index, wanted).map(|found| (place, found))
        };
        let all: Vec<_> = sheets.into_par_iter().map(found).collect();
        with_unread(all.into_iter().collect::<Result<_>>()?)
    };
    let of_frames = frames.into_iter().map(|(wanted, sheet)| recognised(wanted, vec![sheet]));
    // File by file: the sheets of a workbook hold what they share until the last is recognised.
    let of_file = |file: &files::Found| {
        progress.check()?;
        recognised(wanted[file.input], files::open(file, tables, options, progress)?)
    };
    let of_files: Vec<_> = found.par_iter().map(of_file).collect();
    let exports: Vec<Export> = of_frames.chain(of_files).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    match first {
        Some(position) if exports.is_empty() => Err(blank(position)),
        _ => Ok(Opened { exports, files: stamped }),
    }
}

/// A table in memory, and which it is said to be.
type Given = (Option<TableId>, SchemaRef, Vec<RecordBatch>);

/// A sheet, and the table that it is said to hold.
type Said = (Option<TableId>, Box<dyn Sheet>);

/// Returns tables in memory as sheets, each called by its table, with a number where another is called the same.
fn named(frames: Vec<Given>, options: &ReadOptions) -> Result<Vec<Said>> {
    let mut taken = BTreeSet::new();
    let mut sheets: Vec<Said> = Vec::with_capacity(frames.len());
    for (table, schema, batches) in frames {
        let name = files::free(table.map_or("table", TableId::name).to_owned(), &taken);
        sheets.push((table, Box::new(Frame::new(&name, &schema, batches, options)?)));
        taken.insert(name);
    }
    Ok(sheets)
}

fn position(file: &files::Found) -> Position {
    Position { file: Some(file.name.to_string()), ..Position::default() }
}

/// Returns the exports of a file, the first with the names of its foreign sheets.
///
/// # Errors
/// Where it has a foreign sheet and no table.
fn with_unread(found: Vec<(Place, Found)>) -> Result<Vec<Export>> {
    let (mut exports, mut foreign): (Vec<Export>, Vec<_>) = (Vec::new(), Vec::new());
    for (place, found) in found {
        match found {
            Found::Table(export) => exports.push(export),
            Found::Foreign(error) => foreign.push((place, error)),
            Found::Blank => {}
        }
    }
    for (place, error) in foreign {
        exports.first_mut().ok_or(error)?.unread.extend(place.sheet);
    }
    Ok(exports)
}

fn blank(position: Position) -> Error {
    let (expected, found) = ("the header of a table".to_owned(), "nothing but blank cells".to_owned());
    ErrorKind::BadHeader { expected, found, position, remedy: "look whether the right file was given".to_owned() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::StringArray;
    use std::sync::Arc;

    fn places(inputs: Vec<Input>) -> Vec<String> {
        let (campaign, options) = (Campaign::community_power(), ReadOptions::default());
        let opened = exports(inputs, &campaign, &campaign.tables(), &options, &Progress::default()).unwrap();
        opened.exports.iter().map(|export| export.sheet.place().file.to_string()).collect()
    }

    #[test]
    fn files_are_called_apart_whichever_tables_they_hold() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "供应商编号,供应商名称,供应商类型\nS1,x,贫困户\n").unwrap();
            path
        };
        let (may, june) = (file("05/a.csv"), file("06/a.csv"));
        let given = vec![Input::Path(Some(TableId::Suppliers), may.clone()), Input::Path(Some(TableId::Suppliers), june.clone())];
        assert_eq!(places(given), [may, june].map(|path| path.display().to_string()));
    }

    #[test]
    fn tables_in_memory_are_numbered() {
        let frame = |table| {
            let column = |text: &str| Arc::new(StringArray::from(vec![text])) as arrow_array::ArrayRef;
            let columns = [("供应商编号", column("S1")), ("供应商名称", column("x")), ("供应商类型", column("贫困户"))];
            let batch = RecordBatch::try_from_iter(columns).unwrap();
            Input::Frame(table, batch.schema(), vec![batch])
        };
        let suppliers = Some(TableId::Suppliers);
        assert_eq!(
            places(vec![frame(suppliers), frame(None), frame(suppliers), frame(None)]),
            ["suppliers", "table", "suppliers (2)", "table (2)"]
        );
    }
}
