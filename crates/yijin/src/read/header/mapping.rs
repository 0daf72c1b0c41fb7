//! Foreign exports, read by the headers that a campaign file names.

use super::spelling::Spelling;
use super::{At, Name, constant_columns, constants, fault, finish};
use crate::campaign::{Campaign, Mapping};
use crate::error::Result;
use crate::read::{Bound, Header};
use crate::table::{TableId, Tables};
use hashbrown::{HashMap, HashSet};

/// Returns the campaign's mapping with most columns whose headers are all among the names, for the wanted table where one is wanted.
pub fn best_mapping<'a>(campaign: &'a Campaign, wanted: Option<TableId>, names: &[Name<'_>]) -> Option<&'a Mapping> {
    if campaign.mappings.is_empty() {
        return None;
    }
    let there: HashSet<String> = spellings(names).into_iter().flatten().map(|(full, _)| full).collect();
    let fits = |mapping: &&Mapping| {
        let mut headers = mapping.columns.values();
        !mapping.columns.is_empty() && headers.all(|header| Spelling::of(header).is_some_and(|it| there.contains(&it.full)))
    };
    let asked = |mapping: &&Mapping| wanted.is_none_or(|table| table == mapping.table);
    campaign.mappings.iter().rev().filter(asked).filter(fits).max_by_key(|mapping| mapping.columns.len())
}

/// Returns the header of a sheet that has all headers of this mapping: its columns alone are bound.
///
/// # Errors
/// [`crate::ErrorKind::BadHeader`] where the mapping gives a header two columns or lacks a required column, and as in [`super::bind`].
pub fn map(mapping: &Mapping, campaign: &Campaign, tables: &Tables, names: &[Name<'_>], at: &At<'_>) -> Result<Header> {
    let table = tables.table(mapping.table);
    let mut wanted: HashMap<String, &str> = HashMap::new();
    for (column, header) in &mapping.columns {
        let Some(spelling) = Spelling::of(header) else { continue };
        if let Some(other) = wanted.insert(spelling.full, column) {
            return Err(fault::mapped_twice(header, (other, column), at));
        }
    }
    let bound: Vec<Option<Bound>> = spellings(names)
        .into_iter()
        .map(|spelling| spelling.and_then(|(full, unit)| Some(Bound { column: table.column(wanted.get(&full)?)?, unit })))
        .collect();
    let constants = constants(campaign, mapping.table, &mapping.constants);
    let mask = bound.iter().flatten().fold(constant_columns(table, &constants), |mask, it| mask | 1 << it.column);
    match fault::missing(table, mask) {
        0 => finish(table, names.iter().map(|name| name.plain.to_owned()).collect(), bound, constants, at),
        missing => Err(fault::mapping_lacks(table, missing, at)),
    }
}

/// For each name, all of it as it is compared, and its unit.
fn spellings(names: &[Name<'_>]) -> Vec<Option<(String, Option<String>)>> {
    names.iter().map(|name| Spelling::of(name.plain).map(|it| (it.full, it.unit))).collect()
}
