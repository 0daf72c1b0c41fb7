//! The encoding of a text file: which there are, and how one is found out.
//!
//! A byte order mark decides; without one, NUL bytes on every other place mean UTF-16; a file that is UTF-8 from its
//! first byte to its last is UTF-8; the rest is judged from its lines that are not plain ASCII. A file that is UTF-8
//! but for a few places is a broken UTF-8 file, reported with its first broken byte, and not some other encoding. That a
//! file can be decoded as GB18030 proves nothing: Big5, EUC-KR and Shift_JIS can too, and they are refused by name. That it has a
//! cell that is a known header proves it, where a few words of a header are too little to judge from (单号 and 金额 are good Korean).

use super::ReadOptions;
use super::decode::Decoder;
use super::source::Source;
use crate::error::{Error, ErrorKind, Result};
use crate::progress::Progress;
use crate::suggest::did_you_mean;
use crate::table::Tables;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

/// The bytes at the start of a file in which marks and NUL bytes are looked for.
const HEAD: usize = 1 << 16;

/// The bytes of lines with other than ASCII text from which an encoding is judged.
const SAMPLE: usize = 1 << 16;

/// The names by which an encoding can be asked for.
const NAMES: [&str; 7] = ["utf-8", "gbk", "gb18030", "gb2312", "utf-16", "utf-16le", "utf-16be"];

/// An encoding that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// GB18030, and with it GBK and GB 2312, which it extends.
    Gb18030,
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
}

impl Encoding {
    /// Returns the encoding's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    /// Returns the decoder of an encoding that is not UTF-8.
    pub(super) fn decoder(self) -> Option<encoding_rs::Decoder> {
        let encoding = match self {
            Self::Utf8 => return None,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
        };
        Some(encoding.new_decoder_without_bom_handling())
    }

    /// Returns the encoding of a file; a header of these tables tells GB18030. The options name it where it is not to be found out; a byte order mark still goes first,
    /// so that one name can be given for a folder in which some files carry a mark.
    ///
    /// # Errors
    /// [`ErrorKind::UnsupportedEncoding`], [`ErrorKind::UnknownName`] for a name that is none,
    /// [`ErrorKind::BrokenText`] for UTF-8 with broken bytes, where the file cannot be read, and [`ErrorKind::Interrupted`].
    pub fn find_out(source: &Source, tables: &Tables, options: &ReadOptions, progress: &Progress) -> Result<Self> {
        let wanted = options.encoding.as_deref().map(named).transpose()?;
        let head = source.head(HEAD)?;
        if let Some(marked) = by_mark(&head, source)? {
            return Ok(marked);
        }
        match wanted {
            Some(Wanted::Exactly(encoding)) => Ok(encoding),
            Some(Wanted::Utf16) => Ok(by_nul_bytes(&head).unwrap_or(Self::Utf16Le)),
            None => by_nul_bytes(&head).map_or_else(|| by_text(source, tables, progress), Ok),
        }
    }
}

/// An encoding as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Exactly(Encoding),
    /// UTF-16 in the order of bytes that the file shows.
    Utf16,
}

fn named(name: &str) -> Result<Wanted> {
    let plain: String = name.chars().filter(|it| !matches!(it, '-' | '_' | ' ')).collect::<String>().to_lowercase();
    Ok(match plain.as_str() {
        "utf8" | "utf8sig" => Wanted::Exactly(Encoding::Utf8),
        "gbk" | "gb18030" | "gb2312" | "cp936" => Wanted::Exactly(Encoding::Gb18030),
        "utf16" => Wanted::Utf16,
        "utf16le" => Wanted::Exactly(Encoding::Utf16Le),
        "utf16be" => Wanted::Exactly(Encoding::Utf16Be),
        _ => return Err(no_such(name)),
    })
}

fn no_such(name: &str) -> Error {
    match encoding_rs::Encoding::for_label(name.trim().as_bytes()) {
        Some(other) => ErrorKind::UnsupportedEncoding { file: format!("encoding={name}"), found: other.name().to_owned() }.into(),
        None => {
            ErrorKind::UnknownName { what: "encoding", found: name.to_owned(), allowed: NAMES.join(", "), hint: did_you_mean(name, NAMES) }
                .into()
        }
    }
}

fn by_mark(head: &[u8], source: &Source) -> Result<Option<Encoding>> {
    if head.starts_with(&[0xff, 0xfe, 0, 0]) || head.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Err(unsupported(source, "UTF-32"));
    }
    let marks: [(&[u8], Encoding); 4] = [
        (&[0xef, 0xbb, 0xbf], Encoding::Utf8),
        (&[0xff, 0xfe], Encoding::Utf16Le),
        (&[0xfe, 0xff], Encoding::Utf16Be),
        (&[0x84, 0x31, 0x95, 0x33], Encoding::Gb18030),
    ];
    Ok(marks.into_iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, encoding)| encoding))
}

/// Returns the UTF-16 that the NUL bytes of `head` speak for. An ASCII character of UTF-16 has a NUL byte always on the same
/// side, and a table has a separator or line end at least every eighth character; NUL bytes strewn over UTF-8 text are not that.
fn by_nul_bytes(head: &[u8]) -> Option<Encoding> {
    let nuls = |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let (most, least, encoding) = if odd > even { (odd, even, Encoding::Utf16Le) } else { (even, odd, Encoding::Utf16Be) };
    let units = head.len() / 2;
    let is_utf8 = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    let enough = if is_utf8 { most * 4 >= units * 3 } else { most * 8 >= units };
    (most > 0 && enough && most >= 4 * least).then_some(encoding)
}

fn by_text(source: &Source, tables: &Tables, progress: &Progress) -> Result<Encoding> {
    let broken = match first_broken_byte(source, progress) {
        Ok(()) => return Ok(Encoding::Utf8),
        Err(error) if matches!(error.kind(), ErrorKind::BrokenText { .. }) => error,
        Err(error) => return Err(error),
    };
    let sample = sample(source)?;
    if is_mostly_utf8(&sample) {
        return Err(broken);
    }
    if has_known_header(&sample, tables) {
        return Ok(Encoding::Gb18030);
    }
    let guess = guess(&sample);
    let again = if guess.is_single_byte() { self::guess(&lines_in_gb18030(&sample)) } else { guess };
    if again == encoding_rs::GBK || again == encoding_rs::GB18030 {
        return Ok(Encoding::Gb18030);
    }
    Err(match broken.kind() {
        ErrorKind::BrokenText { line, byte, .. } if guess.is_single_byte() => {
            unsupported(source, &format!("{}, and not UTF-8 at line {line}, byte {byte}", guess.name()))
        }
        _ => unsupported(source, guess.name()),
    })
}

fn unsupported(source: &Source, found: &str) -> Error {
    ErrorKind::UnsupportedEncoding { file: source.name().to_string(), found: found.to_owned() }.into()
}

/// Decodes the whole file as UTF-8.
fn first_broken_byte(source: &Source, progress: &Progress) -> Result<()> {
    let mut decoder = Decoder::open(source, Encoding::Utf8, Arc::default())?;
    let mut text = Vec::new();
    while decoder.read_into(&mut text)? {
        progress.check()?;
        text.clear();
    }
    Ok(())
}

/// Returns lines of the file that are not plain ASCII, about [`SAMPLE`] bytes of them.
fn sample(source: &Source) -> Result<Vec<u8>> {
    let mut reader = source.open(Arc::default())?;
    let mut chunk = vec![0; HEAD];
    let mut sample = Vec::new();
    let mut inside = false;
    while sample.len() < SAMPLE {
        let read = reader.read(&mut chunk).map_err(|cause| source.failure(&cause))?;
        if read == 0 {
            break;
        }
        for piece in chunk[..read].split_inclusive(|&byte| byte == b'\n') {
            inside |= !piece.is_ascii();
            if inside {
                sample.extend_from_slice(piece);
            }
            inside &= !piece.ends_with(b"\n");
        }
    }
    Ok(sample)
}

/// Returns whether text is UTF-8 but for a few places: whether it has two characters of three bytes, as Chinese text has, for each
/// broken place. Other encodings of Chinese break UTF-8 in most words and look like such characters only by rare chance.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let (mut wide, mut broken) = (0, 0);
    for (index, chunk) in sample.utf8_chunks().enumerate() {
        wide += chunk.valid().chars().filter(|it| it.len_utf8() == 3).count();
        broken += usize::from(!chunk.invalid().is_empty() && (index == 0 || !chunk.valid().is_empty()));
    }
    wide >= 2 * broken
}

fn guess(sample: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, false);
    detector.guess(None, Utf8Detection::Deny)
}

/// Returns whether a cell of the text, read as GB18030, is a header in Chinese characters that a table goes by.
fn has_known_header(sample: &[u8], tables: &Tables) -> bool {
    let columns = tables.all().iter().flat_map(|table| &table.columns);
    let headers = columns.flat_map(|column| &column.headers).map(String::as_str);
    let headers: BTreeSet<&str> = headers.filter(|header| !header.is_ascii() && header.chars().count() > 1).collect();
    let text = encoding_rs::GB18030.decode_without_bom_handling(sample).0;
    let cells = text.split([',', ';', '\t', '|', '\n', '\r']);
    cells.map(|cell| cell.trim_matches(|it: char| it == '"' || it.is_whitespace())).any(|cell| headers.contains(cell))
}

/// Returns the lines that can be decoded: one broken byte in a file of GB18030 makes a detector take it for a single-byte encoding.
fn lines_in_gb18030(sample: &[u8]) -> Vec<u8> {
    let decodes = |line: &&[u8]| encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(line).is_some();
    sample.split_inclusive(|&byte| byte == b'\n').filter(decodes).flatten().copied().collect()
}
