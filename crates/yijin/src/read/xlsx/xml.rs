//! The XML of a part, an event at a time, within bounds: no DOCTYPE, no deep nesting, no endless token.

use super::fault::{self, Trouble};
use crate::error::Result;
use crate::read::Place;
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// The most bytes between two tags, or in one tag.
const TOKEN_BYTES: u64 = 4 << 20;
/// The most bytes of text in one cell; Excel ends at 32,767 characters.
const CELL_BYTES: usize = 1 << 20;
/// The deepest nesting; sheets have fewer than twenty levels.
const DEPTH: u64 = 128;

/// XML events of a part.
pub(in crate::read) struct Xml<R: BufRead> {
    reader: Reader<Bounded<R>>,
    buffer: Vec<u8>,
    depth: u64,
    place: Place,
}

impl<R: BufRead> Xml<R> {
    /// Returns the events of `source`, whose errors name `place`.
    pub(in crate::read) fn new(source: R, place: &Place) -> Self {
        Self { reader: Reader::from_reader(Bounded { source, spent: 0 }), buffer: Vec::new(), depth: 0, place: place.clone() }
    }

    /// Returns the events of the rest of a document: what was opened before it may close.
    pub(in crate::read) fn rest(source: R, place: &Place) -> Self {
        let mut xml = Self::new(source, place);
        xml.reader.config_mut().allow_unmatched_ends = true;
        xml
    }

    /// Returns the next event; at the end, [`Event::Eof`] for ever.
    ///
    /// # Errors
    /// Where the XML is broken, declares another encoding, has a DOCTYPE or goes beyond a bound.
    pub(in crate::read) fn next(&mut self) -> Result<Event<'_>> {
        self.buffer.clear();
        self.reader.get_mut().spent = 0;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| fault::unparsed(&self.place, &error))?;
        match &event {
            Event::Start(_) if self.depth >= DEPTH => return Err(fault::too_large(&self.place, "levels of nested XML", DEPTH)),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::DocType(_) => return Err(fault::broken(&self.place, "a DOCTYPE, which workbooks do not have")),
            Event::Decl(declaration) => check_encoding(declaration, &self.place)?,
            _ => {}
        }
        Ok(event)
    }

    /// Returns what has not been read.
    pub(in crate::read) fn into_source(self) -> R {
        self.reader.into_inner().source
    }
}

fn check_encoding(declaration: &BytesDecl<'_>, place: &Place) -> Result<()> {
    let Some(Ok(encoding)) = declaration.encoding() else { return Ok(()) };
    if ["utf-8", "utf8", "us-ascii"].iter().any(|name| encoding.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    Err(fault::broken(place, "XML that declares another encoding than UTF-8"))
}

/// Appends the text of an event, with its references resolved and its line ends as `\n`; other events add nothing.
///
/// # Errors
/// Where a reference means nothing, or the text grows beyond what a cell holds.
pub(in crate::read) fn push_text(text: &mut String, event: &Event<'_>, place: &Place) -> Result<()> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => push_reference(text, reference, place)?,
        _ => {}
    }
    if text.len() > CELL_BYTES { Err(fault::too_large(place, "bytes of text in one cell", CELL_BYTES as u64)) } else { Ok(()) }
}

fn push_reference(text: &mut String, reference: &BytesRef<'_>, place: &Place) -> Result<()> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => text.push(character),
        Ok(None) => match resolve_xml_entity(reference) {
            Some(entity) => text.push_str(entity),
            None => return Err(fault::broken(place, "an entity reference that XML does not define")),
        },
        Err(error) => return Err(fault::unparsed(place, &error)),
    }
    Ok(())
}

/// Returns an element's attribute by its local name, as written; `None` where it has none.
pub(in crate::read) fn raw_attribute<'a>(start: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    attributes.flatten().find(|attribute| attribute.key.local_name().as_ref() == name).map(|attribute| attribute.value)
}

/// Returns an element's attribute by its local name, with references resolved; `None` where it has none.
///
/// # Errors
/// Where a reference means nothing.
pub(in crate::read) fn attribute(start: &BytesStart<'_>, name: &str, place: &Place) -> Result<Option<String>> {
    let Some(value) = raw_attribute(start, name) else { return Ok(None) };
    match quick_xml::escape::unescape(&value) {
        Ok(value) => Ok(Some(value.into_owned())),
        Err(error) => Err(fault::unparsed(place, &error.into())),
    }
}

/// A source that fails when too many bytes are taken for one token.
struct Bounded<R> {
    source: R,
    spent: u64,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.source.read(bytes)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.spent > TOKEN_BYTES {
            return Err(Trouble::Excess { what: "bytes in one piece of XML", limit: TOKEN_BYTES }.into());
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.spent += bytes as u64;
        self.source.consume(bytes);
    }
}
