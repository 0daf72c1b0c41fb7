//! What can go wrong with the files, the options and the campaign: one error type for the whole crate.
//!
//! A row that cannot be used is not an error: it is set aside and accounted for (see [`crate::clean`]). Messages are
//! one lower-case line: what was expected, what was found, where, and how to mend it. No message holds a
//! person's identifier.

use std::fmt;

/// The result of every fallible operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, where, and how to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Error(Box<ErrorKind>);

/// Where an error stands: each part is absent where it does not apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    /// The file, as the user named it.
    pub file: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row as the user sees it in the file, from 1.
    pub row: Option<u64>,
    /// The column's header or the cell's name.
    pub column: Option<String>,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        parts.extend(self.file.clone());
        parts.extend(self.sheet.as_ref().map(|sheet| format!("sheet {sheet}")));
        parts.extend(self.row.map(|row| format!("row {row}")));
        parts.extend(self.column.as_ref().map(|column| format!("column {column}")));
        f.write_str(&parts.join(", "))
    }
}

/// The kinds of errors, each with a stable id ([`Error::id`]).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A path, folder or pattern that matches no file.
    #[error("expected {what} at '{path}', found nothing there{hint}")]
    NotFound {
        /// What was expected there, with its article.
        what: &'static str,
        /// The path as given.
        path: String,
        /// `; did you mean …`, or what to do instead; may be empty.
        hint: String,
    },
    /// The operating system refused to read or write.
    #[error("cannot read or write '{path}': {cause}")]
    Io {
        /// The path as given.
        path: String,
        /// The system's own words.
        cause: String,
    },
    /// A file of a format that is not read.
    #[error(
        "expected one of csv, tsv, txt (also .gz, .zst), xlsx, xlsm, xls, xlsb, ods, parquet, pq, arrow, arrows, feather, ipc, found '{file}' ({found}); convert it or leave it out"
    )]
    UnknownFormat {
        /// The file.
        file: String,
        /// What it looks like.
        found: String,
    },
    /// A text encoding that is not supported, or a name that is none.
    #[error(
        "expected UTF-8, GB18030 (GBK) or UTF-16 text, found {found} ({file}); save it as UTF-8, or name the encoding with encoding= (--encoding)"
    )]
    UnsupportedEncoding {
        /// The file.
        file: String,
        /// The encoding found, by name.
        found: String,
    },
    /// Bytes that are not text in the file's encoding.
    #[error(
        "expected {encoding} text, found a broken byte ({file}, line {line}, byte {byte}); mend that place or name another encoding with encoding= (--encoding)"
    )]
    BrokenText {
        /// The file.
        file: String,
        /// The encoding it was read in.
        encoding: String,
        /// The line, from 1.
        line: u64,
        /// The offset of the broken byte from the start of the file, from 0.
        byte: u64,
    },
    /// A file that its format's reader cannot follow (a broken workbook, a Parquet file cut short, …).
    #[error("cannot follow {format} in {position}: {cause}; open it in the program that wrote it and save it again")]
    BrokenFile {
        /// The format's name.
        format: &'static str,
        /// Where.
        position: Position,
        /// What is wrong, without any cell's value.
        cause: String,
    },
    /// A file that goes beyond what is read, as archives made to exhaust memory do.
    #[error("expected at most {limit} {what}, found more ({position}); {remedy}")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// The bound.
        limit: u64,
        /// Where.
        position: Position,
        /// How to mend it.
        remedy: &'static str,
    },
    /// A header that is no table's.
    #[error(
        "expected the header of a table, found {header} ({position}); {nearest}; add the headers to [headers] or [[mapping]] of a campaign file"
    )]
    UnknownTable {
        /// The known headers of the row found, shortened, and how many other names it has.
        header: String,
        /// Where.
        position: Position,
        /// The nearest table and what it lacks.
        nearest: String,
    },
    /// A header that is two tables' equally well.
    #[error(
        "expected the header of one table, found one that is {tables} equally well: {header} ({position}); rename a column or map the file in a campaign file"
    )]
    AmbiguousTable {
        /// The tables it could be.
        tables: String,
        /// The known headers of the row found, shortened, and how many other names it has.
        header: String,
        /// Where.
        position: Position,
    },
    /// Two columns of one sheet that go by the same name, or a column that cannot be read as its header says.
    #[error("expected {expected}, found {found} ({position}); {remedy}")]
    BadHeader {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
        /// Where.
        position: Position,
        /// How to mend it.
        remedy: String,
    },
    /// A campaign file that does not say what it should.
    #[error("expected {expected}, found {found} ({file}{place}); {remedy}", place = on_line(*line))]
    BadCampaign {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
        /// The campaign file.
        file: String,
        /// The line, from 1, where it is known.
        line: Option<u64>,
        /// How to mend it.
        remedy: &'static str,
    },
    /// A dimension or a value of one, a metric, a member of its evidence, a table or an encoding that does not exist.
    #[error("expected {article} {what} ({allowed}), found '{found}'{hint}", article = article(what))]
    UnknownName {
        /// What kind of name.
        what: &'static str,
        /// The name as given.
        found: String,
        /// The names there are.
        allowed: String,
        /// `; did you mean …`, or empty.
        hint: String,
    },
    /// A question that the given tables cannot answer.
    #[error("expected the table {table} for {what}, found none among the exports; add its file")]
    NeedsTable {
        /// What was asked for.
        what: String,
        /// The missing table.
        table: &'static str,
    },
    /// An option's value that makes no sense.
    #[error("expected {expected} for {option}, found '{found}'")]
    BadOption {
        /// The option.
        option: &'static str,
        /// What was expected.
        expected: String,
        /// What was given; never a person or a key.
        found: String,
    },
    /// A pseudonym key that cannot be used.
    #[error("expected {expected}{place}; {remedy}", place = in_brackets(position))]
    BadKey {
        /// What was expected of the key.
        expected: String,
        /// Where a person stands that was masked under another key.
        position: Position,
        /// How to mend it.
        remedy: String,
    },
    /// Folded lines that cannot be read back, from the temporary file or from a saved state.
    #[error(
        "cannot read folded lines back: {cause}; fold the exports again (after a broken temporary file: with TMPDIR in another folder)"
    )]
    BadState {
        /// What is wrong.
        cause: String,
    },
    /// A sum that does not fit, or an account that does not add up: the run stops rather than publish it.
    #[error("the account does not stand: {cause}; please report it with the exports' sizes")]
    Unsound {
        /// What does not hold.
        cause: String,
    },
    /// The user interrupted the run.
    #[error("interrupted; nothing was written")]
    Interrupted,
}

impl Error {
    /// Returns the kind of error.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// Returns the error's stable id, as documentation and exit codes use it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match *self.0 {
            ErrorKind::NotFound { .. } => "not-found",
            ErrorKind::Io { .. } => "io",
            ErrorKind::UnknownFormat { .. } => "unknown-format",
            ErrorKind::UnsupportedEncoding { .. } => "unsupported-encoding",
            ErrorKind::BrokenText { .. } => "broken-text",
            ErrorKind::BrokenFile { .. } => "broken-file",
            ErrorKind::TooLarge { .. } => "too-large",
            ErrorKind::UnknownTable { .. } => "unknown-table",
            ErrorKind::AmbiguousTable { .. } => "ambiguous-table",
            ErrorKind::BadHeader { .. } => "bad-header",
            ErrorKind::BadCampaign { .. } => "bad-campaign",
            ErrorKind::UnknownName { .. } => "unknown-name",
            ErrorKind::NeedsTable { .. } => "needs-table",
            ErrorKind::BadOption { .. } => "bad-option",
            ErrorKind::BadKey { .. } => "bad-key",
            ErrorKind::BadState { .. } => "bad-state",
            ErrorKind::Unsound { .. } => "unsound",
            ErrorKind::Interrupted => "interrupted",
        }
    }

    /// Returns where the error stands, as far as that is known.
    #[must_use]
    pub fn position(&self) -> Position {
        match &*self.0 {
            ErrorKind::BrokenFile { position, .. }
            | ErrorKind::TooLarge { position, .. }
            | ErrorKind::UnknownTable { position, .. }
            | ErrorKind::AmbiguousTable { position, .. }
            | ErrorKind::BadHeader { position, .. }
            | ErrorKind::BadKey { position, .. } => position.clone(),
            ErrorKind::NotFound { path: file, .. }
            | ErrorKind::Io { path: file, .. }
            | ErrorKind::UnknownFormat { file, .. }
            | ErrorKind::UnsupportedEncoding { file, .. } => Position { file: Some(file.clone()), ..Position::default() },
            ErrorKind::BadCampaign { file, line, .. } => Position { file: Some(file.clone()), row: *line, ..Position::default() },
            ErrorKind::BrokenText { file, line, .. } => Position { file: Some(file.clone()), row: Some(*line), ..Position::default() },
            _ => Position::default(),
        }
    }

    /// Returns the error with a place: of one that is raised where only a part of its place is known, what is missing is filled in.
    #[must_use]
    pub fn at(mut self, place: Position) -> Self {
        if let ErrorKind::BadKey { position, .. } = &mut *self.0 {
            *position = Position {
                file: position.file.take().or(place.file),
                sheet: position.sheet.take().or(place.sheet),
                row: position.row.or(place.row),
                column: position.column.take().or(place.column),
            };
        }
        self
    }

    /// Returns the error of a system call on `path`.
    #[must_use]
    pub fn io(path: impl fmt::Display, cause: &std::io::Error) -> Self {
        ErrorKind::Io { path: path.to_string(), cause: cause.to_string() }.into()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

/// Returns `, line N` where the line is known.
fn on_line(line: Option<u64>) -> String {
    line.map(|line| format!(", line {line}")).unwrap_or_default()
}

/// Returns ` (file, row, …)` where anything of it is known.
fn in_brackets(position: &Position) -> String {
    if *position == Position::default() { String::new() } else { format!(" ({position})") }
}

/// Returns the article of a noun.
fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_does_not_exist_is_asked_for_in_good_english() {
        let message =
            |what| ErrorKind::UnknownName { what, found: "x".to_owned(), allowed: "y".to_owned(), hint: String::new() }.to_string();
        assert_eq!(message("encoding"), "expected an encoding (y), found 'x'");
        assert_eq!(message("table"), "expected a table (y), found 'x'");
    }
}
