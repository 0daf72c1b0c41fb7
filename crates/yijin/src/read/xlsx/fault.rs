//! What can be wrong with a workbook, as errors that name the place and hold no cell's value.

use crate::error::{Error, ErrorKind, Position};
use crate::read::Place;
use std::io;

/// What a reader of bytes finds out about a part, on its way through [`io::Error`].
#[derive(Debug, Clone, Copy, thiserror::Error)]
pub(super) enum Trouble {
    /// More than `limit` of `what`.
    #[error("more than {limit} {what}")]
    Excess {
        /// What is counted.
        what: &'static str,
        /// The bound.
        limit: u64,
    },
    /// The bytes are not what the archive promises.
    #[error("{0}")]
    Broken(&'static str),
}

impl From<Trouble> for io::Error {
    fn from(trouble: Trouble) -> Self {
        Self::other(trouble)
    }
}

/// Returns the error of a workbook that cannot be followed.
pub(super) fn broken(place: &Place, cause: impl Into<String>) -> Error {
    at(place.position(), cause)
}

/// Returns the error of a workbook that cannot be followed at a row and, where it is known, a cell.
pub(super) fn broken_at(place: &Place, row: u32, cell: Option<String>, cause: impl Into<String>) -> Error {
    at(Position { row: Some(row.into()), column: cell, ..place.position() }, cause)
}

fn at(position: Position, cause: impl Into<String>) -> Error {
    ErrorKind::BrokenFile { format: "XLSX", position, cause: cause.into() }.into()
}

/// Returns the error of a workbook beyond a bound.
pub(super) fn too_large(place: &Place, what: &'static str, limit: u64) -> Error {
    ErrorKind::TooLarge { what, limit, position: place.position(), remedy: "save its sheets as CSV and read those" }.into()
}

/// Returns the error of a failed read: a bound, a broken archive or the system.
pub(super) fn unread(place: &Place, error: &io::Error) -> Error {
    let trouble = error.get_ref().and_then(|inner| inner.downcast_ref::<Trouble>());
    match (trouble, error.kind()) {
        (Some(Trouble::Excess { what, limit }), _) => too_large(place, what, *limit),
        (Some(Trouble::Broken(cause)), _) => broken(place, *cause),
        (None, io::ErrorKind::UnexpectedEof) => broken(place, "the archive is cut short"),
        (None, io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => broken(place, "the compressed data are damaged"),
        (None, _) => Error::io(&place.file, error),
    }
}

/// Returns the error of XML that cannot be followed, without the words of the file.
pub(super) fn unparsed(place: &Place, error: &quick_xml::Error) -> Error {
    use quick_xml::Error as Xml;
    match error {
        Xml::Io(cause) => unread(place, cause),
        Xml::Syntax(cause) => broken(place, format!("broken XML ({cause})")),
        Xml::IllFormed(_) => broken(place, "broken XML (its tags or references do not match)"),
        Xml::InvalidAttr(_) | Xml::Namespace(_) => broken(place, "broken XML (a malformed attribute)"),
        Xml::Encoding(_) => broken(place, "text that is not UTF-8"),
        Xml::Escape(_) => broken(place, "a character or entity reference that XML does not define"),
    }
}
