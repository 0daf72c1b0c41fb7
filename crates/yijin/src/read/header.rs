//! Which column of which table each header of a sheet is.
//!
//! Names are compared as [`spelling`] says, first with their brackets, then without. A name that is two columns of the
//! table, and two names that are one column, are refused: nothing is guessed. Only a campaign's [`mapping`] may say that one name is several columns.

mod fault;
mod mapping;
pub mod spelling;
mod unit;

pub use fault::{At, ambiguous, unknown};
pub use mapping::{best_mapping, map, nearly_mapped};

use super::{Bound, Header};
use crate::campaign::Campaign;
use crate::clean::vocabulary::Words;
use crate::error::Result;
use crate::table::{Table, TableId, Tables};
use hashbrown::HashMap;
use spelling::Spelling;
use std::collections::BTreeMap;

/// The header that numbers rows, and is a line number only beside an order id.
const ORDINAL: &str = "序号";

/// The name of one column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'a> {
    /// The header right above the column's values.
    pub plain: &'a str,
    /// The heading of its group and the header, as one name, which is tried first.
    pub joined: Option<String>,
}

/// Which columns of which tables every header there is can mean.
pub struct Index<'a> {
    tables: &'a Tables,
    units: Words,
    columns: HashMap<String, Vec<(TableId, usize)>>,
}

impl<'a> Index<'a> {
    /// Returns the index of these tables' names and headers.
    pub fn of(tables: &'a Tables) -> Self {
        let mut columns: HashMap<String, Vec<(TableId, usize)>> = HashMap::new();
        for table in tables.all() {
            for (place, column) in table.columns.iter().enumerate() {
                for spelling in std::iter::once(&column.name).chain(&column.headers).filter_map(|name| Spelling::of(name)) {
                    let known = columns.entry(spelling.full).or_default();
                    if !known.contains(&(table.id, place)) {
                        known.push((table.id, place));
                    }
                }
            }
        }
        Self { tables, units: tables.units(), columns }
    }

    /// Returns the tables.
    pub fn tables(&self) -> &'a Tables {
        self.tables
    }

    /// Returns what this header can mean, with its spelling; `None` where nobody knows it. Where it is known with its brackets, they are part of the name.
    pub fn find(&self, text: &str) -> Option<(Spelling, &[(TableId, usize)])> {
        let spelling = Spelling::of(text)?;
        if let Some(columns) = self.columns.get(&spelling.full) {
            return Some((Spelling { named: true, ..spelling }, columns));
        }
        let columns = self.columns.get(&spelling.bare)?;
        Some((spelling, columns))
    }

    /// Returns what these names can mean.
    pub fn hits(&self, names: &[Name<'_>]) -> Hits {
        let mut hits = Vec::new();
        for (source, name) in names.iter().enumerate() {
            for (joined, text) in [(true, name.joined.as_deref()), (false, Some(name.plain))] {
                if let Some((spelling, columns)) = text.and_then(|text| self.find(text)) {
                    hits.push(Hit { source, joined, spelling, columns: columns.to_vec() });
                }
            }
        }
        Hits(hits)
    }
}

/// What the names of a sheet can mean, in the order of its columns.
pub struct Hits(Vec<Hit>);

struct Hit {
    source: usize,
    joined: bool,
    spelling: Spelling,
    columns: Vec<(TableId, usize)>,
}

impl Hits {
    /// Returns the columns of `table` that are among the names, a bit each.
    pub fn columns(&self, table: &Table) -> u64 {
        self.of(table).iter().flat_map(|(_, columns)| columns).fold(0, |mask, column| mask | 1 << column)
    }

    /// For each name that is something in `table`: its hit and the columns it can be. A group's heading joined to the name goes first.
    fn of(&self, table: &Table) -> Vec<(&Hit, Vec<usize>)> {
        let mut found: Vec<(&Hit, Vec<usize>)> = Vec::new();
        for hit in &self.0 {
            let columns: Vec<usize> = hit.columns.iter().filter(|(id, _)| *id == table.id).map(|(_, column)| *column).collect();
            if !columns.is_empty() && found.last().is_none_or(|(last, _)| last.source != hit.source) {
                found.push((hit, columns));
            }
        }
        let order = table.column("order_id");
        if order.is_none_or(|order| !found.iter().any(|(_, columns)| columns.contains(&order))) {
            found.retain(|(hit, _)| hit.spelling.bare != ORDINAL);
        }
        found
    }
}

/// Returns the columns that every row of `table` must have, a bit each.
pub fn required(table: &Table) -> u64 {
    table.columns.iter().enumerate().filter(|(_, column)| column.required).fold(0, |mask, (place, _)| mask | 1 << place)
}

/// Returns the columns that every row of `table` must have and `mask` does not, a bit each.
pub fn missing(table: &Table, mask: u64) -> u64 {
    required(table) & !mask
}

/// Returns the columns of `table` that stand among `constants`, a bit each.
pub fn constant_columns(table: &Table, constants: &BTreeMap<String, String>) -> u64 {
    constants.keys().filter_map(|name| table.column(name)).fold(0, |mask, place| mask | 1 << place)
}

/// Returns the campaign's constants for a table, and then these, which win.
pub fn constants(campaign: &Campaign, table: TableId, more: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut all = campaign.constants.get(table.name()).cloned().unwrap_or_default();
    all.extend(more.iter().map(|(column, value)| (column.clone(), value.clone())));
    all
}

/// Returns the header of a sheet that holds `table`, with these constants for the columns it does not have.
///
/// # Errors
/// [`crate::ErrorKind::BadHeader`] where a name is two columns, two names are one column, or persons are counted where households are asked for.
pub fn bind(
    index: &Index<'_>,
    table: TableId,
    names: &[Name<'_>],
    hits: &Hits,
    constants: BTreeMap<String, String>,
    at: &At<'_>,
) -> Result<Header> {
    let table = index.tables.table(table);
    let mut binding = Binding::of(index, table, names, at);
    for (hit, columns) in hits.of(table) {
        if let (true, Some(joined)) = (hit.joined, &names[hit.source].joined) {
            binding.names[hit.source].clone_from(joined);
        }
        let [column] = columns[..] else { return Err(fault::two_meanings(table, &binding.names[hit.source], &columns, at)) };
        binding.put(column, hit.source, &hit.spelling)?;
    }
    binding.finish(constants)
}

/// The header of a sheet while its columns are bound.
struct Binding<'a> {
    table: &'a Table,
    units: &'a Words,
    names: Vec<String>,
    bound: BTreeMap<usize, Bound>,
    at: &'a At<'a>,
}

impl<'a> Binding<'a> {
    fn of(index: &'a Index<'_>, table: &'a Table, names: &[Name<'_>], at: &'a At<'a>) -> Self {
        Self { table, units: &index.units, names: names.iter().map(|name| name.plain.to_owned()).collect(), bound: BTreeMap::new(), at }
    }

    /// Fills a column of the table from a column of the sheet, unless another fills it or its brackets hold no unit of such a column.
    fn put(&mut self, column: usize, source: usize, spelling: &Spelling) -> Result<()> {
        let unit = spelling.unit.as_deref().filter(|unit| unit::fits(self.table.columns[column].kind, unit, self.units));
        if unit.is_none() && spelling.unit.is_some() && !spelling.named {
            return Err(fault::no_unit(self.table, column, source, &self.names[source], self.at));
        }
        let unit = unit.map(str::to_owned);
        match self.bound.insert(column, Bound { source, unit }) {
            None => Ok(()),
            Some(first) => {
                let named = |source: usize| (source, self.names[source].as_str());
                Err(fault::twins(self.table, column, named(first.source), named(source), self.at))
            }
        }
    }

    /// Returns the header, without the constants of columns that the sheet has.
    fn finish(self, mut constants: BTreeMap<String, String>) -> Result<Header> {
        let Self { table, names, bound, at, .. } = self;
        refuse_persons(table, &names, &bound, at)?;
        constants.retain(|name, _| table.column(name).is_none_or(|column| !bound.contains_key(&column)));
        Ok(Header { table: table.id, names, bound, constants, is_partial: false })
    }
}

/// Refuses a count of persons for the households that a supplier declares, unless that count of households stands beside it.
fn refuse_persons(table: &Table, names: &[String], bound: &BTreeMap<usize, Bound>, at: &At<'_>) -> Result<()> {
    let (Some(direct), Some(indirect)) = (table.column("declared_direct"), table.column("declared_indirect")) else { return Ok(()) };
    for (source, name) in names.iter().enumerate() {
        let Some(spelling) = Spelling::of(name) else { continue };
        let fills = |column: &usize| bound.get(column).is_some_and(|it| it.source == source);
        let counts = if bound.keys().any(fills) {
            (fills(&direct) || fills(&indirect)) && counts_persons(&spelling)
        } else {
            let meant = if spelling.full.starts_with("间接") { indirect } else { direct };
            helps_persons(&spelling.full) && !bound.contains_key(&meant)
        };
        if counts {
            return Err(fault::persons(name, at));
        }
    }
    Ok(())
}

fn counts_persons(spelling: &Spelling) -> bool {
    let unit = spelling.unit.as_deref().unwrap_or_default();
    ["人数", "人口", "人次"].iter().any(|word| spelling.full.contains(word))
        || spelling.bare.ends_with('人')
        || ["人", "口", "名", "persons", "people"].contains(&unit)
}

/// Returns whether the header says nothing but how many persons are helped: 带动贫困人数, 直接带动(人), 带贫人口, …
fn helps_persons(full: &str) -> bool {
    let rest = full.trim_start_matches("直接").trim_start_matches("间接");
    let counted = ["带动", "带贫", "帮扶", "帮带"].iter().find_map(|verb| rest.strip_prefix(verb));
    counted.is_some_and(|counted| counted.contains('人') && counted.chars().all(|c| "建档立卡贫困农户群众总数口次人名()".contains(c)))
}
