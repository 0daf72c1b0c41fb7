//! What is wrong with a header, in words that name columns and never a value.

use super::{Hits, Index, Name, required, unit};
use crate::campaign::Mapping;
use crate::error::{Error, ErrorKind, Position};
use crate::read::Place;
use crate::suggest::nearest;
use crate::table::{Table, TableId};

/// The number of names that a message shows.
const SHOWN: usize = 8;

/// The number of characters of a name that a message shows.
const LETTERS: usize = 16;

/// Where a header stands.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// Its file and sheet.
    pub place: &'a Place,
    /// Its row, where it is one of the rows.
    pub row: Option<u32>,
}

impl At<'_> {
    fn position(&self) -> Position {
        Position { row: self.row.map(u64::from), ..self.place.position() }
    }
}

/// Returns the error of a name that is several columns of the table.
pub fn two_meanings(table: &Table, name: &str, columns: &[usize], at: &At<'_>) -> Error {
    let columns: Vec<&str> = columns.iter().map(|&column| table.columns[column].name.as_str()).collect();
    bad(
        format!("a header that is one column of {}", table.id),
        format!("'{}', which is {}", shortened(name), columns.join(" and ")),
        at,
        "rename it, or take it out of the campaign file's headers of one of them",
    )
}

/// Returns the error of two columns of a sheet that are one column of the table.
pub fn twins(table: &Table, column: usize, first: (usize, &str), second: (usize, &str), at: &At<'_>) -> Error {
    bad(
        format!("one column for {} of {}", table.columns[column].name, table.id),
        format!("'{}' in column {} and '{}' in column {}", shortened(first.1), first.0 + 1, shortened(second.1), second.0 + 1),
        at,
        "rename or delete one of them",
    )
}

/// Returns the error of a bracket that holds no unit of its column's values. What it holds is not shown: it may be a value.
pub fn no_unit(table: &Table, column: usize, source: usize, name: &str, at: &At<'_>) -> Error {
    let of = &table.columns[column];
    bad(
        format!("{} in the brackets of {}", unit::expected(of.kind), of.name),
        format!("'{}' in column {}, whose brackets hold none", shortened(name), source + 1),
        at,
        "write a unit there or take the brackets away; where they say nothing about the values, give the whole header in the campaign file",
    )
}

/// Returns the error of a count of persons for a count of households.
pub fn persons(name: &str, at: &At<'_>) -> Error {
    bad(
        "a number of households (户)".to_owned(),
        format!("'{}', which counts persons (人)", shortened(name)),
        at,
        "households and persons are never mixed: give 直接带动户数 or 间接带动户数, or rename the column",
    )
}

/// Returns the error of a mapping that leaves out required columns.
pub fn mapping_lacks(table: &Table, missing: u64, at: &At<'_>) -> Error {
    bad(
        format!("a mapping with every required column of {}", table.id),
        format!("one that lacks {}", columns_of(table, missing)),
        at,
        "add them to its columns or its constants in the campaign file",
    )
}

/// Returns the error of a header that has more than half of a mapping's headers; `missing` are the others.
pub fn mapping_lacks_headers(mapping: &Mapping, missing: &[&str], names: &[Name<'_>], at: &At<'_>) -> Error {
    let near = |header: &&str| {
        let found = nearest(header, names.iter().map(|name| name.plain))?;
        names.iter().position(|name| name.plain == found).map(|source| format!(" (did you mean column {}?)", source + 1))
    };
    let lacks: Vec<String> = missing.iter().map(|header| format!("'{header}'{}", near(header).unwrap_or_default())).collect();
    bad(
        format!("every header of the campaign file's mapping for {}", mapping.table),
        format!("all but {}", lacks.join(", ")),
        at,
        "correct the header in the mapping or in the file",
    )
}

/// Returns the error of a header that is several tables' equally well.
pub fn ambiguous(tables: &[TableId], names: &[Name<'_>], hits: &Hits, at: &At<'_>) -> Error {
    let tables: Vec<&str> = tables.iter().map(|table| table.name()).collect();
    ErrorKind::AmbiguousTable { tables: tables.join(" and "), header: shown(names, hits), position: at.position() }.into()
}

/// Returns the error of a header that is no table's; `nearest` is the table it comes nearest to and the columns that it lacks.
pub fn unknown(index: &Index<'_>, nearest: Option<(&Table, u64)>, asked: bool, names: &[Name<'_>], hits: &Hits, at: &At<'_>) -> Error {
    let nearest = match nearest {
        Some((table, missing)) => {
            let role = if asked { "the table asked for is" } else { "the nearest table is" };
            let lacks = if missing == 0 { "nothing".to_owned() } else { columns_of(table, missing) };
            format!("{role} {} ({}), of which it lacks {lacks}{}", table.id, table.label, hints(index, table, missing, names))
        }
        None => {
            let ledger = index.tables().table(TableId::Ledger);
            format!("no column of any table is among them; {} ({}) needs {}", ledger.id, ledger.label, columns_of(ledger, required(ledger)))
        }
    };
    ErrorKind::UnknownTable { header: shown(names, hits), position: at.position(), nearest }.into()
}

/// Returns the columns with their first headers: `quantity (数量), status (订单状态)`.
fn columns_of(table: &Table, mask: u64) -> String {
    let missing = table.columns.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1);
    let shown = missing.map(|(_, column)| match column.headers.first() {
        Some(header) => format!("{} ({header})", column.name),
        None => column.name.clone(),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Returns, for the missing columns that a name comes near to, what was meant. A name is told by its column: it may be a value.
fn hints(index: &Index<'_>, table: &Table, missing: u64, names: &[Name<'_>]) -> String {
    let free: Vec<&str> = names.iter().map(|name| name.plain).filter(|name| index.find(name).is_none()).collect();
    let mut hints = Vec::new();
    for (_, column) in table.columns.iter().enumerate().filter(|(place, _)| missing >> place & 1 == 1) {
        let spellings = std::iter::once(&column.name).chain(&column.headers);
        let near = spellings.filter_map(|spelling| nearest(spelling, free.iter().copied()).map(|found| (spelling, found)));
        let similarity = |a: &str, b: &str| strsim::normalized_damerau_levenshtein(a, b);
        if let Some((spelling, found)) = near.max_by(|a, b| similarity(a.0, a.1).total_cmp(&similarity(b.0, b.1))) {
            let source = names.iter().position(|name| name.plain == found).unwrap_or_default();
            hints.push(format!("'{spelling}' in column {}", source + 1));
        }
    }
    if hints.is_empty() { String::new() } else { format!("; did you mean {}?", hints.join(", ")) }
}

/// Returns the first headers that a table knows, as it spells them, and how many other names there are: those may be values.
fn shown(names: &[Name<'_>], hits: &Hits) -> String {
    let mut known: Vec<(usize, &str)> = hits.0.iter().map(|hit| (hit.source, hit.spelling.bare.as_str())).collect();
    known.dedup_by_key(|(source, _)| *source);
    let others =
        names.iter().enumerate().filter(|(source, name)| !name.plain.is_empty() && known.iter().all(|(it, _)| it != source)).count();
    let mut parts: Vec<String> = known.iter().take(SHOWN).map(|(_, name)| format!("'{}'", shortened(name))).collect();
    if known.len() > SHOWN {
        parts.push(format!("{} more of its headers", known.len() - SHOWN));
    }
    match others {
        0 if known.is_empty() => parts.push("a row without text".to_owned()),
        0 => (),
        1 => parts.push("1 unknown name".to_owned()),
        _ => parts.push(format!("{others} unknown names")),
    }
    parts.join(", ")
}

/// Returns the beginning of a name, on one line, up to a colon or a bracket: what follows one may be a value.
fn shortened(name: &str) -> String {
    let label = name.split([':', '：', '(', '（', '[', '【', '〔']).next().unwrap_or_default();
    let mut letters: String = label.chars().filter(|c| !c.is_control()).take(LETTERS).collect();
    if letters.len() < name.len() && name.chars().filter(|c| !c.is_control()).count() > letters.chars().count() {
        letters.push('…');
    }
    letters
}

fn bad(expected: String, found: String, at: &At<'_>, remedy: &str) -> Error {
    ErrorKind::BadHeader { expected, found, position: at.position(), remedy: remedy.to_owned() }.into()
}
