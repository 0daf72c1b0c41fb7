//! One record of separated text: where its cells begin and end.
//!
//! A cell that begins with a quotation mark runs to the mark that closes it, and a doubled mark is one; whatever stands behind
//! the closing mark belongs to the cell (`"x"y` is `xy`). A mark further inside a cell is a character like any other (`5"寸管`).
//! LF, CR LF and CR end a record.

use memchr::{memchr, memchr2, memchr3};

/// The bytes of a cell that is short.
const SHORT: usize = 24;

/// What takes the cells of a record.
pub trait Cells {
    /// Takes the next piece of the current cell.
    fn piece(&mut self, bytes: &[u8]);

    /// Says that the current cell stands in quotation marks and has line breaks, and whether something follows its closing mark.
    fn broken_up(&mut self, followed: bool);

    /// Ends the current cell.
    fn end_cell(&mut self);

    /// Forgets the cells since the last record that was whole.
    fn restart(&mut self);
}

/// How far a record could be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To its end: where the next begins.
    Record(usize),
    /// To the end of the text that is there; more is to come.
    Short,
    /// To the end of the file, inside quotation marks.
    OpenQuote,
}

/// Reads the record of `text` that begins at `from`; `last` says that nothing follows the text.
pub fn record(text: &[u8], from: usize, separator: u8, last: bool, cells: &mut impl Cells) -> Step {
    let mut at = from;
    loop {
        let mut in_quotes: &[u8] = &[];
        if text.get(at) == Some(&b'"') {
            match quoted(text, at + 1, last, cells) {
                Some(after) => (in_quotes, at) = (&text[at..after], after),
                None if last => return Step::OpenQuote,
                None => return Step::Short,
            }
        }
        let length = cell_length(&text[at..], separator);
        if memchr2(b'\n', b'\r', in_quotes).is_some() {
            cells.broken_up(length.unwrap_or(text.len() - at) > 0);
        }
        let Some(length) = length else {
            return at_end(text, at, last, cells);
        };
        let end = at + length;
        if text[end] == b'\r' && end + 1 == text.len() && !last {
            return Step::Short;
        }
        cells.piece(&text[at..end]);
        cells.end_cell();
        at = end + 1;
        if text[end] != separator {
            let both = text[end] == b'\r' && text.get(at) == Some(&b'\n');
            return Step::Record(at + usize::from(both));
        }
    }
}

/// Returns where the cell at the start of `text` ends. Most cells are so short that a search for long texts costs more than it saves.
#[inline]
fn cell_length(text: &[u8], separator: u8) -> Option<usize> {
    let ends = |byte: u8| byte == separator || byte == b'\n' || byte == b'\r';
    let near = &text[..text.len().min(SHORT)];
    near.iter().position(|&byte| ends(byte)).or_else(|| memchr3(separator, b'\n', b'\r', &text[near.len()..]).map(|at| at + near.len()))
}

fn at_end(text: &[u8], at: usize, last: bool, cells: &mut impl Cells) -> Step {
    if !last {
        return Step::Short;
    }
    cells.piece(&text[at..]);
    cells.end_cell();
    Step::Record(text.len())
}

/// Reads from behind an opening mark to behind the closing one.
fn quoted(text: &[u8], from: usize, last: bool, cells: &mut impl Cells) -> Option<usize> {
    let mut at = from;
    loop {
        let mark = at + memchr(b'"', &text[at..])?;
        cells.piece(&text[at..mark]);
        match text.get(mark + 1) {
            Some(b'"') => cells.piece(b"\""),
            None if !last => return None,
            _ => return Some(mark + 1),
        }
        at = mark + 2;
    }
}
