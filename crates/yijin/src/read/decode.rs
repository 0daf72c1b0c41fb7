//! Text of any supported encoding as UTF-8, a piece at a time, with the place of a broken byte.

use super::Tally;
use super::encoding::Encoding;
use super::source::Source;
use crate::error::{Error, ErrorKind, Result};
use encoding_rs::DecoderResult;
use std::io::Read;
use std::sync::Arc;

/// The bytes of the file that are decoded at a time.
const CHUNK: usize = 1 << 18;

/// The byte order mark in UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Text that is decoded as it is read, in bounded memory.
pub struct Decoder {
    source: Source,
    encoding: Encoding,
    /// `None` for UTF-8, which is only checked.
    decoder: Option<encoding_rs::Decoder>,
    reader: Box<dyn Read + Send>,
    raw: Vec<u8>,
    /// The start of a UTF-8 character whose rest is still to come.
    carry: Vec<u8>,
    /// The unpacked bytes before the next piece.
    offset: u64,
    lines: LineEnds,
    at_start: bool,
    ended: bool,
}

impl Decoder {
    /// Returns the text of `source` from its start, in `encoding`.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub fn open(source: &Source, encoding: Encoding, tally: Arc<Tally>) -> Result<Self> {
        Ok(Self {
            source: source.clone(),
            encoding,
            decoder: encoding.decoder(),
            reader: source.open(tally)?,
            raw: Vec::new(),
            carry: Vec::new(),
            offset: 0,
            lines: LineEnds::default(),
            at_start: true,
            ended: false,
        })
    }

    /// Appends the next piece of text to `text`, as UTF-8 that ends with a whole character and without the byte order marks at
    /// the start of the file; returns `false` at the end. A piece may be empty before the end.
    ///
    /// # Errors
    /// [`ErrorKind::BrokenText`] with the line and the offset of the first broken byte in the unpacked file; and where the file cannot be read. Nothing follows an error.
    pub fn read_into(&mut self, text: &mut Vec<u8>) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let from = text.len();
        self.next_piece(text).inspect_err(|_| self.ended = true)?;
        self.lines.pass(&text[from..]);
        self.skip_marks(text, from);
        Ok(true)
    }

    fn next_piece(&mut self, text: &mut Vec<u8>) -> Result<()> {
        let Some(mut decoder) = self.decoder.take() else {
            return self.check_utf8(text);
        };
        self.transcode(&mut decoder, text)?;
        self.decoder = Some(decoder);
        Ok(())
    }

    fn check_utf8(&mut self, text: &mut Vec<u8>) -> Result<()> {
        let from = text.len();
        text.append(&mut self.carry);
        let body = text.len();
        text.resize(body + CHUNK, 0);
        let read = self.fill(&mut text[body..])?;
        text.truncate(body + read);
        let Err(error) = std::str::from_utf8(&text[from..]) else {
            self.offset += (text.len() - from) as u64;
            return Ok(());
        };
        let valid = from + error.valid_up_to();
        if error.error_len().is_some() || self.ended {
            return Err(self.broken(&text[from..valid], self.offset + error.valid_up_to() as u64));
        }
        self.carry.extend_from_slice(&text[valid..]);
        text.truncate(valid);
        self.offset += (valid - from) as u64;
        Ok(())
    }

    fn transcode(&mut self, decoder: &mut encoding_rs::Decoder, text: &mut Vec<u8>) -> Result<()> {
        let mut raw = std::mem::take(&mut self.raw);
        raw.resize(CHUNK, 0);
        let read = self.fill(&mut raw)?;
        let (from, mut start, mut consumed) = (text.len(), text.len(), 0);
        loop {
            let room = decoder.max_utf8_buffer_length_without_replacement(read - consumed).unwrap_or(4 * CHUNK);
            text.resize(start + room, 0);
            let (result, used, written) = decoder.decode_to_utf8_without_replacement(&raw[consumed..read], &mut text[start..], self.ended);
            (start, consumed) = (start + written, consumed + used);
            text.truncate(start);
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    let end = self.offset + consumed as u64;
                    let byte = end.saturating_sub(u64::from(length) + u64::from(after));
                    return Err(self.broken(&text[from..], byte));
                }
            }
        }
        self.offset += read as u64;
        self.raw = raw;
        Ok(())
    }

    /// Fills the buffer as far as the file goes; a buffer that stays short marks its end.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.reader.read(&mut buffer[filled..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.source.failure(&error)),
            }
        }
        Ok(filled)
    }

    fn skip_marks(&mut self, text: &mut Vec<u8>, from: usize) {
        while self.at_start && text[from..].starts_with(MARK) {
            text.drain(from..from + MARK.len());
        }
        self.at_start &= text.len() == from;
    }

    fn broken(&mut self, before: &[u8], byte: u64) -> Error {
        self.lines.pass(before);
        let (file, encoding) = (self.source.name().to_string(), self.encoding.name().to_owned());
        ErrorKind::BrokenText { file, encoding, line: self.lines.count + 1, byte }.into()
    }
}

/// The line ends passed so far: LF, CR LF or CR.
#[derive(Debug, Default)]
struct LineEnds {
    count: u64,
    after_cr: bool,
}

impl LineEnds {
    fn pass(&mut self, text: &[u8]) {
        let feeds = memchr::memchr_iter(b'\n', text).count();
        let returns = memchr::memchr_iter(b'\r', text).filter(|&at| text.get(at + 1) != Some(&b'\n')).count();
        let split = self.after_cr && text.first() == Some(&b'\n');
        self.count += (feeds + returns - usize::from(split)) as u64;
        if let Some(&last) = text.last() {
            self.after_cr = last == b'\r';
        }
    }
}
