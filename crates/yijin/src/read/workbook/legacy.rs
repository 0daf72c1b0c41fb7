//! How far the cells of an .xls workbook reach, before they are held: two cells far apart make a table of millions.

use super::{broken, too_large};
use crate::error::{Error, Result};
use crate::read::Place;
use std::path::Path;

/// The end of a chain of sectors, and every number that is no sector.
const NO_SECTOR: u32 = 0xffff_fffa;
const DIRECTORY_ENTRY: usize = 128;
/// Streams shorter than this lie in the stream of small sectors.
const SMALL_STREAM: usize = 4096;
const SMALL_SECTOR: usize = 64;

/// Checks that no sheet of the workbook spans more than `limit` cells.
///
/// # Errors
/// Where one does, or the container cannot be followed.
pub(super) fn check(path: &Path, place: &Place, limit: u64) -> Result<()> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(&place.file, &error))?;
    let stream = workbook(&bytes).ok_or_else(|| broken(place))?;
    if reaches_beyond(&stream, limit) { Err(too_large(place, "cells in the used range of a sheet", limit)) } else { Ok(()) }
}

/// Returns the stream of the workbook's records; `None` where there is none.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let sector = 1_usize.checked_shl(u32::from(u16_at(bytes, 30)?)).filter(|&size| size == 512 || size == 4096)?;
    let body = bytes.get(sector..)?;
    let table = table(bytes, body, sector)?;
    let directory = chain(body, sector, &table, u32_at(bytes, 48)?);
    let mut entries = directory.chunks_exact(DIRECTORY_ENTRY);
    let root = entries.clone().next()?;
    let entry = entries.find(|entry| is_named(entry, "Workbook") || is_named(entry, "Book"))?;
    let (start, size) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
    let mut stream = if size < SMALL_STREAM {
        let small: Vec<u32> = words(&chain(body, sector, &table, u32_at(bytes, 60)?)).collect();
        chain(&chain(body, sector, &table, u32_at(root, 116)?), SMALL_SECTOR, &small, start)
    } else {
        chain(body, sector, &table, start)
    };
    stream.truncate(size);
    Some(stream)
}

/// Returns for each sector the one that follows it.
fn table(bytes: &[u8], body: &[u8], sector: usize) -> Option<Vec<u32>> {
    let mut places: Vec<u32> = words(bytes.get(76..512)?).collect();
    let mut next = u32_at(bytes, 68)?;
    for _ in 0..=body.len() / sector {
        let Some(more) = nth(body, sector, next) else { break };
        let mut more: Vec<u32> = words(more).collect();
        next = more.pop()?;
        places.append(&mut more);
    }
    let sectors = places.into_iter().filter(|&place| place < NO_SECTOR).take(body.len() / sector + 1);
    Some(sectors.filter_map(|place| nth(body, sector, place)).flat_map(words).collect())
}

/// Returns the bytes of a chain of sectors; a chain that runs in a circle ends when it is longer than the body.
fn chain(body: &[u8], sector: usize, table: &[u32], start: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut next = start;
    while let Some(part) = nth(body, sector, next).filter(|_| bytes.len() <= body.len()) {
        bytes.extend_from_slice(part);
        next = table.get(next as usize).copied().unwrap_or(NO_SECTOR);
    }
    bytes
}

fn nth(body: &[u8], sector: usize, place: u32) -> Option<&[u8]> {
    let start = (place as usize).checked_mul(sector).filter(|_| place < NO_SECTOR)?;
    body.get(start..body.len().min(start.checked_add(sector)?)).filter(|part| !part.is_empty())
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let mut named: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    named.extend([0, 0]);
    entry.get(..64).is_some_and(|field| field.starts_with(&named))
}

/// Returns whether the cells of a sheet span more than `limit` cells from its first cell's corner.
fn reaches_beyond(records: &[u8], limit: u64) -> bool {
    const START: u16 = 0x0809;
    let (mut rows, mut columns, mut rest) = (0_u64, 0_u64, records);
    while let (Some(kind), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        let end = rest.len().min(4 + usize::from(length));
        let record = &rest[4..end];
        if kind == START {
            (rows, columns) = (0, 0);
        }
        if let Some((row, column)) = cell(kind, record) {
            (rows, columns) = (rows.max(u64::from(row) + 1), columns.max(u64::from(column) + 1));
        }
        if rows * columns > limit {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

/// Returns the row and the last column of a record of cells; `None` for other records.
fn cell(kind: u16, record: &[u8]) -> Option<(u16, u16)> {
    const MANY_NUMBERS: u16 = 0x00bd;
    match kind {
        0x0001..=0x0006 | 0x00d6 | 0x00fd | 0x0201 | 0x0203..=0x0206 | 0x027e | 0x0406 => Some((u16_at(record, 0)?, u16_at(record, 2)?)),
        MANY_NUMBERS => {
            let first = u16_at(record, 2)?;
            let many = (record.len().saturating_sub(6) / 6) as u16;
            Some((u16_at(record, 0)?, first.saturating_add(many)))
        }
        _ => None,
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

fn u32_at(bytes: &[u8], place: usize) -> Option<u32> {
    words(bytes.get(place..place + 4)?).next()
}

fn u16_at(bytes: &[u8], place: usize) -> Option<u16> {
    bytes.get(place..place + 2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, row: u16, column: u16) -> Vec<u8> {
        [kind, 14, row, column, 0, 0, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn two_cells_far_apart_reach_beyond() {
        let near = [record(0x0809, 0, 0), record(0x0203, 10, 10), record(0x0809, 0, 0), record(0x0203, 9, 0)].concat();
        assert!(!reaches_beyond(&near, 121));
        assert!(reaches_beyond(&near, 120));
        assert!(reaches_beyond(&record(0x0203, u16::MAX, u16::MAX), 1 << 22));
    }

    #[test]
    fn a_broken_container_has_no_workbook() {
        for length in [0, 31, 511, 512, 4096] {
            assert_eq!(workbook(&vec![0xff; length]), None);
            let mut bytes = vec![0; length];
            if length > 31 {
                bytes[30] = 9;
            }
            assert_eq!(workbook(&bytes), None);
        }
    }
}
