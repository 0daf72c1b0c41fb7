//! The zip archive of a workbook: which parts it has and where each one's bytes lie.

use super::fault::{self, Trouble};
use super::part::Part;
use crate::error::{Error, ErrorKind, Result};
use crate::read::Place;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most bytes of an archive's directory that are read: room for tens of thousands of entries, where a workbook has dozens.
const DIRECTORY_BYTES: u64 = 4 << 20;

/// The first bytes of the container that holds .xls files and encrypted workbooks.
pub(in crate::read) const OLE_MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What an archive is, by the parts that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Archive {
    /// An .xlsx workbook.
    Xlsx,
    /// An .xlsb workbook.
    Xlsb,
    /// An OpenDocument file.
    OpenDocument,
    /// A Word document.
    Word,
    /// Anything else.
    Other,
}

/// An opened archive.
pub(in crate::read) struct Package {
    path: PathBuf,
    place: Place,
    archive: ZipArchive<Metered>,
    names: HashMap<String, usize>,
    twice: bool,
}

impl Package {
    /// Returns the archive at `path`.
    ///
    /// # Errors
    /// Where it is no zip archive, is encrypted or has a broken directory.
    pub(in crate::read) fn open(path: &Path, place: &Place) -> Result<Self> {
        let mut file = File::open(path).map_err(|error| Error::io(&place.file, &error))?;
        refuse_other_formats(&mut file, place)?;
        let archive = ZipArchive::new(Metered { file, left: DIRECTORY_BYTES }).map_err(|error| broken_zip(place, &error))?;
        let mut names = HashMap::with_capacity(archive.len());
        let mut twice = archive.has_duplicate_names();
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).and_then(zip::result::ZipResult::ok);
            match names.entry(part_name(&name.unwrap_or_default())) {
                Entry::Vacant(slot) => _ = slot.insert(index),
                Entry::Occupied(_) => twice = true,
            }
        }
        Ok(Self { path: path.to_owned(), place: place.clone(), archive, names, twice })
    }

    /// Checks that no two entries go by one name: programs differ in which of them they show.
    ///
    /// # Errors
    /// Where two do.
    pub(in crate::read) fn refuse_twins(&self) -> Result<()> {
        if self.twice { Err(fault::broken(&self.place, "two entries of the archive have the same name")) } else { Ok(()) }
    }

    /// Returns what the archive is.
    pub(in crate::read) fn kind(&self) -> Archive {
        let kinds = [
            ("xl/workbook.bin", Archive::Xlsb),
            ("xl/workbook.xml", Archive::Xlsx),
            ("content.xml", Archive::OpenDocument),
            ("word/document.xml", Archive::Word),
        ];
        kinds.into_iter().find(|(part, _)| self.has(part)).map_or(Archive::Other, |(_, kind)| kind)
    }

    /// Reads every binary part and every part of relationships to its end.
    ///
    /// # Errors
    /// Where one goes beyond a bound, or the shared strings inflate to more than `limit` bytes.
    pub(in crate::read) fn measure(&mut self, limit: u64) -> Result<()> {
        let mut names: Vec<String> = self.names.keys().filter(|name| name.ends_with(".bin") || name.ends_with(".rels")).cloned().collect();
        names.sort_unstable();
        for name in names {
            let Some(part) = self.part(&name)? else { continue };
            let bytes = io::copy(&mut part.data(None)?, &mut io::sink()).map_err(|error| part.unread(&error))?;
            if name == "xl/sharedstrings.bin" && bytes > limit {
                return Err(fault::too_large(&self.place, "bytes of shared strings", limit));
            }
        }
        Ok(())
    }

    /// Returns the number of entries.
    pub(in crate::read) fn len(&self) -> usize {
        self.archive.len()
    }

    /// Returns whether there is a part of this name.
    pub(in crate::read) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&part_name(name))
    }

    /// Returns the part of this name; `None` where there is none.
    ///
    /// # Errors
    /// Where it is encrypted, compressed by a method that workbooks do not use, or beyond the end of the file.
    pub(in crate::read) fn part(&mut self, name: &str) -> Result<Option<Part>> {
        let Some(&index) = self.names.get(&part_name(name)) else { return Ok(None) };
        let entry = self.archive.by_index_raw(index).map_err(|error| broken_zip(&self.place, &error))?;
        if entry.encrypted() {
            return Err(fault::broken(&self.place, "it is password protected; remove the password"));
        }
        let deflated = match entry.compression() {
            zip::CompressionMethod::Stored => false,
            zip::CompressionMethod::Deflated => true,
            _ => return Err(fault::broken(&self.place, "a part is compressed by a method that workbooks do not use")),
        };
        let Some(start) = entry.data_start() else { return Err(fault::broken(&self.place, "a part lies beyond the file")) };
        Ok(Some(Part {
            path: self.path.clone(),
            place: self.place.clone(),
            start,
            packed: entry.compressed_size(),
            deflated,
            sum: entry.crc32(),
        }))
    }
}

fn part_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn broken_zip(place: &Place, error: &ZipError) -> Error {
    match error {
        ZipError::Io(error) => fault::unread(place, error),
        ZipError::UnsupportedArchive(cause) => fault::broken(place, format!("an archive that is not read ({cause})")),
        _ => fault::broken(place, "the zip archive is damaged"),
    }
}

/// Refuses what is not a zip archive, by its first bytes.
fn refuse_other_formats(file: &mut File, place: &Place) -> Result<()> {
    let mut head = Vec::new();
    file.by_ref().take(8).read_to_end(&mut head).map_err(|error| Error::io(&place.file, &error))?;
    if head.starts_with(b"PK") {
        return Ok(());
    }
    if head != OLE_MAGIC {
        let found = if head.is_empty() { "an empty file" } else { "not a workbook by its first bytes" };
        return Err(ErrorKind::UnknownFormat { file: place.file.to_string(), found: found.into() }.into());
    }
    if names_stream(file, "EncryptedPackage").map_err(|error| Error::io(&place.file, &error))? {
        return Err(fault::broken(place, "it is password protected; remove the password"));
    }
    Err(ErrorKind::UnknownFormat { file: place.file.to_string(), found: "an .xls workbook under another name; rename it to .xls".into() }
        .into())
}

/// Returns whether an OLE container has a stream of this name anywhere.
fn names_stream(file: &mut File, name: &str) -> io::Result<bool> {
    let needle: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut window = Vec::new();
    file.rewind()?;
    loop {
        let kept = window.len().min(needle.len());
        window.drain(..window.len() - kept);
        if file.by_ref().take(1 << 20).read_to_end(&mut window)? == 0 {
            return Ok(false);
        }
        if memchr::memmem::find(&window, &needle).is_some() {
            return Ok(true);
        }
    }
}

/// A file of which only so many bytes are read, so that a directory of millions of entries ends in an error.
struct Metered {
    file: File,
    left: u64,
}

impl Read for Metered {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(Trouble::Excess { what: "bytes in the archive's directory", limit: DIRECTORY_BYTES }.into());
        }
        let read = self.file.read(bytes)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
