//! A campaign file as it is written: its encoding, its dates, and the lines on which its parts stand.

use crate::calendar::Day;
use crate::error::{Error, ErrorKind, Result};
use crate::suggest::did_you_mean;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use std::fmt::{self, Display};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// A campaign file and its name.
pub(super) struct Document<'t> {
    pub text: &'t str,
    pub file: &'t str,
}

/// A part of a campaign that cannot be meant: the keys and places that lead to it, and what is wrong with it.
pub(crate) struct Fault {
    path: Vec<String>,
    pub expected: String,
    pub found: String,
}

impl Fault {
    pub fn new(path: &[impl AsRef<str>], expected: &str, found: impl Display) -> Self {
        let path = path.iter().map(|step| step.as_ref().to_owned()).collect();
        Self { path, expected: expected.to_owned(), found: found.to_string() }
    }
}

impl Document<'_> {
    /// Returns the error of a part.
    pub fn faulty(&self, fault: Fault) -> Error {
        let start = DeTable::parse(self.text).ok().and_then(|table| start_of(table.get_ref(), &fault.path));
        self.error(fault.expected, fault.found, start)
    }

    /// Returns the error of the parser.
    pub fn refused(&self, error: &toml::de::Error) -> Error {
        let (expected, found) = told(error.message());
        self.error(expected, found, error.span().map(|span| span.start))
    }

    fn error(&self, expected: String, found: String, start: Option<usize>) -> Error {
        let line = start.map(|start| line_at(self.text.as_bytes(), start));
        ErrorKind::BadCampaign { expected, found, file: self.file.to_owned(), line, remedy: "mend the campaign file" }.into()
    }
}

/// Returns the text of a campaign file.
///
/// # Errors
/// [`ErrorKind::BadCampaign`] where it is not UTF-8.
pub(super) fn text<'b>(bytes: &'b [u8], file: &str) -> Result<&'b str> {
    std::str::from_utf8(bytes).map_err(|error| {
        ErrorKind::BadCampaign {
            expected: "a campaign file in UTF-8".to_owned(),
            found: "text in another encoding".to_owned(),
            file: file.to_owned(),
            line: Some(line_at(bytes, error.valid_up_to())),
            remedy: "save it as UTF-8",
        }
        .into()
    })
}

/// Returns a day that is written as text or as a TOML date.
///
/// # Errors
/// Where it is neither, or no day of the calendar.
pub(super) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    deserializer.deserialize_any(Date)
}

struct Date;

impl<'de> Visitor<'de> for Date {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date as YYYY-MM-DD")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        Day::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
        let written = Datetime::deserialize(MapAccessDeserializer::new(map))?.to_string();
        self.visit_str(&written)
    }
}

/// Returns where the part at a path begins, or the last part on the way to it that the file has.
fn start_of(table: &DeTable<'_>, path: &[String]) -> Option<usize> {
    let (first, rest) = path.split_first()?;
    let (mut start, mut part) = entry(table, first)?;
    for step in rest {
        let next = match part.get_ref() {
            DeValue::Table(table) => entry(table, step),
            DeValue::Array(array) => step.parse().ok().and_then(|place: usize| array.get(place)).map(|part| (part.span().start, part)),
            _ => None,
        };
        let Some(next) = next else { break };
        (start, part) = next;
    }
    Some(start)
}

/// Returns where a key of a table begins, and its value.
fn entry<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<(usize, &'t Spanned<DeValue<'i>>)> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(name, value)| (name.span().start, value))
}

fn line_at(text: &[u8], start: usize) -> u64 {
    text[..start.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() as u64 + 1
}

/// Returns what the parser expected and what it found, with the nearest of the names that it lists.
fn told(message: &str) -> (String, String) {
    let Some((found, expected)) = message.split_once(", expected ") else {
        return ("a campaign as TOML".to_owned(), message.to_owned());
    };
    let mut names = message.split('`').skip(1).step_by(2);
    let hint = names.next().map(|name| did_you_mean(name, names)).unwrap_or_default();
    let expected = match expected {
        "u64" => "a whole number, 0 or more",
        "a sequence" => "a list",
        other => other,
    };
    (expected.to_owned(), format!("{}{hint}", found.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ")))
}
