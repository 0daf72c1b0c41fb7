//! What a user hands in: paths and tables in memory, with or without the name of their table.

use super::layout::{Found, recognise};
use super::{Export, Place, ReadOptions, Sheet, files};
use crate::campaign::Campaign;
use crate::error::{Error, ErrorKind, Position, Result};
use crate::table::{TableId, Tables};
use rayon::prelude::*;
use std::path::PathBuf;

/// One thing that a user hands in.
pub enum Input {
    /// A file, folder or pattern, and the table that the user says it holds.
    Path(Option<TableId>, PathBuf),
    /// A table in memory, likewise.
    Sheet(Option<TableId>, Box<dyn Sheet>),
}

impl Input {
    /// Returns the input of a path whose tables are told by their headers.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::Path(None, path.into())
    }

    fn position(&self) -> Position {
        match self {
            Self::Path(_, path) => Position { file: Some(path.display().to_string()), ..Position::default() },
            Self::Sheet(_, sheet) => sheet.place().position(),
        }
    }
}

/// Returns the exports in what a user handed in: every sheet that is not blank, with its table and columns. A sheet without any known header is left
/// out, and named, where another of its workbook is a table.
///
/// # Errors
/// Where a file cannot be found or opened, a header is no table's, or every sheet is blank.
pub fn exports(inputs: Vec<Input>, campaign: &Campaign, tables: &Tables, options: &ReadOptions) -> Result<Vec<Export>> {
    let first = inputs.first().map(Input::position);
    let (mut paths, mut sheets) = (Vec::new(), Vec::new());
    for input in inputs {
        match input {
            Input::Path(None, path) => paths.push(path),
            Input::Path(wanted, path) => sheets.extend(open(&[path], options)?.into_iter().map(|sheet| (wanted, sheet))),
            Input::Sheet(wanted, sheet) => sheets.push((wanted, sheet)),
        }
    }
    if !paths.is_empty() {
        sheets.extend(open(&paths, options)?.into_iter().map(|sheet| (None, sheet)));
    }
    let recognise = |(wanted, sheet): (Option<TableId>, Box<dyn Sheet>)| {
        let place = sheet.place().clone();
        recognise(sheet, campaign, tables, wanted).map(|found| (place, found))
    };
    let recognised: Vec<_> = sheets.into_par_iter().map(recognise).collect();
    let exports = with_unread(recognised.into_iter().collect::<Result<_>>()?)?;
    match first {
        Some(position) if exports.is_empty() => Err(blank(position)),
        _ => Ok(exports),
    }
}

/// Returns the real paths of the files in what a user handed in.
///
/// # Errors
/// As [`files::find`].
pub fn paths(inputs: &[Input]) -> Result<Vec<PathBuf>> {
    let given = inputs.iter().filter_map(|input| match input {
        Input::Path(_, path) => Some(path),
        Input::Sheet(..) => None,
    });
    let found = files::find(&given.collect::<Vec<_>>())?;
    Ok(found.iter().filter_map(|file| file.path.canonicalize().ok()).collect())
}

/// Returns the exports, the first of each workbook with the names of its foreign sheets.
///
/// # Errors
/// Where a file has a foreign sheet and no table.
fn with_unread(found: Vec<(Place, Found)>) -> Result<Vec<Export>> {
    let (mut exports, mut foreign) = (Vec::new(), Vec::new());
    for (place, found) in found {
        match found {
            Found::Table(export) => exports.push(export),
            Found::Foreign(error) => foreign.push((place, error)),
            Found::Blank => {}
        }
    }
    for (place, error) in foreign {
        let beside = exports.iter_mut().find(|export: &&mut Export| export.sheet.place().file == place.file);
        beside.ok_or(error)?.unread.extend(place.sheet);
    }
    Ok(exports)
}

fn blank(position: Position) -> Error {
    let (expected, found) = ("the header of a table".to_owned(), "nothing but blank cells".to_owned());
    ErrorKind::BadHeader { expected, found, position, remedy: "look whether the right file was given".to_owned() }.into()
}

fn open(paths: &[PathBuf], options: &ReadOptions) -> Result<Vec<Box<dyn Sheet>>> {
    let found = files::find(paths)?;
    let opened: Vec<_> = found.par_iter().map(|file| options.progress.check().and_then(|()| files::open(file, options))).collect();
    Ok(opened.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}
