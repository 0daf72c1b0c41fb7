//! Foreign exports, read by the headers that a campaign file names.

use super::spelling::Spelling;
use super::{At, Binding, Index, Name, constant_columns, constants, fault, missing};
use crate::campaign::{Campaign, Mapping};
use crate::error::{Error, Result};
use crate::read::Header;
use crate::table::TableId;
use hashbrown::{HashMap, HashSet};

/// Returns the campaign's mapping with most columns whose headers are all among the names, for the wanted table where one is wanted.
pub fn best_mapping<'a>(campaign: &'a Campaign, wanted: Option<TableId>, names: &[Name<'_>]) -> Option<&'a Mapping> {
    let fits = weighed(campaign, wanted, names).into_iter().filter(|(_, missing)| missing.is_empty());
    fits.map(|(mapping, _)| mapping).rev().max_by_key(|mapping| mapping.columns.len())
}

/// Returns the number of headers that the names share with the mapping they come nearest to, and the error that says which others it
/// has; `None` where there is no mapping with more than half of its headers among the names.
pub fn nearly_mapped(campaign: &Campaign, wanted: Option<TableId>, names: &[Name<'_>], at: &At<'_>) -> Option<(usize, Error)> {
    let there = |(mapping, missing): &(&Mapping, Vec<&str>)| mapping.columns.len() - missing.len();
    let near = weighed(campaign, wanted, names).into_iter().filter(|it| 2 * there(it) > it.0.columns.len());
    let nearest = near.rev().max_by_key(there)?;
    Some((there(&nearest), fault::mapping_lacks_headers(nearest.0, &nearest.1, names, at)))
}

/// Returns the mappings that may be meant, each with those of its headers that are not among the names.
fn weighed<'a>(campaign: &'a Campaign, wanted: Option<TableId>, names: &[Name<'_>]) -> Vec<(&'a Mapping, Vec<&'a str>)> {
    if campaign.mappings.is_empty() {
        return Vec::new();
    }
    let there: HashSet<String> = spellings(names).map(|(_, it)| it.full).collect();
    let is_there = |header: &str| Spelling::of(header).is_some_and(|it| there.contains(&it.full));
    let asked = campaign.mappings.iter().filter(|it| !it.columns.is_empty() && wanted.is_none_or(|table| table == it.table));
    asked.map(|it| (it, it.columns.values().map(String::as_str).filter(|header| !is_there(header)).collect())).collect()
}

/// Returns the header of a sheet that has all headers of this mapping: its columns alone are bound. A header may fill several columns.
///
/// # Errors
/// [`crate::ErrorKind::BadHeader`] where two names are one header of the mapping, where it lacks a required column, and as in [`super::bind`].
pub fn map(mapping: &Mapping, campaign: &Campaign, index: &Index<'_>, names: &[Name<'_>], at: &At<'_>) -> Result<Header> {
    let table = index.tables().table(mapping.table);
    let mut wanted: HashMap<String, Vec<usize>> = HashMap::new();
    for (column, header) in &mapping.columns {
        if let (Some(column), Some(spelling)) = (table.column(column), Spelling::of(header)) {
            wanted.entry(spelling.full).or_default().push(column);
        }
    }
    let mut binding = Binding::of(index, table, names, at);
    for (source, spelling) in spellings(names) {
        for &column in wanted.get(&spelling.full).into_iter().flatten() {
            binding.put(column, source, &Spelling { named: true, ..spelling.clone() })?;
        }
    }
    let constants = constants(campaign, mapping.table, &mapping.constants);
    let mask = binding.bound.keys().fold(constant_columns(table, &constants), |mask, column| mask | 1 << column);
    match missing(table, mask) {
        0 => binding.finish(constants),
        missing => Err(fault::mapping_lacks(table, missing, at)),
    }
}

/// Returns the columns of a sheet that have a name, each with its spelling.
fn spellings(names: &[Name<'_>]) -> impl Iterator<Item = (usize, Spelling)> {
    names.iter().enumerate().filter_map(|(source, name)| Some((source, Spelling::of(name.plain)?)))
}
