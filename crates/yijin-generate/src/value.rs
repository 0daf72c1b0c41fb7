//! One cell of a table, before a format writes it in its own way.

use crate::calendar::Day;
use std::borrow::Cow;
use std::fmt::Write;

/// A word of a vocabulary: its canonical name, then the Chinese words that mean it.
pub(crate) type Word = &'static [&'static str];

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    /// Nothing.
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A word, which a format with Chinese headers writes in Chinese.
    Word(Word),
    /// A whole number.
    Whole(i64),
    /// Yuan, in fen.
    Money(i64),
    /// A quantity, in thousandths.
    Quantity(i64),
    /// A day.
    Day(Day),
    /// Yes or no.
    Flag(bool),
}

/// The language of headers and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Chinese,
}

impl<'a> Value<'a> {
    /// Returns a text cell.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Returns a borrowed text cell, or an empty one.
    pub fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// Returns a day's cell, or an empty one.
    pub fn day(day: Option<Day>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// Appends the cell as plain text.
    pub fn write(&self, language: Language, out: &mut String) {
        // Writing to a String cannot fail.
        let _ = match self {
            Self::Empty => Ok(()),
            Self::Text(text) => out.write_str(text),
            Self::Word(word) => out.write_str(spoken(word, language)),
            Self::Whole(number) => write!(out, "{number}"),
            Self::Money(fen) => write!(out, "{}{}.{:02}", sign(*fen), fen.abs() / 100, fen.abs() % 100),
            Self::Quantity(milli) => write_quantity(*milli, out),
            Self::Day(day) => write!(out, "{day}"),
            Self::Flag(yes) => out.write_str(if *yes { "是" } else { "否" }),
        };
    }

    /// Returns the cell as plain text.
    pub fn to_text(&self, language: Language) -> String {
        let mut text = String::new();
        self.write(language, &mut text);
        text
    }
}

/// Returns a word in a language.
pub(crate) fn spoken(word: Word, language: Language) -> &'static str {
    match language {
        Language::English => word[0],
        Language::Chinese => word.get(1).unwrap_or(&word[0]),
    }
}

fn sign(number: i64) -> &'static str {
    if number < 0 { "-" } else { "" }
}

fn write_quantity(milli: i64, out: &mut String) -> std::fmt::Result {
    write!(out, "{}{}", sign(milli), milli.abs() / 1000)?;
    if milli % 1000 != 0 {
        let digits = format!("{:03}", milli.abs() % 1000);
        write!(out, ".{}", digits.trim_end_matches('0'))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_loss() {
        let text = |value: Value<'_>| value.to_text(Language::Chinese);
        assert_eq!([text(Value::Money(-5)), text(Value::Money(123_450))], ["-0.05", "1234.50"]);
        assert_eq!([text(Value::Quantity(-500)), text(Value::Quantity(2_000)), text(Value::Quantity(1_250))], ["-0.5", "2", "1.25"]);
    }
}
