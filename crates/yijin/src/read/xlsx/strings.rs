//! The texts that the cells of a workbook share.

use super::fault;
use super::part::Part;
use super::xml::{Xml, push_text};
use crate::error::Result;
use crate::read::Place;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::io::BufRead;

/// The most bytes that the shared strings of a workbook take in memory.
const STRING_BYTES: u64 = 256 << 20;

/// The shared strings, one after the other in one text.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    /// Returns the strings of a part.
    ///
    /// # Errors
    /// Where it cannot be read or holds more than 256 MiB.
    pub(super) fn read(part: &Part) -> Result<Self> {
        Self::parse(&mut Xml::new(part.data(None)?, &part.place), &part.place)
    }

    fn parse<R: BufRead>(xml: &mut Xml<R>, place: &Place) -> Result<Self> {
        let mut strings = Self::default();
        let mut text = String::new();
        let (mut in_text, mut in_phonetic) = (false, false);
        loop {
            match xml.next()? {
                Event::Eof => return Ok(strings),
                Event::Start(start) => match start.local_name().as_ref() {
                    "si" => text.clear(),
                    "t" => in_text = !in_phonetic,
                    "rPh" => in_phonetic = true,
                    _ => {}
                },
                Event::Empty(start) if start.local_name().as_ref() == "si" => strings.push("", place)?,
                Event::End(end) => match end.local_name().as_ref() {
                    "si" => strings.push(&text, place)?,
                    "t" => in_text = false,
                    "rPh" => in_phonetic = false,
                    _ => {}
                },
                event if in_text => push_text(&mut text, &event, place)?,
                _ => {}
            }
        }
    }

    fn push(&mut self, text: &str, place: &Place) -> Result<()> {
        let text = decode(text);
        let bytes = self.text.len() + text.len() + (self.ends.len() + 1) * size_of::<u32>();
        if bytes as u64 > STRING_BYTES {
            return Err(fault::too_large(place, "bytes of shared strings", STRING_BYTES));
        }
        self.text.push_str(&text);
        self.ends.push(self.text.len() as u32);
        Ok(())
    }

    /// Returns the string of this number; `None` where there is none.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        Some(&self.text[start..end])
    }
}

/// Returns the text with its `_xHHHH_` escapes decoded: so a workbook writes characters that XML cannot hold.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find("_x") {
        decoded.push_str(&rest[..place]);
        rest = &rest[place..];
        let (character, bytes) = escaped(rest).unwrap_or(('_', 1));
        decoded.push(character);
        rest = &rest[bytes..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Returns the character that an escape at the start of the text stands for, and the escape's length; two escapes may make one character.
fn escaped(text: &str) -> Option<(char, usize)> {
    let first = unit(text)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, 7));
    }
    let pair = [first, unit(&text[7..])?];
    char::decode_utf16(pair).next()?.ok().map(|character| (character, 14))
}

fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let closed = text.as_bytes().get(6) == Some(&b'_') && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if closed { u16::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(xml: &str) -> Result<SharedStrings> {
        let place = Place { file: "book.xlsx".into(), sheet: None };
        SharedStrings::parse(&mut Xml::new(xml.as_bytes(), &place), &place)
    }

    #[test]
    fn rich_text_is_joined_and_phonetic_text_left_out() {
        let strings = strings(
            "<sst><si><t>甲</t></si><si/><si><r><rPr><b/></rPr><t xml:space=\"preserve\">红 </t></r><r><t>苹果&amp;&#33;</t></r>\
             <rPh sb=\"0\" eb=\"1\"><t>hong</t></rPh></si><si><t><![CDATA[<a>]]></t></si></sst>",
        )
        .unwrap();
        assert_eq!(
            (0..5).map(|index| strings.get(index)).collect::<Vec<_>>(),
            [Some("甲"), Some(""), Some("红 苹果&!"), Some("<a>"), None]
        );
    }

    #[test]
    fn escapes_become_their_characters_and_other_underscores_stay() {
        assert_eq!(decode("a_x000D_\nb"), "a\r\nb");
        assert_eq!(decode("_x005F_x000D_"), "_x000D_");
        assert_eq!(decode("_xD83D__xDE00_"), "😀");
        for text in ["_xD83D_", "_x12_", "a_x", "_x+123_", "_x00年_", "_x"] {
            assert_eq!(decode(text), text);
        }
    }

    #[test]
    fn a_doctype_or_an_unknown_entity_is_refused() {
        for xml in ["<!DOCTYPE s [<!ENTITY a \"b\">]><sst><si><t>&a;</t></si></sst>", "<sst><si><t>&a;</t></si></sst>"] {
            assert_eq!(strings(xml).unwrap_err().id(), "broken-file");
        }
    }
}
