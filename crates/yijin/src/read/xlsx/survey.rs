//! A first look at a sheet: how wide it is, whether it holds anything, and which of its cells are merged.
//!
//! The head of the sheet is read cell by cell, the rest is inflated and searched for the end of the cells, behind which
//! the merged ranges stand. So the archive's checksum has been verified before any row is delivered. `<dimension>` is not read: it may say anything.

use super::merged;
use super::part::Part;
use super::sheet_xml::{SheetXml, Step};
use super::xml::Xml;
use crate::error::Result;
use crate::read::Merge;
use memchr::memmem::Finder;
use std::io::{BufRead, Cursor, Read};

/// The number of used rows that decide the width. A header stands far above.
const HEAD_ROWS: usize = 256;
const END_OF_CELLS: &[u8] = b"sheetData>";
const WINDOW: usize = 1 << 18;

/// What a sheet looks like.
pub(super) struct Survey {
    /// The number of columns up to the last used one in the first 256 used rows; 0 where nothing is used.
    pub(super) width: usize,
    /// The merged ranges.
    pub(super) merges: Vec<Merge>,
}

impl Survey {
    /// Returns what the sheet in this part looks like.
    ///
    /// # Errors
    /// Where it cannot be read to its end.
    pub(super) fn read(part: &Part) -> Result<Self> {
        let mut sheet = SheetXml::new(part.data(None)?, &part.place);
        let (width, ended) = head(&mut sheet)?;
        let source = sheet.into_source();
        let merges = if ended {
            merged::read(&mut Xml::rest(source, &part.place), &part.place)?
        } else {
            let rest = skip_cells(source).map_err(|error| part.unread(&error))?;
            merged::read(&mut Xml::rest(rest, &part.place), &part.place)?
        };
        Ok(Self { width, merges })
    }
}

/// Returns the width of the head, and whether the cells end with it.
fn head<R: BufRead>(sheet: &mut SheetXml<R>) -> Result<(usize, bool)> {
    let (mut width, mut rows, mut used) = (0, 0, false);
    while rows < HEAD_ROWS {
        match sheet.step()? {
            Step::Cell if sheet.cell().is_used() => {
                width = width.max(sheet.cell().column + 1);
                used = true;
            }
            Step::Cell => {}
            Step::Row => rows += usize::from(std::mem::take(&mut used)),
            Step::End => return Ok((width, true)),
        }
    }
    Ok((width, false))
}

/// Returns what follows the closing tag of the cells.
fn skip_cells<R: BufRead>(mut source: R) -> std::io::Result<impl BufRead> {
    let finder = Finder::new(END_OF_CELLS);
    let mut window = Vec::with_capacity(WINDOW + END_OF_CELLS.len());
    loop {
        let kept = window.len().min(64);
        window.drain(..window.len() - kept);
        if source.by_ref().take(WINDOW as u64).read_to_end(&mut window)? == 0 {
            window.clear();
            break;
        }
        if let Some(end) = end_of_cells(&finder, &window) {
            window.drain(..end);
            break;
        }
    }
    Ok(Cursor::new(window).chain(source))
}

/// Returns the place behind `</sheetData>`, with or without a prefix of its namespace.
fn end_of_cells(finder: &Finder<'_>, window: &[u8]) -> Option<usize> {
    finder.find_iter(window).find(|&place| closes(&window[..place])).map(|place| place + END_OF_CELLS.len())
}

fn closes(before: &[u8]) -> bool {
    match before.iter().rposition(|&byte| byte == b'/') {
        Some(slash) if slash > 0 && before[slash - 1] == b'<' => {
            let prefix = &before[slash + 1..];
            prefix.is_empty() || (prefix.ends_with(b":") && !prefix.iter().any(|byte| b"<> \t\n\r".contains(byte)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_cells_is_found_across_windows_and_with_a_prefix() {
        for tag in ["</sheetData>", "</x:sheetData>"] {
            for filler in [0, 10, WINDOW - 5, WINDOW, 3 * WINDOW - 1] {
                let xml = format!("{}{tag}<rest/>", " ".repeat(filler));
                let mut rest = String::new();
                skip_cells(xml.as_bytes()).unwrap().read_to_string(&mut rest).unwrap();
                assert_eq!(rest, "<rest/>", "{filler}");
            }
        }
        assert_eq!(end_of_cells(&Finder::new(END_OF_CELLS), b"<sheetData>a</t> sheetData>"), None);
    }
}
